"""Who is sent a core group's minute and what it says: the members, and always the conference chair (B-11, S1-63)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.models import Refused
from children.models import Child, Person
from children.models.cover import acting_for
from circulation.actions import Copy, circulate, comes_to_the_portal
from circulation.models import Circulation, Receipt
from circulation.withheld import without_safe_addresses
from coregroups.models import CoreGroupMeeting, CoreGroupMember
from deadlines.projection import refresh
from govuk_forms.words import day as in_words

CHAIR = "Conference chair"
ACTING = "Acts for the conference chair, who is away"


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Somebody a minute concerns, once, however many of the children's core groups they belong to."""

    person: Person | None
    user: User | None
    part: str
    children: tuple[Child, ...]
    excluded_because: str = ""

    @property
    def name(self) -> str:
        return str(self.person or self.user)

    @property
    def has_an_inbox(self) -> bool:
        return comes_to_the_portal(self.user)

    @property
    def usual_way(self) -> str:
        if self.has_an_inbox:
            return Receipt.Way.PORTAL
        return Receipt.Way.SECURE_EMAIL if self.person and self.person.email else Receipt.Way.POST


def recipients(meeting: CoreGroupMeeting) -> list[Recipient]:
    """The chair of each child first, then the members on the day by name, the excluded among them.

    Somebody excluded from the core group of one of the children is sent nothing: one minute tells of them all.
    """
    children = _children_of(meeting)
    chaired: dict[User, list[Child]] = {}
    for child in children:
        if child.conference_chair:
            chaired.setdefault(child.conference_chair, []).append(child)
    found = []
    for chair, theirs in list(chaired.items()):
        found.append(Recipient(person=None, user=chair, part=CHAIR, children=tuple(theirs)))
        acting = acting_for(chair, today=timezone.localdate())
        if acting and acting not in chaired:
            chaired[acting] = theirs
            found.append(Recipient(person=None, user=acting, part=ACTING, children=tuple(theirs)))
    grouped: dict[Person, list[CoreGroupMember]] = {}
    members = CoreGroupMember.objects.filter(child__in=children).on(meeting.held_on or meeting.planned_for)
    for member in members.select_related("person__user", "child").order_by("person__name", "child_id"):
        grouped.setdefault(member.person, []).append(member)
    for person, memberships in grouped.items():
        if person.user in chaired:
            continue
        found.append(
            Recipient(
                person=person,
                user=person.user,
                part=", ".join(dict.fromkeys(member.role for member in memberships)),
                children=tuple(member.child for member in memberships),
                excluded_because=next(
                    (member.excluded_because for member in memberships if member.excluded_because), ""
                ),
            )
        )
    return found


@transaction.atomic
def circulate_minute(
    *, meeting: CoreGroupMeeting, by: User, ways: Mapping[int, str] | None = None
) -> list[Circulation]:
    """Send the minute, for each child, to the members who are not excluded and always to the conference chair.

    `ways` names, by the person's number, how those without an in-box are sent it; otherwise the usual way.
    Refused as a whole when one of the children has no chair.
    """
    if meeting.held_on is None:
        raise Refused("Write the minute first: there is nothing to send yet.")
    children = _children_of(meeting)
    sent = Circulation.objects.filter(
        kind=Circulation.Kind.CORE_GROUP_RECORD, about_pk=meeting.pk, child__in=children
    ).first()
    if sent:
        raise Refused(f"This minute was already circulated on {in_words(sent.sent_at.date())}.")
    sections = what_is_sent(meeting)
    chosen = ways or {}
    to = [one for one in recipients(meeting) if one.person and not one.excluded_because]
    circulations = [
        circulate(
            child=child,
            kind=Circulation.Kind.CORE_GROUP_RECORD,
            about_pk=meeting.pk,
            title=f"Core group of {in_words(meeting.held_on)}: {child}",
            sections=sections,
            copies=[
                Copy(person=one.person, way=chosen.get(one.person.pk, one.usual_way))
                for one in to
                if child in one.children
            ],
            by=by,
        )
        for child in children
    ]
    refresh(children, by=by, because="the core group’s minute was circulated")
    return circulations


def what_is_sent(meeting: CoreGroupMeeting) -> list[tuple[str, str]]:
    """The minute in its sections, without any safe address of the children or their families."""
    return without_safe_addresses(_minute(meeting), _children_of(meeting))


def receipts_of(meeting: CoreGroupMeeting, child: Child) -> list[Receipt]:
    """Who was sent this minute for this child, newest circulation first."""
    return list(
        Receipt.objects.filter(
            circulation__kind=Circulation.Kind.CORE_GROUP_RECORD,
            circulation__about_pk=meeting.pk,
            circulation__child=child,
        )
        .select_related("circulation", "person", "user")
        .order_by("-circulation__sent_at", "pk")
    )


def _children_of(meeting: CoreGroupMeeting) -> list[Child]:
    rows = meeting.for_children.select_related("child__conference_chair").order_by("pk")
    return [row.child for row in rows]


def _minute(meeting: CoreGroupMeeting) -> list[tuple[str, str]]:
    came = [
        f"{row.person}: {row.get_came_display().lower()}"
        + (f" (interpreter: {row.interpreter})" if row.interpreter else "")
        for row in meeting.attendance.select_related("person")
    ]
    written = [
        ("Chaired by", meeting.chaired_by),
        ("Who came", "\n".join(came)),
        ("Updates and concerns", meeting.updates),
        ("The child's lived experience and voice", meeting.childs_voice),
        ("What the family said", meeting.family_views),
        ("Progress against the plan", meeting.progress),
        ("The risks, looked at again", meeting.risks),
        ("What is late, and what is done about it", meeting.delays),
        ("Decisions and next steps", meeting.decisions),
        ("What somebody did not agree with", meeting.disagreement),
        *((heading, text) for heading, text in meeting.as_it_stood),
        ("Next core group", in_words(meeting.next_planned_for) if meeting.next_planned_for else ""),
    ]
    return [(heading, text) for heading, text in written if text]
