from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import ChildFactory, PersonFactory, RelationshipFactory
from tests.factories.stories import not_seen, on_a_plan, seen
from tests.visits.conftest import tue_3_march, tue_24_february, wed_4_march
from visits.actions import Seen, record_visit, who_counts
from visits.models import Visit

sat_7_march = date(2026, 3, 7)
mon_9_march = date(2026, 3, 9)

pytestmark = pytest.mark.usefixtures("it_is_today")


def at(child, *parts):
    return f"/children/{child.pk}/visits/" + "".join(f"{part}/" for part in parts)


def record(worker, child, answers):
    return worker.post(at(child, "record"), answers, follow=True).content.decode()


def test_before_the_first_visit_the_page_says_so_and_leads_to_recording_one(read, social_worker, child):
    page = read(social_worker, at(child))

    assert "No visit is recorded." in page.words
    assert page.links["Record a visit"] == at(child, "record")


@pytest.mark.requirement("B-09", "B-08")
def test_saving_a_visit_that_does_not_count_says_so_at_once(worker, child, answers, monkeypatch):
    on_a_plan(child, started_on=tue_24_february)
    only_at_home = replace(who_counts.shipped_pack(), home_visits_only=True)
    monkeypatch.setattr(who_counts, "shipped_pack", lambda: only_at_home)

    page = record(worker, child, {**answers, "place": "school"})

    assert (
        "Visit recorded. It does not count because the procedures here ask for the child to be seen at home."
        in page
    )
    assert "Next visit due Tuesday 10 March 2026" in page


@pytest.mark.requirement("T-16", "T-18")
def test_saving_a_visit_says_what_is_due_next(worker, child, answers):
    on_a_plan(child, started_on=tue_24_february)

    page = record(worker, child, answers)

    assert (
        "Visit recorded. Next visit due Wednesday 18 March 2026; seen alone by Wednesday 1 April 2026."
        in page
    )
    visit = Visit.objects.get()
    assert (visit.visited_on, visit.child_seen_alone, visit.bedroom_seen) == (wed_4_march, True, True)
    assert visit.about_this_child == "School is fine."


def test_one_visit_for_two_children_is_written_on_both_files_and_what_each_said_on_one(
    worker, child, sam, answers
):
    for one in (child, sam):
        on_a_plan(one, started_on=tue_24_february)
    answers |= {
        "children": [child.pk, sam.pk],
        f"seen_{sam.pk}": "not-seen",
        f"not_seen_why_{sam.pk}": "out",
        f"not_seen_because_{sam.pk}": "At football.",
    }

    page = record(worker, child, answers)

    assert "Robin Fixture: Next visit due Wednesday 18 March 2026" in page
    assert "Sam Fixture: Next visit due Tuesday 10 March 2026" in page
    assert Visit.objects.get(child=sam).reason == "At football."
    assert Visit.objects.get(child=sam).about_this_child == ""
    assert Visit.objects.get(child=sam).account == "The kitchen was clean."


def test_a_child_whom_the_visit_was_not_to_is_asked_nothing(worker, child, sam, answers):
    record(worker, child, answers | {"children": [child.pk]})

    assert Visit.objects.get().child == child


@pytest.mark.parametrize(
    ("contact", "why"),
    [
        ("no-reply", "Nobody answered. Curtains drawn."),
        ("refused", "The family refused or avoided the visit. Curtains drawn."),
        ("cancelled", "The family cancelled the visit. Curtains drawn."),
    ],
)
def test_where_the_family_was_not_met_the_reason_is_what_came_of_the_visit(
    worker, child, answers, contact, why
):
    answers |= {"contact": contact, "account": "Curtains drawn."}

    record(worker, child, answers)

    visit = Visit.objects.get()
    assert (visit.child_seen, visit.child_seen_alone, visit.bedroom_seen) == (False, False, False)
    assert visit.reason == why
    assert visit.about_this_child == ""


def test_yesterday_and_a_typed_day_are_as_good_as_today(worker, child, answers):
    record(worker, child, answers | {"visited_which_day": tue_3_march.isoformat()})
    record(worker, child, answers | {"visited_which_day": "another-day", "visited_on": "24/2/2026"})

    assert list(Visit.objects.values_list("visited_on", flat=True)) == [tue_3_march, tue_24_february]


def test_a_page_left_open_for_two_days_does_not_record_the_wrong_one(worker, child, answers):
    page = record(worker, child, answers | {"visited_which_day": "2026-03-01"})

    assert "the day changed while this page was open" in page
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"visited_which_day": "another-day", "visited_on": "5/3/2026"},
            "Visit date must be today or earlier",
        ),
        ({"visited_which_day": "another-day", "visited_on": "31/2/2026"}, "Visit date must be a real date"),
        ({"visited_which_day": "another-day", "visited_on": ""}, "Enter the visit date"),
        ({"visited_which_day": "another-day", "visited_on": "8/5/2014"}, "was not yet born on 8 May 2014"),
        ({"visited_at": "25:99"}, "Enter a time like 4:30pm or 16:30"),
        ({"contact": ""}, "Select what came of the visit"),
    ],
)
def test_a_wrong_answer_is_refused_in_words_and_nothing_typed_is_lost(
    worker, child, answers, wrong, sentence
):
    page = record(worker, child, answers | wrong)

    assert sentence in page
    assert "The kitchen was clean." in page
    assert "School is fine." in page
    for typed in wrong.values():
        assert typed in page
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("", "Select whether Robin was seen"),
        ("seen", "Enter why Robin was not seen alone"),
        ("not-seen", "Enter why Robin was not seen"),
    ],
)
def test_seen_is_asked_of_the_child_and_a_reason_where_one_is_needed(
    worker, child, answers, answer, sentence
):
    page = record(worker, child, answers | {f"seen_{child.pk}": answer})

    assert sentence in page
    assert not Visit.objects.exists()


@pytest.mark.requirement("T-18")
def test_of_a_baby_it_is_asked_whether_they_were_awake(read, worker, social_worker, child, answers):
    child.born_on = date(2025, 12, 1)
    child.save_by(social_worker)
    assert "Yes, awake" in read(social_worker, at(child, "record")).words

    record(worker, child, answers | {f"seen_{child.pk}": "awake"})

    visit = Visit.objects.get()
    assert (visit.child_awake, visit.child_seen_alone) == (True, False)
    assert "Seen awake" in read(social_worker, at(child)).words


@pytest.mark.requirement("T-18")
def test_a_child_who_turned_two_since_the_visit_and_was_seen_alone_was_awake_for_the_clock(
    worker, social_worker, child, answers
):
    child.born_on = tue_3_march.replace(year=2024)
    child.save_by(social_worker)

    record(worker, child, answers | {"visited_which_day": "another-day", "visited_on": "24/2/2026"})

    assert Visit.objects.get().child_awake


def test_who_may_be_dangerous_and_who_needs_an_interpreter_stand_above_the_questions(
    read, social_worker, child, sam
):
    person = PersonFactory(
        name="Dana Fixture",
        staff_safety_warning="Large dog, not chained.",
        staff_safety_review_on=date(2026, 6, 1),
        interpreter_needed=True,
        language="Polish",
    )
    RelationshipFactory(child=sam, person=person, from_on=date(2018, 2, 1))

    words = read(social_worker, at(child, "record")).words

    assert words.index("Staff safety, Dana Fixture: Large dog, not chained.") < words.index(
        "When was the visit?"
    )
    assert "Dana Fixture needs an interpreter: Polish" in words


def test_when_each_child_is_next_due_stands_above_the_questions(read, social_worker, child):
    on_a_plan(child, started_on=tue_24_february)

    words = read(social_worker, at(child, "record")).words

    assert "Next visit due Tuesday 10 March 2026; seen alone by Tuesday 24 March 2026." in words


def test_for_an_unborn_child_the_page_says_that_the_birth_comes_first(read, social_worker, child):
    child.born_on, child.expected_on = None, date(2026, 8, 14)
    child.save_by(social_worker)

    assert "is not yet born, so no visit can be recorded" in read(social_worker, at(child, "record")).words


@pytest.mark.requirement("T-16")
def test_the_list_says_of_each_visit_what_it_was_for_the_child(read, social_worker, child):
    on_a_plan(child, started_on=tue_24_february)
    seen(child, on=date(2026, 2, 20), by=social_worker)
    not_seen(child, on=date(2026, 2, 26), by=social_worker)
    seen(child, on=tue_3_march, by=social_worker, alone=False)

    words = read(social_worker, at(child)).words

    assert words.index("Tuesday 3 March 2026") < words.index("Thursday 26 February 2026")
    assert "Seen, not alone" in words
    assert "Not seen" in words
    assert "Does not count because nobody answered and the child was not seen." in words
    assert "Before the plan" in words


@pytest.mark.parametrize(
    ("written_on", "said"),
    [
        (mon_9_march, "Written down 4 working days later."),
        (sat_7_march, "Written down 3 working days later."),
        (tue_3_march, ""),
    ],
)
def test_how_long_after_the_visit_it_was_written_down_is_said_in_working_days(
    read, social_worker, child, written_on, said
):
    midday = datetime.combine(written_on, time(12), tzinfo=UTC)
    Visit(child=child, visited_on=tue_3_march, child_seen=True, recorded_at=midday).save_by(social_worker)

    words = read(social_worker, at(child)).words

    assert said in words if said else "Written down" not in words


def test_a_visit_from_the_previous_system_is_labelled_and_not_said_to_be_late(read, social_worker, child):
    Visit(child=child, visited_on=date(2026, 1, 6), child_seen=True, from_previous_system=True).save_by(
        social_worker
    )

    words = read(social_worker, at(child)).words

    assert "From the previous system" in words
    assert "visited by not known" in words
    assert "Written down" not in words


def test_a_visit_s_page_leads_to_the_siblings_seen_on_it_whom_one_may_see(read, social_worker, child, sam):
    elsewhere = ChildFactory(given_name="Elsie")
    robins, *_ = record_visit(
        seen=[Seen(child=one, child_seen=True, child_seen_alone=True) for one in (child, sam, elsewhere)],
        visited_on=tue_3_march,
        by=social_worker,
        today=wed_4_march,
    )

    page = read(social_worker, at(child, robins.pk))

    assert "Sam Fixture: seen alone" in page.links
    assert "Elsie" not in page.words


def test_a_correction_shows_what_the_record_said_before_and_why_it_was_changed(
    read, worker, social_worker, child, answers
):
    record(worker, child, answers)
    visit = Visit.objects.get()
    answers = answers | {"visited_by": visit.visited_by_id}

    saved = worker.post(
        at(child, visit.pk, "correct"),
        answers | {"visited_on": "3/3/2026", "why": "It was Tuesday."},
        follow=True,
    )

    assert "Record corrected." in saved.content.decode()
    words = read(social_worker, at(child, visit.pk)).words
    assert "It was Tuesday." in words
    assert "Date of the visit: “4 March 2026” became “3 March 2026”." in words
    assert words.count("became") == 1


def test_a_correction_without_a_reason_loses_nothing_typed(worker, child, answers):
    record(worker, child, answers)
    visit = Visit.objects.get()

    page = worker.post(
        at(child, visit.pk, "correct"),
        answers | {"visited_on": "3/3/2026", "account": "A new account.", "why": ""},
    ).content.decode()

    assert "Enter why the record is corrected" in page
    assert "A new account." in page
    assert Visit.objects.get().visited_on == wed_4_march


def test_correcting_asks_with_what_was_recorded(read, social_worker, child):
    visit = not_seen(child, on=tue_3_march, by=social_worker)

    form = read(social_worker, at(child, visit.pk, "correct")).tree.find(".//main//form")

    assert form.fields["visited_on"] == "3/3/2026"
    assert form.fields["contact"] == "no-reply"
    assert form.fields[f"not_seen_because_{child.pk}"] == "No reply at the door."


def test_another_child_s_visit_is_not_found_through_this_child(read, social_worker, child, sam):
    sams = seen(sam, on=tue_3_march, by=social_worker)

    assert read(social_worker, at(child, sams.pk)).status == 404
    assert read(social_worker, at(child, sams.pk, "correct")).status == 404


def test_who_only_reads_is_offered_nothing_to_record(read, auditor, chair, child, social_worker):
    visit = seen(child, on=tue_3_march, by=social_worker)

    for reader in (auditor, chair):
        assert "Record a visit" not in read(reader, at(child)).words
        assert "Correct this record" not in read(reader, at(child, visit.pk)).words
        assert read(reader, at(child, "record")).status == 403


def test_the_list_costs_the_same_with_two_visits_and_with_twelve_and_goes_on_after_fifty(
    worker, social_worker, child
):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert worker.get(at(child)).status_code == 200
        return len(asked)

    for day in (2, 3):
        seen(child, on=date(2026, 2, day), by=social_worker)
    with_two = queries()
    for day in range(4, 14):
        seen(child, on=date(2026, 2, day), by=social_worker)
    assert queries() == with_two

    for day in range(1, 28):
        seen(child, on=date(2026, 1, day), by=social_worker)
        if day > 13:
            seen(child, on=date(2025, 12, day), by=social_worker)
    assert "Showing 1 to 50 of 53 visits" in " ".join(worker.get(at(child)).content.decode().split())
