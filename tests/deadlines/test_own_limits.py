"""The authority changes a limit of its own: seen beforehand, approved by a second person, in force from its day on."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from audit.models import Refused
from deadlines import actions
from deadlines.models import ChangedLimit, ChangeRun, Deadline, MovedDate, TimetableChange
from deadlines.numbers import pack_in_force, read_once, shipped_pack
from deadlines.own_pack import NOT_ASKED, Changed
from deadlines.runs import carry_out
from tests.factories import stories

tue_24_feb = date(2026, 2, 24)
sun_1_mar = date(2026, 3, 1)
tue_3_mar = date(2026, 3, 3)
wed_4_mar = date(2026, 3, 4)
tue_10_mar = date(2026, 3, 10)
thu_12_mar = date(2026, 3, 12)
tue_17_mar = date(2026, 3, 17)
NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)

pytestmark = pytest.mark.requirement("T-19")


@pytest.fixture
def seen_on_3_march(child, social_worker):
    """Their next visit is due ten working days on, on Tuesday 17 March."""
    stories.on_a_plan(child, started_on=tue_24_feb)
    stories.seen(child, on=tue_3_mar, by=social_worker)
    return child


def visit_every(period: str, since: date = sun_1_mar, *, rule: str = "visit") -> Changed:
    return Changed(rule, period, "", "Our procedures, 4.2", since)


def proposed(by, *limits: Changed, today: date = thu_12_mar) -> TimetableChange:
    """Written down, and its dates worked out."""
    change = actions.propose_change(
        limits=limits, since=limits[0].since, why="Agreed by the partnership.", by=by, now=NOW, today=today
    )
    carry_out(change.runs.get())
    return change


def approved(by, second, *limits: Changed, today: date = thu_12_mar) -> TimetableChange:
    """And in force, with its dates worked out anew."""
    change = proposed(by, *limits, today=today)
    change = actions.send_for_approval(change=change, by=by, now=NOW)
    change = actions.approve_change(change=change, by=second, now=NOW, today=today)
    carry_out(change.runs.get(kind=ChangeRun.Kind.APPLY))
    return change


def visit_due(child) -> list[date]:
    return list(child.deadlines.outstanding().filter(rule="visit").values_list("due_on", flat=True))


def moved(change, *, all_along: bool = False) -> list[tuple]:
    rows = MovedDate.objects.filter(run__change=change, all_along=all_along)
    return [(row.rule, row.was_due_on, row.then_due_on, row.becomes_overdue) for row in rows]


class TestBeforehand:
    def test_shows_each_date_that_moves_from_when_to_when_and_what_becomes_overdue(
        self, seen_on_3_march, administrator
    ):
        change = proposed(administrator, visit_every("5 working days"))

        assert moved(change) == [("visit", tue_17_mar, tue_10_mar, True)]

    def test_changes_nothing_yet(self, seen_on_3_march, administrator):
        before = list(Deadline.objects.order_by("pk").values())

        proposed(administrator, visit_every("5 working days"))

        assert list(Deadline.objects.order_by("pk").values()) == before
        assert pack_in_force() is shipped_pack()

    def test_a_clock_that_started_before_its_day_does_not_move_but_shows_what_it_would_have_meant(
        self, seen_on_3_march, administrator
    ):
        change = proposed(administrator, visit_every("5 working days", since=wed_4_mar))

        assert moved(change) == []
        assert moved(change, all_along=True) == [("visit", tue_17_mar, tue_10_mar, True)]

    def test_a_rule_that_is_no_longer_asked_for_takes_its_dates_away(self, seen_on_3_march, administrator):
        change = proposed(administrator, visit_every(NOT_ASKED))

        # What had started before, on 24 February, was met on 3 March and stays.
        assert moved(change) == [("visit", tue_17_mar, None, False)]

    def test_worked_out_again_replaces_what_was_found(self, seen_on_3_march, administrator, social_worker):
        change = proposed(administrator, visit_every("5 working days"))
        stories.seen(seen_on_3_march, on=tue_10_mar, by=social_worker)

        run = actions.work_out(change=change, now=NOW, today=thu_12_mar)
        carry_out(run)

        # 3 March: met on the 10th either way; 10 March: ten working days are the 24th, five the 17th.
        assert sorted(moved(change)) == [
            ("visit", tue_17_mar, tue_10_mar, False),
            ("visit", date(2026, 3, 24), tue_17_mar, False),
        ]


class TestApproved:
    def test_moves_the_dates_and_says_why(self, seen_on_3_march, administrator, safeguarding_unit):
        approved(administrator, safeguarding_unit, visit_every("5 working days"))

        assert visit_due(seen_on_3_march) == [tue_10_mar]
        [change] = Deadline.objects.get(rule="visit", met_on=None).changes.all()
        assert change.because.startswith(
            "a change of the timetable was approved: Visit to the child: 5 working days"
        )
        assert (change.was_due_on, change.now_due_on, change.caused_by) == (
            tue_17_mar,
            tue_10_mar,
            safeguarding_unit,
        )

    @pytest.mark.requirement("S0-3")
    def test_what_ran_before_is_judged_by_what_was_in_force_then(
        self, seen_on_3_march, administrator, safeguarding_unit, social_worker
    ):
        approved(administrator, safeguarding_unit, visit_every("5 working days", since=wed_4_mar))
        assert visit_due(seen_on_3_march) == [tue_17_mar]

        stories.seen(seen_on_3_march, on=thu_12_mar, by=social_worker)

        # Five working days after Thursday 12 March.
        assert visit_due(seen_on_3_march) == [date(2026, 3, 19)]
        before = seen_on_3_march.deadlines.get(rule="visit", started_on=tue_3_mar)
        assert (before.due_on, before.met_on) == (tue_17_mar, thu_12_mar)

    def test_a_later_change_of_the_rule_ends_the_one_before(
        self, seen_on_3_march, administrator, safeguarding_unit
    ):
        approved(administrator, safeguarding_unit, visit_every("5 working days"))
        approved(administrator, safeguarding_unit, visit_every("7 working days", since=tue_3_mar))

        limits = [
            (str(limit.period), limit.since, limit.until) for limit in pack_in_force().limits_of("visit")
        ]
        assert limits == [
            ("10 working days", date.min, date(2026, 2, 28)),
            ("5 working days", sun_1_mar, date(2026, 3, 2)),
            ("7 working days", tue_3_mar, date.max),
        ]
        assert visit_due(seen_on_3_march) == [thu_12_mar]  # seven working days after the 3rd

    def test_the_pack_is_one_object_while_nothing_changes_and_read_once_where_it_is_held(
        self, administrator, safeguarding_unit, django_assert_num_queries
    ):
        approved(administrator, safeguarding_unit, visit_every("5 working days"))

        with django_assert_num_queries(1), read_once():
            assert pack_in_force() is pack_in_force()
        assert pack_in_force() is pack_in_force()
        assert pack_in_force() is not shipped_pack()

    def test_one_limit_of_a_rule_with_a_national_one_beside_it(self, administrator, safeguarding_unit):
        approved(administrator, safeguarding_unit, visit_every("4 months", rule="review"))

        limits = [
            (str(limit.period), str(limit.whose)) for limit in pack_in_force().limits_on("review", thu_12_mar)
        ]
        assert limits == [("6 months", "national"), ("4 months", "local")]

    def test_withdrawn_before_its_day_it_never_counted(self, administrator, safeguarding_unit):
        later = visit_every("5 working days", since=tue_17_mar)
        change = approved(administrator, safeguarding_unit, later)

        actions.withdraw_change(
            change=change, because="Not agreed.", by=safeguarding_unit, now=NOW, today=thu_12_mar
        )

        assert pack_in_force() is shipped_pack()

    def test_once_in_force_it_is_not_withdrawn(self, administrator, safeguarding_unit):
        change = approved(administrator, safeguarding_unit, visit_every("5 working days"))

        with pytest.raises(Refused, match="Propose another change instead"):
            actions.withdraw_change(
                change=change, because="A mistake.", by=safeguarding_unit, now=NOW, today=thu_12_mar
            )


class TestRefused:
    @pytest.mark.parametrize(
        ("rule", "period", "sentence"),
        [
            ("seen-alone", "35 days", "looser than the local 28 days"),
            ("seen-alone", "not set", "needs a number"),
            ("contact", NOT_ASKED, "may be tightened and never taken away"),
            ("review", "7 months", "looser than the national 6 months"),
            ("initial-conference", "16 working days", "looser than the national 15 working days"),
            ("visit", "10 working days", "That is the limit already"),
            ("core-assessment", NOT_ASKED, "nothing to take away"),
            ("unseen-child", NOT_ASKED, "“Child not seen” cannot be switched off"),
            ("unseen-told-manager", "not set", "cannot be switched off"),
            ("lead-social-worker", NOT_ASKED, "cannot be switched off"),
        ],
    )
    def test_a_limit_that_must_not_be(self, administrator, rule, period, sentence):
        with pytest.raises(Refused, match=sentence):
            proposed(administrator, visit_every(period, rule=rule))
        assert not TimetableChange.objects.exists()

    @pytest.mark.requirement("T-27", "B-07")
    def test_how_soon_a_child_who_was_not_seen_is_talked_about_is_the_authority_s(self, administrator):
        change = proposed(administrator, visit_every("1 working day", rule="unseen-told-manager"))

        assert [str(limit) for limit in change.limits.all()] == ["Child not seen: the manager: 1 working day"]

    def test_whoever_proposed_it_cannot_approve_it(self, safeguarding_unit):
        change = proposed(safeguarding_unit, visit_every("5 working days"))
        change = actions.send_for_approval(change=change, by=safeguarding_unit, now=NOW)

        with pytest.raises(Refused, match="Somebody else has to approve"):
            actions.approve_change(change=change, by=safeguarding_unit, now=NOW, today=thu_12_mar)
        change.approved_at, change.approved_by = NOW, safeguarding_unit
        with pytest.raises(ValidationError, match="Somebody else has to approve"):
            change.save_by(safeguarding_unit)

    def test_nobody_approves_what_was_not_sent_or_not_worked_out(self, administrator, safeguarding_unit):
        change = actions.propose_change(
            limits=[visit_every("5 working days")], since=sun_1_mar, why="Agreed.", by=administrator, now=NOW,
            today=thu_12_mar,
        )  # fmt: skip

        with pytest.raises(Refused, match="Wait until it is worked out"):
            actions.send_for_approval(change=change, by=administrator, now=NOW)
        with pytest.raises(Refused, match="has not been sent"):
            actions.approve_change(change=change, by=safeguarding_unit, now=NOW, today=thu_12_mar)

    def test_dates_that_move_are_those_of_the_day_of_approval(self, administrator, safeguarding_unit):
        change = proposed(administrator, visit_every("5 working days"), today=wed_4_mar)
        change = actions.send_for_approval(change=change, by=administrator, now=NOW)

        with pytest.raises(Refused, match="Work them out again"):
            actions.approve_change(change=change, by=safeguarding_unit, now=NOW, today=thu_12_mar)

    def test_a_role_that_may_not_approve(self, administrator, her_manager):
        change = proposed(administrator, visit_every("5 working days"))
        change = actions.send_for_approval(change=change, by=administrator, now=NOW)

        with pytest.raises(Refused, match="Your role may not"):
            actions.approve_change(change=change, by=her_manager, now=NOW, today=thu_12_mar)

    def test_a_change_a_hundred_years_away_is_a_slip(self, administrator):
        with pytest.raises(Refused, match="within a year of today"):
            proposed(administrator, visit_every("5 working days", since=date(2126, 3, 1)))


def test_a_change_keeps_its_history(administrator, safeguarding_unit):
    change = approved(administrator, safeguarding_unit, visit_every("5 working days"))

    assert [line.history_user for line in change.history.order_by("history_id")] == [
        administrator,
        administrator,
        safeguarding_unit,
    ]
    assert ChangedLimit.objects.get().history.count() == 1
