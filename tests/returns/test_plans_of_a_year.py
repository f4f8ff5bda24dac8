"""What the data officer reads of plans: the census's fields as they stood on 31 March, and nothing else (A-12)."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import GRANTED, Permission, Role
from children.actions import record_birth
from children.codes import AbuseCategory
from plans.actions import describe_plan
from returns.plans_of_a_year import COLUMNS, CensusYear, in_return
from tests.factories import ChildFactory, UserFactory
from tests.factories.stories import on_a_plan, reviewed
from tests.plans.conftest import signed_in

pytestmark = pytest.mark.requirement("A-12")
NEGLECT, EMOTIONAL = AbuseCategory.NEGLECT, AbuseCategory.EMOTIONAL


@pytest.fixture
def data_officer(db):
    return UserFactory(name="Dev Dataset", role=Role.DATA_OFFICER)


def rows(ends_in):
    year = CensusYear(ends_in)
    return {each.reference: each for each in in_return(list(year.plans().select_related("child")), year)}


@pytest.mark.parametrize(
    ("day", "ends_in"),
    [
        (date(2026, 3, 31), 2026),
        (date(2026, 4, 1), 2027),
        (date(2026, 12, 31), 2027),
        (date(2027, 1, 1), 2027),
        (date(2024, 2, 29), 2024),
    ],
)
def test_the_year_runs_from_april_to_march(day, ends_in):
    year = CensusYear.of(day)

    assert year.ends_in == ends_in
    assert year.begins_on <= day <= year.ends_on
    assert (year.begins_on, year.ends_on) == (date(ends_in - 1, 4, 1), date(ends_in, 3, 31))


class TestWhichPlans:
    # Tuesday 24 February 2026 to the review of Thursday 21 May 2026: in the years that end in 2026 and in 2027.
    @pytest.fixture
    def ended(self, child):
        on_a_plan(child, started_on=date(2026, 2, 24), categories=[NEGLECT])
        child.refresh_from_db()
        reviewed(child, held_on=date(2026, 5, 21), ends=True)
        return child

    def test_one_that_ran_across_the_turn_of_the_year_is_in_both_and_ends_only_in_the_later(self, ended):
        first, second = rows(2026)[ended.reference], rows(2027)[ended.reference]

        assert (first.started_on, first.ended_on, first.reviews) == (date(2026, 2, 24), None, [])
        assert (second.ended_on, second.reviews) == (date(2026, 5, 21), [date(2026, 5, 21)])

    def test_it_is_in_no_year_before_it_began_or_after_it_ended(self, ended):
        assert ended.reference not in rows(2025)
        assert ended.reference not in rows(2028)

    # 31 March 2026 is a Tuesday, 1 April a Wednesday.
    @pytest.mark.parametrize(
        ("started_on", "years"),
        [(date(2026, 3, 31), {2026, 2027}), (date(2026, 4, 1), {2027})],
    )
    def test_the_last_day_and_the_first(self, child, started_on, years):
        on_a_plan(child, started_on=started_on)

        assert {year for year in (2025, 2026, 2027) if child.reference in rows(year)} == years


class TestAsItStood:
    def test_a_category_changed_after_the_last_day_does_not_count_back(self, child):
        on_a_plan(child, started_on=date(2026, 2, 24), categories=[NEGLECT])
        child.refresh_from_db()
        reviewed(child, held_on=date(2026, 5, 21), categories=[NEGLECT, EMOTIONAL])

        assert rows(2026)[child.reference].latest_category == "NEG"
        assert rows(2027)[child.reference].first_category == "NEG"
        assert rows(2027)[child.reference].latest_category == "MUL"

    def test_categories_of_a_plan_that_came_without_conferences_are_those_it_came_with(self, child):
        plan = on_a_plan(child, started_on=date(2026, 2, 24), categories=[NEGLECT])
        row = plan.conferences.get()
        row.categories = []
        row.save_by(row.recorded_by)
        plan.latest_categories = [EMOTIONAL]
        plan.save_by(plan.recorded_by)

        assert rows(2026)[child.reference].latest_category == "EMO"

    def test_a_child_born_after_the_last_day_is_expected_then(self, team):
        unborn = ChildFactory(born_on=None, expected_on=date(2026, 4, 20), team=team)
        on_a_plan(unborn, started_on=date(2026, 3, 3))
        unborn.refresh_from_db()
        record_birth(
            child=unborn, born_on=date(2026, 4, 18), sex="F", given_name="Ro", family_name="Fixture",
            by=unborn.recorded_by, today=date(2026, 4, 20),
        )  # fmt: skip

        before, after = rows(2026)[unborn.reference], rows(2027)[unborn.reference]
        assert (before.born_on, before.expected_on, before.sex) == (None, date(2026, 4, 20), "U")
        assert (after.born_on, after.expected_on, after.sex) == (date(2026, 4, 18), None, "F")


@pytest.mark.usefixtures("it_is_today")
class TestThePage:
    @pytest.fixture
    def plan(self, child, social_worker):
        plan = on_a_plan(child, started_on=date(2026, 2, 24))
        describe_plan(
            plan=plan, concerns="Left alone at night.", what_must_change="", contingency="", by=social_worker
        )
        return plan

    def test_it_is_where_the_data_officer_begins_and_says_nobodys_name(self, plan, data_officer):
        browser = signed_in(data_officer)

        page = browser.get("/", follow=True).content.decode()

        assert "Plans for the children in need census" in page
        assert plan.child.reference in page
        assert "1 April 2025 to 31 March 2026" in page
        for kept in (plan.child.given_name, plan.child.family_name, "Left alone"):
            assert kept not in page

    def test_the_file_has_the_census_s_fields_and_no_word_of_the_record(self, plan, data_officer):
        browser = signed_in(data_officer)
        here = reverse("plans-of-a-year")

        answer = browser.post(
            f"{reverse('exports:take-out')}?of={here}%3Fyear%3D2026",
            {"why": "The census", "form": "csv"},
        )
        text = b"".join(answer).decode("utf-8-sig")

        [heads, row] = csv.reader(io.StringIO(text))
        assert tuple(heads) == COLUMNS
        assert row[0] == plan.child.reference
        assert row[8:13] == ["2026-02-24", "", "NEG", "NEG", "0"]
        for kept in (plan.child.given_name, plan.child.family_name, "Left alone"):
            assert kept not in text

    def test_a_year_that_is_not_offered_is_the_newest(self, plan, data_officer):
        page = signed_in(data_officer).get(reverse("plans-of-a-year"), {"year": "1999"}).content.decode()

        assert "1 April 2025 to 31 March 2026" in page

    def test_no_child_s_record_opens_for_them(self, plan, data_officer):
        browser = signed_in(data_officer)

        for address in (plan.child.get_absolute_url(), f"/children/{plan.child_id}/plan/", "/children/"):
            assert browser.get(address).status_code in (403, 404)
        assert GRANTED[Role.DATA_OFFICER] == {
            Permission.USE_PORTAL, Permission.READ_RETURN_FIELDS, Permission.EXPORT_LIST,
        }  # fmt: skip
        assert {role for role, may in GRANTED.items() if Permission.READ_RETURN_FIELDS in may} == {
            Role.DATA_OFFICER
        }
