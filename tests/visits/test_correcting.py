from datetime import date

import pytest

from audit.models import Refused
from deadlines.models import DeadlineChange
from tests.factories.stories import on_a_plan, seen
from tests.visits.conftest import tue_3_march, tue_24_february, wed_4_march
from visits.actions import Seen, correct_visit, record_visit

mon_2_march = date(2026, 3, 2)
thu_5_march = date(2026, 3, 5)
mon_16_march = date(2026, 3, 16)
tue_17_march = date(2026, 3, 17)
tue_24_march = date(2026, 3, 24)


def correct(visit, *, by, why="Wrong day.", today=wed_4_march, seen=None, also=(), **facts):
    as_it_was = Seen(
        child=visit.child,
        child_seen=visit.child_seen,
        child_seen_alone=visit.child_seen_alone,
        reason=visit.reason,
        about_this_child=visit.about_this_child,
    )
    return correct_visit(
        visit,
        seen=seen or as_it_was,
        contact=visit.contact,
        why=why,
        by=by,
        today=today,
        also=also,
        **facts,
    )


@pytest.mark.requirement("T-16")
def test_a_corrected_day_moves_the_next_visit_and_says_why(child, social_worker, due):
    on_a_plan(child, started_on=tue_24_february)
    visit = seen(child, on=tue_3_march, by=social_worker)
    assert due(child, "visit") == tue_17_march

    correct(visit, visited_on=mon_2_march, by=social_worker)

    assert due(child, "visit") == mon_16_march


def test_what_was_recorded_before_stays_in_the_history_with_who_corrected_it_and_why(
    child, social_worker, her_manager
):
    visit = seen(child, on=tue_3_march, by=social_worker)

    correct(visit, visited_on=mon_2_march, why="It was the Monday.", by=her_manager)

    newest, oldest = visit.history.order_by("-history_id")
    assert (oldest.visited_on, oldest.history_user) == (tue_3_march, social_worker)
    assert (newest.visited_on, newest.history_user) == (mon_2_march, her_manager)
    assert newest.history_change_reason == "It was the Monday."
    assert visit.recorded_by == social_worker


@pytest.mark.requirement("T-18")
def test_a_child_who_turns_out_not_to_have_been_alone_is_due_to_be_seen_alone_as_before(
    child, social_worker, due
):
    on_a_plan(child, started_on=tue_24_february)
    visit = seen(child, on=tue_3_march, by=social_worker)

    correct(
        visit,
        seen=Seen(child=child, child_seen=True, reason="Her mother came in."),
        why="Read my notes again.",
        by=social_worker,
    )

    assert due(child, "seen-alone") == tue_24_march
    assert not DeadlineChange.objects.filter(deadline__child=child, because="").exists()


def test_a_correction_needs_a_reason_and_something_to_correct(child, social_worker):
    visit = seen(child, on=tue_3_march, by=social_worker)

    with pytest.raises(Refused, match="Say why the record is corrected"):
        correct(visit, visited_on=mon_2_march, why=" ", by=social_worker)
    with pytest.raises(Refused, match="in 100 characters or fewer"):
        correct(visit, visited_on=mon_2_march, why="x" * 101, by=social_worker)
    with pytest.raises(Refused, match="Nothing is different"):
        correct(visit, visited_on=tue_3_march, by=social_worker)


def test_a_correction_to_a_day_to_come_is_refused_and_keeps_what_was_there(child, social_worker):
    visit = seen(child, on=tue_3_march, by=social_worker)

    with pytest.raises(Refused, match="once it has happened"):
        correct(visit, visited_on=thu_5_march, by=social_worker)

    visit.refresh_from_db()
    assert visit.visited_on == tue_3_march


def test_the_day_is_put_right_on_a_siblings_record_too_and_who_was_seen_is_not(child, sam, social_worker):
    robins, sams = record_visit(
        seen=[
            Seen(child=child, child_seen=True, child_seen_alone=True),
            Seen(child=sam, child_seen=False, reason="At a friend's."),
        ],
        visited_on=tue_3_march,
        by=social_worker,
        today=wed_4_march,
    )

    correct(robins, visited_on=mon_2_march, also=[sams], by=social_worker)

    sams.refresh_from_db()
    assert sams.visited_on == mon_2_march
    assert (sams.child_seen, sams.reason) == (False, "At a friend's.")


def test_a_record_of_another_visit_is_never_corrected_along_with_this_one(child, sam, social_worker):
    robins = seen(child, on=tue_3_march, by=social_worker)
    another = seen(sam, on=tue_3_march, by=social_worker)

    with pytest.raises(Refused, match="the same visit"):
        correct(robins, visited_on=mon_2_march, also=[another], by=social_worker)
