"""Raising alerts and acknowledging them. Delivering them is another step: see `digests`."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Team, User
from accounts.roles import Role
from alerts.at_once import tell_at_once
from alerts.models import Alert
from alerts.policy import steps
from audit.models import Refused
from children.models import Allocation, Child, Cover
from children.models.cover import acting_for_chairs, teams_led
from deadlines.models import Deadline, DeadlineQuerySet
from deadlines.numbers import working_calendar
from deadlines.projection import refresh
from deadlines.rules import Who

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
        self._away = set(Cover.objects.on(today).values_list("away", flat=True))
        covered = held.filter(
            Q(social_worker__absences__every_child=True)
            | Q(social_worker__absences__chosen__child=F("child")),
            social_worker__absences__from_on__lte=today,
            social_worker__absences__until_on__gt=today,
            social_worker__absences__covering__is_active=True,
        )
        self._covering = dict(covered.values_list("child", "social_worker__absences__covering"))
        self._of_team: dict[int, list[int]] = defaultdict(list)
        managers = User.objects.active().with_role(Role.TEAM_MANAGER)
        for person, team in managers.exclude(pk__in=self._away).values_list("pk", "team"):
            self._of_team[team].append(person)
        for_managers = Cover.objects.on(today).filter(
            away__role=Role.TEAM_MANAGER, away__is_active=True, covering__role=Role.TEAM_MANAGER,
            covering__is_active=True,
        )  # fmt: skip
        for person, team in for_managers.values_list("covering", "away__team"):
            self._of_team[team].append(person)
        self._chairs_away = acting_for_chairs(
            {chair for _, chair in self._children.values() if chair}, today=today
        )
        core_groups = import_string(settings.CORE_GROUP_MEMBERS)
        self._core_groups: dict[int, set[int]] = core_groups(list(self._children), today=today)
        self._service_managers = self._with_role(Role.SERVICE_MANAGER)
        self._safeguarding_unit = self._with_role(Role.SAFEGUARDING_UNIT)

    def of(self, child: int, tell: Iterable[Who]) -> set[int]:
        people: set[int] = set()
        team, chair = self._children[child]
        worker = self._acting_for(child)
        for who in tell:
            match who:
                case Who.LEAD_SOCIAL_WORKER if worker:
                    people.add(worker)
                case Who.LEAD_SOCIAL_WORKER | Who.TEAM_MANAGER:
                    # With nobody here the manager answers for it (B-13); with no manager, those above.
                    people.update(self._of_team.get(team) or self._service_managers)
                case Who.CONFERENCE_CHAIR:
                    acts = self._chairs_away.get(chair, chair)
                    people.update([acts] if acts else self._safeguarding_unit)
                case Who.CORE_GROUP_MEMBERS:
                    # Those who sign in; whoever does not is told by the social worker, who sees who that is.
                    people.update(self._core_groups.get(child, ()))
                case Who.SAFEGUARDING_UNIT:
                    people.update(self._safeguarding_unit)
                case Who.SERVICE_MANAGER:
                    people.update(self._service_managers)
        return people

    def _acting_for(self, child: int) -> int | None:
        """Whoever covers for the child, or else holds it and is here."""
        if covering := self._covering.get(child):
            return covering
        worker = self._workers.get(child)
        return None if worker in self._away else worker

    @staticmethod
    def _with_role(role: Role) -> list[int]:
        return list(User.objects.active().with_role(role).values_list("pk", flat=True))


def raise_alerts(*, today: date, children: Collection[int] | None = None) -> int:
    """Raise whatever has become due and tell whoever answers for the child now. Safe to run twice, or a week late.

    Only deadlines with a step whose day has come are looked at (of some children only, where they are given).
    Returns how many alerts are new.
    """
    due = Deadline.objects.outstanding().filter(next_step_on__lte=today).order_by("pk")
    if children is not None:
        due = due.filter(child__in=children)
    raised, last = 0, 0
    while rows := list(due.filter(pk__gt=last).values_list(*_READ, named=True)[:CHUNK]):
        raised += _raise(rows, today=today)
        last = rows[-1].pk
    return raised


_READ = ("pk", "child", "rule", "due_on", "started_on", "short_notice", "booked_for")


@transaction.atomic
def _raise(rows: list, *, today: date) -> int:
    calendar = working_calendar()
    recipients = Recipients({row.child for row in rows}, today=today)
    already = set(
        Alert.objects.filter(deadline__in=[row.pk for row in rows]).values_list(
            "deadline", "step", "since", "person"
        )
    )
    new: dict[tuple[int, str, date, int], Alert] = {}
    next_step: dict[int, date | None] = {}
    for row in rows:
        to_come = None
        for reached in steps(
            row.rule,
            row.due_on,
            started_on=row.started_on,
            calendar=calendar,
            short_notice=row.short_notice,
            booked_for=row.booked_for,
        ):
            if reached.since > today:
                to_come = min(reached.since, to_come or reached.since)
                continue
            for person in recipients.of(row.child, reached.tell):
                key = (row.pk, str(reached.step), reached.since, person)
                if key not in already and key not in new:
                    new[key] = Alert(
                        deadline_id=row.pk, step=reached.step, person_id=person, since=reached.since
                    )
        next_step[row.pk] = to_come
    # The constraint decides when two sweeps meet: the second of two equal alerts is dropped.
    Alert.objects.bulk_create(new.values(), ignore_conflicts=True, batch_size=1000)
    with connection.cursor() as cursor:
        # Unless the date was worked out anew meanwhile: then its steps are looked at again.
        cursor.execute(
            "update deadlines_deadline as d set next_step_on = to_come.day "
            "from unnest(%s::bigint[], %s::date[]) as to_come (id, day) "
            "where d.id = to_come.id and d.next_step_on <= %s",
            [list(next_step), list(next_step.values()), today],
        )
    return len(new)


LONG_AGO: Final = date(2000, 1, 1)


def tell_again(deadlines: DeadlineQuerySet) -> None:
    """Somebody else may answer for these now: the next tick tells whoever has not been told."""
    deadlines.outstanding().update(next_step_on=LONG_AGO)


def child_changed(children: Iterable[Child], *, by: User, because: str) -> None:
    """The child's own record, its worker, team or chair changed: bring dates up to date and tell who answers now."""
    those = list(children)
    refresh(those, by=by, because=because)
    tell_again(Deadline.objects.filter(child__in=those))
    tell_at_once(children=[child.pk for child in those])


def person_changed(person: User, *, teams: Collection[Team | None]) -> None:
    """Somebody came, left or has another role: whatever reached them, or should have, is looked at again."""
    today = timezone.localdate()
    deadlines = Deadline.objects.all()
    # A service manager and the safeguarding unit stand in wherever a child has no manager or no chair.
    if person.role not in {Role.SERVICE_MANAGER, Role.SAFEGUARDING_UNIT}:
        theirs = Q(team__in=[team for team in teams if team]) | Q(conference_chair=person)
        held = Allocation.objects.on(today).filter(social_worker=person)
        deadlines = deadlines.filter(
            child__in=Child.objects.filter(theirs | Q(pk__in=held.values("child"))).values("pk")
        )
    tell_again(deadlines)


def covers_turned(*, after: date, until: date) -> None:
    """Somebody went away or came back in these days: whoever answers now is told what is still outstanding."""
    for cover in Cover.objects.turning(after=after, until=until).select_related("away__team"):
        person_changed(cover.away, teams=teams_led(cover.away))


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
