"""Enquiries and conferences as pages show them: plain values, worked out here, so that templates decide nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.models import User
from accounts.roles import GRANTED, Permission, Role
from children.codes import AbuseCategory
from children.models import Child
from conferences import report_shown
from conferences.models import ChildAtConference, Conference, Section47Enquiry, StrategyDiscussion
from deadlines.models import Deadline
from deadlines.numbers import working_calendar
from deadlines.rows import row as deadline_row
from deadlines.rows import why_page
from deadlines.rules import RULES, Shape
from govuk_forms.components import DeadlineRow, Flag, Link, SummaryRow
from govuk_forms.words import clock, day, weekday

Decision = ChildAtConference.Decision
OF_ENQUIRIES = ("enquiries-decision", "initial-conference")
BEFORE_A_CONFERENCE = [rule.code for rule in RULES.values() if rule.shape is not Shape.AFTER]
OF_THE_REPORT = {offer.rule for offer in report_shown.STEPS.values()}
YES_OR_NO = {True: "Yes", False: "No", None: ""}
DECISION_COLOURS = {
    Decision.PLAN: "red",
    Decision.CONTINUE: "orange",
    Decision.NO_PLAN: "green",
    Decision.END: "green",
}


@dataclass(frozen=True)
class Entry:
    """A conference in the list of a child's conferences."""

    title: str
    url: str
    flags: Sequence[Flag]
    lines: Sequence[str]


@dataclass(frozen=True)
class Discussed:
    """A strategy discussion and the enquiry it led to."""

    title: str
    flags: Sequence[Flag]
    rows: Sequence[SummaryRow]
    deadlines: Sequence[DeadlineRow] = field(default_factory=tuple)
    decide: str = ""


@dataclass(frozen=True)
class DecidedFor:
    """What a conference decided for one child."""

    child: Child
    kind: str
    flag: Flag
    rows: Sequence[SummaryRow]


class Step(NamedTuple):
    """Something that follows from a conference, with a tick when it is done. No `url` for who may not do it."""

    what: str
    url: str
    may: Permission
    deadline: Deadline | None
    done: bool

    @property
    def due_on(self) -> date | None:
        return self.deadline.due_on if self.deadline else None

    @property
    def why(self) -> str:
        return why_page(self.deadline) if self.deadline else ""


def title(kind: str, conference: Conference) -> str:
    label = ChildAtConference.Kind(kind).label
    return f"{label} on {weekday(conference.held_on or conference.booked_for)}"


def standing(conference: Conference) -> Flag:
    if conference.cancelled_on:
        return Flag("Cancelled", "grey")
    return Flag("Held", "green") if conference.held_on else Flag("Booked", "blue")


def flags(conference: Conference) -> list[Flag]:
    found = [standing(conference)]
    if conference.is_upcoming and conference.moved_on:
        found.append(Flag("Moved", "yellow"))
    if conference.late_because:
        found.append(Flag("Later than the limit", "red"))
    if conference.quorate is False:
        found.append(Flag("Not quorate", "orange"))
    if conference.from_previous_system:
        found.append(Flag("From the previous system", "grey"))
    return found


def entries(child: Child) -> list[Entry]:
    rows = child.conferences.select_related("conference__chair").order_by("-conference__booked_for", "-pk")
    return [_entry(row) for row in rows]


def _entry(row: ChildAtConference) -> Entry:
    conference = row.conference
    said = [_decision(row)] if row.decision else []
    lines = [f"Chaired by {conference.chair}" if conference.chair else "No chair is recorded"]
    if row.categories:
        lines.append(categories(row))
    if conference.cancelled_on:
        lines.append(f"Cancelled on {day(conference.cancelled_on)}: {conference.cancelled_because}")
    elif conference.is_upcoming and conference.moved_on:
        lines.append(f"Moved on {day(conference.moved_on)}: {conference.moved_because}")
    return Entry(
        title=title(row.kind, conference),
        url=reverse(
            "conferences:conference", kwargs={"child_pk": row.child_id, "conference_pk": conference.pk}
        ),
        flags=[*said, *flags(conference)],
        lines=lines,
    )


def _decision(row: ChildAtConference) -> Flag:
    return Flag(row.get_decision_display(), DECISION_COLOURS[row.decision])


def categories(row: ChildAtConference) -> str:
    return ", ".join(AbuseCategory(code).label.lower() for code in row.categories).capitalize()


def discussed(child: Child, *, today: date) -> list[Discussed]:
    """Newest first, each with the dates that its enquiry is owed."""
    discussions = child.strategydiscussions.select_related("enquiry__agreed_by")
    owed: dict[int, list[DeadlineRow]] = {}
    calendar = working_calendar()
    deadlines = Deadline.objects.in_force().filter(
        child=child, rule__in=OF_ENQUIRIES, started_by_kind="strategy-discussion", due_on__isnull=False
    )
    for deadline in deadlines.order_by("due_on"):
        row = deadline_row(deadline, today=today, calendar=calendar)
        owed.setdefault(deadline.started_by_pk, []).append(row)
    return [_discussed(each, owed.get(each.pk, ())) for each in discussions]


def _discussed(discussion: StrategyDiscussion, deadlines: Sequence[DeadlineRow]) -> Discussed:
    enquiry: Section47Enquiry | None = getattr(discussion, "enquiry", None)
    at = f" at {clock(discussion.held_at)}" if discussion.held_at else ""
    facts = [("Who took part", discussion.who_took_part), ("What was discussed", discussion.concern)]
    said = [Flag("Section 47 enquiry" if discussion.enquiry_agreed else "No enquiry agreed", "blue")]
    decide = ""
    if enquiry and enquiry.decided_on:
        agreed = f", agreed by {enquiry.agreed_by}" if enquiry.agreed_by else ""
        facts += [
            ("Decided", f"{weekday(enquiry.decided_on)}{agreed}"),
            ("Decision", enquiry.get_outcome_display()),
            ("Findings", enquiry.findings),
        ]
    elif enquiry:
        said.append(Flag("Not yet decided", "yellow"))
        decide = reverse(
            "conferences:decide-enquiry", kwargs={"child_pk": enquiry.child_id, "enquiry_pk": enquiry.pk}
        )
    if discussion.from_previous_system:
        said.append(Flag("From the previous system", "grey"))
    return Discussed(
        title=f"Strategy discussion on {weekday(discussion.held_on)}{at}",
        flags=said,
        rows=[SummaryRow(name=name, value=value) for name, value in facts if value],
        deadlines=deadlines,
        decide=decide,
    )


def facts(conference: Conference) -> list[SummaryRow]:
    at = f" at {clock(conference.booked_at)}" if conference.booked_at else ""
    asked = [
        ("Booked for", f"{weekday(conference.booked_for)}{at}"),
        ("Where", conference.place),
        ("Chair", conference.chair.name if conference.chair else "Nobody yet"),
        ("Booked on", day(conference.booked_on)),
        ("Moved on", day(conference.moved_on) if conference.moved_on else ""),
        ("Why it was moved", conference.moved_because),
        ("Why it is later than the limit", conference.late_because),
        ("Cancelled on", day(conference.cancelled_on) if conference.cancelled_on else ""),
        ("Why it was cancelled", conference.cancelled_because),
        ("Held on", weekday(conference.held_on) if conference.held_on else ""),
        ("Quorate", YES_OR_NO[conference.quorate]),
        ("Why it went ahead without a quorum", conference.inquorate_because),
        ("The team manager came", YES_OR_NO[conference.manager_came]),
        ("The lead social worker’s part was explained", YES_OR_NO[conference.lead_role_explained]),
        *(
            (f"Also lives there: {each.child}", each.words)
            for each in conference.also_considered.select_related("child")
        ),
    ]
    return [SummaryRow(name=name, value=value) for name, value in asked if value]


def decided_for(row: ChildAtConference) -> DecidedFor:
    undecided = Flag("No decision: the plan had ended", "grey") if row.conference.held_on else Flag("To come")
    asked = [
        ("Categories", categories(row) if row.categories else ""),
        ("Reasons", row.reason),
        ("Who disagreed", row.dissent),
    ]
    return DecidedFor(
        child=row.child,
        kind=row.get_kind_display(),
        flag=_decision(row) if row.decision else undecided,
        rows=[SummaryRow(name=name, value=value) for name, value in asked if value],
    )


def readiness(conference: Conference, rows: Sequence[ChildAtConference], *, today: date) -> list[DeadlineRow]:
    """What is to be done before it, counted back from its day, for each child."""
    by_child = {row.child_id: row.child for row in rows}
    deadlines = Deadline.objects.in_force().filter(
        child__in=by_child,
        rule__in=BEFORE_A_CONFERENCE,
        started_by_kind="conference",
        started_by_pk=conference.pk,
        due_on__isnull=False,
    )
    calendar = working_calendar()
    return [
        deadline_row(
            each,
            today=today,
            calendar=calendar,
            child=Link(by_child[each.child_id].name, by_child[each.child_id].get_absolute_url()),
            action=Link("Report", _report(each.child_id, conference)) if each.rule in OF_THE_REPORT else None,
        )
        for each in deadlines.order_by("due_on", "child")
    ]


def _report(child_pk: int, conference: Conference) -> str:
    return reverse("conferences:report", kwargs={"child_pk": child_pk, "conference_pk": conference.pk})


def steps(rows: Iterable[ChildAtConference], user: User) -> list[tuple[Child, list[Step]]]:
    """What follows for each child, in the order in which it is due; nothing once the plan has ended otherwise."""
    found = [(row.child, _steps(row)) for row in rows]
    return [
        (child, [step if user.may(step.may) else step._replace(url="") for step in todo])
        for child, todo in found
        if todo
    ]


def _steps(row: ChildAtConference) -> list[Step]:
    child = row.child
    if row.decision == Decision.END:
        return [_child_in_need_plan(row)]
    if row.decision not in {Decision.PLAN, Decision.CONTINUE} or row.plan.ended_on:
        return []
    found = []
    if row.decision == Decision.PLAN:
        # Core groups are kept by an app that stands beside this one; it is named in settings.
        for name in settings.STEPS_AFTER_A_CONFERENCE:
            found += [Step(*each) for each in import_string(name)(child, row.plan.started_on)]
    later = child.conferences.filter(
        kind=ChildAtConference.Kind.REVIEW,
        conference__booked_for__gt=row.conference.held_on,
        conference__cancelled_on__isnull=True,
    )
    deadline = (
        child.deadlines.in_force()
        .filter(rule__in=("first-review", "review"), started_on=row.conference.held_on)
        .first()
    )
    book = reverse("conferences:book", kwargs={"child_pk": child.pk})
    found.append(Step("Book the review", book, Permission.BOOK_CONFERENCE, deadline, later.exists()))
    return found


def _child_in_need_plan(row: ChildAtConference) -> Step:
    deadline = (
        row.child.deadlines.in_force()
        .filter(rule="cin-plan-after-plan", started_on=row.conference.held_on)
        .first()
    )
    return Step(
        "Start a child in need plan",
        reverse("plans:start-child-in-need", kwargs={"child_pk": row.child_id}),
        Permission.EDIT_PLAN,
        deadline,
        bool(deadline and deadline.met_on),
    )


def who_may(permission: Permission) -> str:
    """ "Conference chair, safeguarding unit" """
    return ", ".join(role.label for role in Role if permission in GRANTED[role])
