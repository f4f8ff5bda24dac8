"""A manager's Monday: what is overdue and why, an alert, somebody away, and a number of the timetable that changes.

By hand: Robin was seen on Tuesday 3 March 2026. Ten working days later is Tuesday 17 March, five are Tuesday 10 March.
It is Thursday 19 March; Priya is away from Monday 23 March until Monday 13 April.
"""

from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.models import User
from alerts.sweeping import tick
from children.models import Child, Cover
from deadlines import tasks
from deadlines.models import Deadline
from tests.factories import AllocationFactory, UserFactory, stories
from tests.journeys.keyboard import SomebodyWithoutAMouse
from tests.journeys.people import Somebody

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

tue_24_feb, tue_3_mar, tue_10_mar = date(2026, 2, 24), date(2026, 3, 3), date(2026, 3, 10)
tue_17_mar, thu_19_mar = date(2026, 3, 17), date(2026, 3, 19)


@pytest.fixture
def robin(child: Child, social_worker: User, it_is: Callable[[date], None]) -> Child:
    it_is(thu_19_mar)
    if not child.allocation_on(thu_19_mar):
        AllocationFactory(child=child, social_worker=social_worker, from_on=tue_24_feb)
    stories.on_a_plan(child, started_on=tue_24_feb)
    stories.seen(child, on=tue_3_mar, by=social_worker, today=thu_19_mar)
    stories.core_group_held(child, on=tue_10_mar, by=social_worker)
    return child


@pytest.fixture
def people(
    browser, live_server, team, her_manager, safeguarding_unit, service_manager, width, scripts, who
) -> Iterator[SimpleNamespace]:
    UserFactory(name="Uma Umbrella", role="social-worker", team=team)
    users = {"manager": her_manager, "unit": safeguarding_unit, "service_manager": service_manager}
    given = {"width": width, "scripts": scripts}
    everybody = {part: who(user, browser, live_server.url, **given) for part, user in users.items()}
    yield SimpleNamespace(**everybody)
    for part, one in everybody.items():
        one.leaves(f"monday-{part}-{width}")
    assert {part: one.complaints for part, one in everybody.items() if one.complaints} == {}


@pytest.mark.requirement("T-16", "T-19", "B-13", "B-31")
@pytest.mark.parametrize(
    ("width", "scripts", "who"),
    [
        pytest.param(1280, True, SomebodyWithoutAMouse, id="1280, from the keyboard alone"),
        pytest.param(390, False, Somebody, id="390, without scripts"),
    ],
)
def test_a_managers_monday(robin: Child, people: SimpleNamespace, monkeypatch):
    # What a worker of Celery's would do in the background is done at once.
    monkeypatch.setattr(tasks.carry_out, "delay", tasks.carry_out)
    manager, unit, service_manager = people.manager, people.unit, people.service_manager

    given_the_morning_s_check()
    what_is_overdue_is_seen_with_its_reason(manager)
    an_alert_is_acknowledged_and_nothing_turns_green(manager)
    what_if_priya_is_away_is_looked_at_and_then_arranged(manager)
    a_limit_is_proposed_and_its_dates_looked_at(unit)
    a_second_person_approves_it(service_manager)
    the_date_has_moved_and_says_why(manager, robin)


def given_the_morning_s_check() -> None:
    tick(now=timezone.now())


def what_is_overdue_is_seen_with_its_reason(manager: Somebody) -> None:
    manager.comes_in()
    manager.is_at("North team")
    manager.can_use_the_page()
    manager.chooses("Overdue work")
    manager.is_at("Overdue")
    row = manager.row("Visit to the child").first
    manager.clicks(row.get_by_text("Why this date?"))
    if not manager.scripts:
        manager.clicks(row.get_by_role("link", name="Day by day"))
    manager.reads("10 working days after Tuesday 3 March 2026 is Tuesday 17 March 2026")
    manager.can_use_the_page()


def an_alert_is_acknowledged_and_nothing_turns_green(manager: Somebody) -> None:
    manager.chooses("Alerts")
    manager.clicks(manager.row("Visit to the child").get_by_role("link", name="Acknowledge"))
    manager.can_use_the_page()
    manager.types("What is being done about it?", "Priya goes today.")
    manager.presses("Acknowledge")
    manager.is_told("Acknowledged. The alert stays until it is done.")
    manager.reads("Priya goes today.")
    manager.chooses("Overdue work")
    manager.reads("Visit to the child", "Overdue by 2 working days")


def what_if_priya_is_away_is_looked_at_and_then_arranged(manager: Somebody) -> None:
    manager.chooses("Cover")
    manager.can_use_the_page()
    manager.follows("What if somebody is away?")
    manager.selects("Who is away?", f"Priya Pattern ({manager.user.team})")
    manager.types("First day away", "23/3/2026")
    manager.types("First day back", "13/4/2026")
    manager.presses("Look")
    manager.can_use_the_page()
    manager.reads("Who could cover", "Uma Umbrella", "Robin Fixture")
    assert not Cover.objects.exists()

    manager.clicks(manager.row("Uma Umbrella").get_by_role("link", name="Arrange cover"))
    manager.can_use_the_page()
    manager.answers("Why?", "Leave")
    manager.presses("Save")
    manager.reads("Uma Umbrella")
    cover = Cover.objects.get()
    assert (cover.from_on, cover.until_on) == (date(2026, 3, 23), date(2026, 4, 13))


def a_limit_is_proposed_and_its_dates_looked_at(unit: Somebody) -> None:
    unit.comes_in()
    unit.chooses("Timetable")
    unit.follows("Change a limit")
    unit.follows("Visit to the child")
    unit.can_use_the_page()
    unit.answers("What should the limit be?", "A number")
    unit.types("How many?", "5")
    unit.selects("Of what?", "working days")
    unit.types("Where does it say so?", "Our procedures, 4.2")
    unit.types("From which day?", "1/3/2026")
    unit.types("Why is it changed?", "Agreed by the partnership.")
    unit.presses("Work out which dates move")
    unit.is_told("Nothing moves until a second person has approved it.")
    unit.can_use_the_page()
    unit.reads("Robin Fixture", "17 March 2026", "10 March 2026")
    assert Deadline.objects.outstanding().get(rule="visit").due_on == tue_17_mar
    unit.presses("Send for approval")
    unit.is_told("A second person has to approve it.")


def a_second_person_approves_it(service_manager: Somebody) -> None:
    service_manager.comes_in()
    service_manager.chooses("Timetable")
    service_manager.follows("Changes of our own limits")
    service_manager.follows("Visit to the child")
    service_manager.can_use_the_page()
    service_manager.reads("Robin Fixture", "Our procedures, 4.2")
    service_manager.presses("Approve")
    service_manager.is_told("The change is approved.")


def the_date_has_moved_and_says_why(manager: Somebody, robin: Child) -> None:
    assert robin.deadlines.outstanding().get(rule="visit").due_on == tue_10_mar
    manager.chooses("Overdue work")
    manager.reads("10 March 2026", "Overdue by 7 working days")
    manager.clicks(manager.row("Visit to the child").first.get_by_role("rowheader").get_by_role("link"))
    manager.turns_to("Dates")
    manager.follows("Visit to the child")
    manager.is_at("Why this date")
    manager.can_use_the_page()
    manager.reads(
        "5 working days after Tuesday 3 March 2026 is Tuesday 10 March 2026",
        "Our procedures, 4.2",
        "17 March 2026",
        "a change of the timetable was approved",
    )
