"""Who is sent a core group's minute and what it says: the members, and always the conference chair (B-11, S1-63)."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.models import Refused
from children.models import Child, Person
from children.models.cover import acting_for
from circulation.actions import Copy, circulate
from circulation.models import Circulation, Receipt
from circulation.recipients import CHAIR, CopyToSend, Recipient
from circulation.second_person import SecondPerson
from circulation.withheld import SafeAddresses
from coregroups.models import CoreGroupAttendance, CoreGroupMeeting, CoreGroupMember
from deadlines.projection import refresh
from govuk_forms.words import day as in_words

ALSO_SAID = "Also said"
ACTING = "Acts for the conference chair, who is away"


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
    copies = copies_of(meeting)
    came = {str(row.person) for row in meeting.attendance.select_related("person")}
    circulations = [
        circulate(
            child=child,
            kind=Circulation.Kind.CORE_GROUP_RECORD,
            about_pk=meeting.pk,
            title=f"Core group of {in_words(meeting.held_on)}: {child}",
            sections=sections,
            copies=[
                Copy(
                    person=one.recipient.person,
                    way=chosen.get(one.recipient.person.pk, one.recipient.usual_way),
                    sections=None if one.sections == sections else one.sections,
                    is_shortened=one.is_shortened,
                )
                for one in copies
                if one.recipient.person and child in one.recipient.children
            ],
            about=children,
            known=came,
            by=by,
        )
        for child in children
    ]
    refresh(children, by=by, because="the core group’s minute was circulated")
    return circulations


def copies_of(meeting: CoreGroupMeeting) -> list[CopyToSend]:
    """Each recipient's copy as it will be, before anything is sent; the excluded have none."""
    to = [one for one in recipients(meeting) if not one.excluded_because]
    minute = MinuteToSend(meeting)
    known = {one.name for one in to} | {row.person.name for row in minute.attendance}
    found = []
    for one in to:
        sections, is_shortened = minute.for_(one.person), minute.is_shortened_for(one.person)
        held = ""
        if one.person:
            held = minute.second.why_held(one.person, sections, known=known, is_shortened=is_shortened)
        found.append(
            CopyToSend(recipient=one, sections=sections, is_shortened=is_shortened, held_because=held)
        )
    return found


class MinuteToSend:
    """A minute read once, for every copy of it. No copy has a safe address of the children or their families."""

    def __init__(self, meeting: CoreGroupMeeting) -> None:
        self.meeting = meeting
        children = _children_of(meeting)
        self.attendance = list(meeting.attendance.select_related("person"))
        self.second = SecondPerson(children)
        self._safe = SafeAddresses(children)
        self._passages = [
            (passage.words, [row.person for row in passage.kept_from.all()])
            for passage in meeting.passages.prefetch_related("kept_from__person")
        ]

    def for_(self, person: Person | None) -> list[tuple[str, str]]:
        """The sections that this person reads; for nobody in particular, all of them.

        What is kept from them is left out, and nobody of the family sees from whom else something was kept.
        """
        is_of_the_family = person is not None and person.pk in self.second.family
        also: dict[str, list[str]] = {}
        for words, kept_from in self._passages:
            if person in kept_from:
                continue
            names = ", ".join(str(one) for one in kept_from)
            heading = ALSO_SAID if is_of_the_family else f"{ALSO_SAID} (not for {names})"
            also.setdefault(heading, []).append(words)
        written = [(heading, "\n".join(words)) for heading, words in also.items()]
        return self._safe.taken_out_of([*_minute(self.meeting, self.attendance), *written])

    def is_shortened_for(self, person: Person | None) -> bool:
        return any(person in kept_from for _, kept_from in self._passages)


def what_is_sent(meeting: CoreGroupMeeting) -> list[tuple[str, str]]:
    """The whole minute in its sections, as the conference chair reads it."""
    return MinuteToSend(meeting).for_(None)


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


def _minute(meeting: CoreGroupMeeting, attendance: Sequence[CoreGroupAttendance]) -> list[tuple[str, str]]:
    came = [
        f"{row.person}: {row.get_came_display().lower()}"
        + (f", {row.instead} came instead" if row.instead else "")
        + (f" (interpreter: {row.interpreter})" if row.interpreter else "")
        for row in attendance
    ]
    written = [
        ("Chaired by", meeting.chaired_by),
        ("Why no manager chaired it", meeting.no_manager_because),
        ("Who came", "\n".join(came)),
        ("What was explained of everybody’s part", meeting.roles_explained),
        ("Still to be done for the assessment", meeting.assessment_outstanding),
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
