from datetime import date

import pytest

from audit.models import Refused
from conferences.actions import decide_enquiries, decide_enquiry, record_strategy_discussion
from conferences.models import Section47Enquiry, StrategyDiscussion
from tests.conferences.conftest import tue_3_february, tue_24_february
from tests.factories import ChildFactory

Outcome = Section47Enquiry.Outcome
wed_4_february = date(2026, 2, 4)
tue_17_february = date(2026, 2, 17)


def decide(enquiry, *, by, agreed_by, on=wed_4_february, outcome=Outcome.CONFERENCE, today=tue_17_february):
    return decide_enquiry(
        enquiry=enquiry,
        decided_on=on,
        outcome=outcome,
        findings="Bruises that were not explained.",
        agreed_by=agreed_by,
        by=by,
        today=today,
    )


@pytest.mark.requirement("T-01", "T-03")
def test_an_agreed_enquiry_is_decided_in_ten_working_days_and_a_conference_held_in_fifteen(
    child, discussed, due
):
    discussed()

    assert due(child, "enquiries-decision") == tue_17_february
    assert due(child, "initial-conference") == tue_24_february


@pytest.mark.requirement("T-03")
def test_a_discussion_that_agreed_no_enquiry_starts_no_clock(child, social_worker, due):
    record_strategy_discussion(
        children=[child], held_on=tue_3_february, enquiry_agreed=False, by=social_worker, today=tue_3_february
    )

    assert due(child, "initial-conference") is None
    assert not Section47Enquiry.objects.exists()


@pytest.mark.requirement("T-01", "S2-7")
def test_a_decision_for_a_conference_meets_the_first_clock_and_leaves_the_second(
    child, discussed, social_worker, her_manager, due
):
    [discussion] = discussed()

    decide(discussion.enquiry, by=social_worker, agreed_by=her_manager)

    assert due(child, "enquiries-decision") is None
    assert due(child, "initial-conference") == tue_24_february


@pytest.mark.requirement("T-03")
@pytest.mark.parametrize("outcome", [Outcome.NO_CONFERENCE, Outcome.NO_FURTHER_ACTION])
def test_a_decision_that_no_conference_is_needed_ends_the_wait_for_one(
    child, discussed, social_worker, her_manager, due, outcome
):
    [discussion] = discussed()

    decide(discussion.enquiry, outcome=outcome, by=social_worker, agreed_by=her_manager)

    assert due(child, "initial-conference") is None


@pytest.mark.requirement("S2-7")
def test_a_decision_needs_a_manager_who_agreed(discussed, social_worker, chair):
    [discussion] = discussed()

    for nobody in (None, social_worker, chair):
        with pytest.raises(Refused, match="A manager must agree"):
            decide(discussion.enquiry, by=social_worker, agreed_by=nobody)


def test_a_decision_is_never_before_the_enquiry_nor_to_come_nor_made_twice(
    discussed, social_worker, her_manager
):
    [discussion] = discussed()
    people = {"by": social_worker, "agreed_by": her_manager}

    with pytest.raises(Refused, match="began on 3 February 2026"):
        decide(discussion.enquiry, on=date(2026, 2, 2), **people)
    with pytest.raises(Refused, match="once it has been made"):
        decide(discussion.enquiry, on=date(2026, 2, 18), **people)
    decide(discussion.enquiry, **people)
    with pytest.raises(Refused, match="was decided on 4 February 2026"):
        decide(discussion.enquiry, **people)


def test_a_decision_refused_for_one_sibling_is_made_for_none(
    child, sam, discussed, social_worker, her_manager
):
    discussions = discussed(child, sam)
    decide(discussions[1].enquiry, by=social_worker, agreed_by=her_manager)

    with pytest.raises(Refused, match="about Sam Fixture was decided"):
        decide_enquiries(
            enquiries=[discussion.enquiry for discussion in discussions],
            decided_on=wed_4_february,
            outcome=Outcome.CONFERENCE,
            findings="As before.",
            agreed_by=her_manager,
            by=social_worker,
            today=tue_17_february,
        )

    assert Section47Enquiry.objects.get(child=child).decided_on is None


@pytest.mark.parametrize(
    ("held_on", "sentence"),
    [
        (date(2026, 2, 18), "once it has been held"),
        (date(2013, 2, 5), "nobody could have been expecting them"),
    ],
)
def test_a_discussion_on_a_day_that_cannot_be_is_refused(child, social_worker, held_on, sentence):
    with pytest.raises(Refused, match=sentence):
        record_strategy_discussion(
            children=[child], held_on=held_on, enquiry_agreed=True, by=social_worker, today=tue_17_february
        )

    assert not StrategyDiscussion.objects.exists()


def test_a_discussion_about_a_child_not_yet_born_starts_the_clock_of_the_conference(social_worker, due):
    unborn = ChildFactory(unborn=True)

    record_strategy_discussion(
        children=[unborn], held_on=tue_3_february, enquiry_agreed=True, by=social_worker, today=tue_3_february
    )

    assert due(unborn, "initial-conference") == tue_24_february
