"""The pathway of a child who was not seen, in the pages: it cannot be overlooked, and each step is a form away."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conferences.actions import book_conference
from coregroups.actions import add_member, plan_meeting
from tests.factories import PersonFactory, stories
from visits.models import UnseenEpisode

pytestmark = pytest.mark.requirement("B-07")


tue_24_feb, wed_4_march = date(2026, 2, 24), date(2026, 3, 4)


@pytest.fixture(autouse=True)
def wednesday(it_is_today) -> None:
    """It is Wednesday 4 March 2026."""


@pytest.fixture
def robin(child, social_worker):
    stories.on_a_plan(child, started_on=tue_24_feb)
    return child


@pytest.fixture
def episode(robin, social_worker, today):
    stories.not_seen(robin, on=today, by=social_worker)
    return robin.unseenepisodes.get()


def as_person(person) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def page(name: str, episode: UnseenEpisode) -> str:
    return reverse(name, kwargs={"child_pk": episode.child_id, "unseen_episode_pk": episode.pk})


def typed(day) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def test_recording_a_refusal_asks_at_once_what_happens_next(robin, social_worker, today):
    answer = as_person(social_worker).post(
        reverse("visits:record", kwargs={"child_pk": robin.pk}),
        {
            "visited_which_day": today.isoformat(), "place": "home", "contact": "refused",
            "account": "The father closed the door.",
        },
        follow=True,
    )  # fmt: skip

    assert answer.redirect_chain[-1][0] == page("visits:unseen", robin.unseenepisodes.get())
    words = answer.content.decode()
    assert "speak with your manager now" in words
    assert "This stays open until somebody has seen" in words


@pytest.mark.requirement("B-07", "A-10")
def test_it_stands_on_the_child_s_page_and_on_the_lists_of_all_who_answer(
    episode, robin, social_worker, her_manager, chair, service_manager, safeguarding_unit, read
):
    overview = read(social_worker, robin.get_absolute_url()).response.content.decode()
    assert "Not seen: open since 4 March 2026" in overview
    for person in (social_worker, her_manager, chair, service_manager, safeguarding_unit):
        found = read(person, "/not-seen/")
        assert robin.name in found.words, person
        assert found.tree.xpath(f"//a[@href='{page('visits:unseen', episode)}']")


def test_nobody_finds_a_child_there_whom_they_may_not_see(episode, robin, stranger, read):
    assert robin.name not in read(stranger, "/not-seen/").words
    assert read(stranger, page("visits:unseen", episode)).status == 404


def test_it_is_on_the_agenda_of_the_next_core_group_and_review(
    episode, robin, social_worker, chair, read, today
):
    soon = date(2026, 3, 11)
    meeting = plan_meeting(children=[robin], planned_for=soon, by=social_worker)
    conference = book_conference(children=[robin], booked_for=soon, chair=chair, by=chair, today=today)

    for person, address in (
        (social_worker, f"/children/{robin.pk}/core-groups/{meeting.pk}/"),
        (social_worker, f"/children/{robin.pk}/core-groups/{meeting.pk}/record/"),
        (chair, f"/children/{robin.pk}/conferences/{conference.pk}/"),
        (chair, f"/children/{robin.pk}/conferences/{conference.pk}/hold/"),
    ):
        found = read(person, address)
        assert "To be spoken about" in found.words, address
        assert found.tree.xpath(f"//a[@href='{page('visits:unseen', episode)}']"), address


def test_the_three_discussions_are_recorded_and_the_child_seen(
    episode, robin, social_worker, her_manager, today
):
    school = PersonFactory(name="Tess Teach")
    add_member(
        children=[robin], person=school, role="school", from_on=robin.plans.get().started_on, by=social_worker
    )
    worker, day = as_person(social_worker), typed(today)

    worker.post(
        page("visits:tell-manager", episode),
        {
            "manager": her_manager.pk, "told_on": day, "told_at": "2:20pm", "legal_advice": "yes",
            "legal_advice_because": "It is the second time.",
        },
    )  # fmt: skip
    worker.post(
        page("visits:tell-chair", episode),
        {
            "told_on": day, "urgent_action": "A welfare check by the police.", "urgent_review": "no",
            "urgent_review_because": "After the check.",
        },
    )  # fmt: skip
    told = worker.post(
        page("visits:tell-core-group", episode), {"told_on": day, "people": [school.pk], "said": "At school."},
        follow=True,
    ).content.decode()  # fmt: skip

    assert "Everybody in the core group has been told." in told
    assert "Legal advice is sought: It is the second time." in told
    assert "Tess Teach" in told
    stories.seen(robin, on=today + timedelta(days=1), by=social_worker, today=today + timedelta(days=1))
    assert robin.unseenepisodes.get().ended == UnseenEpisode.Ended.SEEN


def test_a_step_that_is_not_filled_in_says_how_to_mend_it_and_keeps_what_was_typed(
    episode, social_worker, today
):
    answer = as_person(social_worker).post(
        page("visits:tell-chair", episode),
        {"told_on": typed(today + timedelta(days=1)), "urgent_action": "A welfare check."},
    ).content.decode()  # fmt: skip

    assert "A welfare check." in answer
    assert "Select whether an urgent review is to be held" in answer
    assert "Enter why an urgent review is to be held, or why not" in answer
    assert "must be between" in answer


def test_only_a_manager_is_offered_to_close_it(episode, social_worker, her_manager, read):
    for reader in (social_worker, her_manager):
        assert "Close it though" not in read(reader, page("visits:unseen", episode)).words
    assert as_person(social_worker).get(page("visits:close-unseen", episode)).status_code == 403
    first = as_person(her_manager).get(page("visits:close-unseen", episode), follow=True).content.decode()
    assert "First the manager, the chair and everybody in the core group must have been told." in first
