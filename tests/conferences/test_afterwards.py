import shutil
from datetime import date

import pytest

from audit.models import Refused
from conferences.actions import (
    ask_for_panel,
    authorise_assessment,
    book_conference,
    decide_panel,
    record_inquorate,
    record_transfer_in,
    seek_exclusion,
    send_exclusion_request,
    send_paper,
    start_assessment,
)
from conferences.models import ConferencePaper, ResourcePanel
from deadlines.models import Deadline
from deadlines.packs import PACKS
from tests.conferences.conftest import tue_3_february, tue_24_february
from tests.factories import ChildFactory, PersonFactory
from tests.factories.stories import NEGLECT, hold, on_a_plan

wed_11_february = date(2026, 2, 11)
wed_25_february = date(2026, 2, 25)
thu_26_february = date(2026, 2, 26)
mon_2_march = date(2026, 3, 2)
thu_12_march = date(2026, 3, 12)


@pytest.fixture
def conference(child, chair, social_worker):
    return book_conference(
        children=[child], booked_for=tue_24_february, chair=chair, by=social_worker, today=wed_11_february
    )


@pytest.fixture
def held(conference, chair):
    return hold(conference, decision="plan", categories=NEGLECT, by=chair)


@pytest.fixture
def clock(child):
    return lambda rule: Deadline.objects.in_force().get(child=child, rule=rule)


@pytest.fixture
def strict(settings, tmp_path):
    """An authority whose own pack asks for letters, early requests and a second try at a quorum (T-31, T-32, T-34)."""
    for pack in PACKS.glob("*.toml"):
        shutil.copy(pack, tmp_path)
    limits = {
        "decision-letter": "1 working day",
        "exclusion-request": "3 working days",
        "inquorate-conference": "10 working days",
    }
    written = [
        'title = "Strict"',
        'version = "1"',
        'inherits = "composite"',
        "reviewed_on = 2026-11-20",
        "review_by = 2027-03-31",
    ]
    for rule, period in limits.items():
        written += ["[[limit]]", f'rule = "{rule}"', f'period = "{period}"', 'source = "A test"']
    (tmp_path / "strict.toml").write_text("\n".join(written))
    settings.RULE_PACK = str(tmp_path / "strict")


# --- papers, T-31 ---------------------------------------------------------------------------------------


@pytest.mark.requirement("T-31")
def test_a_letter_meets_its_clock_on_the_day_it_was_sent(strict, held, clock, chair):
    assert clock("decision-letter").due_on == wed_25_february  # one working day after Tuesday 24

    send_paper(
        conference=held, kind=ConferencePaper.Kind.DECISION_LETTER, sent_on=wed_25_february,
        sent_to="Everybody invited", by=chair, today=mon_2_march,
    )  # fmt: skip

    assert clock("decision-letter").met_on == wed_25_february


def test_a_paper_of_a_conference_still_to_come_is_refused(conference, chair):
    with pytest.raises(Refused, match="Record the conference first"):
        send_paper(
            conference=conference, kind="record", sent_on=tue_24_february, sent_to="All", by=chair,
            today=tue_24_february,
        )  # fmt: skip


# --- no quorum, T-34 ------------------------------------------------------------------------------------


@pytest.mark.requirement("T-34", "T-03")
def test_a_day_without_a_quorum_counts_as_not_held_and_books_it_again(
    strict, discussed, conference, clock, child, due, chair
):
    discussed(on=tue_3_february)

    record_inquorate(
        conference=conference, on=tue_24_february, because="The police and the school did not come.",
        booked_for=thu_26_february, late_because="The next day on which all can come.", by=chair, today=tue_24_february,
    )  # fmt: skip

    assert clock("inquorate-conference").due_on == date(
        2026, 3, 10
    )  # ten working days after Tuesday 24 February
    assert due(child, "initial-conference") == tue_24_february  # still owed
    conference.refresh_from_db()
    assert (conference.held_on, conference.booked_for) == (None, thu_26_february)

    hold(conference, decision="plan", categories=NEGLECT, by=chair)
    assert clock("inquorate-conference").met_on == thu_26_february
    assert clock("initial-conference").met_on == thu_26_february


def test_it_is_held_again_on_a_later_day(conference, chair):
    with pytest.raises(Refused, match="held again on a later day"):
        record_inquorate(
            conference=conference, on=tue_24_february, because="Nobody came.", booked_for=tue_24_february,
            by=chair, today=tue_24_february,
        )  # fmt: skip


# --- requests to keep somebody out, T-32 ----------------------------------------------------------------


@pytest.mark.requirement("T-32", "A-14")
def test_a_request_waits_until_it_reached_the_chair(strict, conference, child, clock, social_worker):
    request = seek_exclusion(
        conference=conference, child=child, person=PersonFactory(), because="Bail conditions.",
        by=social_worker, today=date(2026, 2, 16),
    )  # fmt: skip
    assert clock("exclusion-request").due_on == date(2026, 2, 19)  # Thursday, three working days before

    send_exclusion_request(
        exclusion=request, sent_on=date(2026, 2, 17), by=social_worker, today=date(2026, 2, 18)
    )

    assert clock("exclusion-request").met_on == date(2026, 2, 17)


@pytest.mark.requirement("T-32")
def test_one_request_does_not_answer_for_another(strict, conference, child, due, social_worker):
    for sought_on, sent_on in ((date(2026, 2, 16), None), (date(2026, 2, 17), date(2026, 2, 17))):
        seek_exclusion(
            conference=conference, child=child, person=PersonFactory(), because="Violence.",
            by=social_worker, today=sought_on, sent_on=sent_on,
        )  # fmt: skip

    assert due(child, "exclusion-request") == date(2026, 2, 19)


# --- resource panels, T-10 ------------------------------------------------------------------------------


@pytest.mark.requirement("T-10", "S2-14")
def test_a_panel_has_no_limit_until_somebody_sets_one_and_is_met_by_its_decision(
    held, child, clock, social_worker
):
    panel = ask_for_panel(conference=held, child=child, what_for="A family centre place.", by=social_worker)
    assert (clock("resource-panel").started_on, clock("resource-panel").due_on) == (tue_24_february, None)

    decide_panel(
        panel=panel, decided_on=mon_2_march, decision=ResourcePanel.Decision.APPROVED, by=social_worker,
        today=thu_12_march,
    )  # fmt: skip

    assert clock("resource-panel").met_on == mon_2_march


def test_a_panel_cannot_have_decided_before_the_conference(held, child, social_worker):
    panel = ask_for_panel(conference=held, child=child, what_for="A place.", by=social_worker)

    with pytest.raises(Refused, match="held on 24 February 2026"):
        decide_panel(
            panel=panel,
            decided_on=date(2026, 2, 23),
            decision="approved",
            by=social_worker,
            today=mon_2_march,
        )


# --- no plan made ---------------------------------------------------------------------------------------


@pytest.mark.requirement("T-09")
def test_nothing_of_the_countdown_is_left_owing_once_the_conference_made_no_plan(
    conference, child, due, chair
):
    hold(conference, decision="no-plan", categories=[], by=chair)

    assert due(child, "conference-report-to-chair") is None


# --- assessments, T-22 and T-23 -------------------------------------------------------------------------


@pytest.mark.requirement("T-23", "B-12", "S1-95", "S1-108")
def test_an_assessment_is_owed_in_forty_five_working_days_and_met_by_the_manager(
    child, social_worker, her_manager, clock
):
    [assessment] = start_assessment(
        children=[child], started_on=tue_3_february, by=social_worker, today=tue_3_february
    )
    assert clock("assessment").due_on == date(2026, 4, 9)  # Thursday; Good Friday and Easter Monday between

    with pytest.raises(Refused, match="A team manager authorises"):
        authorise_assessment(
            assessment=assessment,
            authorised_on=mon_2_march,
            findings="x",
            by=social_worker,
            today=mon_2_march,
        )
    authorise_assessment(
        assessment=assessment,
        authorised_on=mon_2_march,
        findings="Neglect.",
        by=her_manager,
        today=thu_12_march,
    )

    assert clock("assessment").met_on == mon_2_march


@pytest.mark.requirement("T-22")
def test_the_procedures_of_2008_ask_for_thirty_five_working_days(settings, child, social_worker, clock):
    settings.RULE_PACK = "procedures-2008"

    start_assessment(children=[child], started_on=tue_3_february, by=social_worker, today=tue_3_february)

    assert clock("core-assessment").due_on == date(2026, 3, 24)  # Tuesday


@pytest.mark.requirement("B-12")
def test_whoever_began_an_assessment_does_not_authorise_it(child, her_manager):
    [assessment] = start_assessment(
        children=[child], started_on=tue_3_february, by=her_manager, today=tue_3_february
    )

    with pytest.raises(Refused, match="You began this assessment yourself"):
        authorise_assessment(
            assessment=assessment, authorised_on=mon_2_march, findings="x", by=her_manager, today=mon_2_march
        )


# --- moves here, T-28 -----------------------------------------------------------------------------------


@pytest.mark.requirement("T-28", "B-15")
def test_a_child_who_moves_here_is_owed_a_conference_within_fifteen_working_days(
    social_worker, chair, team, due
):
    mover = ChildFactory(team=team)
    record_transfer_in(
        children=[mover], notified_on=date(2026, 7, 1), from_authority="Otherborough", by=social_worker,
        today=date(2026, 7, 2),
    )  # fmt: skip
    assert due(mover, "transfer-in-conference") == date(2026, 7, 22)  # Wednesday to Wednesday, no holiday

    conference = book_conference(
        children=[mover], booked_for=date(2026, 7, 20), chair=chair, by=social_worker, today=date(2026, 7, 3)
    )
    assert conference.for_children.get().kind == "transfer-in"
    hold(conference, decision="plan", categories=NEGLECT, by=chair)

    met = Deadline.objects.in_force().get(child=mover, rule="transfer-in-conference")
    assert met.met_on == date(2026, 7, 20)
    assert mover.plans.get().started_on == date(2026, 7, 20)


@pytest.mark.requirement("T-28")
def test_a_child_on_a_plan_here_has_not_moved_here(child, social_worker):
    on_a_plan(child, started_on=tue_24_february)

    with pytest.raises(Refused, match="is on a plan of this authority already"):
        record_transfer_in(
            children=[child], notified_on=mon_2_march, from_authority="Otherborough", by=social_worker,
            today=mon_2_march,
        )  # fmt: skip
