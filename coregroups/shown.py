"""What the pages of core groups show: plain values, worked out here, so that their templates decide nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from children.models import Child
from circulation.models import Receipt
from coregroups.actions import Recipient, extendable, latest_day
from coregroups.actions.extending import MAY_BE_EXTENDED
from coregroups.models import (
    CoreGroupAttendance,
    CoreGroupInvitation,
    CoreGroupMeeting,
    CoreGroupMember,
)
from coregroups.owed import summary_page
from deadlines.models import Deadline
from deadlines.rows import owed
from govuk_forms.components import DeadlineRow, Flag, Link, SummaryRow
from govuk_forms.words import clock, count, weekday
from govuk_forms.words import day as in_words

# The rules that a core group being held meets.
CORE_GROUP_RULES = ("first-core-group", "second-core-group", "core-group")
BEFORE_THE_REVIEW = "core-group-before-review"


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    name: str
    part: str
    agency: str
    since: str
    came: str
    """To how many of the core groups of whose minute they are; empty before there was one."""
    flags: Sequence[Flag]
    excluded_because: str
    links: Sequence[Link]


@dataclass(frozen=True, kw_only=True)
class MeetingRow:
    day: date
    url: str
    standing: Flag
    detail: str


@dataclass(frozen=True, kw_only=True)
class RecipientRow:
    name: str
    part: str
    about: str
    how: str
    is_sent: bool


def due_by(children: Iterable[Child]) -> date | None:
    """The first day by which one of these children's core groups is to be held."""
    outstanding = Deadline.objects.outstanding().filter(child__in=children, rule__in=CORE_GROUP_RULES)
    return outstanding.order_by("due_on").values_list("due_on", flat=True).first()


def next_due(child: Child, *, today: date) -> list[DeadlineRow]:
    """What core groups the child is owed."""
    return owed(child, [*CORE_GROUP_RULES, BEFORE_THE_REVIEW], today=today)


def extensions(child: Child) -> list[str]:
    """Those of what is waited for now, in sentences."""
    waited_for = Deadline.objects.outstanding().filter(child=child, rule__in=MAY_BE_EXTENDED)
    since = waited_for.order_by("started_on").values_list("started_on", flat=True).first()
    if since is None:
        return []
    agreed = child.coregroupextensions.filter(agreed_on__gte=since).select_related("agreed_by")
    return [
        f"Extended from {weekday(each.was_due_on)} to {weekday(each.until_on)}. {each.agreed_by} agreed on "
        f"{in_words(each.agreed_on)}: {each.reason}"
        for each in agreed
    ]


def may_extend(child: Child, user: User, *, today: date) -> bool:
    if not user.may(Permission.AGREE_EXTENSION):
        return False
    deadline = extendable(child)
    return bool(deadline and deadline.due_on >= today and deadline.due_on < latest_day(deadline.started_on))


def members(child: Child, *, user: User, today: date) -> tuple[list[MemberRow], list[MemberRow]]:
    """Those who belong to the core group now or will, and those who did."""
    may = user.may(Permission.RECORD_CORE_GROUP)
    now, before = [], []
    came = attended(child)
    for member in child.coregroupmembers.select_related("person__user", "exclusion_agreed_by").order_by(
        "person__name", "from_on"
    ):
        is_over = member.until_on is not None and member.until_on <= today
        row = _member(member, may_change=may and not is_over, came=came.get(member.person_id, ""))
        (before if is_over else now).append(row)
    return now, before


def attended(child: Child) -> dict[int, str]:
    """How often each person came, of the core groups at which they were to be, by the person's number."""
    rows = CoreGroupAttendance.objects.filter(meeting__for_children__child=child).order_by()
    counted = rows.values("person").annotate(
        asked=Count("pk"), came=Count("pk", filter=Q(came=CoreGroupAttendance.Came.PRESENT))
    )
    return {
        each["person"]: f"Came to {each['came']} of {count(each['asked'], 'core group')}" for each in counted
    }


def _member(member: CoreGroupMember, *, may_change: bool, came: str) -> MemberRow:
    flags = []
    if member.excluded_because:
        flags.append(Flag("Excluded", "red"))
    if member.person.interpreter_needed:
        language = member.person.language or "language not recorded"
        flags.append(Flag(f"Interpreter: {language}", "purple"))
    user = member.person.user
    if not member.excluded_because and not (user and user.is_active):
        # Alerts to the core group reach whoever signs in; the others are told by the social worker.
        flags.append(Flag("Tell them yourself: does not sign in here", "grey"))
    said = [
        member.excluded_because,
        f"Agreed by {member.exclusion_agreed_by}." if member.exclusion_agreed_by else "",
        f"Looked at again on {in_words(member.exclusion_review_on)}." if member.exclusion_review_on else "",
        f"Told instead: {member.told_instead}" if member.told_instead else "",
    ]
    until = f" until {in_words(member.until_on)}" if member.until_on else ""
    return MemberRow(
        name=member.person.name,
        part=member.role,
        agency=member.person.agency,
        since=f"From {in_words(member.from_on)}{until}",
        came=came,
        flags=flags,
        excluded_because=" ".join(filter(None, said)) if member.excluded_because else "",
        links=_member_links(member) if may_change else [],
    )


def _member_links(member: CoreGroupMember) -> list[Link]:
    at = {"child_pk": member.child_id, "member_pk": member.pk}
    links = []
    if member.until_on is None:
        links.append(Link("End membership", reverse("coregroups:end-membership", kwargs=at)))
        if member.excluded_because:
            links.append(Link("Look at the exclusion again", reverse("coregroups:keep-excluded", kwargs=at)))
            links.append(Link("Lift exclusion", reverse("coregroups:lift-exclusion", kwargs=at)))
        else:
            links.append(Link("Exclude", reverse("coregroups:exclude", kwargs=at)))
    return links


def meeting_rows(meetings: Iterable[CoreGroupMeeting], child: Child, *, today: date) -> list[MeetingRow]:
    return [
        MeetingRow(
            day=meeting.held_on or meeting.planned_for,
            url=reverse("coregroups:meeting", kwargs={"child_pk": child.pk, "meeting_pk": meeting.pk}),
            standing=meeting_standing(meeting, today=today),
            detail=meeting.cancelled_because or meeting.place,
        )
        for meeting in meetings
    ]


def meeting_standing(meeting: CoreGroupMeeting, *, today: date) -> Flag:
    if meeting.cancelled_on:
        return Flag("Cancelled", "grey")
    if meeting.held_on:
        return Flag("Held", "green")
    if meeting.planned_for < today:
        return Flag("Planned, and not written up", "yellow")
    return Flag("Planned", "blue")


def about_meeting(meeting: CoreGroupMeeting, visible: Sequence[Child], others: int) -> list[SummaryRow]:
    names = [child.name for child in visible]
    if others:
        names.append(count(others, "other child", "other children"))
    at = f" at {clock(meeting.planned_at)}" if meeting.planned_at else ""
    rows = [
        ("For", ", ".join(names)),
        ("Planned for", f"{weekday(meeting.planned_for)}{at}"),
        ("Place", meeting.place),
        ("Held on", weekday(meeting.held_on) if meeting.held_on else ""),
        ("Minute written by", str(meeting.minute_taken_by) if meeting.minute_taken_by else ""),
        ("Cancelled on", weekday(meeting.cancelled_on) if meeting.cancelled_on else ""),
        ("Why cancelled", meeting.cancelled_because),
    ]
    return [SummaryRow(name=name, value=value) for name, value in rows if value]


def recipient_rows(recipients: Iterable[Recipient]) -> list[RecipientRow]:
    """Everybody the minute concerns; the excluded shown as not sent."""
    return [
        RecipientRow(
            name=one.name,
            part=one.part,
            about=", ".join(child.name for child in one.children),
            how=f"Not sent. Excluded: {one.excluded_because}"
            if one.excluded_because
            else Receipt.Way(one.usual_way).label,
            is_sent=not one.excluded_because,
        )
        for one in recipients
    ]


@dataclass(frozen=True, kw_only=True)
class InvitationRow:
    name: str
    how: str
    standing: Flag
    told_url: str
    """Where the social worker says that they told them; empty where there is nothing to tell."""


def invitation_rows(meeting: CoreGroupMeeting, child: Child, *, may_record: bool) -> list[InvitationRow]:
    rows = []
    for each in meeting.invitations.select_related("person").order_by("person__name"):
        standing, is_to_tell = _asked(each, is_off=meeting.cancelled_on is not None)
        kept = {"child_pk": child.pk, "meeting_pk": meeting.pk, "core_group_invitation_pk": each.pk}
        url = reverse("coregroups:told-by-worker", kwargs=kept) if is_to_tell and may_record else ""
        rows.append(
            InvitationRow(name=str(each.person), how=each.get_way_display(), standing=standing, told_url=url)
        )
    return rows


def _asked(each: CoreGroupInvitation, *, is_off: bool) -> tuple[Flag, bool]:
    """How an invitation stands, and whether the social worker still has to speak with them."""
    if is_off and each.withdrawn_at:
        return Flag(f"Told on {_on(each.withdrawn_at)} that it is cancelled", "grey"), False
    if each.failed_because:
        said = "To be told that it is cancelled: the letter" if is_off else "The letter"
        return Flag(f"{said} did not go: {each.failed_because}", "red"), True
    if is_off:
        return Flag("To be told that it is cancelled", "yellow"), each.way == CoreGroupInvitation.Way.TOLD
    if each.asked_at:
        return Flag(f"Asked on {_on(each.asked_at)}", "green"), False
    if each.way == CoreGroupInvitation.Way.TOLD:
        return Flag("Tell them yourself: no email is known", "yellow"), True
    return Flag("The letter waits to be sent", "blue"), False


def _on(moment: datetime) -> str:
    return in_words(timezone.localdate(moment))


def summaries_owed(meeting: CoreGroupMeeting, child: Child) -> list[Link]:
    return [
        Link(f"Write down the summary of involvement of {each.person}", summary_page(each, child))
        for each in meeting.attendance.summary_owed().select_related("person")
    ]


def summaries(meeting: CoreGroupMeeting) -> list[tuple[str, str]]:
    """Of whoever sent one: the name with the day, and what it says."""
    came = meeting.attendance.filter(views_came_on__isnull=False).select_related("person")
    return [(f"{each.person}, {in_words(each.views_came_on)}", each.views) for each in came]


def window(due: Sequence[DeadlineRow], *, today: date) -> str:
    """What the law leaves to choose from, in a sentence."""
    days = [row.due_on for row in due if row.due_on]
    if not days:
        return ""
    latest = min(days)
    if latest < today:
        return f"The last day was {weekday(latest)}. Choose the first day that is possible."
    return f"Choose a day from today to {weekday(latest)}."
