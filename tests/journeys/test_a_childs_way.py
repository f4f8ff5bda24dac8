"""From a strategy discussion to the day after the plan: one child's way through the portal, in a real browser.

A social worker, her manager and the chair take turns, each at a window of their own, and do everything by the pages.
Only the people and the team are there beforehand, and the tick is what Celery beat would have called.
"""

from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import Role
from alerts.sweeping import tick
from conferences.models import Conference, ReportStep
from tests.factories import TeamFactory, UserFactory
from tests.journeys.keyboard import EVERY_WAY
from tests.journeys.people import Somebody

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

mon_2_mar = date(2026, 3, 2)
thu_5_mar = date(2026, 3, 5)
tue_17_mar = date(2026, 3, 17)
wed_18_mar = date(2026, 3, 18)
thu_26_mar = date(2026, 3, 26)
fri_27_mar = date(2026, 3, 27)
mon_20_apr = date(2026, 4, 20)
tue_9_jun = date(2026, 6, 9)

ROBIN = "Robin Thistledown"


@pytest.fixture
def clock(it_is: Callable[[date], None]) -> Callable[[date], None]:
    """clock(day): it becomes midday of that day, for the pages as for the sweep."""
    return it_is


@pytest.fixture
def people(browser, live_server, width, scripts, who, clock) -> Iterator[SimpleNamespace]:
    clock(mon_2_mar)
    team = TeamFactory(name="North team")
    users = {
        "worker": UserFactory(name="Priya Pattern", role=Role.SOCIAL_WORKER, team=team),
        "manager": UserFactory(name="Martin Model", role=Role.TEAM_MANAGER, team=team),
        "chair": UserFactory(name="Chandra Chart", role=Role.CONFERENCE_CHAIR),
    }
    everybody = {
        part: who(user, browser, live_server.url, width=width, scripts=scripts)
        for part, user in users.items()
    }
    yield SimpleNamespace(**everybody)
    complaints = {part: one.complaints for part, one in everybody.items() if one.complaints}
    for part, one in everybody.items():
        one.leaves(f"journey-{part}-{width}")
    assert complaints == {}


@EVERY_WAY
def test_a_child_s_way_from_the_strategy_discussion_to_the_day_after_the_plan(people, clock):
    worker, manager, chair = people.worker, people.manager, people.chair

    given_a_child_who_is_not_found_and_so_is_added(worker)
    and_the_manager_finds_her_by_a_name_as_it_sounds(manager)
    when_a_strategy_discussion_agrees_an_enquiry(worker)
    clock(thu_5_mar)
    and_the_enquiry_leads_to_a_conference_that_is_booked(worker)
    and_its_report_is_prepared_in_time()
    clock(tue_17_mar)
    and_the_chair_records_that_it_decided_a_plan(chair)
    then_the_plan_is_there_with_its_dates(chair)

    clock(wed_18_mar)
    when_the_worker_names_the_core_group_and_plans_it(worker)
    clock(thu_26_mar)
    and_records_it_and_circulates_its_minute(worker)
    and_sees_robin_alone(worker)
    clock(fri_27_mar)
    then_the_chair_finds_the_minute_unread_and_acknowledges_it(chair)

    clock(mon_20_apr)
    when_no_visit_was_made_and_the_sweep_comes_round()
    then_the_worker_is_alerted_on_her_first_page(worker)
    and_the_manager_sees_it_among_the_overdue_work(manager)
    when_robin_is_visited_again_the_alert_goes(worker)
    and_the_review_is_booked(worker)

    clock(tue_9_jun)
    when_the_review_ends_the_plan(chair)
    then_nothing_is_due_but_the_child_in_need_plan(worker)
    when_that_is_started_nothing_is_due(worker)
    and_the_timeline_tells_all_of_it(worker)


# --- the child ---------------------------------------------------------------------------------------------


def given_a_child_who_is_not_found_and_so_is_added(worker: Somebody) -> None:
    worker.comes_in()
    worker.is_at("My day")
    worker.reads("You hold no child.")
    worker.chooses("Find a child")
    worker.types("Name, reference, NHS number or pupil number", ROBIN)
    worker.types_the_date("Date of birth", 9, 5, 2014)
    worker.presses("Search")
    worker.reads("Nobody is found")
    worker.follows("Add a new child")
    worker.can_use_the_page()
    worker.presses("Add the child")
    worker.is_told(f"{ROBIN} is added")


def and_the_manager_finds_her_by_a_name_as_it_sounds(manager: Somebody) -> None:
    manager.comes_in()
    manager.is_at("North team")
    manager.chooses("Find a child")
    manager.types("Name, reference, NHS number or pupil number", "Robyn Thisteldown")
    manager.presses("Search")
    manager.reads("1 found")
    manager.follows(ROBIN)
    expect(manager.main.locator(".govuk-summary-list").last).to_contain_text("Priya Pattern")


def opens_robin(worker: Somebody) -> None:
    worker.comes_in()
    worker.chooses("My caseload")
    worker.follows(ROBIN)


# --- before the plan -----------------------------------------------------------------------------------------


def when_a_strategy_discussion_agrees_an_enquiry(worker: Somebody) -> None:
    opens_robin(worker)
    worker.records("A strategy discussion")
    worker.types("Date of the strategy discussion", "2/3/2026")
    worker.types("Who took part?", "DS Sample, police; the school nurse; Martin Model")
    worker.answers("Was a section 47 enquiry agreed?", "Yes: the enquiry starts that day")
    worker.presses("Save")
    worker.is_told("Strategy discussion recorded.")
    worker.reads("23 March 2026")  # fifteen working days on


def and_the_enquiry_leads_to_a_conference_that_is_booked(worker: Somebody) -> None:
    opens_robin(worker)
    worker.turns_to("Conferences")
    worker.follows("Record what the enquiry decided")
    worker.types("Date of the decision", "5/3/2026")
    worker.answers("What was decided?", "Concerns substantiated: initial conference")
    worker.types("What did the enquiry find?", "Robin had been left alone over night.")
    worker.selects("Which manager agreed?", "Martin Model")
    worker.presses("Save")
    worker.is_told("Decision recorded.")
    worker.records("A conference booking")
    worker.types("Date of the conference", "17/3/2026")
    worker.types("What time does it start? (optional)", "10am")
    worker.selects("Who chairs it?", "Chandra Chart")
    worker.presses("Book conference")
    worker.is_told("Conference booked for Tuesday 17 March 2026. Chandra Chart chairs it.")


def and_its_report_is_prepared_in_time() -> None:
    """Its own pages are tried in tests/conferences; here it only must not be left owing."""
    conference = Conference.objects.get()
    for row in conference.for_children.all():
        for step in ReportStep.Step:
            ReportStep(
                child=row.child,
                conference=conference,
                step=step,
                taken_on=thu_5_mar,
                shared_with="The family",
            ).save_by(User.objects.the_portal())


def and_the_chair_records_that_it_decided_a_plan(chair: Somebody) -> None:
    chair.comes_in()
    chair.reads("Conferences booked")
    chair.follows("Tuesday 17 March 2026")
    chair.follows("Record what it decided")
    chair.answers("Was the conference quorate?", "Yes")
    chair.answers("Did the team manager come?", "Yes")
    chair.answers("Was the lead social worker’s part explained to everybody?", "Yes")
    chair.answers("What was decided for Robin?", "Child protection plan")
    chair.ticks("Neglect")
    chair.types("How many plans has Robin had before?", "0")
    chair.types("What exactly are the concerns about Robin?", "Robin is left alone over night.")
    chair.types("What must change for Robin?", "An adult Robin trusts is at home every night.")
    chair.types(
        "What happens for Robin if things change, or do not change enough?", "Legal advice within a week."
    )
    chair.types("Why was this decided for Robin?", "Significant harm is likely to go on.")
    chair.types("What will be different?", "Robin sleeps through, and is not afraid.")
    chair.can_use_the_page()
    chair.presses("Save what was decided")
    chair.is_told("Conference recorded. Robin Thistledown: child protection plan.")
    chair.can_use_the_page()


def then_the_plan_is_there_with_its_dates(chair: Somebody) -> None:
    chair.turns_to("Plan")
    chair.reads("Neglect", "Robin sleeps through, and is not afraid.", "Legal advice within a week.")
    chair.turns_to("Dates")
    chair.reads("31 March 2026")  # the first core group, ten working days on


# --- the core group ------------------------------------------------------------------------------------------


def when_the_worker_names_the_core_group_and_plans_it(worker: Somebody) -> None:
    opens_robin(worker)
    for name, part, responsible in (
        ("Marian Thistledown", "Mother", True),
        ("Tomas Template", "School or nursery", False),
    ):
        worker.turns_to("Family and network")
        worker.follows("Add somebody")
        worker.is_at("Add somebody to the network")
        if worker.main.get_by_role("group", name="Who is it?").get_by_label("Somebody else").count():
            worker.answers("Who is it?", "Somebody else")
        worker.types("Full name", name)
        worker.selects("What they are to the child", part)
        if responsible:
            worker.ticks("They have parental responsibility")
        worker.types("Since", "1/3/2026")
        worker.presses("Save")
    worker.turns_to("Core groups")
    worker.follows("Add members")
    worker.ticks("Marian Thistledown (Mother)", "Tomas Template (School or nursery)")
    worker.presses("Add")
    worker.is_told("The members were added.")
    worker.records("A core group")
    worker.types("Date of the core group", "26/3/2026")
    worker.presses("Save")
    worker.is_told("The core group is planned for Thursday 26 March 2026.")


def and_records_it_and_circulates_its_minute(worker: Somebody) -> None:
    opens_robin(worker)
    worker.turns_to("Core groups")
    worker.follows("Thursday 26 March 2026")
    worker.follows("Record the core group")
    worker.types("Date it was held", "26/3/2026")
    worker.types("Who chaired?", "Priya Pattern")
    worker.answers("Did a manager chair this first core group?", "Yes")
    worker.types("What was explained of everybody’s part?", "Who does what, and that parents belong to it.")
    worker.types("What is still to be done to finish the assessment?", "The school’s part, by Friday.")
    came = worker.main.get_by_role("group", name="Who came? (optional)")
    worker.checks(came.get_by_label("Marian Thistledown"))
    worker.checks(came.get_by_label("Tomas Template"))
    worker.types("The child's lived experience and voice", "Robin says the nights are quieter.")
    worker.types("What the family said", "Marian wants fewer meetings.")
    worker.types("Progress against the plan", "Robin sleeps through on most nights.")
    worker.types("The risks, looked at again", "Less at night; the same at weekends.")
    worker.types("What is late, and what is done about it", "Nothing.")
    worker.types("Decisions and next steps", "Go on as planned.")
    worker.types("What will be done?", "A place at the after-school club")
    worker.types("Who will do it?", "Tomas Template")
    worker.types("By when?", "15/5/2026")
    worker.answers(
        "When is the minute sent?", "As soon as it is saved, to the members and the chair in their usual ways"
    )
    worker.presses("Finish the minute")
    worker.is_told("The minute is saved and sent.")
    worker.reads("Who was sent it", "Chandra Chart", "Marian Thistledown", "Tomas Template")
    worker.reads("A place at the after-school club (Tomas Template, by 15 May 2026)")


def and_sees_robin_alone(worker: Somebody) -> None:
    worker.records("A visit")
    worker.answers("When was the visit?", "Today, Thursday 26 March 2026")
    worker.answers("Where was it?", "At home")
    worker.answers("What came of it?", "Met the family")
    worker.answers("Was Robin seen?", "Yes, alone")
    worker.types("What did you see and hear? (optional)", "The house was warm.")
    worker.presses("Save visit")
    worker.is_told("Visit recorded.")
    worker.turns_to("Dates")
    worker.reads("13 April 2026")  # ten working days on, with Easter in between


def then_the_chair_finds_the_minute_unread_and_acknowledges_it(chair: Somebody) -> None:
    chair.comes_in()
    chair.chooses("In-box")
    expect(chair.row(ROBIN)).to_contain_text("Unread")
    chair.clicks(chair.row(ROBIN).get_by_role("link"))
    chair.reads("Robin says the nights are quieter.", "A place at the after-school club")
    chair.presses("Acknowledge: no concern")
    chair.chooses("In-box")
    chair.does_not_read("Unread")


# --- overdue ---------------------------------------------------------------------------------------------------


def when_no_visit_was_made_and_the_sweep_comes_round() -> None:
    assert tick(now=timezone.now()).startswith("swept 1 children")


def then_the_worker_is_alerted_on_her_first_page(worker: Somebody) -> None:
    worker.comes_in()
    worker.is_at("My day")
    worker.reads("was due on 13 April 2026", "Overdue by 5 working days")


def and_the_manager_sees_it_among_the_overdue_work(manager: Somebody) -> None:
    manager.comes_in()
    manager.is_at("North team")
    manager.reads("Overdue by 5 working days")
    manager.chooses("Overdue work")
    manager.reads(ROBIN, "13 April 2026", "Overdue by 5 working days")


def when_robin_is_visited_again_the_alert_goes(worker: Somebody) -> None:
    worker.clicks(worker.row(ROBIN).first.get_by_role("button", name="Record a visit"))
    worker.answers("When was the visit?", "Today, Monday 20 April 2026")
    worker.answers("Where was it?", "At home")
    worker.answers("What came of it?", "Met the family")
    worker.answers("Was Robin seen?", "Yes, alone")
    worker.presses("Save visit")
    worker.is_told("Visit recorded.")
    worker.comes_in()
    worker.does_not_read("was due on 13 April 2026")
    worker.does_not_read("Overdue by")


# --- the review ------------------------------------------------------------------------------------------------


def and_the_review_is_booked(worker: Somebody) -> None:
    opens_robin(worker)
    worker.records("A conference booking")
    worker.types("Date of the conference", "9/6/2026")
    worker.selects("Who chairs it?", "Chandra Chart")
    worker.presses("Book conference")
    worker.is_told("Conference booked for Tuesday 9 June 2026.")


def when_the_review_ends_the_plan(chair: Somebody) -> None:
    chair.comes_in()
    chair.follows("Tuesday 9 June 2026")
    chair.follows("Record what it decided")
    chair.answers("Was the conference quorate?", "Yes")
    chair.answers("Did the team manager come?", "Yes")
    chair.answers("Was the lead social worker’s part explained to everybody?", "Yes")
    chair.answers("What was decided for Robin?", "Plan ends")
    chair.types("Why was this decided for Robin?", "Robin is safe at night, and says so.")
    chair.presses("Save what was decided")
    chair.is_told("Conference recorded.")
    chair.turns_to("Plan")
    chair.reads("9 June 2026")


def then_nothing_is_due_but_the_child_in_need_plan(worker: Somebody) -> None:
    opens_robin(worker)
    due = worker.main.get_by_role("table", name="What is due").get_by_role("rowheader")
    expect(due).to_have_text(["Child in need plan after the plan"])


def when_that_is_started_nothing_is_due(worker: Somebody) -> None:
    worker.follows("Start a child in need plan")
    worker.is_at("Child protection plan")
    worker.follows("Start a child in need plan")
    worker.types("Start of the child in need plan", "9/6/2026")
    worker.presses("Save")
    worker.turns_to("Overview")
    worker.reads("Nothing is owed under the statutory timetable today.")


def and_the_timeline_tells_all_of_it(worker: Somebody) -> None:
    told = [title.strip() for title in worker.page.locator(".moj-timeline__title").all_inner_texts()]
    expected = [
        "Strategy discussion",
        "Section 47 enquiry decided",
        "Initial conference booked",
        "Initial conference held: child protection plan",
        "Child protection plan began",
        "Core group held",
        "Core group record circulated",
        "Visit: seen alone",
        "Review conference booked",
        "Review conference held: plan ends",
        "Child protection plan ended",
        "Child in need plan began",
    ]
    assert [each for each in expected if each not in told] == []
    days = worker.page.locator(".moj-timeline__date time").evaluate_all(
        "all => all.map(one => one.getAttribute('datetime').slice(0, 10))"
    )
    assert days == sorted(days, reverse=True)
