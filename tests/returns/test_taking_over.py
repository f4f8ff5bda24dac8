"""Taking records over from a previous system: what is written, what is not, and what is left alone."""

from datetime import date

import pytest

from accounts.models import Team, User
from accounts.roles import Role
from benchmarks.made_up_census import write
from children.models import Child, Referral
from conferences.models import ChildAtConference, Conference, Section47Enquiry
from deadlines.models import Deadline
from plans.models import ChildProtectionPlan, EndReason
from returns import actions, taking_over
from returns.models import ImportProblem, ImportRun
from returns.people import NOT_YET_INVITED
from returns.report import csv_lines, outcome_in_words, preview_in_words
from returns.uploads import Files
from tests.factories import ChildFactory, TeamFactory, UserFactory
from tests.returns.census_files import CHILD, ONE_CHILD, changed, with_children
from tests.returns.conftest import (
    ROW,
    fri_6_nov,
    rows_in_the_database,
    sun_22_nov_2026,
    the_child,
    tue_17_june,
    tue_24_feb,
    tue_27_may,
)
from visits.models import Visit

pytestmark = pytest.mark.django_db
Became = ImportProblem.Became


def test_a_child_is_taken_over_with_everything_that_the_census_says(files, take_over):
    run = take_over(files())
    child = the_child()
    referral = child.referrals.get()
    plan = child.plans.get()
    enquiry = child.section47enquirys.get()

    assert (run.state, run.taken, run.refused) == (ImportRun.State.DONE, 1, 0)
    assert (child.name, child.sex, child.ethnicity) == ("Child CH0001", "F", "WBRI")
    assert (child.upn, child.disabilities, child.from_previous_system) == (
        "U999123456789",
        ["LD", "COMM"],
        True,
    )
    assert (referral.received_on, referral.source, referral.primary_need) == (tue_27_may, "2B", "N1")
    assert (enquiry.discussion.held_on, enquiry.outcome, enquiry.referral) == (
        tue_27_may,
        "conference",
        referral,
    )
    assert (plan.started_on, plan.ended_on, plan.plans_before) == (tue_17_june, None, 1)
    assert (plan.initial_categories, plan.latest_categories) == (["NEG"], ["EMO"])
    assert [
        (row.kind, row.decision, row.conference.held_on)
        for row in child.conferences.select_related("conference").order_by("conference__held_on")
    ] == [
        ("initial", "plan", tue_17_june),
        ("review", "continue", date(2025, 9, 9)),
        ("review", "continue", tue_24_feb),
    ]


def test_everything_taken_over_has_its_first_line_of_history(files, take_over, portal):
    take_over(files(ONE_CHILD, ROW))

    for model in (
        Child,
        Referral,
        ChildProtectionPlan,
        Section47Enquiry,
        Conference,
        ChildAtConference,
        Visit,
    ):
        [*lines] = model.history.all()
        assert len(lines) == model.objects.count()
        assert {line.history_user for line in lines} == {portal}
        assert {line.history_change_reason for line in lines} == {"From the previous system"}


def test_list_7_brings_the_last_visit_the_latest_review_the_team_and_the_worker(files, take_over):
    take_over(files(ONE_CHILD, ROW))
    child = the_child()
    visit = child.visits.get()
    allocation = child.allocation_on(sun_22_nov_2026)

    assert (visit.visited_on, visit.child_seen, visit.child_seen_alone) == (fri_6_nov, True, True)
    assert (visit.from_previous_system, visit.visited_by) == (True, None)
    assert child.team.name == allocation.team.name == "Safeguarding North"
    assert allocation.social_worker.name == "Dee Example"
    assert child.conferences.filter(kind="review", conference__held_on=date(2026, 8, 24)).count() == 1


def test_a_worker_from_list_7_cannot_sign_in_until_invited(files, take_over):
    take_over(files(ONE_CHILD, ROW))
    worker = User.objects.get(name="Dee Example")

    assert not worker.has_usable_password()
    assert worker.email.endswith(f"@{NOT_YET_INVITED}")
    assert worker.role == Role.SOCIAL_WORKER


def test_a_worker_and_team_that_the_portal_knows_are_found_by_name(files, take_over):
    team = TeamFactory(name="SAFEGUARDING NORTH")
    worker = UserFactory(name="dee example", team=team)

    take_over(files(ONE_CHILD, ROW))

    assert the_child().allocation_on(sun_22_nov_2026).social_worker == worker
    assert Team.objects.filter(name__iexact="Safeguarding North").count() == 1


def test_of_two_workers_of_one_name_the_one_in_the_team_is_meant(files, take_over):
    UserFactory(name="Dee Example")
    meant = UserFactory(name="Dee Example", team=TeamFactory(name="Safeguarding North"))

    take_over(files(ONE_CHILD, ROW))

    assert the_child().allocation_on(sun_22_nov_2026).social_worker == meant


def test_a_name_that_several_share_allocates_the_child_to_nobody(files, take_over):
    UserFactory(name="Dee Example")
    UserFactory(name="Dee Example")

    run = take_over(files(ONE_CHILD, ROW))

    assert the_child().allocation_on(sun_22_nov_2026) is None
    assert the_child().team.name == "Safeguarding North"
    assert "Several people have this name" in run.problems.get(field="Allocated Worker").sentence


@pytest.mark.requirement("T-16")
def test_a_child_on_a_plan_with_no_known_visit_is_overdue_from_the_start_of_the_plan(files, take_over):
    take_over(files())

    overdue = Deadline.objects.outstanding().overdue(on=sun_22_nov_2026).filter(rule="visit")
    assert [deadline.started_on for deadline in overdue] == [tue_17_june]


@pytest.mark.requirement("T-16", "T-18")
def test_the_visit_of_list_7_starts_the_next_clocks(files, take_over):
    take_over(files(ONE_CHILD, ROW))

    outstanding = Deadline.objects.outstanding().filter(child=the_child(), rule__in=["visit", "seen-alone"])
    assert {deadline.started_on for deadline in outstanding} == {fri_6_nov}


@pytest.mark.requirement("T-18")
def test_a_last_visit_when_the_child_was_not_alone_leaves_seeing_alone_owed(files, take_over):
    take_over(files(ONE_CHILD, ROW | {"Was the Child Seen Alone?": "b) No"}))

    alone = Deadline.objects.outstanding().get(child=the_child(), rule="seen-alone")
    assert alone.started_on == tue_17_june


@pytest.mark.requirement("T-21")
def test_the_latest_review_sets_the_day_of_the_next(files, take_over):
    take_over(files(ONE_CHILD, ROW))

    review = Deadline.objects.outstanding().get(child=the_child(), rule="review")
    # Six months after Mon 24 Aug 2026.
    assert (review.started_on, review.due_on) == (date(2026, 8, 24), date(2027, 2, 24))


def test_a_plan_that_list_7_says_has_ended_since_is_ended(files, take_over):
    take_over(files(ONE_CHILD, ROW | {"Child Protection Plan End Date": date(2026, 8, 24)}))
    plan = the_child().plans.get()

    assert (plan.ended_on, plan.end_reason) == (date(2026, 8, 24), EndReason.UNKNOWN)
    assert the_child().conferences.get(decision="end").conference.held_on == date(2026, 8, 24)
    assert not Deadline.objects.outstanding().filter(child=the_child(), rule="visit").exists()


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"Child Protection Plan Start Date": date(2026, 9, 1)}, "Child Protection Plan Start Date"),
        ({"Child Protection Plan End Date": date(2025, 12, 1)}, "Child Protection Plan End Date"),
        ({"Date of latest review conference": date(2025, 6, 17)}, "Date of latest review conference"),
        ({"Date of the Last Statutory Visit": date(2015, 6, 17)}, "Date of the Last Statutory Visit"),
        ({"Allocated Team": None, "Allocated Worker": "Somebody New"}, "Allocated Worker"),
        ({"Child Unique ID": "CH9999"}, "Child Unique ID"),
    ],
)
def test_what_list_7_cannot_be_right_about_is_reported_and_the_census_believed(
    files, take_over, cells, field
):
    run = take_over(files(ONE_CHILD, ROW | cells))
    plan = the_child().plans.get()

    assert run.taken == 1
    assert field in set(run.problems.filter(in_annex_a=True).values_list("field", flat=True))
    assert (plan.started_on, plan.ended_on) == (tue_17_june, None)


def test_reading_the_files_writes_nothing_about_any_child(files, read):
    before = rows_in_the_database()
    run = read(files(ONE_CHILD, ROW))

    assert rows_in_the_database() == before | {"User": before["User"]}
    assert (run.state, run.children, run.new, run.on_a_plan, run.with_baseline) == ("ready", 1, 1, 1, 1)


def test_the_same_files_taken_in_twice_change_nothing(files, take_over, read, portal, tmp_path):
    write(tmp_path / "big", children=300, dirty=0.1)
    given = Files(tmp_path / "big" / "census.xml", tmp_path / "big" / "annex-a.xlsx")
    first = take_over(given)
    before = rows_in_the_database()
    histories = {
        model.__name__: model.history.count() for model in (Child, ChildProtectionPlan, Visit, Team, User)
    }

    again = read(given)

    assert (again.new, again.already_here) == (0, first.taken)
    with pytest.raises(actions.Refused, match="no new child"):
        actions.agree_import(run=again, by=portal)
    again.state = ImportRun.State.AGREED
    again.save()
    taking_over.take_in(run=again, files=given, by=portal, today=sun_22_nov_2026)
    assert rows_in_the_database() == before
    assert histories == {
        model.__name__: model.history.count() for model in (Child, ChildProtectionPlan, Visit, Team, User)
    }


def test_a_child_whom_the_portal_has_already_is_left_exactly_as_it_is(files, take_over):
    ChildFactory(reference="CH0001", given_name="Robin", born_on=date(2014, 5, 9))
    other = CHILD.replace("CH0001", "CH0002").replace("<UPN>U999123456789</UPN>", "")

    run = take_over(files(with_children(CHILD, other), ROW))

    assert (run.taken, the_child().given_name, the_child().born_on) == (1, "Robin", date(2014, 5, 9))
    assert not the_child().plans.exists()


def test_dirty_children_are_refused_and_all_others_taken(take_over, tmp_path):
    write(tmp_path, children=400, dirty=0.5)
    run = take_over(Files(tmp_path / "census.xml", tmp_path / "annex-a.xlsx"))

    refused = run.problems.filter(became=ImportProblem.Became.REFUSED, in_annex_a=False)
    assert run.taken + run.refused == 400
    assert run.refused == refused.values("line", "child_id").count() > 30
    assert Child.objects.count() == run.taken


def test_what_the_preview_says_is_what_is_taken(read, take_over, tmp_path):
    write(tmp_path, children=300, dirty=0.2)
    given = Files(tmp_path / "census.xml", tmp_path / "annex-a.xlsx")
    preview = read(given)
    run = take_over(given)

    open_plans = ChildProtectionPlan.objects.filter(ended_on=None)
    assert (preview.new, preview.refused) == (run.taken, run.refused)
    assert preview.on_a_plan == open_plans.count()
    assert preview.with_baseline == Child.objects.exclude(team=None).count()


def test_a_child_whom_only_list_7_has_is_said_first_and_counted(files, read, take_over):
    # Whoever is in List 7 is on a plan, and would be in no list of the portal.
    dirty = changed("<Sex>F", "<Sex>1")
    given = files(dirty, ROW, {**ROW, "Child Unique ID": "CH0009"}, {**ROW, "Child Unique ID": None})
    run = read(given)

    assert preview_in_words(run)[-1] == "2 rows of List 7 for which there is no child"
    assert [(each.child_id, each.became) for each in run.problems.gravest_first()] == [
        ("", Became.REFUSED),
        ("CH0009", Became.REFUSED),
        ("CH0001", Became.LEFT_OUT),
    ]
    done = take_over(given)
    assert "2 rows of List 7 for which there is no child" in outcome_in_words(done)
    assert [line.split(",")[1] for line in csv_lines(done)] == ["Child", "", "CH0009", "CH0001"]


def test_a_child_of_list_7_whom_the_census_or_the_portal_has_is_counted_as_no_row_too_many(files, read):
    ChildFactory(reference="CH0009")
    run = read(files(ONE_CHILD, ROW, {**ROW, "Child Unique ID": "CH0009"}))

    assert not [words for words in preview_in_words(run) if "no child" in words]


def test_children_who_share_a_reference_or_a_upn_are_told_apart_in_the_preview_too(files, read):
    same_upn = CHILD.replace("CH0001", "CH0002")
    run = read(files(with_children(CHILD, CHILD, same_upn, same_upn.replace("CH0002", "CH0003"))))

    assert (run.children, run.new, run.refused) == (4, 2, 2)
    assert run.shared == {"references": ["CH0001"], "upns": ["U999123456789"]}
    assert run.problems.filter(rule="8510").count() == 2


@pytest.mark.requirement("B-17")
def test_an_unborn_child_on_a_plan_is_taken_over_without_visiting_clocks(files, take_over):
    unborn = (
        changed(
            "<PersonBirthDate>2016-02-29</PersonBirthDate>",
            "<ExpectedPersonBirthDate>2026-06-01</ExpectedPersonBirthDate>",
        )
        .replace("<UPN>U999123456789</UPN>", "<UPNunknown>UN1</UPNunknown>")
        .replace("<Sex>F", "<Sex>U")
        .replace("2025-05-27", "2026-01-13")
        .replace("2025-06-17", "2026-02-03")
        .replace("<CPPreviewDate>2025-09-09</CPPreviewDate>", "")
    )
    take_over(files(unborn))

    assert the_child().is_unborn
    assert not Deadline.objects.filter(child=the_child(), rule="visit").exists()


@pytest.mark.requirement("B-15")
def test_an_initial_conference_without_enquiry_is_one_after_a_move_in(files, take_over):
    moved_in = (
        ONE_CHILD[: ONE_CHILD.index("        <Section47>")]
        + ONE_CHILD[ONE_CHILD.index("        <ReferralNFA>") :]
    )
    conference = "<DateOfInitialCPC>2025-06-17</DateOfInitialCPC>"
    take_over(files(changed("        <Assessments>", conference + "<Assessments>", text=moved_in)))

    assert the_child().conferences.get(decision="plan").kind == ChildAtConference.Kind.TRANSFER_IN


def test_an_enquiry_that_needed_no_conference_leaves_nothing_owed(files, take_over):
    plan = ONE_CHILD[ONE_CHILD.index("<ChildProtectionPlans>") : ONE_CHILD.index("      </CINdetails>")]
    no_conference = (
        changed(plan, "")
        .replace("<DateOfInitialCPC>2025-06-17</DateOfInitialCPC>", "")
        .replace("<ICPCnotRequired>0", "<ICPCnotRequired>1")
    )
    take_over(files(no_conference))
    enquiry = the_child().section47enquirys.get()

    assert (enquiry.outcome, enquiry.decided_on) == ("no-conference", date(2026, 3, 31))
    assert "not known" in enquiry.findings
    assert not Deadline.objects.outstanding().filter(child=the_child()).exists()


@pytest.mark.requirement("T-08", "T-14")
def test_nothing_is_owed_towards_a_review_that_was_held_in_the_previous_system(files, take_over):
    take_over(files(ONE_CHILD, ROW))

    towards = Deadline.objects.filter(rule__in=["review-plan-updated", "core-group-before-review"])
    assert not towards.exists()
