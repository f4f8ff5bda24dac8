"""Resource panel, circulation, core groups after reviews, extensions, unseen children, actions and the like."""

from datetime import date

import pytest

from deadlines.engine import Standing
from deadlines.milestones import Milestone as M
from deadlines.milestones import Reached
from deadlines.packs import load_pack
from deadlines.rules import RULES, Stage

PLAN = (M.PLAN_STARTED, date(2025, 9, 1))
fri_20_feb = date(2026, 2, 20)
tue_24_feb = date(2026, 2, 24)
tue_10_mar = date(2026, 3, 10)
tue_17_mar = date(2026, 3, 17)
tue_21_apr = date(2026, 4, 21)
tue_5_may = date(2026, 5, 5)


def local(somewhere, rule: str, period: str):
    return somewhere(f'[[limit]]\nrule = "{rule}"\nperiod = "{period}"\nsource = "Local"\n')


@pytest.mark.requirement("T-10", "S2-14")
def test_the_resource_panel_has_no_limit_until_an_authority_sets_one(due, somewhere):
    needed = Reached(tue_24_feb, M.RESOURCE_PANEL_NEEDED)
    before_christmas = Reached(date(2026, 12, 18), M.RESOURCE_PANEL_NEEDED)
    [unset] = due("resource-panel", PLAN, needed)
    [in_five] = due("resource-panel", PLAN, needed, pack=local(somewhere, "resource-panel", "5 working days"))
    [in_ten] = due(
        "resource-panel", PLAN, before_christmas, pack=local(somewhere, "resource-panel", "10 working days")
    )

    assert (unset.due_on, unset.standing(date(2028, 1, 1))) == (None, Standing.NO_LIMIT)
    assert (in_five.due_on, in_ten.due_on) == (date(2026, 3, 3), date(2027, 1, 6))


@pytest.mark.requirement("T-26", "S1-128")
@pytest.mark.parametrize(
    ("held", "due_on"),
    [
        (tue_10_mar, tue_17_mar),
        (date(2025, 12, 22), date(2025, 12, 31)),
        (date(2026, 4, 1), date(2026, 4, 10)),
    ],
)
def test_circulation_has_no_limit_until_an_authority_sets_five_working_days(due, somewhere, held, due_on):
    [unset] = due("core-group-circulated", PLAN, (M.CORE_GROUP_HELD, held))
    pack = local(somewhere, "core-group-circulated", "5 working days")
    [clock] = due("core-group-circulated", PLAN, (M.CORE_GROUP_HELD, held), pack=pack)

    assert unset.standing(date(2028, 1, 1)) is Standing.NO_LIMIT
    assert clock.due_on == due_on


@pytest.mark.requirement("T-26", "B-11")
def test_the_minutes_of_one_meeting_are_not_the_minutes_of_another(due):
    first = Reached(tue_10_mar, M.CORE_GROUP_HELD, occasion=1)
    second = Reached(tue_21_apr, M.CORE_GROUP_HELD, occasion=2)
    sent = Reached(tue_21_apr, M.CORE_GROUP_CIRCULATED, occasion=2)

    assert [clock.met_on for clock in due("core-group-circulated", PLAN, first, second, sent)] == [
        None,
        tue_21_apr,
    ]


@pytest.mark.requirement("T-15", "S2-20")
@pytest.mark.parametrize(
    ("review", "due_on"),
    [
        (date(2026, 5, 20), date(2026, 6, 4)),
        (date(2026, 12, 16), date(2027, 1, 4)),
        (date(2027, 3, 24), date(2027, 4, 9)),
    ],
)
def test_guernsey_asks_for_a_core_group_after_every_review_that_continues_the_plan(due, review, due_on):
    [clock] = due("core-group-after-review", PLAN, (M.REVIEW_HELD, review), pack=load_pack("guernsey"))

    assert clock.due_on == due_on
    assert due("core-group-after-review", PLAN, (M.REVIEW_HELD, review)) == []


@pytest.mark.requirement("T-15")
def test_a_review_that_ends_the_plan_asks_for_no_core_group(due):
    wed_20_may = date(2026, 5, 20)
    review, end = (M.REVIEW_HELD, wed_20_may), (M.PLAN_ENDED, wed_20_may)

    assert due("core-group-after-review", PLAN, review, end, pack=load_pack("guernsey")) == []


@pytest.mark.requirement("T-13", "S4-18")
@pytest.mark.parametrize(
    ("held", "nine_weeks"), [(tue_10_mar, date(2026, 5, 12)), (date(2025, 12, 4), date(2026, 2, 5))]
)
def test_greenwich_meets_at_the_latest_after_nine_weeks(due, held, nine_weeks):
    earlier = (M.CORE_GROUP_HELD, date(2025, 9, 10))
    [clock] = due("core-group", PLAN, earlier, (M.CORE_GROUP_HELD, held), pack=load_pack("greenwich"))

    assert clock.due_on == nine_weeks


@pytest.mark.requirement("T-11", "S4-18")
@pytest.mark.parametrize(
    ("conference", "fourteen_days"),
    [
        (tue_24_feb, tue_10_mar),
        (date(2025, 12, 17), date(2025, 12, 31)),
        (date(2026, 3, 27), date(2026, 4, 10)),
        (date(2027, 3, 19), date(2027, 4, 2)),
        (date(2026, 12, 18), date(2027, 1, 1)),
        (date(2028, 2, 18), date(2028, 3, 3)),
    ],
)
def test_two_weeks_in_greenwich_are_fourteen_days_and_not_ten_working_days(due, conference, fourteen_days):
    [clock] = due("first-core-group", (M.PLAN_STARTED, conference), pack=load_pack("greenwich"))

    assert clock.due_on == fourteen_days


@pytest.mark.requirement("T-12", "S1-124")
def test_an_extension_that_the_manager_agreed_moves_the_usual_six_weeks(due):
    first = (M.CORE_GROUP_HELD, tue_10_mar)
    extended = Reached(date(2026, 4, 15), M.EXTENSION_AGREED, rule="second-core-group", for_day=tue_5_may)

    [without] = due("second-core-group", PLAN, first)
    [with_it] = due("second-core-group", PLAN, first, extended)

    assert (without.due_on, with_it.due_on) == (tue_21_apr, tue_5_may)
    assert with_it.extended_by == extended
    assert [(lost.would_have_given, str(lost.limit.period)) for lost in with_it.lost] == [
        (tue_21_apr, "6 weeks")
    ]
    assert without.standing(date(2026, 4, 22)) is Standing.OVERDUE
    assert with_it.standing(date(2026, 4, 22)) is Standing.DUE


@pytest.mark.requirement("T-13", "T-12")
def test_an_extension_is_of_one_limit_once_and_never_shortens_it(due):
    first, second = (M.CORE_GROUP_HELD, tue_10_mar), (M.CORE_GROUP_HELD, tue_21_apr)
    agreed = date(2026, 3, 30)
    of_another = Reached(agreed, M.EXTENSION_AGREED, rule="core-group", for_day=tue_5_may)
    shorter = Reached(agreed, M.EXTENSION_AGREED, rule="second-core-group", for_day=date(2026, 4, 1))
    used_up = Reached(agreed, M.EXTENSION_AGREED, rule="second-core-group", for_day=tue_5_may)

    assert due("second-core-group", PLAN, first, of_another, shorter)[0].due_on == tue_21_apr
    [next_one] = due("core-group", PLAN, first, second, used_up)
    assert next_one.due_on == date(
        2026, 6, 2
    )  # six weeks after 21 April: the extension was of the one before


def test_limits_that_are_not_usual_cannot_be_extended(due):
    extended = Reached(date(2026, 3, 4), M.EXTENSION_AGREED, rule="visit", for_day=date(2026, 12, 1))
    [clock] = due("visit", (M.PLAN_STARTED, date(2026, 3, 2)), extended)

    assert clock.due_on == date(2026, 3, 16)


@pytest.mark.requirement("T-27", "S1-68")
def test_a_child_kept_from_being_seen_is_talked_about_the_same_day_and_stays_until_seen(due):
    christmas_eve = date(2026, 12, 24)
    refused = (M.CONTACT_REFUSED, christmas_eve)
    [open_] = due("unseen-child", PLAN, refused)
    [seen_that_day] = due("unseen-child", PLAN, refused, (M.CHILD_SEEN, christmas_eve))
    [seen_later] = due("unseen-child", PLAN, refused, (M.CHILD_SEEN, date(2026, 12, 29)))

    assert (open_.due_on, open_.standing(date(2026, 12, 25))) == (christmas_eve, Standing.OVERDUE)
    assert seen_that_day.standing(christmas_eve) is Standing.MET
    assert seen_later.standing(date(2026, 12, 29)) is Standing.MET_LATE


@pytest.mark.requirement("T-27")
def test_everybody_who_must_hear_of_an_unseen_child_hears_on_that_day(calendar):
    first = RULES["unseen-child"].steps[0]
    day = date(2026, 5, 23)  # a Saturday: nothing waits for Monday

    assert first.stage is Stage.STARTED
    assert first.day(day, calendar, started_on=day) == day
    assert {str(who) for who in first.tell} == {
        "lead social worker", "team manager", "conference chair", "core group members",
    }  # fmt: skip


@pytest.mark.requirement("T-30")
@pytest.mark.parametrize(
    ("born", "due_on"),
    [
        (date(2026, 6, 1), date(2026, 6, 15)),
        (date(2025, 12, 24), date(2026, 1, 12)),
        (date(2028, 2, 29), date(2028, 3, 14)),
    ],
)
def test_a_review_after_the_birth_where_an_authority_asks_for_one(due, somewhere, born, due_on):
    pack = local(somewhere, "birth-review", "10 working days")
    [clock] = due("birth-review", PLAN, (M.BORN, born), born=None, pack=pack)

    assert clock.due_on == due_on
    assert due("birth-review", PLAN, (M.BORN, born), born=None) == []


@pytest.mark.requirement("T-33")
def test_a_visit_is_written_up_within_two_working_days_where_an_authority_asks(due, somewhere):
    pack = local(somewhere, "visit-recorded", "2 working days")
    made = Reached(date(2026, 12, 24), M.VISIT_MADE, occasion=1)
    written = Reached(date(2026, 12, 31), M.VISIT_RECORDED, occasion=1)
    [clock] = due("visit-recorded", PLAN, made, written, pack=pack)

    assert (clock.due_on, clock.standing(date(2027, 1, 4))) == (date(2026, 12, 30), Standing.MET_LATE)


@pytest.mark.requirement("T-35", "S1-72")
def test_delegated_contact_is_looked_into_every_four_weeks_while_it_is_delegated(due):
    agreed, monitored = (M.DELEGATION_AGREED, tue_24_feb), (M.DELEGATION_MONITORED, tue_17_mar)
    ended = (M.DELEGATION_ENDED, date(2026, 3, 31))
    first, second = due("delegation-monitored", PLAN, agreed, monitored, ended)

    assert (first.due_on, first.met_on) == (date(2026, 3, 24), tue_17_mar)
    assert (second.due_on, second.lapsed_on) == (date(2026, 4, 14), date(2026, 3, 31))


@pytest.mark.requirement("T-36")
def test_an_action_is_due_on_the_day_that_was_agreed_and_is_met_by_itself_alone(due):
    bedroom = Reached(tue_24_feb, M.ACTION_AGREED, for_day=tue_17_mar, occasion=1)
    school = Reached(tue_24_feb, M.ACTION_AGREED, for_day=tue_10_mar, occasion=2)
    done = Reached(date(2026, 3, 12), M.ACTION_DONE, occasion=1)
    by_day = {clock.due_on: clock for clock in due("plan-action", PLAN, bedroom, school, done)}

    assert by_day[tue_17_mar].standing(tue_17_mar) is Standing.MET
    assert by_day[tue_10_mar].standing(tue_17_mar) is Standing.OVERDUE
    *_, last = RULES["plan-action"].steps
    assert [str(who) for who in last.tell] == ["team manager"]


@pytest.mark.requirement("T-25", "S4-26")
@pytest.mark.parametrize(
    ("started", "fifteen", "eighteen", "two_years"),
    [
        (date(2024, 11, 22), date(2026, 2, 22), date(2026, 5, 22), date(2026, 11, 22)),
        (date(2025, 8, 31), date(2026, 11, 30), date(2027, 2, 28), date(2027, 8, 31)),
        (date(2024, 2, 29), date(2025, 5, 29), date(2025, 8, 29), date(2026, 2, 28)),
    ],
)
def test_a_long_plan_is_spoken_of_at_fifteen_and_eighteen_months_and_flagged_at_two_years(
    due, calendar, started, fifteen, eighteen, two_years
):
    [clock] = due("two-years", (M.PLAN_STARTED, started))
    days = [step.day(clock.due_on, calendar, started_on=started) for step in clock.rule.steps]

    assert clock.due_on == two_years
    assert (days[0], days[1], days[-1]) == (fifteen, eighteen, two_years)


@pytest.mark.requirement("T-29")
def test_an_eighteenth_birthday_at_christmas_stays_on_its_day(due):
    [clock] = due("eighteenth-birthday", PLAN, born=date(2008, 12, 25))

    assert (clock.due_on, clock.practical_on) == (date(2026, 12, 25), date(2026, 12, 24))


@pytest.mark.requirement("C-14")
@pytest.mark.parametrize("rule", ["initial-conference", "assessment", "transfer-in-conference"])
def test_when_a_child_has_died_or_left_nothing_more_is_asked_for(due, rule):
    asked = [
        (M.STRATEGY_DISCUSSION, tue_24_feb),
        (M.ASSESSMENT_STARTED, tue_24_feb),
        (M.TRANSFER_IN_NOTIFIED, tue_24_feb),
    ]
    [clock] = due(rule, *asked, (M.RESPONSIBILITY_ENDED, fri_20_feb.replace(month=3)))

    assert clock.lapsed_on == date(2026, 3, 20)
