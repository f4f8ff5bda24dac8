"""What a core group has to speak about of its own: summaries that did not come, exclusions to be looked at again."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from children.kinds import of
from children.models import Child
from coregroups.models import CoreGroupAttendance, CoreGroupMember
from govuk_forms.components import Link
from govuk_forms.words import count
from govuk_forms.words import day as in_words
from plans.completeness import missing
from plans.models import ChildProtectionPlan


@of(ChildProtectionPlan, CoreGroupMember)
def agenda(children: Collection[Child]) -> list[Link]:
    today = timezone.localdate()
    return [
        *_drafts(children, today=today), *_summaries(children), *_exclusions(children, today=today)
    ]  # fmt: skip


def _drafts(children: Collection[Child], *, today: date) -> Iterator[Link]:
    """Plans that the first core group has still to look at, and that are not drafted in every part."""
    without = (
        ChildProtectionPlan.objects.open()
        .filter(child__in=children)
        .exclude(child__core_groups__meeting__held_on__gte=F("started_on"))
    )
    for plan in without.select_related("child").order_by("pk"):
        if parts := missing(plan, today=today):
            yield Link(
                f"{plan.child.name}: the plan is drafted in detail before the first core group; "
                f"{count(len(parts), 'part')} missing",
                reverse("plans:agreement", kwargs={"child_pk": plan.child_id}),
            )


def _summaries(children: Collection[Child]) -> Iterator[Link]:
    owed = CoreGroupAttendance.objects.summary_owed().filter(
        meeting__for_children__child__in=children,
        meeting__for_children__child__plans__ended_on=None,
        meeting__for_children__child__plans__isnull=False,
    )
    seen: set[int] = set()
    for each in owed.select_related("meeting", "person").order_by("pk"):
        if each.pk in seen:
            continue
        seen.add(each.pk)
        child = next(one for one in children if each.meeting.for_children.filter(child=one).exists())
        yield Link(
            f"{each.person} sent apologies for the core group of {in_words(each.meeting.held_on)}, "
            "and no summary of their involvement has come",
            summary_page(each, child),
        )


def summary_page(attendance: CoreGroupAttendance, child: Child) -> str:
    kept = {
        "child_pk": child.pk,
        "meeting_pk": attendance.meeting_id,
        "core_group_attendance_pk": attendance.pk,
    }
    return reverse("coregroups:summary", kwargs=kept)


def _exclusions(children: Collection[Child], *, today: date) -> Iterator[Link]:
    due = CoreGroupMember.objects.filter(child__in=children, until_on=None, exclusion_review_on__lte=today)
    for each in due.exclude(excluded_because="").select_related("person", "child").order_by("pk"):
        yield Link(
            f"{each.child.name}: that {each.person} is excluded is to be looked at again since "
            f"{in_words(each.exclusion_review_on)}",
            reverse("coregroups:keep-excluded", kwargs={"child_pk": each.child_id, "member_pk": each.pk}),
        )
