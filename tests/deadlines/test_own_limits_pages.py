"""The pages of a change of limits, as each of those who take part sees them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from deadlines import actions, tasks
from deadlines.models import TimetableChange
from deadlines.numbers import pack_in_force, shipped_pack, working_calendar
from deadlines.own_pack import Changed
from deadlines.runs import carry_out
from tests.factories import ChildFactory, stories

pytestmark = pytest.mark.requirement("T-19")


@pytest.fixture
def this_day():
    return timezone.localdate()


@pytest.fixture
def seen_eight_working_days_ago(child, social_worker, this_day):
    """The next visit is due in two working days; at five it would be overdue."""
    calendar = working_calendar()
    stories.on_a_plan(child, started_on=calendar.working_days_before(this_day, 12))
    stories.seen(child, on=calendar.working_days_before(this_day, 8), by=social_worker, today=this_day)
    return child


@pytest.fixture
def post(client, monkeypatch, django_capture_on_commit_callbacks):
    """Sends a form as somebody, and does at once what would be done in the background."""
    monkeypatch.setattr(tasks.carry_out, "delay", tasks.carry_out)

    def send(user, address, **answers):
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, answers, follow=True)

    return send


def answers(since, **other):
    return {
        "kind": "number", "number": "5", "unit": "working day", "counting": "", "source": "Our procedures, 4.2",
        "since": f"{since.day}/{since.month}/{since.year}", "why": "Agreed by the partnership.", **other,
    }  # fmt: skip


@pytest.fixture
def proposed(administrator, seen_eight_working_days_ago, this_day):
    since = working_calendar().working_days_before(this_day, 9)
    change = actions.propose_change(
        limits=[Changed("visit", "5 working days", "", "Our procedures, 4.2", since)], since=since, why="Agreed.",
        by=administrator, now=timezone.now(), today=this_day,
    )  # fmt: skip
    carry_out(change.runs.get())
    return change


def test_a_change_goes_from_the_form_to_force_by_two_people(
    read, post, administrator, safeguarding_unit, seen_eight_working_days_ago, this_day
):
    since = working_calendar().working_days_before(this_day, 9)

    post(administrator, f"{reverse('timetable:propose')}?rule=visit", **answers(since))
    change = TimetableChange.objects.get()
    post(administrator, reverse("timetable:send", kwargs={"change_pk": change.pk}))
    seen = read(safeguarding_unit, change.get_absolute_url())
    post(safeguarding_unit, reverse("timetable:approve", kwargs={"change_pk": change.pk}))

    assert "Becomes overdue" in seen.words
    assert "In force" in read(administrator, change.get_absolute_url()).words
    assert [str(limit.period) for limit in pack_in_force().limits_on("visit", this_day)] == ["5 working days"]
    due = seen_eight_working_days_ago.deadlines.outstanding().get(rule="visit").due_on
    assert due == working_calendar().working_days_before(this_day, 3)
    page = read(administrator, reverse("timetable:rules"))
    assert "within 5 working days (local)" in page.words.lower()
    assert "Our procedures, 4.2" in page.words


def test_who_sees_no_child_sees_numbers_and_no_name(
    read, administrator, proposed, seen_eight_working_days_ago
):
    page = read(administrator, proposed.get_absolute_url())

    assert "1 Dates that move" in page.words
    assert "1 Become overdue" in page.words
    assert seen_eight_working_days_ago.name not in page.words


def test_a_team_manager_sees_their_own_children_alone(
    read, her_manager, administrator, proposed, seen_eight_working_days_ago, this_day
):
    calendar = working_calendar()
    other = ChildFactory(given_name="Elsewhere")
    stories.on_a_plan(other, started_on=calendar.working_days_before(this_day, 7))
    carry_out(actions.work_out(change=proposed, now=timezone.now(), today=this_day))

    page = read(her_manager, proposed.get_absolute_url())

    assert seen_eight_working_days_ago.name in page.words
    assert "Elsewhere" not in page.words
    assert "1 Dates that move" in page.words


@pytest.mark.parametrize("show", ["moves", "overdue", "all-along", "all-along-overdue"])
def test_each_count_leads_to_as_many_dates(read, safeguarding_unit, proposed, show):
    page = read(safeguarding_unit, f"{proposed.get_absolute_url()}?show={show}")

    [tile] = page.tree.xpath(f"//a[@href='?show={show}']")
    rows = page.tree.xpath("//tbody/tr")
    assert int(tile.text_content().split()[0]) == len(rows) == 1


def test_a_looser_limit_than_may_be_is_answered_beside_the_number_with_all_that_was_typed(
    post, administrator, this_day
):
    response = post(
        administrator,
        f"{reverse('timetable:propose')}?rule=seen-alone",
        **answers(this_day, number="35", unit="day"),
    )

    html = response.content.decode()
    assert "looser than the local 28 days" in html
    assert "Our procedures, 4.2" in html
    assert not TimetableChange.objects.exists()


def test_limits_of_another_pack_are_taken_over_together(post, read, administrator, this_day):
    compared = read(administrator, f"{reverse('timetable:compare')}?pack=greenwich")
    assert "Within 14 days (local)" in compared.words

    post(
        administrator,
        f"{reverse('timetable:take-over')}?pack=greenwich",
        rules=["first-core-group", "core-group"],
        since=f"{this_day.day}/{this_day.month}/{this_day.year}",
        why="We follow the leaflet.",
    )

    [change] = TimetableChange.objects.all()
    assert [(limit.rule, limit.period) for limit in change.limits.all()] == [
        ("first-core-group", "14 days"),
        ("core-group", "63 days"),
    ]
    assert pack_in_force() is shipped_pack()


def test_what_keeps_children_seen_is_not_offered_to_be_taken_away(read, administrator):
    page = read(administrator, f"{reverse('timetable:take-over')}?pack=greenwich")

    offered = {box.get("value") for box in page.tree.xpath("//input[@name='rules']")}
    assert "first-core-group" in offered
    assert offered.isdisjoint({"contact", "seen-alone"})
