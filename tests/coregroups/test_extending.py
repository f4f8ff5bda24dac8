from datetime import date

import pytest

from audit.models import Refused
from coregroups.actions import circulate_minute, extend_core_group
from deadlines.models import Deadline
from tests.factories.stories import core_group_held, on_a_plan

# The first core group on Tuesday 10 March 2026: six weeks later is Tuesday 21 April, nine weeks Tuesday 12 May.
tue_24_feb = date(2026, 2, 24)
tue_10_mar = date(2026, 3, 10)
wed_1_apr = date(2026, 4, 1)
tue_21_apr = date(2026, 4, 21)
wed_22_apr = date(2026, 4, 22)
tue_5_may = date(2026, 5, 5)
tue_12_may = date(2026, 5, 12)
wed_13_may = date(2026, 5, 13)


@pytest.fixture
def meeting(child, social_worker):
    on_a_plan(child, started_on=tue_24_feb)
    return core_group_held(child, on=tue_10_mar, by=social_worker)


@pytest.fixture
def clock(child, meeting):
    return lambda rule="second-core-group": Deadline.objects.in_force().get(child=child, rule=rule)


@pytest.fixture
def extend(child, meeting, her_manager):
    def agreed(until_on=tue_5_may, **more):
        given = {"reason": "Half the group is ill.", "by": her_manager, "today": wed_1_apr} | more
        return extend_core_group(child=child, until_on=until_on, **given)

    return agreed


@pytest.mark.requirement("T-12")
def test_an_extension_moves_the_last_day_and_says_who_agreed_why(clock, extend, her_manager):
    assert clock().due_on == tue_21_apr

    extend()

    assert clock().due_on == tue_5_may
    change = clock().changes.get()
    assert (change.was_due_on, change.now_due_on, change.caused_by) == (tue_21_apr, tue_5_may, her_manager)
    assert "Half the group is ill." in change.because


@pytest.mark.requirement("T-12")
def test_without_one_it_is_overdue_and_with_one_it_is_not(child, clock, extend):
    overdue = Deadline.objects.overdue(on=wed_22_apr).filter(child=child, rule="second-core-group")
    assert overdue.exists()

    extend()

    assert not overdue.exists()


@pytest.mark.requirement("T-13")
def test_a_later_core_group_may_be_extended_too_and_the_next_starts_afresh(
    child, clock, extend, social_worker
):
    core_group_held(child, on=tue_21_apr, by=social_worker)  # six weeks later: Tuesday 2 June

    extend(until_on=date(2026, 6, 9), today=tue_5_may)
    assert clock("core-group").due_on == date(2026, 6, 9)

    core_group_held(child, on=date(2026, 6, 8), by=social_worker)  # Monday; six weeks later: Monday 20 July
    later = Deadline.objects.outstanding().get(child=child, rule="core-group")
    assert later.due_on == date(2026, 7, 20)


@pytest.mark.requirement("T-12")
def test_nine_weeks_is_the_longest_that_can_be_agreed(clock, extend):
    with pytest.raises(Refused, match="9 weeks after 10 March 2026 is Tuesday 12 May 2026"):
        extend(until_on=wed_13_may)

    extend(until_on=tue_12_may)
    assert clock().due_on == tue_12_may


@pytest.mark.requirement("T-12")
@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"today": wed_22_apr}, "agreed before the limit has passed"),
        ({"until_on": tue_21_apr}, "Give a day after Tuesday 21 April 2026"),
        ({"reason": " "}, "Say why it cannot be held sooner"),
        ({"agreed_on": wed_22_apr}, "today or an earlier one"),
        ({"agreed_on": date(2026, 3, 9)}, "held on 10 March 2026"),
    ],
)
def test_what_would_not_be_an_extension_is_refused(extend, more, why):
    with pytest.raises(Refused, match=why):
        extend(**more)


def test_one_that_was_agreed_in_time_may_be_written_down_afterwards(clock, extend):
    extend(agreed_on=tue_21_apr, today=wed_22_apr)

    assert clock().due_on == tue_5_may


@pytest.mark.requirement("T-12")
def test_a_social_worker_does_not_agree_to_her_own(extend, social_worker):
    with pytest.raises(Refused, match="A team manager agrees"):
        extend(by=social_worker)


@pytest.mark.requirement("T-12")
def test_why_this_date_says_the_usual_limit_and_the_extension(it_is, read, child, extend, social_worker):
    extend()
    it_is(wed_1_apr)

    said = read(social_worker, f"/children/{child.pk}/dates/").words

    assert "6 weeks after Tuesday 10 March 2026 is Tuesday 21 April 2026" in said
    assert (
        "On Wednesday 1 April 2026 it was agreed that the last day is Tuesday 5 May 2026: Half the group is ill."
        in said
    )


def test_the_core_group_page_says_it(it_is, read, child, extend, social_worker, her_manager):
    extend()
    it_is(wed_1_apr)

    assert (
        "Extended from Tuesday 21 April 2026 to Tuesday 5 May 2026. Martin Model agreed on 1 April 2026"
        in (read(social_worker, f"/children/{child.pk}/core-groups/").words)
    )
    assert "Agree that it meets later" in read(her_manager, f"/children/{child.pk}/core-groups/").links


@pytest.mark.requirement("T-26", "S1-128")
def test_circulating_the_minute_meets_its_clock(it_is, clock, meeting, social_worker):
    assert clock("core-group-circulated").met_on is None
    it_is(date(2026, 3, 13))

    circulate_minute(meeting=meeting, by=social_worker)

    assert clock("core-group-circulated").met_on == date(2026, 3, 13)


@pytest.mark.requirement("T-26")
def test_one_core_groups_minute_does_not_answer_for_anothers(it_is, child, clock, meeting, social_worker):
    later = core_group_held(child, on=tue_21_apr, by=social_worker)
    it_is(wed_22_apr)

    circulate_minute(meeting=later, by=social_worker)

    waiting = Deadline.objects.in_force().filter(child=child, rule="core-group-circulated", met_on=None)
    assert [each.started_by_pk for each in waiting] == [meeting.pk]
