"""What stands first on a child's record: the plan in a few lines, and the people who matter."""

from datetime import date
from typing import Final

from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from children.models import Child, Relationship
from dashboards.covering import away
from govuk_forms import words
from govuk_forms.components import Flag, Link, SummaryRow, age_in_words
from plans.models import ChildProtectionPlan

Kind = Relationship.Kind
# Whom somebody who takes up the telephone looks for first.
SHOWN_FIRST: Final = (
    Kind.SCHOOL,
    Kind.HEALTH_VISITOR,
    Kind.MIDWIFE,
    Kind.SCHOOL_NURSE,
    Kind.GP,
    Kind.POLICE,
    Kind.ADVOCATE,
)


def plan_in_short(child: Child, today: date) -> list[SummaryRow]:
    """The open plan, or what became of the last one; empty when there has been none."""
    plan = child.plans.open().first()
    if plan:
        return _open(plan, today)
    if last := child.plans.first():
        rows = [
            SummaryRow(name="Last plan", value=f"{words.day(last.started_on)} to {words.day(last.ended_on)}"),
            SummaryRow(name="Why it ended", value=last.get_end_reason_display()),
        ]
        after = child.childinneedplans.filter(ended_on=None).first()
        follows = f"Since {words.day(after.started_on)}" if after else "None is recorded"
        return [*rows, SummaryRow(name="Child in need plan", value=follows)]
    return []


def _open(plan: ChildProtectionPlan, today: date) -> list[SummaryRow]:
    lasted = age_in_words(plan.started_on, max(today, plan.started_on))
    rows = [
        SummaryRow(name="Category", value=plan.categories),
        SummaryRow(
            name="Began",
            value=f"{words.day(plan.started_on)} ({lasted} ago)",
            flag=Flag("From the previous system", "grey") if plan.from_previous_system else None,
        ),
    ]
    if plan.plans_before:
        rows.append(SummaryRow(name="Earlier plans", value=str(plan.plans_before)))
    for name, said in (
        ("Concerns", plan.concerns),
        ("What must change", plan.what_must_change),
        ("If it does not", plan.contingency),
    ):
        rows.append(SummaryRow(name=name, value=said or "Not yet written"))
    return rows


def people(child: Child, user: User, today: date) -> list[SummaryRow]:
    rows = [_lead(child, user, today)]
    rows.append(SummaryRow(name="Team", value=child.team.name if child.team else "No team"))
    chair = child.conference_chair
    rows.append(SummaryRow(name="Conference chair", value=chair.name if chair else "None named yet"))
    network = child.relationships.on(today).filter(kind__in=SHOWN_FIRST).select_related("person")
    for each in sorted(network, key=lambda each: SHOWN_FIRST.index(each.kind)):
        said = [each.person.name, each.person.agency, each.person.phone]
        rows.append(SummaryRow(name=each.get_kind_display(), value="\n".join(filter(None, said))))
    return rows


def _lead(child: Child, user: User, today: date) -> SummaryRow:
    allocate = None
    if user.may(Permission.ALLOCATE_CHILD):
        allocate = Link("Change", reverse("children:allocate", kwargs={"child_pk": child.pk}))
    allocation = child.allocation_on(today)
    if allocation:
        said = f"{allocation.social_worker}\nsince {words.day(allocation.from_on)}"
        gap = None
        if absent := away(allocation, today=today):
            said += f"\nAway, back on {words.day(absent.back_on)}"
            if absent.covering:
                said += f": {absent.covering} covers"
            else:
                gap = Flag("Nobody covers: the team manager answers", "red")
        return SummaryRow(name="Lead social worker", value=said, action=allocate, flag=gap)
    last = child.allocations.order_by("-until_on").first()
    since = f"unallocated since {words.day(last.until_on)}" if last else "never allocated"
    return SummaryRow(
        name="Lead social worker",
        value="",
        flag=Flag(f"Nobody: {since}", "red"),
        action=Link("Allocate", allocate.url) if allocate else None,
    )
