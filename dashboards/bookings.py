"""Core groups and conferences that are booked and not yet recorded, for children who are asked about."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.urls import reverse

from children.models import Child
from conferences.models import ChildAtConference
from coregroups.models import ChildAtCoreGroup
from govuk_forms import words
from govuk_forms.components import Link


@dataclass(frozen=True, kw_only=True)
class Booking:
    on: date
    at: time | None
    what: str
    children: list[Link]
    place: str
    url: str

    @property
    def clock(self) -> str:
        return words.clock(self.at) if self.at else "Time not given"


def bookings(children: Mapping[int, Child], *, until: date) -> list[Booking]:
    """In order of day and time, those without a time last in their day. What has passed and was never recorded,
    moved or cancelled is among them."""
    found = [*_core_groups(children, until), *_conferences(children, until)]
    return sorted(found, key=lambda each: (each.on, each.at or time.max, each.what, each.url))


def _core_groups(children: Mapping[int, Child], until: date) -> Iterator[Booking]:
    booked = ChildAtCoreGroup.objects.filter(
        child__in=list(children),
        meeting__held_on=None,
        meeting__cancelled_on=None,
        meeting__planned_for__lte=until,
    ).select_related("meeting")
    of_meeting: dict[int, list[ChildAtCoreGroup]] = defaultdict(list)
    for one in booked:
        of_meeting[one.meeting_id].append(one)
    for those in of_meeting.values():
        meeting, names = those[0].meeting, _named(children, [one.child_id for one in those])
        yield Booking(
            on=meeting.planned_for,
            at=meeting.planned_at,
            what="Core group",
            children=[link for _, link in names],
            place=meeting.place,
            url=reverse("coregroups:meeting", kwargs={"child_pk": names[0][0], "meeting_pk": meeting.pk}),
        )


def _conferences(children: Mapping[int, Child], until: date) -> Iterator[Booking]:
    booked = ChildAtConference.objects.filter(
        child__in=list(children),
        conference__held_on=None,
        conference__cancelled_on=None,
        conference__booked_for__lte=until,
    ).select_related("conference")
    of_conference: dict[int, list[ChildAtConference]] = defaultdict(list)
    for one in booked:
        of_conference[one.conference_id].append(one)
    for those in of_conference.values():
        conference, names = those[0].conference, _named(children, [one.child_id for one in those])
        yield Booking(
            on=conference.booked_for,
            at=conference.booked_at,
            what=", ".join(sorted({one.get_kind_display() for one in those})),
            children=[link for _, link in names],
            place=conference.place,
            url=reverse(
                "conferences:conference", kwargs={"child_pk": names[0][0], "conference_pk": conference.pk}
            ),
        )


def _named(children: Mapping[int, Child], keys: Sequence[int]) -> list[tuple[int, Link]]:
    those = sorted((children[key] for key in keys), key=lambda child: (child.name, child.pk))
    return [(child.pk, Link(child.name, child.get_absolute_url())) for child in those]
