"""What stands beside conferences and enquiries on their pages: papers, requests, panels, assessments, moves here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from children.models import Child
from conferences.models import Assessment, ChildAtConference, Conference, ConferencePaper
from deadlines.models import Deadline
from deadlines.numbers import working_calendar
from deadlines.rows import row as deadline_row
from govuk_forms.components import DeadlineRow, Flag, Link, SummaryRow
from govuk_forms.words import day, weekday

PAPERS: Final = (
    (ConferencePaper.Kind.DECISION_LETTER, "conferences:send-letter"),
    (ConferencePaper.Kind.RECORD, "conferences:send-record"),
)


@dataclass(frozen=True, kw_only=True)
class AssessmentShown:
    title: str
    flag: Flag
    rows: Sequence[SummaryRow]
    authorise: str = ""


def around(own: ChildAtConference, user: User) -> list[SummaryRow]:
    """Days without a quorum, requests to the chair, papers sent, what a panel decided: for one child."""
    conference = own.conference
    at = {"child_pk": own.child_id, "conference_pk": conference.pk}
    rows = [
        SummaryRow(name=f"No quorum on {day(lost.on)}", value=lost.because)
        for lost in conference.inquorate_days.all()
    ]
    rows += _exclusions(own, user)
    if conference.held_on:
        rows += _papers(conference, at, user)
        rows += _panels(own, user)
    return rows


def _exclusions(own: ChildAtConference, user: User) -> list[SummaryRow]:
    rows = []
    for each in own.conference.exclusion_requests.filter(child=own.child).select_related("person"):
        reached = (
            f"Reached the chair on {day(each.sent_on)}" if each.sent_on else "The chair is not asked yet"
        )
        action = None
        if not each.sent_on and user.may(Permission.WRITE_REPORT):
            at = {"child_pk": own.child_id, "exclusion_request_pk": each.pk}
            action = Link(
                "Record that it reached the chair", reverse("conferences:exclusion-sent", kwargs=at)
            )
        rows.append(
            SummaryRow(
                name=f"To be kept out: {each.person}", value=f"{each.because}\n{reached}", action=action
            )
        )
    return rows


def _papers(conference: Conference, at: dict[str, int], user: User) -> list[SummaryRow]:
    sent: dict[str, list[str]] = {}
    for paper in conference.papers.all():
        sent.setdefault(paper.kind, []).append(f"Sent on {weekday(paper.sent_on)}: {paper.sent_to}")
    rows = []
    for kind, page in PAPERS:
        action = Link("Record that it was sent", reverse(page, kwargs=at))
        offered = user.may(Permission.HOLD_CONFERENCE) and kind not in sent
        rows.append(
            SummaryRow(
                name=kind.label,
                value="\n".join(sent.get(kind, ["Not recorded as sent"])),
                action=action if offered else None,
            )
        )
    return rows


def _panels(own: ChildAtConference, user: User) -> list[SummaryRow]:
    rows = []
    for panel in own.conference.resource_panels.filter(child=own.child):
        decided = (
            f"{panel.get_decision_display()} on {day(panel.decided_on)}" if panel.decided_on else "Waiting"
        )
        action = None
        if panel.decided_on is None and user.may(Permission.EDIT_PLAN):
            at = {"child_pk": own.child_id, "resource_panel_pk": panel.pk}
            action = Link("Record what it decided", reverse("conferences:decide-panel", kwargs=at))
        said = [panel.what_for, decided, panel.reason]
        rows.append(SummaryRow(name="Resource panel", value="\n".join(filter(None, said)), action=action))
    return rows


def links(own: ChildAtConference, user: User) -> list[Link]:
    """What else may be done about it, in the order of its life."""
    conference, at = own.conference, {"child_pk": own.child_id, "conference_pk": own.conference_id}
    found = []
    if conference.is_upcoming and user.may(Permission.WRITE_REPORT):
        found.append(
            Link("Ask the chair to keep somebody out", reverse("conferences:seek-exclusion", kwargs=at))
        )
    if conference.is_upcoming and user.may(Permission.HOLD_CONFERENCE):
        found.append(Link("It could not be held: no quorum", reverse("conferences:inquorate", kwargs=at)))
    if conference.held_on and own.plan_id and user.may(Permission.EDIT_PLAN):
        found.append(Link("A resource panel has to decide", reverse("conferences:ask-for-panel", kwargs=at)))
    return found


def assessments(child: Child, user: User, *, today: date) -> tuple[list[AssessmentShown], list[DeadlineRow]]:
    """Newest first, and what is owed of them."""
    calendar = working_calendar()
    owed = Deadline.objects.in_force().filter(child=child, started_by_kind="assessment", due_on__isnull=False)
    shown = [_assessment(each, user) for each in child.assessments.select_related("authorised_by")]
    return shown, [deadline_row(each, today=today, calendar=calendar) for each in owed.order_by("due_on")]


def _assessment(assessment: Assessment, user: User) -> AssessmentShown:
    rows, authorise = [], ""
    if assessment.authorised_on:
        flag = Flag("Authorised", "green")
        rows.append(
            SummaryRow(
                name="Authorised", value=f"{weekday(assessment.authorised_on)}, by {assessment.authorised_by}"
            )
        )
        rows.append(SummaryRow(name="What it found", value=assessment.findings))
    else:
        flag = Flag("Not authorised yet", "yellow")
        if user.may(Permission.COUNTERSIGN) and assessment.recorded_by_id != user.pk:
            at = {"child_pk": assessment.child_id, "assessment_pk": assessment.pk}
            authorise = reverse("conferences:authorise-assessment", kwargs=at)
    return AssessmentShown(
        title=f"Assessment from {weekday(assessment.started_on)}", flag=flag, rows=rows, authorise=authorise
    )


def transfers_in(child: Child) -> list[SummaryRow]:
    return [
        SummaryRow(
            name=f"Told by {each.from_authority}",
            value="\n".join(filter(None, [weekday(each.notified_on), each.their_plan])),
        )
        for each in child.transferins.all()
    ]
