"""What a child's banner says about plans."""

from children.models import Child
from govuk_forms.components import Flag


def of_child(child: Child) -> list[Flag]:
    if plan := child.plans.open().first():
        return [Flag(f"Child protection plan: {plan.categories.lower()}", "red")]
    if child.plans.exists():
        return [Flag("Plan ended", "grey")]
    return []
