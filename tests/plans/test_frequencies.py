from dataclasses import replace
from datetime import date

import pytest

from audit.models import Refused
from deadlines.models import Deadline
from deadlines.packs import PackRefused, read_pack
from deadlines.periods import Period
from plans.actions import frequency, set_frequency
from plans.models import PlanFrequency
from tests.factories import stories
from tests.factories.stories import on_a_plan

mon_12_jan = date(2026, 1, 12)
tue_13_jan = date(2026, 1, 13)
mon_19_jan = date(2026, 1, 19)

Of = PlanFrequency.Of


@pytest.fixture
def plan(child):
    return on_a_plan(child, started_on=mon_12_jan)


def agree(plan, every, by, *, of=Of.VISIT, from_on=mon_12_jan):
    return set_frequency(
        plan=plan, of=of, every=Period.parse(every), from_on=from_on, reason="Risk.", by=by, agreed_by=by
    )


@pytest.mark.requirement("T-19", "S1-66")
@pytest.mark.parametrize(
    ("of", "every", "limit"),
    [
        (Of.VISIT, "6 weeks", "10 working days"),
        (Of.VISIT, "3 weeks", "10 working days"),
        (Of.VISIT, "11 working days", "10 working days"),
        (Of.SEEN_ALONE, "29 days", "28 days"),
        (Of.CORE_GROUP, "7 weeks", "6 weeks"),
    ],
)
def test_a_plan_cannot_ask_for_less_than_a_limit(plan, her_manager, of, every, limit):
    with pytest.raises(Refused, match=f"Every {every} is less often than the limit of {limit}"):
        agree(plan, every, her_manager, of=of)

    assert not plan.frequencies.exists()


@pytest.mark.requirement("T-19", "S1-101", "S1-82")
def test_a_stricter_frequency_moves_the_date_of_the_next_visit(plan, her_manager):
    agree(plan, "5 working days", her_manager)

    assert Deadline.objects.outstanding().get(child=plan.child, rule="visit").due_on == mon_19_jan


@pytest.mark.requirement("S1-101")
def test_a_social_worker_cannot_agree_it_to_themselves(plan, social_worker):
    with pytest.raises(Refused, match="A manager agrees how often"):
        agree(plan, "5 working days", social_worker)


def test_a_frequency_from_before_the_plan_is_refused(plan, her_manager):
    with pytest.raises(Refused, match="The plan began on 12 January 2026"):
        agree(plan, "5 working days", her_manager, from_on=date(2026, 1, 9))


def test_every_nothing_is_refused(plan, her_manager):
    with pytest.raises(Refused, match="Enter 1 or more"):
        agree(plan, "0 days", her_manager)


@pytest.fixture
def agreeing(manager, plan):
    def post(**answers):
        typed = {
            "of": "visit",
            "number": "5",
            "unit": "working day",
            "from_on": "14/1/2026",
            "reason": "Risk.",
        }
        return manager.post(f"/children/{plan.child.pk}/plan/frequency/", {**typed, **answers})

    return post


@pytest.mark.requirement("T-19")
def test_a_loosened_limit_is_refused_beside_the_number_and_nothing_typed_is_lost(agreeing):
    page = agreeing(number="6", unit="week", reason="The family asked for fewer visits.").content.decode()

    assert "Every 6 weeks is less often than the limit of 10 working days" in page
    assert "The family asked for fewer visits." in page
    assert 'value="14/1/2026"' in page


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("", "Enter how often, such as 5"),
        ("often", "How often must be a whole number"),
        ("0", "How often must be 1 or more"),
    ],
)
def test_how_often_is_a_number_and_its_unit(agreeing, number, says):
    assert says in agreeing(number=number).content.decode()


def test_what_was_agreed_stands_beside_the_limit_with_who_agreed(agreeing, manager, plan):
    agreeing()

    page = manager.get(f"/children/{plan.child.pk}/plan/").content.decode()
    assert "Every 5 working days" in page
    assert "From 14 January 2026, agreed by Martin Model" in page
    assert "10 working days: Sussex procedures" in page
    assert "28 days: Leicester" in page


def test_a_social_worker_is_not_offered_it_and_may_not_open_it(worker, plan):
    page = worker.get(f"/children/{plan.child.pk}/plan/").content.decode()

    assert "Agree how often" not in page
    assert worker.get(f"/children/{plan.child.pk}/plan/frequency/").status_code == 403


@pytest.mark.requirement("T-19", "S1-101", "C-8")
class TestAskingForLessThanBefore:
    @pytest.fixture
    def weekly(self, plan, her_manager):
        agree(plan, "5 working days", her_manager)
        return plan

    @pytest.fixture
    def chair_agrees(self, monkeypatch):
        """As in a pack that says `chair_agrees_to_loosening = true`."""
        pack = replace(frequency.pack_in_force(), chair_agrees_to_loosening=True)
        monkeypatch.setattr(frequency, "pack_in_force", lambda: pack)

    def test_within_the_limits_a_manager_agrees_it_and_the_next_interval_follows(
        self, weekly, her_manager, social_worker
    ):
        def due():
            return Deadline.objects.outstanding().get(child=weekly.child, rule="visit").due_on

        agree(weekly, "8 working days", her_manager, from_on=tue_13_jan)
        assert due() == mon_19_jan  # the interval that has begun keeps what it began with

        stories.seen(weekly.child, on=date(2026, 1, 14), by=social_worker, today=date(2026, 1, 14))
        # Eight working days after Wednesday 14 January.
        assert due() == date(2026, 1, 26)

    def test_where_the_pack_says_so_the_chair_agrees_first(self, weekly, her_manager, chair_agrees):
        with pytest.raises(Refused, match="every 5 working days since 12 January 2026, and this is less"):
            agree(weekly, "8 working days", her_manager, from_on=tue_13_jan)

        agreed = set_frequency(
            plan=weekly, of=Of.VISIT, every=Period.parse("8 working days"), from_on=tue_13_jan, reason="Calm.",
            by=her_manager, agreed_by=her_manager, chair_agreed_on=mon_12_jan,
        )  # fmt: skip
        assert agreed.chair_agreed_on == mon_12_jan

    def test_more_often_needs_no_chair(self, weekly, her_manager, chair_agrees):
        assert agree(weekly, "3 working days", her_manager, from_on=tue_13_jan)

    def test_nor_does_the_first_that_is_agreed(self, plan, her_manager, chair_agrees):
        assert agree(plan, "5 working days", her_manager)

    def test_sometimes_less_is_less(self, weekly, her_manager, chair_agrees):
        """A week is five working days in most weeks, and more than five over a bank holiday."""
        with pytest.raises(Refused, match="and this is less"):
            agree(weekly, "8 days", her_manager, from_on=tue_13_jan)


def test_a_pack_says_whether_the_chair_agrees(tmp_path):
    written = 'title = "Ours"\nversion = "1"\nreviewed_on = 2026-01-01\nreview_by = 2027-01-01\n'
    (tmp_path / "ours.toml").write_text(written + "chair_agrees_to_loosening = true\n")
    (tmp_path / "theirs.toml").write_text(written + 'inherits = "ours"\n')
    (tmp_path / "wrong.toml").write_text(written + 'chair_agrees_to_loosening = "yes"\n')

    assert read_pack(tmp_path / "ours.toml").chair_agrees_to_loosening
    assert read_pack(tmp_path / "theirs.toml").chair_agrees_to_loosening
    with pytest.raises(PackRefused, match="is true or false"):
        read_pack(tmp_path / "wrong.toml")
