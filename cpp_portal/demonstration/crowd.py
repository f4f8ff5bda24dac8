"""Many children at once, for trying speed: each on a plan with visits, core groups and conferences behind it, and as
many teams, workers and chairs as would hold them.

Made with `record_many`, which keeps the first line of every record's history; the stories in `families` are the ones
told through the actions.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from uuid import uuid4

from django.contrib.auth.hashers import make_password

from accounts.models import Team, User
from accounts.roles import Role
from audit.models import record_many
from children.codes import AbuseCategory, Ethnicity, Sex
from children.models import Allocation, Child
from conferences.models import ChildAtConference, Conference, ReportStep
from coregroups.models import ChildAtCoreGroup, CoreGroupMeeting
from cpp_portal.demonstration.ordinary import GIVEN, SURNAMES
from deadlines.numbers import working_calendar
from deadlines.projection import refresh
from plans.models import ChildProtectionPlan
from visits.models import Visit

AT_ONCE = 500
CHILDREN_OF_A_WORKER = 18
WORKERS_OF_A_TEAM = 6
CHILDREN_OF_A_CHAIR = 200


def add(number: int, *, today: date, progress: Callable[[int, int], None]) -> None:
    """So many more children on open plans, with new teams and chairs to hold them."""
    portal = User.objects.the_portal()
    chance = Random(number)
    first = Child.objects.count()
    workers, chairs = _people(number, first, by=portal)
    done = 0
    while done < number:
        some = min(AT_ONCE, number - done)
        children = _children(
            [(workers[place // CHILDREN_OF_A_WORKER], chairs[place // CHILDREN_OF_A_CHAIR])
             for place in range(done, done + some)],
            first + done, chance, today=today, by=portal,
        )  # fmt: skip
        _records(children, chance, today=today, by=portal)
        refresh(children, by=portal, because="made for trying speed")
        done += some
        progress(done, number)


def _people(number: int, first: int, *, by: User) -> tuple[list[User], list[User]]:
    """Workers of new teams, each team with its manager, and chairs: enough of each for so many children."""
    workers_needed = -(-number // CHILDREN_OF_A_WORKER)
    teams = record_many(
        (
            Team(name=f"Crowd team {first}-{place}")
            for place in range(-(-workers_needed // WORKERS_OF_A_TEAM))
        ),
        by=by,
    )

    def person(role: Role, place: int, team: Team | None = None) -> User:
        return User(
            email=f"{role}.{first}.{place}@crowd.example",
            name=f"{GIVEN[place % len(GIVEN)]} Crowd {first + place}",
            role=role,
            team=team,
            password=make_password(None),
        )

    record_many((person(Role.TEAM_MANAGER, place, team) for place, team in enumerate(teams)), by=by)
    workers = record_many(
        (
            person(Role.SOCIAL_WORKER, place, teams[place // WORKERS_OF_A_TEAM])
            for place in range(workers_needed)
        ),
        by=by,
    )
    chairs = record_many(
        (person(Role.CONFERENCE_CHAIR, place) for place in range(-(-number // CHILDREN_OF_A_CHAIR))), by=by
    )
    return workers, chairs


def _children(
    held_by: list[tuple[User, User]], first: int, chance: Random, *, today: date, by: User
) -> list[Child]:
    """A child for each worker and chair named."""
    children = record_many(
        (
            Child(
                reference=f"CR{first + place}",
                given_name=chance.choice(GIVEN),
                family_name=f"{chance.choice(SURNAMES)}-{chance.choice(SURNAMES)}",
                born_on=today - timedelta(days=chance.randint(700, 6200)),
                sex=chance.choice((Sex.FEMALE, Sex.MALE)),
                ethnicity=chance.choice(list(Ethnicity)),
                team=worker.team,
                conference_chair=chair,
            )
            for place, (worker, chair) in enumerate(held_by)
        ),
        by=by,
    )
    record_many(
        (
            Allocation(
                child=child, social_worker=worker, team=worker.team, from_on=today - timedelta(days=700)
            )
            for child, (worker, _) in zip(children, held_by, strict=True)
        ),
        by=by,
    )
    return children


def _records(children: list[Child], chance: Random, *, today: date, by: User) -> None:
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
            ReportStep(
                child=plan.child,
                conference=conference,
                step=step,
                taken_on=conference.booked_on,
                shared_with="The family",
            )
            for conference, (plan, kind, _, _) in zip(conferences, held, strict=True)
            if kind == initial
            for step in ReportStep.Step
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
