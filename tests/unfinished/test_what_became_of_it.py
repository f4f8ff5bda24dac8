"""What was begun long ago and not recorded: its writer is reminded, their manager asks, and in the end it goes."""

from datetime import UTC, date, datetime

import pytest

from accounts.roles import Role
from alerts.sweeping import sweep
from tests.factories import AllocationFactory, ChildFactory, UserFactory
from unfinished.actions import clear_away
from unfinished.models import Unfinished

pytestmark = [pytest.mark.requirement("B-09"), pytest.mark.usefixtures("it_is_today")]
PACKS = "/team/supervision/"
SECRET = "Robin said something that is not recorded yet"


def begun(person, child, *, on: date, saved_on: date | None = None, address: str = "") -> Unfinished:
    at, saved_at = (datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in (on, saved_on or on))
    return Unfinished.objects.create(
        person=person, child_pk=child.pk, what="Record a visit",
        address=address or f"/children/{child.pk}/visits/record/",
        answers=[["account", SECRET]], began_at=at, saved_at=saved_at,
    )  # fmt: skip


def flags(page) -> list[str]:
    return [each.flag.words if each.flag else "" for each in page.context["begun"]]


@pytest.mark.parametrize(
    ("on", "said"),
    [
        # Thu 26, Fri 27, Mon 2, Tue 3, Wed 4: five working days, over a weekend.
        (date(2026, 2, 25), None),
        (date(2026, 2, 24), "Begun 6 working days ago"),
        # 30 and 31 December, 2 January (New Year's Day is none), eight weeks from 5 January, and 2 to 4 March.
        (date(2025, 12, 29), "Begun 46 working days ago"),
    ],
)
def test_whoever_began_it_is_told_how_long_ago_that_is(read, social_worker, child, on, said):
    begun(social_worker, child, on=on, saved_on=date(2026, 3, 3))

    page = read(social_worker, "/my-day/")

    assert "Begun and not recorded yet" in page.words
    assert (said in page.words) if said else ("working days ago" not in page.words)


def test_every_one_of_them_is_on_the_first_page(read, social_worker, child):
    for number in range(14):
        begun(social_worker, child, on=date(2026, 3, 3), address=f"/children/{child.pk}/visits/{number}/")

    assert read(social_worker, "/my-day/").words.count("Record a visit: ") == 14


def test_a_manager_reads_in_the_pack_what_was_begun_and_never_a_word_of_it(
    read, social_worker, her_manager, child
):
    begun(social_worker, child, on=date(2026, 3, 3))
    begun(social_worker, child, on=date(2026, 2, 16), address="/children/1/visits/2/")

    page = read(her_manager, f"{PACKS}?worker={social_worker.pk}")

    assert flags(page) == ["Begun 12 working days ago", ""]
    assert [each.child.label for each in page.context["begun"]] == [child.name, child.name]
    assert SECRET not in page.words


def test_of_a_team_there_is_what_waits_longer_than_five_working_days_and_what_people_who_left_had_begun(
    read, social_worker, her_manager, stranger, child
):
    begun(social_worker, child, on=date(2026, 2, 24))
    begun(social_worker, child, on=date(2026, 3, 3), address="/children/1/visits/2/")
    left = UserFactory(name="Lena Left", role=Role.SOCIAL_WORKER, team=social_worker.team, is_active=False)
    begun(left, child, on=date(2026, 3, 2))
    begun(stranger, child, on=date(2026, 1, 5))

    page = read(her_manager, PACKS)

    assert [each.person for each in page.context["begun"]] == [social_worker.name, "Lena Left"]
    assert flags(page) == ["Begun 6 working days ago", "May no longer sign in"]


def test_a_child_whose_record_the_manager_does_not_open_is_not_named(
    read, social_worker, her_manager, stranger
):
    theirs = ChildFactory(team=stranger.team, given_name="Zebedee")
    AllocationFactory(child=theirs, social_worker=stranger)
    begun(social_worker, theirs, on=date(2026, 2, 2))

    page = read(her_manager, f"{PACKS}?worker={social_worker.pk}")

    assert [each.child.label for each in page.context["begun"]] == ["a child whose record you do not open"]
    assert "Zebedee" not in page.words


@pytest.mark.parametrize(
    ("saved_on", "is_active", "stays"),
    [
        (date(2025, 3, 5), True, True),
        (date(2025, 3, 4), True, False),  # a year ago to the day
        (date(2025, 9, 4), False, True),
        (date(2025, 9, 3), False, False),  # 27 days of September, 31, 30, 31, 31, 28 and 4 of March: 182
    ],
)
def test_what_nobody_goes_on_with_is_cleared_away_by_the_daily_check(
    today, child, saved_on, is_active, stays
):
    person = UserFactory(role=Role.SOCIAL_WORKER, is_active=is_active)
    begun(person, child, on=date(2025, 1, 6), saved_on=saved_on)

    sweep(today=today)

    assert Unfinished.objects.exists() == stays


def test_what_was_begun_long_ago_and_gone_on_with_since_stays(today, social_worker, child):
    begun(social_worker, child, on=date(2024, 1, 8), saved_on=date(2026, 3, 3))

    assert clear_away(today=today, by=social_worker) == 0
    assert Unfinished.objects.count() == 1
