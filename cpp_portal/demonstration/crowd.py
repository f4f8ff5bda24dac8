"""Many children at once, for trying speed: each on a plan with visits, core groups and conferences behind it.

Made with `record_many`, which keeps the first line of every record's history; the stories in `families` are the ones
told through the actions.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from uuid import uuid4

from accounts.models import User
from accounts.roles import Role
from audit.models import record_many
from children.codes import AbuseCategory, Ethnicity, Sex
from children.models import Allocation, Child
from conferences.models import ChildAtConference, Conference
from coregroups.models import ChildAtCoreGroup, CoreGroupMeeting
from cpp_portal.demonstration.borough import Borough
from cpp_portal.demonstration.ordinary import GIVEN, SURNAMES
from deadlines.projection import refresh
from deadlines.timelines import working_calendar
from plans.models import ChildProtectionPlan
from visits.models import Visit

AT_ONCE = 500


def add(number: int, borough: Borough, *, today: date, progress: Callable[[int, int], None]) -> None:
    """So many more children on open plans, spread over the borough's workers and chairs."""
    portal = User.objects.the_portal()
    chance = Random(number)
    first = Child.objects.count()
    done = 0
    while done < number:
        some = min(AT_ONCE, number - done)
        children = _children(some, first + done, borough, chance, today=today, by=portal)
        _records(children, borough, chance, today=today, by=portal)
        refresh(children, by=portal, because="made for trying speed")
        done += some
        progress(done, number)


def _children(
    some: int, first: int, borough: Borough, chance: Random, *, today: date, by: User
) -> list[Child]:
    workers, chairs = borough.with_role(Role.SOCIAL_WORKER), borough.with_role(Role.CONFERENCE_CHAIR)
    children = []
    for number in range(first, first + some):
        children.append(
            Child(
                reference=f"CR{number}",
                given_name=chance.choice(GIVEN),
                family_name=f"{chance.choice(SURNAMES)}-{chance.choice(SURNAMES)}",
                born_on=today - timedelta(days=chance.randint(700, 6200)),
                sex=chance.choice((Sex.FEMALE, Sex.MALE)),
                ethnicity=chance.choice(list(Ethnicity)),
                team=workers[number % len(workers)].team,
                conference_chair=chairs[number % len(chairs)],
            )
        )
    record_many(children, by=by)
    record_many(
        (
            Allocation(
                child=child,
                social_worker=workers[(first + place) % len(workers)],
                team=child.team,
                from_on=today - timedelta(days=700),
            )
            for place, child in enumerate(children)
        ),
        by=by,
    )
    return children


def _records(children: list[Child], borough: Borough, chance: Random, *, today: date, by: User) -> None:
    calendar = working_calendar()
    began = {
        child: calendar.last_working_day_on_or_before(today - timedelta(days=chance.randint(10, 330)))
        for child in children
    }
    plans = record_many(
        (
            ChildProtectionPlan(
                child=child,
                started_on=started_on,
                initial_categories=[AbuseCategory.NEGLECT],
                latest_categories=[AbuseCategory.NEGLECT],
            )
            for child, started_on in began.items()
        ),
        by=by,
    )
    initial, reviews = ChildAtConference.Kind.INITIAL, ChildAtConference.Kind.REVIEW
    held = [(plan, initial, "plan", plan.started_on) for plan in plans]
    held += [
        (
            plan,
            reviews,
            "continue",
            calendar.last_working_day_on_or_before(plan.started_on + timedelta(days=85)),
        )
        for plan in plans
        if plan.started_on + timedelta(days=85) < today
    ]
    conferences = record_many(
        (
            Conference(
                booked_on=day - timedelta(days=20),
                booked_for=day,
                held_on=day,
                quorate=True,
                chair=plan.child.conference_chair,
            )
            for plan, _, _, day in held
        ),
        by=by,
    )
    record_many(
        (
            ChildAtConference(
                child=plan.child,
                conference=conference,
                kind=kind,
                decision=decision,
                plan=plan,
                categories=[AbuseCategory.NEGLECT],
            )
            for conference, (plan, kind, decision, _) in zip(conferences, held, strict=True)
        ),
        by=by,
    )
    record_many(
        (
            Visit(
                child=plan.child,
                together=uuid4(),
                visited_on=day,
                visited_by=by,
                child_seen=True,
                child_seen_alone=chance.random() < 0.6,
                reason="Did not want to leave the room.",
                account="All well.",
            )
            for plan in plans
            for day in _days(plan.started_on, today, step=13, chance=chance)
        ),
        by=by,
    )
    days = [(plan, day) for plan in plans for day in _days(plan.started_on, today, step=38, chance=chance)]
    meetings = record_many(
        (CoreGroupMeeting(planned_for=day, held_on=day, childs_voice="Said so.") for _, day in days), by=by
    )
    record_many(
        (
            ChildAtCoreGroup(child=plan.child, meeting=meeting)
            for meeting, (plan, _) in zip(meetings, days, strict=True)
        ),
        by=by,
    )


def _days(first: date, today: date, *, step: int, chance: Random) -> list[date]:
    """Every so often from about ten days after the first, with some slips, up to a few days ago."""
    found = []
    day = first + timedelta(days=9)
    while day <= today - timedelta(days=chance.randint(0, 9)):
        found.append(day)
        day += timedelta(days=step + chance.choice((-2, -1, 0, 0, 0, 1, 6)))
    return found
