"""What a core group has to do after the conference that began a plan: named in settings for the conference's page."""

from datetime import date

from django.urls import reverse

from accounts.roles import Permission
from children.models import Child
from deadlines.models import Deadline


def of_child(child: Child, plan_started_on: date) -> list[tuple[str, str, Permission, Deadline | None, bool]]:
    """What to do, where, who may, by when and whether it is done."""
    deadline = child.deadlines.in_force().filter(rule="first-core-group", started_on=plan_started_on).first()
    planned = child.core_groups.filter(
        meeting__planned_for__gte=plan_started_on, meeting__cancelled_on__isnull=True
    )
    here = {"child_pk": child.pk}
    return [
        (
            "Name the core group",
            reverse("coregroups:add-members", kwargs=here),
            Permission.RECORD_CORE_GROUP,
            None,
            child.coregroupmembers.filter(until_on__isnull=True).exists(),
        ),
        (
            "Plan the first core group",
            reverse("coregroups:plan", kwargs=here),
            Permission.RECORD_CORE_GROUP,
            deadline,
            planned.exists(),
        ),
    ]
