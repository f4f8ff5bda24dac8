"""The pages of a look ahead: a question in the address, an answer below it, and the ordinary form one link away."""

import pytest
from django.urls import reverse
from django.utils import timezone

from deadlines.models import Deadline
from deadlines.numbers import working_calendar
from tests.factories import ChildFactory, UserFactory, stories

pytestmark = pytest.mark.requirement("T-16")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def robin(child, social_worker, today):
    calendar = working_calendar()
    stories.on_a_plan(child, started_on=calendar.working_days_before(today, 12))
    stories.seen(child, on=calendar.working_days_before(today, 8), by=social_worker, today=today)
    return child


def typed(day) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def test_a_visit_is_looked_at_and_the_form_comes_with_the_day(read, robin, social_worker, today):
    before = list(Deadline.objects.order_by("pk").values())
    page = read(
        social_worker, f"{reverse('what-if', args=[robin.pk])}?kind=visit&seen=alone&on={typed(today)}"
    )

    assert "What would follow" in page.words
    assert "Visit to the child" in page.words
    assert list(Deadline.objects.order_by("pk").values()) == before
    [link] = page.tree.xpath("//a[normalize-space()='Record a visit' and contains(@class, 'govuk-button')]")
    form = read(social_worker, link.get("href"))
    [box] = form.tree.xpath("//input[@name='visited_on']")
    assert box.get("value") == typed(today)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("kind=visit&on=", "Enter a day"),
        ("kind=visit&on=1/1/2026", "Select whether the child would be seen"),
        ("kind=dance&on=1/1/2026", "Select what you want to look at"),
        ("kind=conference&on=1/1/2026", "No conference is booked"),
        ("kind=visit&seen=alone&on=31/2/2026", "must be a real date"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(read, robin, social_worker, asked, sentence):
    page = read(social_worker, f"{reverse('what-if', args=[robin.pk])}?{asked}")

    assert page.status == 200
    assert sentence in page.words


def test_a_manager_sees_what_falls_due_while_somebody_is_away_and_arranges_cover(
    read, robin, social_worker, her_manager, team, today
):
    carla = UserFactory(name="Carla Copy", team=team)
    back = working_calendar().working_days_after(today, 5)
    page = read(
        her_manager,
        f"{reverse('what-if-away')}?worker={social_worker.pk}&from_on={typed(today)}&until_on={typed(back)}",
    )

    assert "Visit to the child" in page.words
    [link] = page.tree.xpath("//a[contains(., 'Arrange cover') and contains(., 'Carla Copy')]")
    form = read(her_manager, link.get("href"))
    chosen = form.tree.xpath("//select[@name='covering']/option[@selected]/@value")
    assert chosen == [str(carla.pk)]


def test_a_manager_sees_which_dates_move_when_the_office_is_closed(read, robin, her_manager, today):
    tomorrow = working_calendar().working_days_after(today, 1)
    asked = f"team={her_manager.team_id}&first={typed(tomorrow)}&last={typed(tomorrow)}"
    page = read(her_manager, f"{reverse('what-if-closed')}?{asked}")

    assert "of 1 child would move" in page.words
    assert "Visit to the child" in page.words
    assert "Close the office" not in page.words


def test_another_team_cannot_be_asked_about(read, robin, stranger, her_manager, today):
    asked = f"team={stranger.team_id}&first={typed(today)}&last={typed(today)}"
    page = read(her_manager, f"{reverse('what-if-closed')}?{asked}")

    assert "Select a valid choice" in page.words or "Select a team" in page.words
    assert "would move" not in page.words


def test_whoever_closes_the_office_sees_first_what_moves_in_every_team(
    read, robin, stranger, service_manager, social_worker, chair, today
):
    elsewhere = ChildFactory(team=stranger.team, conference_chair=chair)
    stories.on_a_plan(elsewhere, started_on=working_calendar().working_days_before(today, 3))
    tomorrow = working_calendar().working_days_after(today, 1)
    asked = f"team=every&first={typed(tomorrow)}&last={typed(tomorrow)}"

    page = read(service_manager, f"{reverse('what-if-closed')}?{asked}")

    assert "of 2 children would move" in page.words
    assert robin.name in page.words
    assert elsewhere.name in page.words
    [link] = page.tree.xpath("//a[normalize-space()='Close the office on these days']")
    form = read(service_manager, link.get("href"))
    assert form.tree.xpath("//input[@name='first']/@value") == [typed(tomorrow)]


def test_a_manager_of_one_team_is_not_told_of_every_team(read, robin, her_manager, today):
    page = read(
        her_manager, f"{reverse('what-if-closed')}?team=every&first={typed(today)}&last={typed(today)}"
    )

    assert "Select a valid choice" in page.words or "Select a team" in page.words
    assert "would move" not in page.words
