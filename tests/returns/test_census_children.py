"""What becomes of a child whose facts are wrong, fact by fact."""

from dataclasses import replace
from datetime import date

import pytest

from returns.census.facts import CensusPlan, CensusSection47
from returns.problems import Severity
from tests.returns.census_files import CHILD, ONE_CHILD, changed, read, said_of, the_one_in, with_children

tue_27_may = date(2025, 5, 27)
tue_17_june = date(2025, 6, 17)

ICPC = "<DateOfInitialCPC>2025-06-17</DateOfInitialCPC>"
REFERRAL = "<CINreferralDate>2025-05-27</CINreferralDate>"
PLAN = ONE_CHILD[ONE_CHILD.index("<ChildProtectionPlans>") : ONE_CHILD.index("      </CINdetails>")]
START = "<CPPstartDate>2025-06-17</CPPstartDate>"
ENDED = START + "<CPPendDate>{}</CPPendDate>"
CLOSED = "</PrimaryNeedCode><CINclosureDate>{}</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure>"
NO_PLAN = changed(PLAN, "")


def test_a_child_without_fault_is_taken_whole():
    found = the_one_in(ONE_CHILD)
    child = found.child
    [referral] = child.referrals

    assert found.problems == ()
    assert (child.reference, child.upn, child.sex, child.ethnicity) == (
        "CH0001",
        "U999123456789",
        "F",
        "WBRI",
    )
    assert child.disabilities == ("LD", "COMM")
    assert (referral.referred_on, referral.source, referral.primary_need) == (tue_27_may, "2B", "N1")
    assert [replace(enquiry, line=0) for enquiry in referral.enquiries] == [
        CensusSection47(0, tue_27_may, tue_17_june, False)
    ]
    assert [replace(plan, line=0) for plan in referral.plans] == [
        CensusPlan(0, tue_17_june, None, "NEG", "EMO", 1, (date(2025, 9, 9), date(2026, 2, 24)))
    ]
    assert child.is_on_a_plan(tue_17_june)
    assert not child.is_on_a_plan(date(2025, 6, 16))


def test_every_problem_names_the_line_on_which_it_stands():
    wrong = changed("<Sex>F</Sex>", "<Sex>female</Sex>")
    [problem] = the_one_in(wrong).problems

    assert wrong.splitlines()[problem.line - 1].strip() == "<Sex>female</Sex>"


def test_no_problem_repeats_what_the_file_says():
    wrong = changed("CH0001", "Jo Example").replace("2016-02-29", "the 29th")
    found = the_one_in(wrong)

    assert len(found.problems) == 2
    assert not any("Jo" in problem.sentence or "29th" in problem.sentence for problem in found.problems)


# Each of these would make a false record, and so the child is not taken.
@pytest.mark.requirement("B-14", "B-15")
@pytest.mark.parametrize(
    ("before", "after", "field", "rule"),
    [
        ("<LAchildID>CH0001</LAchildID>", "", "LAchildID", "portal"),
        ("<LAchildID>CH0001</LAchildID>", "<LAchildID> </LAchildID>", "LAchildID", "portal"),
        ("<LAchildID>CH0001", "<LAchildID>CH-0001", "LAchildID", "1580"),
        (
            "<LAchildID>CH0001</LAchildID>",
            "<LAchildID>A</LAchildID><LAchildID>B</LAchildID>",
            "LAchildID",
            "portal",
        ),
        ("2016-02-29", "29/02/2016", "PersonBirthDate", "portal"),
        ("2016-02-29", "2015-02-29", "PersonBirthDate", "portal"),
        ("2016-02-29", "2026-04-01", "PersonBirthDate", "8520"),
        ("2016-02-29", "<b>2016-02-29</b>", "PersonBirthDate", "portal"),
        ("<PersonBirthDate>2016-02-29</PersonBirthDate>", "", "PersonBirthDate", "8525"),
        (
            "<Sex>F",
            "<ExpectedPersonBirthDate>2016-03-01</ExpectedPersonBirthDate><Sex>F",
            "PersonBirthDate",
            "8525",
        ),
        (
            "<Sex>F</Sex>",
            "<Sex>F</Sex><PersonDeathDate>2016-02-28</PersonDeathDate>",
            "PersonDeathDate",
            "8535",
        ),
        ("<Sex>F</Sex>", "<Sex>F</Sex><PersonDeathDate>2026-03-01</PersonDeathDate>", "CPPendDate", "8920"),
        (REFERRAL, "", "CINreferralDate", "portal"),
        (REFERRAL, "<CINreferralDate>27/05/2025</CINreferralDate>", "CINreferralDate", "portal"),
        (REFERRAL, "<CINreferralDate>2026-11-23</CINreferralDate>", "CINreferralDate", "portal"),
        ("</PrimaryNeedCode>", CLOSED.format("2025-05-26"), "CINclosureDate", "8620"),
        ("</PrimaryNeedCode>", CLOSED.format("2026-03-01"), "CPPendDate", "8565"),
        (
            "</PrimaryNeedCode>",
            "</PrimaryNeedCode><CINclosureDate>2026-03-01</CINclosureDate>",
            "ReasonForClosure",
            "8640",
        ),
        ("<S47ActualStartDate>2025-05-27", "<S47ActualStartDate>2025-06-18", "DateOfInitialCPC", "8615"),
        ("<S47ActualStartDate>2025-05-27</S47ActualStartDate>", "", "S47ActualStartDate", "portal"),
        (ICPC, "<DateOfInitialCPC>17/06/2025</DateOfInitialCPC>", "DateOfInitialCPC", "portal"),
        (START, "", "CPPstartDate", "portal"),
        (START, "<CPPstartDate>2025-06-18</CPPstartDate>", "CPPstartDate", "2885"),
        (START, "<CPPstartDate>2014-06-17</CPPstartDate>", "CPPstartDate", "portal"),
        (START, ENDED.format("2025-06-16"), "CPPendDate", "8925"),
        (START, ENDED.format("2025-06-17"), "CPPendDate", "8840"),
        (START, ENDED.format("2026-02-23"), "CPPreviewDate", "portal"),
        ("2025-09-09", "2025-06-17", "CPPreviewDate", "8841"),
        ("2025-09-09", "09/09/2025", "CPPreviewDate", "portal"),
        (
            "<InitialCategoryOfAbuse>NEG",
            "<InitialCategoryOfAbuse>NEGLECT",
            "InitialCategoryOfAbuse",
            "portal",
        ),
        ("<LatestCategoryOfAbuse>EMO</LatestCategoryOfAbuse>", "", "LatestCategoryOfAbuse", "portal"),
        (PLAN, PLAN + PLAN.replace("2025-06-17", "2026-02-24"), "CPPstartDate", "2885"),
    ],
)
def test_a_child_whose_identity_dates_or_plans_cannot_be_true_is_not_taken(before, after, field, rule):
    found = the_one_in(changed(before, after))

    assert found.child is None
    assert (field, rule, "REFUSED") in said_of(found)


@pytest.mark.parametrize(
    ("before", "after", "field", "left"),
    [
        ("<UPN>U", "<UPN>A", "UPN", {"upn": ""}),
        ("<UPN>U999123456789", "<UPN>12345", "UPN", {"upn": ""}),
        ("<Sex>F", "<Sex>1", "Sex", {"sex": "U"}),
        ("<Sex>F</Sex>", "", "Sex", {"sex": "U"}),
        ("<Ethnicity>WBRI", "<Ethnicity>WHITE", "Ethnicity", {"ethnicity": ""}),
        ("<Ethnicity>WBRI</Ethnicity>", "", "Ethnicity", {"ethnicity": ""}),
        ("<Disability>LD", "<Disability>OTHER", "Disability", {"disabilities": ("COMM",)}),
        ("<Disability>LD", "<Disability>NONE", "Disability", {"disabilities": ("COMM",)}),
        ("<Sex>F", "<UPNunknown>UN9</UPNunknown><Sex>F", "UPNunknown", {"reason_without_upn": ""}),
    ],
)
def test_a_characteristic_that_cannot_be_read_is_not_known_and_the_child_is_taken(before, after, field, left):
    found = the_one_in(changed(before, after))

    assert {name: getattr(found.child, name) for name in left} == left
    assert field in {problem.field for problem in found.problems}
    assert {problem.severity for problem in found.problems} == {Severity.LEFT_OUT}


@pytest.mark.parametrize(
    ("before", "after", "field", "left"),
    [
        ("<ReferralSource>2B", "<ReferralSource>2C", "ReferralSource", {"source": ""}),
        ("<PrimaryNeedCode>N1", "<PrimaryNeedCode>1", "PrimaryNeedCode", {"primary_need": ""}),
        ("<ReferralNFA>0", "<ReferralNFA>no", "ReferralNFA", {"no_further_action": None}),
        (
            "</PrimaryNeedCode>",
            "</PrimaryNeedCode><ReasonForClosure>RC7</ReasonForClosure>",
            "ReasonForClosure",
            {"closure_reason": ""},
        ),
    ],
)
def test_what_a_referral_says_beside_its_dates_may_be_missing(before, after, field, left):
    found = the_one_in(changed(before, after))
    [referral] = found.child.referrals

    assert {name: getattr(referral, name) for name in left} == left
    assert said_of(found)[0][0] == field


@pytest.mark.parametrize(
    ("before", "after", "field", "rule"),
    [
        ("<Sex>F", "<UPNunknown>UN1</UPNunknown><Sex>F", "UPNunknown", "1540"),
        ("2016-02-29", "1999-02-28", "PersonBirthDate", "8775"),
        (REFERRAL, "<CINreferralDate>2025-05-28</CINreferralDate>", "S47ActualStartDate", "2889"),
        (REFERRAL, "<CINreferralDate>2025-06-18</CINreferralDate>", "CPPstartDate", "1105"),
        ("<ReferralNFA>0", "<ReferralNFA>1", "ReferralNFA", "8832"),
        ("<ReferralNFA>0", "stray <ReferralNFA>0", "CINdetails", "portal"),
        ("2025-09-09", "2026-02-24", "CPPreviewDate", "8842"),
        ("<CPPreviewDate>2026-02-24", "<CPPreviewDate>2026-05-05", "CPPreviewDate", "portal"),
        ("<NumberOfPreviousCPP>1", "<NumberOfPreviousCPP>-1", "NumberOfPreviousCPP", "8730"),
        (ICPC, "", "CPPstartDate", "2885"),
        (
            "<PrimaryNeedCode>",
            "<DateOfInitialCPC>2025-06-17</DateOfInitialCPC><PrimaryNeedCode>",
            "DateOfInitialCPC",
            "2884",
        ),
        ("<ICPCnotRequired>0", "<ICPCnotRequired>1", "ICPCnotRequired", "8868"),
    ],
)
def test_a_contradiction_that_no_clock_hangs_on_is_taken_and_reported(before, after, field, rule):
    found = the_one_in(changed(before, after))

    assert found.child is not None
    assert (field, rule) in {(problem.field, problem.rule) for problem in found.problems}


def test_a_plan_going_on_from_an_earlier_year_needs_no_conference_in_the_file():
    earlier = NO_PLAN.replace(ICPC, "").replace(
        "      </CINdetails>", PLAN.replace("2025-06-17", "2025-03-31") + "      </CINdetails>"
    )
    found = the_one_in(earlier.replace("2025-05-27", "2025-03-03"))

    assert [plan.started_on for plan in found.child.plans()] == [date(2025, 3, 31)]
    assert [problem for problem in found.problems if problem.rule == "2885"] == []


def test_a_conference_under_the_referral_itself_begins_a_plan_after_a_move_in():
    file = changed(ICPC, "").replace("<Assessments>", ICPC + "<Assessments>", 1)
    found = the_one_in(file)

    assert found.child.referrals[0].conference_on == tue_17_june
    assert found.problems == ()


@pytest.mark.requirement("B-17")
def test_an_unborn_child_is_taken_with_the_expected_date_and_no_sex():
    unborn = (
        changed(
            "<PersonBirthDate>2016-02-29</PersonBirthDate>",
            "<ExpectedPersonBirthDate>2026-06-01</ExpectedPersonBirthDate>",
        )
        .replace("2025-05-27", "2026-01-13")
        .replace("2025-06-17", "2026-02-03")
        .replace("<CPPreviewDate>2025-09-09</CPPreviewDate>", "")
    )
    found = the_one_in(unborn)

    assert (found.child.born_on, found.child.expected_on, found.child.sex) == (None, date(2026, 6, 1), "U")
    assert said_of(found) == [("Sex", "8750", "LEFT_OUT")]


@pytest.mark.requirement("B-17")
def test_a_plan_more_than_forty_weeks_before_the_birth_is_refused():
    # 40 weeks before Tue 24 Mar 2026 is Tue 17 Jun 2025.
    born = changed("2016-02-29", "2026-03-24").replace("2025-05-27", "2025-06-17")
    a_day_later = born.replace("2026-03-24", "2026-03-25")

    assert the_one_in(born).child is not None
    assert ("CPPstartDate", "portal", "REFUSED") in said_of(the_one_in(a_day_later))


def plans(*spans):
    written = "".join(
        PLAN.replace(
            START,
            f"<CPPstartDate>{start}</CPPstartDate>" + (f"<CPPendDate>{end}</CPPendDate>" if end else ""),
        )
        .replace("<CPPreviewDate>2025-09-09</CPPreviewDate>", "")
        .replace(
            "<CPPreviewDate>2026-02-24</CPPreviewDate>",
            f"<CPPreviewDate>{end or '2026-03-03'}</CPPreviewDate>",
        )
        for start, end in spans
    )
    return changed(PLAN, written).replace("2025-05-27", "2024-04-02").replace(ICPC, "")


@pytest.mark.parametrize(
    ("spans", "rule"),
    [
        ([("2024-05-01", None), ("2024-06-01", None)], "8935"),
        ([("2024-05-01", "2024-09-02"), ("2024-09-02", None)], "8940"),
        ([("2024-05-01", "2024-09-02"), ("2024-06-03", "2024-12-02")], "8940"),
        ([("2024-05-01", None), ("2024-06-03", "2024-12-02")], "8940"),
    ],
)
def test_plans_of_one_child_that_overlap_are_refused(spans, rule):
    found = the_one_in(plans(*spans))

    assert found.child is None
    assert rule in {problem.rule for problem in found.problems}


def test_a_second_plan_from_the_day_after_the_first_ended_is_taken():
    found = the_one_in(plans(("2024-05-01", "2024-09-02"), ("2024-09-03", None)))

    assert len(list(found.child.plans())) == 2


def test_the_same_plan_under_two_referrals_is_taken_once():
    again = "<CINdetails><CINreferralDate>2025-05-28</CINreferralDate><ReferralSource>6</ReferralSource>"
    again += f"<ReferralNFA>0</ReferralNFA>{PLAN}</CINdetails>"
    found = the_one_in(changed("</CINdetails>", "</CINdetails>" + again))

    assert len(list(found.child.plans())) == 1
    assert "8940" in {problem.rule for problem in found.problems}


def test_an_initial_conference_while_the_plan_ran_is_left_out():
    file = changed("<Assessments>", "<DateOfInitialCPC>2025-09-09</DateOfInitialCPC><Assessments>")
    found = the_one_in(file)

    assert found.child.referrals[0].conference_on is None
    assert said_of(found) == [("DateOfInitialCPC", "portal", "LEFT_OUT")]


@pytest.mark.parametrize(
    ("start", "end", "taken"),
    [
        ("2025-05-28", "2025-06-17", 1),
        ("2025-05-28", "2025-06-18", 0),
        ("2025-09-01", "", 0),
        ("2025-05-28", "", 0),
    ],
)
def test_a_child_in_need_plan_is_taken_where_it_runs_beside_no_protection_plan(start, end, taken):
    dates = f"<CINPlanStartDate>{start}</CINPlanStartDate><CINPlanEndDate>{end}</CINPlanEndDate>"
    plan = f"<CINPlanDates>{dates}</CINPlanDates>"
    found = the_one_in(changed("<Section47>", plan + "<Section47>"))

    assert len(found.child.referrals[0].in_need_plans) == taken


def test_a_former_gender_code_stands_for_the_sex_in_older_files():
    assert the_one_in(changed("<Sex>F</Sex>", "<GenderCurrent>1</GenderCurrent>")).child.sex == "M"


def test_one_refused_child_does_not_hold_up_the_next():
    found, _ = read(
        with_children(CHILD.replace("2016-02-29", "29/02/2016"), CHILD.replace("CH0001", "CH0002"))
    )

    assert [each.child is not None for each in found] == [False, True]
    assert found[0].reference == "CH0001"


def test_two_identity_groups_are_one_too_many():
    group = ONE_CHILD[ONE_CHILD.index("<ChildIdentifiers>") : ONE_CHILD.index("      <ChildCharacteristics>")]
    found = the_one_in(changed(group, group + group))

    assert found.child is None


def test_a_child_without_referral_is_refused():
    details = ONE_CHILD[ONE_CHILD.index("      <CINdetails>") : ONE_CHILD.index("    </Child>\n")]
    found = the_one_in(changed(details, ""))

    assert said_of(found) == [("CINdetails", "8590", "REFUSED")]
