"""What core groups contribute to the statutory timeline: meetings held and sent out, and extensions."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from circulation.models import Circulation
from coregroups.models import (
    AskedOfMember,
    ChildAtCoreGroup,
    CoreGroupExtension,
    SignificantChange,
    WordOfMember,
)
from deadlines.milestones import Milestone, Reached, Source
from deadlines.sources import Facts


def _held(pk: int, held_on: date) -> Iterator[Reached]:
    yield Reached(
        held_on, Milestone.CORE_GROUP_HELD, occasion=pk, source=Source("core-group", pk, "Core group held")
    )


def _booked(pk: int, planned_for: date) -> Iterator[Reached]:
    source = Source("core-group", pk, "Core group booked")
    yield Reached(planned_for, Milestone.CORE_GROUP_BOOKED, for_day=planned_for, occasion=pk, source=source)


def _sent(_pk: int, meeting: int, sent_at: datetime) -> Iterator[Reached]:
    """Circulating sends to everybody who is to have it and to the chair, or to nobody."""
    source = Source("core-group", meeting, "Core group’s record sent out")
    yield Reached(
        timezone.localdate(sent_at), Milestone.CORE_GROUP_CIRCULATED, occasion=meeting, source=source
    )


def _extension(pk: int, rule: str, agreed_on: date, until_on: date, reason: str) -> Iterator[Reached]:
    source = Source("extension", pk, "Extension agreed")
    yield Reached(
        agreed_on, Milestone.EXTENSION_AGREED, for_day=until_on, rule=rule, source=source, detail=reason
    )


def _change(pk: int, reported_on: date, decided_on: date | None, asks_for: str) -> Iterator[Reached]:
    source, occasion = Source("significant-change", pk, "Significant change reported"), f"change-{pk}"
    yield Reached(reported_on, Milestone.CHANGE_REPORTED, occasion=occasion, source=source)
    if asks_for == SignificantChange.AsksFor.EARLY_REVIEW:
        yield Reached(reported_on, Milestone.EARLY_REVIEW_ASKED, occasion=occasion, source=source)
    if decided_on:
        yield Reached(decided_on, Milestone.CHANGE_DECIDED, occasion=occasion, source=source)


def _word(pk: int, said_on: date, answered_on: date | None) -> Iterator[Reached]:
    source, occasion = Source("word-of-member", pk, "A member asked"), f"word-{pk}"
    yield Reached(said_on, Milestone.MEMBER_ASKED, occasion=occasion, source=source)
    if answered_on:
        yield Reached(answered_on, Milestone.MEMBER_ANSWERED, occasion=occasion, source=source)


def _asked(pk: int, asked_on: date, due_on: date, came_on: date | None) -> Iterator[Reached]:
    source, occasion = Source("asked-of-member", pk, "Asked of a member"), f"asked-{pk}"
    yield Reached(asked_on, Milestone.CONTRIBUTION_ASKED, for_day=due_on, occasion=occasion, source=source)
    if came_on:
        yield Reached(came_on, Milestone.CONTRIBUTION_CAME, occasion=occasion, source=source)


FACTS = (
    Facts(
        records=lambda: ChildAtCoreGroup.objects.filter(meeting__held_on=None, meeting__cancelled_on=None),
        columns=("meeting", "meeting__planned_for"),
        read=_booked,
        gives=frozenset({Milestone.CORE_GROUP_BOOKED}),
    ),
    Facts(
        records=lambda: ChildAtCoreGroup.objects.filter(meeting__held_on__isnull=False),
        columns=("meeting", "meeting__held_on"),
        read=_held,
        gives=frozenset({Milestone.CORE_GROUP_HELD}),
    ),
    Facts(
        records=lambda: Circulation.objects.filter(kind=Circulation.Kind.CORE_GROUP_RECORD),
        columns=("pk", "about_pk", "sent_at"),
        read=_sent,
        gives=frozenset({Milestone.CORE_GROUP_CIRCULATED}),
    ),
    Facts(
        records=CoreGroupExtension.objects.all,
        columns=("pk", "rule", "agreed_on", "until_on", "reason"),
        read=_extension,
        gives=frozenset({Milestone.EXTENSION_AGREED}),
    ),
    Facts(
        records=SignificantChange.objects.all,
        columns=("pk", "reported_on", "decided_on", "asks_for"),
        read=_change,
        gives=frozenset({Milestone.CHANGE_REPORTED, Milestone.CHANGE_DECIDED, Milestone.EARLY_REVIEW_ASKED}),
    ),
    Facts(
        records=lambda: WordOfMember.objects.filter(kind__in=WordOfMember.WANTS_AN_ANSWER),
        columns=("pk", "said_on", "answered_on"),
        read=_word,
        gives=frozenset({Milestone.MEMBER_ASKED, Milestone.MEMBER_ANSWERED}),
    ),
    Facts(
        records=AskedOfMember.objects.all,
        columns=("pk", "asked_on", "due_on", "came_on"),
        read=_asked,
        gives=frozenset({Milestone.CONTRIBUTION_ASKED, Milestone.CONTRIBUTION_CAME}),
    ),
)
