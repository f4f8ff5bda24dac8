"""A visit that was refused, followed to its end: who is told, what stays open, and what alone closes it (B-07)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from accounts.models import User
from alerts.sweeping import sweep
from children.models import Child
from coregroups.actions import add_member
from deadlines.numbers import working_calendar
from tests.factories import AllocationFactory, PersonFactory, stories
from tests.journeys.keyboard import EACH_KIND_OF_WAY
from tests.journeys.people import Somebody
from visits.models import UnseenEpisode

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.requirement("B-07", "S1-69", "S1-70"),
]


@pytest.fixture
def robin(child: Child, social_worker: User) -> Child:
    today = timezone.localdate()
    began = working_calendar().last_working_day_on_or_before(today - timedelta(days=20))
    if not child.allocation_on(today):
        AllocationFactory(child=child, social_worker=social_worker, from_on=began)
    stories.on_a_plan(child, started_on=began)
    gp = PersonFactory(name="Gil Practice")
    add_member(children=[child], person=gp, role="GP", from_on=began, by=social_worker)
    return child


@EACH_KIND_OF_WAY
def test_a_refused_visit_to_its_end(
    browser: Browser,
    live_server,
    social_worker: User,
    her_manager: User,
    chair: User,
    robin,
    width,
    scripts,
    who,
):
    given = {"browser": browser, "url": live_server.url, "width": width, "scripts": scripts}
    worker, manager, the_chair = (who(user, **given) for user in (social_worker, her_manager, chair))

    the_door_stays_shut(worker)
    the_others_see_it(manager, the_chair, robin)
    everybody_is_told(worker)
    it_stays_open_until_the_child_is_seen(worker)

    episode = UnseenEpisode.objects.get()
    assert (episode.ended, episode.closed_by) == ("seen", None)
    for one in (worker, manager, the_chair):
        assert one.complaints == []
        one.leaves(f"refused-visit-{one.user.role}-{width}")


def the_door_stays_shut(worker: Somebody) -> None:
    worker.comes_in()
    worker.clicks(worker.page.get_by_role("button", name="Record a visit").first)
    worker.checks(worker.page.get_by_label("Yesterday,"))
    worker.checks(worker.page.get_by_label("At home"))
    worker.checks(worker.page.get_by_label("Refused or avoided"))
    worker.types("What did you see and hear? (optional)", "The father said through the door: not today.")
    worker.presses("Save visit")
    worker.is_told("The child was not seen: speak with your manager now, and record what follows.")
    worker.can_use_the_page()
    worker.reads("This stays open until somebody has seen", "Who has to be told")


def the_others_see_it(manager: Somebody, the_chair: Somebody, robin: Child) -> None:
    sweep(today=timezone.localdate())
    for one in (manager, the_chair):
        one.comes_in()
        one.chooses("Children not seen")
        one.can_use_the_page()
        one.reads(robin.name)


def everybody_is_told(worker: Somebody) -> None:
    today = f"{timezone.localdate():%d/%m/%Y}"
    worker.follows("The manager")
    worker.can_use_the_page()
    worker.selects("Which manager did you speak with?", "Martin Model")
    worker.types("On which day?", today)
    worker.answers("Is legal advice sought?", "No")
    worker.types("Why, or why not?", "A first refusal; we try again tomorrow.")
    worker.presses("Save")
    worker.is_told("The discussion with the manager is recorded.")
    worker.follows("The conference chair")
    worker.can_use_the_page()
    worker.types("On which day?", today)
    worker.types("Which urgent action was considered, and what was decided?", "A welfare check; not yet.")
    worker.answers("Is an urgent review conference to be held?", "No")
    worker.types("Why, or why not?", "Tomorrow’s visit first.")
    worker.presses("Save")
    worker.is_told("The discussion with the chair is recorded.")
    worker.follows("The core group")
    worker.can_use_the_page()
    worker.ticks("Gil Practice")
    worker.types("On which day?", today)
    worker.types("What did they say? (optional)", "Robin was at the surgery on Monday.")
    worker.presses("Save")


def it_stays_open_until_the_child_is_seen(worker: Somebody) -> None:
    worker.reads("This stays open until somebody has seen")
    worker.does_not_read("Close it")
    worker.records("A visit")
    worker.checks(worker.page.get_by_label("Today,"))
    worker.checks(worker.page.get_by_label("At home"))
    worker.checks(worker.page.get_by_label("Met the family"))
    worker.answers("Was Robin seen?", "Yes, alone")
    worker.presses("Save visit")
    worker.is_told("Visit recorded.")
    worker.chooses("Children not seen")
    worker.does_not_read("Robin")
