"""Verbs of the report to a conference: written, passed on, countersigned, shared with the family, sent to the chair.

Each step has a day of its own, which may be earlier than the day it is written down. Steps out of order are recorded as
they were: an urgent conference cannot wait for paper. What follows from it is said on the report's page.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from children.models import Child
from conferences.models import Conference, ReportStep
from deadlines.projection import refresh
from govuk_forms.words import day as in_words

Step = ReportStep.Step


@transaction.atomic
def write_draft(
    *, conference: Conference, children: Iterable[Child], on: date, words: str, by: User, today: date
) -> list[ReportStep]:
    """The draft plan, entered in the report (T-04). Written again after it was countersigned, it undoes that (C-11)."""
    if not words.strip():
        raise Refused("Write down the draft plan.", field="words")
    if conference.held_on:
        raise Refused(
            f"The conference was held on {in_words(conference.held_on)}: what it decided has taken the draft’s place."
        )
    those = list(children)
    for child in those:
        for signed in _countersigned(conference, child).filter(taken_on__lte=on):
            signed.void_from = on
            signed.void_because = f"{by} changed the draft plan, dated {in_words(on)}."
            signed.save_by(by, why="The draft was changed after it was countersigned")
    return _take(conference, those, Step.WRITTEN, on, by, today, words=words)


@transaction.atomic
def pass_report(
    *, conference: Conference, children: Iterable[Child], on: date, by: User, today: date, words: str = ""
) -> list[ReportStep]:
    """The report and the draft plan are with the manager, to be countersigned."""
    return _take(conference, children, Step.PASSED, on, by, today, words=words)


@transaction.atomic
def countersign_report(
    *, conference: Conference, children: Iterable[Child], on: date, by: User, today: date, words: str = ""
) -> list[ReportStep]:
    """A second pair of eyes (T-05, B-12): a manager who answers for the child, and never whoever wrote it."""
    if not by.may(Permission.COUNTERSIGN):
        raise Refused("A team manager countersigns a report. Pass it to yours.")
    those = list(children)
    for child in those:
        if not Child.objects.visible_to(by, today=today).filter(pk=child.pk).exists():
            raise Refused(f"{child} is not a child of your team. Their own team’s manager countersigns.")
        written = conference.report_steps.of(Step.WRITTEN).filter(child=child)
        if written.filter(recorded_by=by).exists():
            raise Refused(
                f"You wrote the draft plan for {child} yourself. Ask another manager to countersign the report."
            )
        latest = written.order_by("-taken_on").first()
        if latest and latest.taken_on > on:
            raise Refused(
                f"The draft plan for {child} was last changed on {in_words(latest.taken_on)}. "
                "Countersign it as it stands: give that day or a later one.",
                field="on",
            )
        if _countersigned(conference, child).exists():
            raise Refused(f"The report about {child} is countersigned already.")
    return _take(conference, those, Step.COUNTERSIGNED, on, by, today, words=words)


@transaction.atomic
def share_report(
    *,
    conference: Conference,
    children: Iterable[Child],
    on: date,
    shared_with: str,
    by: User,
    today: date,
    not_shared_because: str = "",
) -> list[ReportStep]:
    """With those who have parental responsibility, and the child where appropriate; or the reason why not (T-06)."""
    if not shared_with.strip() and not not_shared_because.strip():
        raise Refused("Say with whom the report was shared, or why with nobody.", field="not_shared_because")
    return _take(
        conference, children, Step.SHARED, on, by, today,
        shared_with=shared_with, not_shared_because=not_shared_because,
    )  # fmt: skip


@transaction.atomic
def send_report(
    *, conference: Conference, children: Iterable[Child], on: date, by: User, today: date, words: str = ""
) -> list[ReportStep]:
    """To the conference chair (T-07)."""
    return _take(conference, children, Step.SENT, on, by, today, words=words)


def out_of_order(conference: Conference, children: Iterable[Child], step: str) -> list[str]:
    """What would usually have been done before this step and is not, a sentence for each child of whom that is so."""
    those = list(children)
    order = list(Step)
    before = order[: order.index(Step(step))]
    steps = conference.report_steps.in_force().filter(child__in=those)
    taken = set(steps.values_list("child", "step"))
    found = []
    for child in those:
        missing = [each.label.lower() for each in before if (child.pk, each) not in taken]
        if missing:
            found.append(f"Not recorded yet for {child}: {', '.join(missing)}.")
    return found


def _countersigned(conference: Conference, child: Child) -> Any:
    return conference.report_steps.in_force().of(Step.COUNTERSIGNED).filter(child=child)


def _take(
    conference: Conference,
    children: Iterable[Child],
    step: str,
    on: date,
    by: User,
    today: date,
    **details: str,
) -> list[ReportStep]:
    those = list(children)
    if not those:
        raise Refused("Choose at least one child.", field="children")
    if conference.cancelled_on:
        raise Refused(f"This conference was cancelled on {in_words(conference.cancelled_on)}.")
    if on > today:
        raise Refused("A step is recorded once it has been taken. Give today or an earlier day.", field="on")
    if on < conference.booked_on:
        raise Refused(
            f"The conference was booked on {in_words(conference.booked_on)}: give that day or a later one.",
            field="on",
        )
    taken = []
    for child in those:
        one = ReportStep(child=child, conference=conference, step=step, taken_on=on, **details)
        one.full_clean(exclude=["recorded_by"])
        taken.append(one.save_by(by))
    refresh(those, by=by, because=f"the report to the conference: {Step(step).label.lower()}")
    return taken
