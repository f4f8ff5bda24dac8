"""The report to a conference as its page shows it: each step with its due date, its standing and who took it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from conferences.models import ChildAtConference, ReportStep
from deadlines.models import Deadline
from deadlines.numbers import working_calendar
from deadlines.rows import why_page
from deadlines.standing_words import in_words
from deadlines.writing_up import written_down_later
from govuk_forms.components import Link
from govuk_forms.words import day, weekday

Step = ReportStep.Step


class Offer(NamedTuple):
    """How a step is taken, by whom, and the rule that counts its days."""

    what: str
    page: str
    may: Permission
    rule: str


STEPS: Final = {
    Step.WRITTEN: Offer(
        "Write the draft plan", "conferences:write-draft", Permission.WRITE_REPORT, "conference-draft-plan"
    ),
    Step.PASSED: Offer("Pass it to the manager", "conferences:pass-report", Permission.WRITE_REPORT, ""),
    Step.COUNTERSIGNED: Offer(
        "Countersign",
        "conferences:countersign-report",
        Permission.COUNTERSIGN,
        "conference-report-countersigned",
    ),
    Step.SHARED: Offer(
        "Share it with the family",
        "conferences:share-report",
        Permission.WRITE_REPORT,
        "conference-report-to-family",
    ),
    Step.SENT: Offer(
        "Send it to the chair",
        "conferences:send-report",
        Permission.WRITE_REPORT,
        "conference-report-to-chair",
    ),
}
OF_A_REVIEW: Final = "review-plan-updated"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What was done at a step; void when a change to the draft has undone it."""

    words: str
    said: Sequence[str] = ()
    void: str = ""


@dataclass(frozen=True, kw_only=True)
class StepShown:
    what: str
    url: str
    due: str
    standing: str
    words: str
    why_url: str = ""
    taken: Sequence[Taken] = field(default_factory=tuple)


def steps(row: ChildAtConference, user: User, *, today: date) -> list[StepShown]:
    conference, here = row.conference, {"child_pk": row.child_id}
    of_this = {**here, "conference_pk": conference.pk}
    taken: dict[str, list[ReportStep]] = {}
    for each in conference.report_steps.filter(child=row.child).select_related("recorded_by"):
        taken.setdefault(each.step, []).append(each)
    clocks = _clocks(row)
    shown = []
    if row.kind == ChildAtConference.Kind.REVIEW:
        url = reverse("plans:update", kwargs=here) if user.may(Permission.EDIT_PLAN) else ""
        shown.append(_step("Bring the plan up to date", url, clocks.get(OF_A_REVIEW), [], today))
    closed = bool(conference.cancelled_on)
    for step, offer in STEPS.items():
        done = taken.get(step, [])
        may = user.may(offer.may) and not closed and not (step == Step.WRITTEN and conference.held_on)
        what = offer.what
        if step == Step.WRITTEN and done and may:
            what = "Change the draft plan"
        if row.kind == ChildAtConference.Kind.REVIEW and step == Step.WRITTEN and not done:
            what = "Write the report with the plan in it"
        repeats = step == Step.WRITTEN or not any(each.void_from is None for each in done)
        url = reverse(offer.page, kwargs=of_this) if may and repeats else ""
        shown.append(_step(what, url, clocks.get(offer.rule), done, today))
    return shown


def _clocks(row: ChildAtConference) -> dict[str, Deadline]:
    rules = [OF_A_REVIEW, *(offer.rule for offer in STEPS.values() if offer.rule)]
    counted = Deadline.objects.in_force().filter(
        child=row.child, started_by_kind="conference", started_by_pk=row.conference_id, rule__in=rules
    )
    return {clock.rule: clock for clock in counted}


def _step(what: str, url: str, clock: Deadline | None, done: Sequence[ReportStep], today: date) -> StepShown:
    is_done = any(each.void_from is None for each in done)
    if clock and clock.due_on:
        standing, said = in_words(clock, today, working_calendar())
        due = f"Due by {weekday(clock.due_on)}"
    else:
        standing, said, due = ("met", "Done", "") if is_done else ("due", "To do", "")
    return StepShown(
        what=what,
        url=url,
        due=due,
        standing=standing,
        words=said,
        why_url=why_page(clock) if clock and clock.due_on else "",
        taken=[_taken(each) for each in done],
    )


def _taken(step: ReportStep) -> Taken:
    said = []
    if step.shared_with:
        said.append(f"With: {step.shared_with}")
    if step.not_shared_because:
        said.append(f"Why not with the others: {step.not_shared_because}")
    if step.words and step.step != Step.WRITTEN:
        said.append(step.words)
    void = f"Void from {day(step.void_from)}: {step.void_because}" if step.void_from else ""
    return Taken(
        words=", ".join(
            filter(
                None,
                (
                    f"{step.get_step_display()} on {weekday(step.taken_on)}",
                    f"recorded by {step.recorded_by}",
                    written_down_later(step.taken_on, step.recorded_at),
                ),
            )
        ),
        said=said,
        void=void,
    )


def latest_draft(row: ChildAtConference) -> str:
    written = row.conference.report_steps.of(Step.WRITTEN).filter(child=row.child).order_by("pk").last()
    return written.words if written else ""


def drafts(rows: Sequence[ChildAtConference]) -> list[tuple[str, str]]:
    """Children and their draft as it stands; one that is the same for several once."""
    latest: dict[int, str] = {}
    if rows:
        written = rows[0].conference.report_steps.of(Step.WRITTEN).order_by("pk")
        latest = dict(written.values_list("child", "words"))
    names: dict[str, list[str]] = {}
    for row in rows:
        names.setdefault(latest.get(row.child_id, ""), []).append(row.child.name)
    return [(", ".join(those), draft) for draft, those in names.items()]


def of_the_others(rows: Iterable[ChildAtConference], own: ChildAtConference) -> list[Link]:
    return [
        Link(
            row.child.name,
            reverse(
                "conferences:report",
                kwargs={"child_pk": row.child_id, "conference_pk": row.conference_id},
            ),
        )
        for row in rows
        if row.pk != own.pk
    ]
