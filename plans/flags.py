"""What a child's banner says about plans."""

from children.kinds import of
from children.models import Child
from govuk_forms.components import Flag
from plans.models import ChildProtectionPlan


@of(ChildProtectionPlan)
def of_child(child: Child) -> list[Flag]:
    if plan := child.plans.open().first():
        return [Flag(f"Child protection plan: {plan.categories.lower()}", "red")]
    if child.plans.exists():
        return [Flag("Plan ended", "grey")]
    return []
