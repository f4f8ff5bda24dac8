from datetime import date
from pathlib import Path

import pytest

from deadlines.engine import Standing
from deadlines.limits import Whose
from deadlines.milestones import Milestone as M
from deadlines.milestones import Reached
from deadlines.packs import PACKS, PackRefused, load_pack, read_pack
from deadlines.periods import Days, Months, Weeks, WorkingDays
from deadlines.rules import RULES
from tests.rules.conftest import HEAD

tue_31_mar = date(2026, 3, 31)
wed_1_apr = date(2026, 4, 1)


@pytest.mark.parametrize("path", sorted(PACKS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_pack_is_accepted_and_cites_a_source_for_every_number(path):
    pack = load_pack(path.stem)

    assert pack.limits
    assert all(limit.source for limit in pack.limits)
    assert pack.review_by > pack.reviewed_on


@pytest.mark.requirement("T-27", "B-07")
@pytest.mark.parametrize("path", sorted(PACKS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_local_pack_has_a_number_for_what_cannot_be_switched_off(path):
    pack = load_pack(path.stem)
    asked = {limit.rule for limit in pack.limits if limit.period}
    left_out = {rule.code for rule in RULES.values() if rule.always_asked} - asked
    says_so = {limit.rule for limit in pack.limits if limit.source.startswith("Cannot be switched off")}

    assert not left_out or path.stem == "national"
    assert all(RULES[code].always_asked for code in says_so)


@pytest.mark.requirement("T-11", "T-12", "T-13", "T-14", "T-16", "T-17", "T-18", "T-24", "T-25")
def test_the_default_pack_holds_the_catalogue_s_numbers(composite):
    numbers = {limit.rule: limit.period and str(limit.period) for limit in composite.limits}

    assert numbers == {
        "enquiries-decision": "10 working days",
        "cin-plan-if-no-conference": "7 working days",
        "initial-conference": "15 working days",
        "conference-draft-plan": "4 working days",
        "conference-report-countersigned": "3 working days",
        "conference-report-to-family": "2 working days",
        "conference-report-to-chair": "1 working day",
        "review-plan-updated": "5 working days",
        "resource-panel": None,
        "first-core-group": "10 working days",
        "second-core-group": "6 weeks",
        "core-group": "6 weeks",
        "core-group-before-review": "21 days",
        "visit": "10 working days",
        "contact": "28 days",
        "seen-alone": "28 days",
        "first-review": "3 months",
        "review": "6 months",
        "assessment": "45 working days",
        "cin-plan-after-plan": "7 working days",
        "two-years": "24 months",
        "core-group-circulated": None,
        "unseen-child": "the same day",
        "unseen-told-manager": "the same day",
        "unseen-told-chair": "1 working day",
        "unseen-told-core-group": "1 working day",
        "injury-decided": "1 working day",
        "change-decided": "1 working day",
        "chair-answered": "the same day",
        "early-review-decided": "1 working day",
        "member-answered": "2 working days",
        "contribution-came": "the same day",
        "plan-still-needed": "10 working days",
        "birth-recorded": "14 days",
        "transfer-in-conference": "15 working days",
        "eighteenth-birthday": "18 years",
        "delegation-monitored": "4 weeks",
        "plan-action": "the same day",
        "lead-social-worker": "the same day",
        "cover-arranged": "the same day",
    }


def test_the_national_limits_are_the_ceiling_of_every_other_pack(composite):
    [limit] = composite.limits_of("review")

    assert (limit.whose, limit.pack) == (Whose.NATIONAL, "national")


def test_a_pack_that_says_nothing_about_a_rule_does_not_switch_it_on():
    assert "visit" not in {rule.code for rule in load_pack("national").rules}


def test_a_local_number_takes_the_place_of_the_inherited_local_one(somewhere):
    pack = somewhere('[[limit]]\nrule = "visit"\nperiod = "3 weeks"\nsource = "Policy"\n')

    [limit] = pack.limits_of("visit")
    assert (limit.period, limit.pack) == (Weeks(3), "somewhere")
    assert str(pack.limits_of("contact")[0].period) == "28 days"


def test_a_stricter_local_limit_decides_and_the_national_one_is_shown_as_lost(due, somewhere):
    pack = somewhere(
        '[[limit]]\nrule = "initial-conference"\nperiod = "10 working days"\nsource = "Policy"\n'
    )

    [clock] = due("initial-conference", (M.STRATEGY_DISCUSSION, date(2026, 2, 3)), pack=pack)

    assert (clock.due_on, clock.limit.whose) == (date(2026, 2, 17), Whose.AUTHORITY)
    [lost] = clock.lost
    assert (lost.limit.whose, lost.would_have_given) == (Whose.NATIONAL, date(2026, 2, 24))


@pytest.mark.requirement("C-12")
def test_a_clock_is_judged_by_the_limit_in_force_on_the_day_it_started(due, somewhere):
    pack = somewhere(
        """
        [[limit]]
        rule = "visit"
        period = "10 working days"
        source = "Policy of 2020"
        until = 2026-03-31

        [[limit]]
        rule = "visit"
        period = "5 working days"
        source = "Policy of 2026"
        since = 2026-04-01
        """
    )

    before, after = due("visit", (M.PLAN_STARTED, tue_31_mar), (M.CHILD_SEEN, wed_1_apr), pack=pack)

    assert (before.limit.period, after.limit.period) == (WorkingDays(10), WorkingDays(5))


def test_before_a_limit_comes_into_force_there_is_no_clock(due, somewhere):
    pack = somewhere(
        '[[limit]]\nrule = "visit"\nperiod = "5 working days"\nsource = "Policy"\nsince = 2026-04-01\n'
    )

    assert due("visit", (M.PLAN_STARTED, tue_31_mar), pack=pack) == []


@pytest.mark.requirement("T-10")
def test_a_step_nobody_has_put_a_number_on_is_shown_and_never_overdue(due, somewhere):
    pack = somewhere('[[limit]]\nrule = "visit"\nperiod = "not set"\nsource = "Timescale required"\n')

    [clock] = due("visit", (M.PLAN_STARTED, tue_31_mar), pack=pack)
    met, _ = due("visit", (M.PLAN_STARTED, tue_31_mar), (M.CHILD_SEEN, wed_1_apr), pack=pack)

    assert (clock.due_on, clock.practical_on, clock.lost) == (None, None, ())
    assert clock.standing(date(2028, 1, 1)) is Standing.NO_LIMIT
    assert met.standing(date(2028, 1, 1)) is Standing.MET


def test_a_local_step_without_a_number_leaves_the_national_limit_standing(due, somewhere):
    pack = somewhere('[[limit]]\nrule = "review"\nperiod = "not set"\nsource = "Silent"\n')

    [clock] = due("review", (M.PLAN_STARTED, tue_31_mar), (M.REVIEW_HELD, wed_1_apr), pack=pack)

    assert (clock.due_on, clock.limit.whose) == (date(2026, 10, 1), Whose.NATIONAL)


@pytest.mark.requirement("C-2")
def test_an_authority_that_counts_the_day_of_the_visit_says_so_in_its_pack(due, somewhere):
    pack = somewhere(
        """
        [[limit]]
        rule = "visit"
        period = "10 working days"
        source = "Policy: from and including the day of the visit"
        counting = {inclusive = true}
        """
    )

    [clock] = due("visit", (M.PLAN_STARTED, date(2026, 3, 2)), pack=pack)

    assert clock.due_on == date(2026, 3, 13)


@pytest.mark.requirement("T-18")
def test_the_age_until_which_a_child_is_a_baby_is_the_authority_s(somewhere):
    assert load_pack("composite").baby_until == Months(24)
    assert somewhere("", head=HEAD + 'baby_until = "18 months"\n').baby_until == Months(18)
    assert somewhere("", head=HEAD).baby_until == Months(24)


@pytest.mark.parametrize(
    ("limits", "line", "reason"),
    [
        ('[[limit]]\nrule = "visti"\nperiod = "1 week"\nsource = "x"\n', 6, "no rule called “visti”"),
        ('[[limit]]\nrule = "visit"\nperiod = 10\nsource = "x"\n', 6, "has no unit"),
        ('[[limit]]\nrule = "visit"\nperiod = "10"\nsource = "x"\n', 6, "“10” is not a period"),
        ('[[limit]]\nrule = "visit"\nsource = "x"\n', 6, "has no unit"),
        ('[[limit]]\nrule = "visit"\nperiod = "1 week"\n', 6, "where its number comes from"),
        ('[[limit]]\nrule = "visit"\nperiod = "1 week"\nsource = " "\n', 6, "where its number comes from"),
        ('[[limit]]\nrule = "visit"\nperiod = "1 week"\nsource = "x"\nform = 3\n', 6, "“form” means nothing"),
        (
            '[[limit]]\nrule = "visit"\nperiod = "1 week"\nsource = "x"\nsince = "2026-04-01"\n',
            6,
            "“since” of “visit” is not a date",
        ),
        (
            '[[limit]]\nrule = "visit"\nperiod = "1 week"\nsource = "x"\n'
            "since = 2026-04-01\nuntil = 2026-03-31\n",
            6,
            "ends before it begins",
        ),
        (
            '[[limit]]\nrule = "visit"\nperiod = "1 week"\nsource = "x"\nuntil = 2026-04-01\n'
            '# a comment\n[[limit]]\nrule = "visit"\nperiod = "2 weeks"\nsource = "x"\nsince = 2026-04-01\n',
            12,
            "Two limits for “visit” are in force at once",
        ),
        (
            '[[limit]]\nrule = "contact"\nperiod = "29 days"\nsource = "x"\n',
            6,
            "looser than the local 28 days",
        ),
        ('[[limit]]\nrule = "seen-alone"\nperiod = "not set"\nsource = "x"\n', 6, "never taken away"),
        (
            '[[limit]]\nrule = "visit"\nperiod = "1 week"\nsource = "x"\ncounting = "x"\n',
            6,
            "{inclusive = true}",
        ),
        (
            '[[limit]]\nrule = "visit"\nperiod = "1 week"\nsource = "x"\ncounting = {inclusive = "no"}\n',
            6,
            "should be true or false",
        ),
        (
            '[[limit]]\nrule = "review"\nperiod = "27 weeks"\nsource = "x"\n',
            6,
            "“review” at 27 weeks is looser than the national 6 months",
        ),
        (
            '[[limit]]\nrule = "first-review"\nperiod = "91 days"\nsource = "x"\n',
            6,
            "looser than the national 3 months: counted from 2012-01-31",
        ),
        (
            '[[limit]]\nrule = "visit"\nperiod = "1 week"\nsource = "x"\ncounting = {clear = true}\n',
            6,
            "“clear” means nothing here",
        ),
        ('[[limit]]\nrule = "visit\n', 7, "not TOML"),
        ("[[limit]]\nrule =", 1, "not TOML"),
    ],
)
def test_a_wrong_pack_is_refused_with_its_file_its_line_and_the_reason(somewhere, limits, line, reason):
    with pytest.raises(PackRefused) as refused:
        somewhere(limits)

    assert refused.value.line == line
    assert str(refused.value).startswith(f"somewhere.toml, line {line}: ")
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("head", "line", "reason"),
    [
        ('inherits = "nowhere"\n' + HEAD, 1, "inherits from “nowhere”, and there is no such pack"),
        (HEAD + 'inherits = "somewhere"\n', 5, "“somewhere” would inherit from itself"),
        (HEAD + 'colour = "red"\n', 1, "“colour” means nothing here"),
        (HEAD.replace("2026-11-01", '"soon"'), 3, "“reviewed_on” should be a date"),
        (HEAD.replace('"Somewhere"', "7"), 1, "“title” should be some text"),
        (HEAD + 'baby_until = "2 weeks"\n', 5, "an age in months"),
        (HEAD + 'cover_counts = "no"\n', 5, "“cover_counts” is true or false"),
        (HEAD + "home_visits_only = 1\n", 5, "“home_visits_only” is true or false"),
    ],
)
def test_a_wrong_heading_is_refused_too(somewhere, head, line, reason):
    with pytest.raises(PackRefused) as refused:
        somewhere("", head=head)

    assert (refused.value.line, reason in refused.value.reason) == (line, True)


def test_a_pack_that_is_not_there_is_refused():
    with pytest.raises(PackRefused, match="There is no such pack"):
        read_pack(Path("atlantis.toml"))


def test_a_stricter_window_opens_later_and_its_length_may_be_shorter_than_what_it_replaces(due, somewhere):
    pack = somewhere('[[limit]]\nrule = "core-group-before-review"\nperiod = "14 days"\nsource = "Policy"\n')

    [clock] = due(
        "core-group-before-review",
        (M.PLAN_STARTED, date(2026, 1, 5)),
        Reached(date(2026, 1, 5), M.REVIEW_BOOKED, for_day=date(2026, 3, 31)),
        pack=pack,
    )

    assert clock.opens_on == date(2026, 3, 17)
    assert clock.limit.period == Days(14)


def test_a_pack_that_lies_elsewhere_inherits_from_one_that_ships(tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text(HEAD + 'inherits = "composite"\n', encoding="utf-8")

    assert read_pack(path).limits == load_pack("composite").limits
