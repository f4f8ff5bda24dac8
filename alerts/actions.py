"""Raising alerts and acknowledging them. Delivering them is another step: see `digests`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from alerts.models import Alert
from alerts.policy import FURTHEST_AHEAD, steps_reached
from audit.models import Refused
from children.models import Allocation, Child
from deadlines.models import Deadline
from deadlines.rules import Who
from deadlines.timelines import working_calendar

CHUNK = 2000


class Recipients:
    """Who holds each child now: alerts go to whoever answers for the child today, not when the clock started."""

    def __init__(self, child_ids: Iterable[int], *, today: date) -> None:
        children = Child.objects.filter(pk__in=child_ids)
        self._children = {
            pk: (team, chair) for pk, team, chair in children.values_list("pk", "team", "conference_chair")
        }
        held = Allocation.objects.on(today).filter(child__in=self._children, social_worker__is_active=True)
        self._workers = dict(held.values_list("child", "social_worker"))
        self._of_team: dict[int, list[int]] = defaultdict(list)
        managers = User.objects.active().with_role(Role.TEAM_MANAGER)
        for person, team in managers.values_list("pk", "team"):
            self._of_team[team].append(person)
        self._service_managers = self._with_role(Role.SERVICE_MANAGER)
        self._safeguarding_unit = self._with_role(Role.SAFEGUARDING_UNIT)

    def of(self, child: int, tell: Iterable[Who]) -> set[int]:
        people: set[int] = set()
        team, chair = self._children[child]
        worker = self._workers.get(child)
        for who in tell:
            match who:
                case Who.LEAD_SOCIAL_WORKER if worker:
                    people.add(worker)
                case Who.LEAD_SOCIAL_WORKER | Who.TEAM_MANAGER:
                    # With nobody allocated the manager answers for it (B-13); with no manager, those above.
                    people.update(self._of_team.get(team) or self._service_managers)
                case Who.CONFERENCE_CHAIR:
                    people.update([chair] if chair else self._safeguarding_unit)
                case Who.SAFEGUARDING_UNIT:
                    people.update(self._safeguarding_unit)
                case Who.SERVICE_MANAGER:
                    people.update(self._service_managers)
        return people

    @staticmethod
    def _with_role(role: Role) -> list[int]:
        return list(User.objects.active().with_role(role).values_list("pk", flat=True))


def raise_alerts(*, today: date, touched_since: datetime | None = None) -> int:
    """Raise whatever has become due and tell whoever answers for the child now. Safe to run twice, or a week late.

    With `touched_since` only deadlines that changed since then are looked at. Returns how many alerts are new.
    """
    outstanding = Deadline.objects.outstanding().filter(due_on__lte=today + FURTHEST_AHEAD)
    if touched_since:
        outstanding = outstanding.filter(touched_at__gte=touched_since)
    raised = 0
    rows = outstanding.order_by("child", "pk").values_list(
        "pk", "child", "rule", "due_on", "started_on", named=True
    )
    for chunk in _chunked(rows.iterator(chunk_size=CHUNK)):
        raised += _raise(chunk, today=today)
    return raised


def _raise(rows: list, *, today: date) -> int:
    calendar = working_calendar()
    recipients = Recipients({row.child for row in rows}, today=today)
    already = set(
        Alert.objects.filter(deadline__in=[row.pk for row in rows]).values_list("deadline", "step", "person")
    )
    new: dict[tuple[int, str, int], Alert] = {}
    for row in rows:
        steps = steps_reached(row.rule, row.due_on, started_on=row.started_on, today=today, calendar=calendar)
        for reached in steps:
            for person in recipients.of(row.child, reached.tell):
                key = (row.pk, str(reached.step), person)
                if key not in already and key not in new:
                    new[key] = Alert(
                        deadline_id=row.pk, step=reached.step, person_id=person, since=reached.since
                    )
    # The constraint decides when two sweeps meet: the second of two equal alerts is dropped.
    Alert.objects.bulk_create(new.values(), ignore_conflicts=True, batch_size=1000)
    return len(new)


@transaction.atomic
def acknowledge(*, alert: Alert, note: str, by: User, now: datetime) -> Alert:
    """Say that it was seen and what is being done. The alert stays until the fact is there."""
    if alert.person_id != by.pk:
        raise Refused("Only the person it was sent to can acknowledge an alert.")
    if not note.strip():
        raise Refused("Say what is being done about it.", field="note")
    alert.note, alert.acknowledged_at = note, now
    alert.save()
    return alert


def _chunked(rows: Iterator) -> Iterator[list]:
    chunk: list = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
