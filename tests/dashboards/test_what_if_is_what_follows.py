"""What a look ahead says is what then follows, over children whose histories are drawn by chance."""

from datetime import date, timedelta
from random import Random

import pytest

from conferences.actions import book_conference, move_conference
from coregroups.actions import REQUIRED, plan_meeting, record_meeting
from dashboards.what_if import Kind, look, upcoming
from deadlines.calendar import england_and_wales
from deadlines.models import Deadline
from tests.factories import AllocationFactory, ChildFactory, stories
from visits.actions import Seen, record_visit

TODAY = date(2026, 4, 23)
A_DAY = timedelta(days=1)
worked = england_and_wales().last_working_day_on_or_before


def rows_of(child) -> dict[tuple, tuple]:
    return {
        (row.rule, row.started_on): (row.opens_on, row.due_on, row.met_on)
        for row in Deadline.objects.in_force().filter(child=child, lapsed_on=None)
    }


def a_child(chance: Random, team, social_worker, chair):
    """On a plan for two to twelve weeks, seen now and then, alone or not, with a review booked."""
    child = ChildFactory(team=team, conference_chair=chair)
    began = worked(TODAY - timedelta(days=chance.randint(14, 84)))
    AllocationFactory(child=child, social_worker=social_worker, from_on=began)
    stories.on_a_plan(child, started_on=began)
    day = began
    while (day := day + timedelta(days=chance.randint(3, 16))) < TODAY:
        stories.seen(child, on=day, by=social_worker, alone=chance.random() < 0.6)
    if chance.random() < 0.7:
        stories.core_group_held(
            child, on=began + timedelta(days=chance.randint(1, (TODAY - began).days)), by=social_worker
        )
    booked_on = began + A_DAY
    book_conference(
        children=[child], booked_for=worked(TODAY + timedelta(days=chance.randint(5, 40))), booked_on=booked_on,
        chair=chair, by=chair, today=TODAY,
    )  # fmt: skip
    return child


def really(child, kind: str, on: date, seen: str, by) -> None:
    match kind:
        case Kind.VISIT:
            record_visit(
                seen=[
                    Seen(
                        child=child, child_seen=seen != "not-seen", child_seen_alone=seen == "alone",
                        child_awake=seen == "alone", reason="He was at school.",
                    )
                ],
                visited_on=on, account="As usual.", by=by, today=TODAY,
            )  # fmt: skip
        case Kind.CORE_GROUP:
            meeting = plan_meeting(children=[child], planned_for=on, by=by)
            record_meeting(
                meeting=meeting, held_on=on, chaired_by=by.name, **dict.fromkeys(REQUIRED, "As before."),
                by=by, today=TODAY,
            )  # fmt: skip
        case Kind.CONFERENCE:
            move_conference(
                conference=upcoming(child), booked_for=on, booked_at=None, because="The school asked.", by=by,
                today=TODAY,
            )  # fmt: skip


@pytest.mark.requirement("T-16", "T-18", "T-14", "T-21")
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("seed", range(6))
def test_what_is_said_follows_and_nothing_else_changes(seed, kind, team, social_worker, chair, her_manager):
    chance = Random(seed)
    child = a_child(chance, team, social_worker, chair)
    before = rows_of(child)
    ahead = kind == Kind.CONFERENCE
    days = chance.randint(3, 45) if ahead else -chance.randint(0, 10)
    on, seen = worked(TODAY + timedelta(days=days)), chance.choice(["alone", "seen", "not-seen"])

    said = look(child, kind=kind, on=on, seen=seen, by=chair if ahead else social_worker, today=TODAY)
    assert rows_of(child) == before, "looking writes nothing"
    really(child, kind, on, seen, chair if ahead else social_worker)

    changed = {
        (each.rule.code, each.started_on): (each.opens_then, each.due_then, each.met_on) for each in said
    }
    after = rows_of(child)
    for key in after.keys() | before.keys():
        if key in changed:
            assert after.get(key, (None, None, None)) == changed[key], key
        else:
            assert after.get(key) == before.get(key), key
    assert said or before == after
