"""The questions "what if" that people ask of one child and of a worker's leave: how each is done, to be undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextChoices
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission, Role
from audit.models import Refused
from children.models import Allocation, Child, Cover
from children.models.child import SeeAlone
from conferences.actions import move_conference
from conferences.models import Conference
from coregroups.actions import REQUIRED, plan_meeting, record_meeting
from coregroups.models import CoreGroupMeeting
from dashboards.covering import VISIT_RULES
from deadlines.engine import Standing
from deadlines.models import FLAGS, Deadline, DeadlineQuerySet
from deadlines.rules import RULES, Who
from deadlines.what_if import Difference, what_if
from govuk_forms import words
from govuk_forms.components import Flag, Link
from visits.actions import Seen, record_visit

OWED_BY_CHAIRS = [code for code, rule in RULES.items() if rule.owed_by is Who.CONFERENCE_CHAIR]
TRYING = "What if"
"""Stands wherever an action asks for words. It is undone with everything else."""


class Kind(TextChoices):
    VISIT = "visit", "A visit"
    CORE_GROUP = "core-group", "A core group"
    CONFERENCE = "conference", "The conference on another day"


class HowSeen(TextChoices):
    ALONE = "alone", "Yes, alone (or a baby awake)"
    SEEN = "seen", "Yes, but not alone"
    NOT_SEEN = "not-seen", "No"


@dataclass(frozen=True)
class DateShown:
    """One date that would be another, in words."""

    what: str
    child: str
    now: str
    then: str
    flag: Flag | None
    why: str


def upcoming(child: Child) -> Conference | None:
    """The conference that is booked for the child."""
    return Conference.objects.filter(
        for_children__child=child, held_on__isnull=True, cancelled_on__isnull=True
    ).first()


def look(child: Child, *, kind: str, on: date, seen: str, by: User, today: date) -> list[Difference]:
    """What would follow for the child. Raises Refused where it could not be done at all."""
    then = max(on, today)
    match Kind(kind):
        case Kind.VISIT:
            return what_if([child.pk], lambda: _visit(child, on, seen, by, then), on=then)
        case Kind.CORE_GROUP:
            return what_if([child.pk], lambda: _core_group(child, on, by, then), on=then)
    conference = upcoming(child)
    if conference is None:
        raise Refused("No conference is booked for this child. Book one first.", field="kind")
    # A sibling's dates move with it; those whom the person may not open are counted by `hidden_siblings`.
    visible = Child.objects.visible_to(by, today=today).filter(conferences__conference=conference)
    return what_if(
        list(visible.values_list("pk", flat=True)),
        lambda: move_conference(
            conference=conference, booked_for=on, booked_at=conference.booked_at, because=TRYING, by=by, today=today
        ),
        on=today,
    )  # fmt: skip


def hidden_siblings(child: Child, user: User, *, today: date) -> int:
    """For how many children the conference is booked too whose record the person may not open."""
    conference = upcoming(child)
    if conference is None:
        return 0
    of_it = Child.objects.filter(conferences__conference=conference)
    visible = Child.objects.visible_to(user, today=today).filter(conferences__conference=conference)
    return of_it.count() - visible.count()


def _visit(child: Child, on: date, seen: str, by: User, then: date) -> None:
    was_seen, alone = seen != HowSeen.NOT_SEEN, seen == HowSeen.ALONE
    mode = child.see_alone_on(on)
    record_visit(
        seen=[
            Seen(
                child=child,
                child_seen=was_seen,
                child_seen_alone=alone and mode == SeeAlone.ALONE,
                child_awake=alone and mode == SeeAlone.BABY_AWAKE,
                reason="" if alone else TRYING,
            )
        ],
        visited_on=on,
        by=by,
        today=then,
    )


def _core_group(child: Child, on: date, by: User, then: date) -> None:
    meeting = plan_meeting(children=[child], planned_for=on, by=by)
    record_meeting(
        meeting=meeting,
        held_on=on,
        chaired_by=TRYING,
        **dict.fromkeys(REQUIRED, TRYING),
        by=by,
        today=then,
    )


def apply_link(child: Child, *, kind: str, on: date, user: User) -> Link | None:
    """The ordinary form, with the day filled in; nothing for somebody who may not do it."""
    day = f"{on.day}/{on.month}/{on.year}"
    match Kind(kind):
        case Kind.VISIT:
            page, permission, asked, label = (
                "visits:record",
                Permission.RECORD_VISIT,
                "visited_on",
                "Record a visit",
            )
        case Kind.CORE_GROUP:
            page, permission = "coregroups:plan", Permission.RECORD_CORE_GROUP
            asked, label = "planned_for", "Plan this core group"
        case _:
            page, permission = "conferences:move", Permission.BOOK_CONFERENCE
            asked, label = "booked_for", "Move the conference"
    if not user.may(permission):
        return None
    conference = upcoming(child) if page == "conferences:move" else None
    about = {"conference_pk": conference.pk} if conference else {}
    return Link(label, f"{reverse(page, kwargs={'child_pk': child.pk, **about})}?{urlencode({asked: day})}")


def shown(
    differences: Iterable[Difference], *, children: dict[int, Child], about: Child | None = None
) -> list[DateShown]:
    return [
        DateShown(
            what=each.rule.name,
            child="" if about and each.child == about.pk else children[each.child].name,
            now=_day(each.opens_now, each.due_now) if each.due_now else ("No limit" if each.now else "–"),
            then=_then(each),
            flag=_flag(each),
            why=each.why,
        )
        for each in differences
    ]


def _then(each: Difference) -> str:
    if each.then in (Standing.MET, Standing.MET_LATE):
        return f"Done on {words.weekday(each.met_on)}"
    if each.then is Standing.LAPSED or each.then is None:
        return "No longer required"
    return _day(each.opens_then, each.due_then) if each.due_then else "No limit"


def _day(opens_on: date | None, due_on: date) -> str:
    return f"{words.weekday(opens_on)} to {words.weekday(due_on)}" if opens_on else words.weekday(due_on)


def _flag(each: Difference) -> Flag | None:
    if each.becomes_overdue:
        return Flag("Becomes overdue", "red")
    match each.then:
        case Standing.MET:
            return Flag("In time", "green")
        case Standing.MET_LATE:
            return Flag("Late", "orange")
        case Standing.SHORT_NOTICE if each.now is not Standing.SHORT_NOTICE:
            return Flag("Short notice", "yellow")
    if each.now is None:
        return Flag("New", "blue")
    if each.now is Standing.OVERDUE and each.then is not Standing.OVERDUE:
        return Flag("No longer overdue", "green")
    return None


# --- a worker away -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CouldCover:
    person: User
    children: int
    visits: int
    """Visits to make before then; of a chair, conferences to hold."""


def _theirs(person: User, on: date) -> QuerySet:
    """The keys of the children whom somebody answers for themselves."""
    match person.role:
        case Role.CONFERENCE_CHAIR:
            return Child.objects.filter(conference_chair=person).order_by().values("pk")
        case Role.TEAM_MANAGER:
            return Child.objects.filter(team=person.team).order_by().values("pk")
    return Allocation.objects.on(on).filter(social_worker=person).order_by().values("child")


def falls_due(worker: User, *, reader: User, from_on: date, until_on: date, today: date) -> DeadlineQuerySet:
    """What the worker's children are owed before the worker is back, the overdue included, as far as the reader may
    see those children. Of a chair: what chairs owe."""
    held = _theirs(worker, max(from_on, today))
    owed = (
        Deadline.objects.outstanding()
        .visible_to(reader, today=today)
        .filter(child__in=held, due_on__lt=until_on)
        .exclude(rule__in=FLAGS)
        .select_related("child")
        .order_by("due_on", "pk")
    )
    return owed.filter(rule__in=OWED_BY_CHAIRS) if worker.role == Role.CONFERENCE_CHAIR else owed


def in_the_diary(
    worker: User, *, reader: User, from_on: date, until_on: date, today: date
) -> list[tuple[date, str, Child]]:
    """Conferences and core groups that are booked for the days of the leave."""
    held = _theirs(worker, from_on)
    booked = Conference.objects.filter(
        booked_for__gte=from_on,
        booked_for__lt=until_on,
        held_on=None,
        cancelled_on=None,
        for_children__child__in=held,
    ).values_list("booked_for", "for_children__child")
    planned = CoreGroupMeeting.objects.filter(
        planned_for__gte=from_on, planned_for__lt=until_on, held_on=None, cancelled_on=None,
        for_children__child__in=held,
    ).values_list("planned_for", "for_children__child")  # fmt: skip
    every = [(day, "Conference", pk) for day, pk in booked] + [(day, "Core group", pk) for day, pk in planned]
    children = Child.objects.in_bulk({pk for _, _, pk in every})
    visible = Child.objects.visible_to(reader, today=today)
    theirs = set(visible.filter(pk__in=held).values_list("pk", flat=True))
    return [(day, what, children[pk]) for day, what, pk in sorted(every) if pk in theirs]


def who_could_cover(worker: User, *, from_on: date, until_on: date, today: date) -> list[CouldCover]:
    """Colleagues in the team who are here all that time, those with the fewest visits due in it first; for a manager
    the other managers, for a chair the other chairs."""
    if worker.role == Role.CONFERENCE_CHAIR:
        return _chairs_who_could(worker, from_on=from_on, until_on=until_on)
    away = Cover.objects.overlapping(from_on, until_on).filter(away=OuterRef("pk"))
    held = Q(allocations__from_on__lte=today) & (
        Q(allocations__until_on=None) | Q(allocations__until_on__gt=today)
    )
    colleagues = (
        User.objects.active()
        .with_role(Role(worker.role))
        .exclude(pk=worker.pk)
        .filter(~Exists(away))
        .annotate(holding=Count("allocations", filter=held))
    )
    if worker.role == Role.SOCIAL_WORKER:
        colleagues = colleagues.filter(team=worker.team)
    due = dict(
        Deadline.objects.outstanding()
        .filter(
            rule__in=VISIT_RULES, due_on__lt=until_on, child__allocations__in=Allocation.objects.on(today)
        )
        .values_list("child__allocations__social_worker")
        .annotate(Count("pk"))
        .order_by()
    )
    found = [CouldCover(each, each.holding, due.get(each.pk, 0)) for each in colleagues]
    return sorted(found, key=lambda each: (each.visits, each.children, each.person.name))


def _chairs_who_could(chair: User, *, from_on: date, until_on: date) -> list[CouldCover]:
    away = Cover.objects.overlapping(from_on, until_on).filter(away=OuterRef("pk"))
    others = User.objects.active().with_role(Role.CONFERENCE_CHAIR).exclude(pk=chair.pk).filter(~Exists(away))
    booked = Conference.objects.upcoming().filter(booked_for__lt=until_on).order_by()
    conferences = dict(booked.values_list("chair").annotate(Count("pk")))
    children = dict(
        Child.objects.filter(conference_chair__in=others)
        .order_by()
        .values_list("conference_chair")
        .annotate(Count("pk"))
    )
    found = [CouldCover(each, children.get(each.pk, 0), conferences.get(each.pk, 0)) for each in others]
    return sorted(found, key=lambda each: (each.visits, each.children, each.person.name))


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
