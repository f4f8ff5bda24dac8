"""The calendar of a phone: dates and counts by a secret address, and nobody's name."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.actions import close_calendar, open_calendar
from accounts.models import User
from conferences.actions import book_conference
from dashboards.calendar_feed import as_calendar
from tests.factories import AllocationFactory, ChildFactory, stories

tue_24_feb = date(2026, 2, 24)
wed_4_mar = date(2026, 3, 4)
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def two_children(child, social_worker):
    """Both on a plan since 24 February: visits and first core groups are due on Tuesday 10 March."""
    sibling = ChildFactory(
        given_name="Wren", team=social_worker.team, conference_chair=child.conference_chair
    )
    AllocationFactory(child=sibling, social_worker=social_worker, from_on=date(2026, 1, 5))
    for each in (child, sibling):
        stories.on_a_plan(each, started_on=tue_24_feb)
    return [child, sibling]


def entries(user: User) -> list[tuple[object, str]]:
    calendar = Calendar.from_ical(as_calendar(user, today=wed_4_mar, now=NOW))
    return [(event.decoded("dtstart"), str(event["summary"])) for event in calendar.walk("VEVENT")]


def test_a_day_s_dates_of_one_rule_are_one_entry_with_their_number(two_children, social_worker):
    found = entries(social_worker)

    assert (date(2026, 3, 10), "2 × Visit to the child") in found
    assert (date(2026, 3, 10), "2 × First core group") in found


def test_what_is_booked_has_its_time_and_a_chair_has_conferences(two_children, social_worker, chair):
    book_conference(
        children=two_children, booked_for=date(2026, 3, 12), booked_at=time(14, 30), place="12 Elm Street",
        chair=chair, by=chair, today=wed_4_mar,
    )  # fmt: skip

    half_past_two = datetime(2026, 3, 12, 14, 30, tzinfo=UTC)
    assert [what for begins, what in entries(social_worker) if begins == half_past_two] == [
        "Review conference"
    ]
    assert entries(chair) == [(half_past_two, "Conference")]


def test_it_names_nobody_and_no_place(two_children, social_worker, chair):
    book_conference(
        children=two_children, booked_for=date(2026, 3, 12), place="12 Elm Street", chair=chair, by=chair,
        today=wed_4_mar,
    )  # fmt: skip
    feed = as_calendar(social_worker, today=wed_4_mar, now=NOW).decode()

    for child in two_children:
        assert child.given_name not in feed
        assert child.family_name not in feed
        assert not any(child.reference in what for _, what in entries(social_worker))
    assert "Elm" not in feed
    assert social_worker.name not in feed


def test_an_entry_keeps_its_uid_when_its_number_changes(two_children, social_worker):
    def uid() -> str:
        calendar = Calendar.from_ical(as_calendar(social_worker, today=wed_4_mar, now=NOW))
        [one] = [
            each
            for each in calendar.walk("VEVENT")
            if "Visit to the child" in each["summary"] and each.decoded("dtstart") == date(2026, 3, 10)
        ]
        return str(one["uid"])

    before = uid()
    stories.seen(two_children[0], on=wed_4_mar, by=social_worker)
    assert uid() == before


def uids(user: User, today: date) -> dict[str, str]:
    calendar = Calendar.from_ical(as_calendar(user, today=today, now=NOW))
    events = calendar.walk("VEVENT")
    found = {str(event["uid"]): str(event["summary"]) for event in events}
    assert len(found) == len(events)
    return found


def test_two_conferences_at_one_moment_are_one_entry_of_their_own(two_children, social_worker, chair):
    for each in two_children:
        book_conference(
            children=[each], booked_for=date(2026, 3, 12), booked_at=time(14, 30), chair=chair, by=chair,
            today=wed_4_mar,
        )  # fmt: skip

    assert list(uids(chair, wed_4_mar).values()) == ["2 × Conference"]
    assert "2 × Review conference" in uids(social_worker, wed_4_mar).values()


def test_what_is_overdue_is_the_same_entry_on_each_day_whatever_its_number(two_children, social_worker):
    def overdue(today: date) -> tuple[str, str]:
        [found] = [each for each in uids(social_worker, today).items() if each[1].endswith("overdue")]
        return found

    # Visits and first core groups were due on Tuesday 10 March, of two children: four.
    uid, said = overdue(date(2026, 3, 11))
    assert said == "4 overdue"
    # Contact and seeing alone, 28 days after 24 February, were due on Tuesday 24 March: four more.
    assert overdue(date(2026, 3, 25)) == (uid, "8 overdue")


class TestTheAddress:
    def test_is_shown_once_and_works_without_signing_in(self, client, two_children, social_worker):
        client.force_login(social_worker, "django.contrib.auth.backends.ModelBackend")
        page = client.post(reverse("my-calendar"), follow=True).content.decode()
        [address] = [
            word.removesuffix("</code>") for word in page.split("<code>")[1:2] for word in word.split()[:1]
        ]
        path = address.partition("testserver")[2].partition("<")[0]
        assert path not in client.get(reverse("my-calendar")).content.decode()

        client.logout()
        answer = client.get(path)

        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/calendar")
        assert b"BEGIN:VCALENDAR" in answer.content

    def test_renewed_revoked_or_its_owner_gone_it_leads_nowhere(self, client, social_worker, her_manager):
        def answers(secret: str) -> int:
            return client.get(reverse("calendar-feed", kwargs={"secret": secret})).status_code

        first = open_calendar(person=social_worker)
        second = open_calendar(person=social_worker)
        assert (answers(first), answers(second)) == (404, 200)

        social_worker.is_active = False
        social_worker.save_by(her_manager)
        assert answers(second) == 404

        social_worker.is_active = True
        social_worker.save_by(her_manager)
        close_calendar(person=social_worker)
        assert answers(second) == 404

    def test_the_secret_itself_is_kept_nowhere(self, social_worker):
        secret = open_calendar(person=social_worker)

        kept = [*User.objects.filter(pk=social_worker.pk).values_list("calendar_digest", flat=True)]
        kept += [*User.history.values_list("calendar_digest", flat=True)]
        assert secret not in kept


def test_summer_time_is_london_s(two_children, social_worker, chair):
    book_conference(
        children=two_children, booked_for=date(2026, 3, 30), booked_at=time(10), chair=chair, by=chair,
        today=wed_4_mar,
    )  # fmt: skip

    # British Summer Time begins on Sunday 29 March: ten o'clock is nine in UTC.
    assert entries(chair) == [(datetime(2026, 3, 30, 9, tzinfo=UTC), "Conference")]
    assert timezone.get_default_timezone_name() == "Europe/London"
