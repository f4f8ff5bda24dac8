from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AccessLog
from children.models import FormerName, Relationship
from children.search import Sought, near_matches, search
from tests.factories import ChildFactory, PersonFactory, RelationshipFactory, TeamFactory, UserFactory

FIND = "/children/find/"


def born(text: str) -> date:
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


@pytest.fixture
def shaun(db):
    return ChildFactory(
        given_name="Shaun",
        family_name="Smythe-O’Brien",
        known_as="Fizz",
        born_on=date(2014, 3, 4),
        nhs_number="9434765919",
        upn="H801200001001",
        reference="C2041",
    )


def reasons(text: str = "", born_on: date | None = None) -> list[str]:
    [found] = search(Sought(text=text, born_on=born_on))
    return found.reasons


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ("Shaun Smythe", ["same name"]),
        ("SHAUN O'BRIEN", ["same name"]),
        ("Sean Smith", ["sounds like “sean”", "sounds like “smith”"]),
        ("Shawn", ["sounds like “shawn”"]),
        ("Shuan Smyhte", ["sounds like “shuan”", "sounds like “smyhte”"]),
        ("Shaun Smynthe", ["looks like “smynthe”"]),
        ("Sha Smy", ["begins with “sha”", "begins with “smy”"]),
        ("Fizz", ["same name"]),
        ("Shaun Paul Smythe", ["part of the name"]),
        ("943 476 5919", ["same NHS number"]),
        ("h801200001001", ["same pupil number"]),
        ("c2041", ["same reference"]),
    ],
)
def test_a_child_is_offered_with_why(shaun, typed, because):
    assert reasons(typed) == because


@pytest.mark.parametrize(
    ("day", "because"),
    [
        ("4/3/2014", "same date of birth"),
        ("3/4/2014", "day and month of birth swapped"),
        ("11/3/2014", "date of birth within 7 days"),
        ("25/2/2014", "date of birth within 7 days"),
    ],
)
def test_a_date_nearly_right_is_a_reason(shaun, day, because):
    assert because in reasons("Shaun", born(day))


def test_a_date_alone_finds_the_child_also_with_day_and_month_swapped(shaun):
    assert reasons(born_on=date(2014, 3, 4)) == ["same date of birth"]
    assert reasons(born_on=date(2014, 4, 3)) == ["day and month of birth swapped"]


def test_one_name_and_the_date_are_enough_when_the_other_name_is_wrong(shaun):
    assert search(Sought(text="Shaun Wrongname")) == []
    assert reasons("Shaun Wrongname", date(2014, 3, 4)) == ["part of the name", "same date of birth"]


def test_names_that_only_the_algorithm_thinks_alike_are_not_offered(db):
    ChildFactory(given_name="Anna", family_name="Lee")

    assert search(Sought(text="Ian Leigh")) == []
    assert [each.child.given_name for each in search(Sought(text="Anna Leigh"))] == ["Anna"]


def test_a_child_is_found_by_a_former_name_and_the_reason_does_not_repeat_it(shaun):
    FormerName(child=shaun, given_name="Shaun", family_name="Templeton").save_by(UserFactory())

    assert reasons("Shaun Templeton") == ["former name"]
    assert reasons("Sean Templeten") == ["former name", "sounds like “sean”", "sounds like “templeten”"]


def test_an_unborn_child_is_found_by_the_mothers_name_and_a_born_one_is_not(shaun):
    mother = PersonFactory(name="Marigold Fixture")
    unborn = ChildFactory(unborn=True, family_name="Fixture")
    for child in (shaun, unborn):
        RelationshipFactory(
            child=child, person=mother, kind=Relationship.Kind.MOTHER, from_on=date(2026, 1, 1)
        )

    [found] = search(Sought(text="Marigold Fixture"))
    assert found.child == unborn
    assert found.reasons == ["mother’s name"]


def test_the_word_unborn_is_not_a_name_and_the_date_may_be_weeks_off(db):
    ChildFactory(unborn=True, family_name="Fixture")

    assert reasons("Unborn Fixture", date(2026, 7, 20)) == ["same name", "expected about then"]


def test_accents_and_short_names_are_found(db):
    ChildFactory(given_name="Zoë", family_name="Ng")

    assert len(search(Sought(text="Zoe Ng"))) == 1


def test_the_likeliest_is_first(db):
    ChildFactory(given_name="Robyn", family_name="Fixtor", reference="SOUNDS")
    ChildFactory(given_name="Robin", family_name="Fixture", born_on=date(2010, 1, 1), reference="OTHERDATE")
    ChildFactory(given_name="Robin", family_name="Fixture", born_on=date(2014, 5, 9), reference="EXACT")

    found = search(Sought(text="Robin Fixture", born_on=date(2014, 5, 9)))

    assert found[0].child.reference == "EXACT"
    assert {each.child.reference for each in found} == {"EXACT", "OTHERDATE", "SOUNDS"}


@pytest.mark.parametrize(
    "typed", ["' or 1=1 --", "%", "\\", "a", "12345678901234567890", "(((", "x" * 150, "Robert'); drop table"]
)
def test_anything_may_be_typed(shaun, typed):
    assert search(Sought(text=typed)) == []


def test_twelve_children_found_cost_no_more_queries_than_two(db):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            search(Sought(text="Robin Fixture"))
        return len(asked)

    ChildFactory.create_batch(2, given_name="Robin")
    few = queries()
    ChildFactory.create_batch(10, given_name="Robin")
    assert queries() == few


def test_children_who_only_share_a_name_are_not_taken_for_the_same(shaun):
    assert near_matches(Sought(text="Shaun Smythe", born_on=date(2009, 9, 9))) == []
    assert len(near_matches(Sought(text="Sean Smith", born_on=date(2014, 3, 8)))) == 1
    assert len(near_matches(Sought(text="Nobody", born_on=None), numbers=["9434765919"])) == 1


@pytest.mark.slow
def test_a_name_is_found_by_its_index_among_many_children(db):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            insert into children_child (
                recorded_at, recorded_by_id, reference, given_name, family_name, known_as, born_on, sex, ethnicity,
                disabilities, religion, first_language, interpreter_needed, nhs_number, upn, former_upn, upn_unknown,
                see_alone, see_alone_reason, from_previous_system)
            select now(), %s, 'G' || n, 'Given' || chr(97 + n %% 26) || chr(97 + n / 26 %% 26),
                'Family' || chr(97 + n / 676 %% 26) || chr(97 + n %% 17), '', date '2008-01-01' + n %% 6000,
                'F', 'NOBT', '{}', '', '', false, '', '', '', '', 'by-age', '', false
            from generate_series(1, 20000) as n
            """,
            [UserFactory().pk],
        )
        cursor.execute("analyze children_child")
    ChildFactory(given_name="Zebedee", family_name="Quux")
    with CaptureQueriesContext(connection) as captured:
        search(Sought(text="Zebedee Quux", born_on=date(2014, 5, 9)))
    asked = [query["sql"] for query in captured]
    searches = [sql for sql in asked if sql.startswith("SELECT") and 'FROM "children_child"' in sql]

    assert len(searches) >= 3
    with connection.cursor() as cursor:
        for sql in searches:
            cursor.execute(f"explain {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Seq Scan on children_child" not in plan, f"{sql}\n{plan}"


def look_for(client, text: str = "", **dates: str):
    return client.post(
        FIND, {"text": text, **{f"born_on-{part}": figure for part, figure in dates.items()}}, follow=True
    )


def test_what_is_searched_for_is_never_in_the_address_but_is_in_the_log(client, social_worker, child):
    client.force_login(social_worker)
    page = look_for(client, "Robin Fixture", day="9", month="5", year="2014")

    assert page.redirect_chain[-1][0] == f"{FIND}?search=1"
    assert AccessLog.objects.get(page="children:find").sought == "Robin Fixture 09/05/2014"
    assert 'value="Robin Fixture"' in page.content.decode()


def test_a_child_one_may_open_is_a_link_with_the_whole_date(client, social_worker, child):
    client.force_login(social_worker)
    page = look_for(client, "Robin").content.decode()

    assert f'href="{child.get_absolute_url()}"' in page
    assert "Born 9 May 2014" in page


def test_a_child_one_may_not_open_is_shown_without_date_link_or_address(client, stranger, child):
    client.force_login(stranger)
    page = look_for(client, "Robin").content.decode()

    assert "Robin Fixture" in page
    assert "Born in 2014" in page
    assert "9 May 2014" not in page
    assert "Held by North team: ask North team" in page
    assert f"/children/{child.pk}/" not in page


def test_a_search_without_anything_says_what_to_enter(client, social_worker):
    client.force_login(social_worker)

    assert "Enter a name, a number or a date of birth to look for" in look_for(client).content.decode()
    assert "Enter at least two letters of a name" in look_for(client, "b").content.decode()


def test_the_thirty_first_of_february_is_refused_and_nothing_typed_is_lost(client, social_worker):
    client.force_login(social_worker)
    page = look_for(client, "Robin", day="31", month="2", year="2014").content.decode()

    assert "Date of birth must be a real date, like 14 3 2026: February 2014 has 28 days" in page
    assert 'value="Robin"' in page
    assert 'value="31"' in page


def test_somebody_elses_search_is_not_to_be_had_by_its_number(client, social_worker, stranger, child):
    client.force_login(stranger)
    look_for(client, "Robin")
    client.force_login(social_worker)

    assert client.get(f"{FIND}?search=1").context["sought"] is None


def test_an_auditor_searches_and_is_not_offered_to_add(client, auditor, child):
    client.force_login(auditor)

    assert "add a new child" not in look_for(client, "Nobody").content.decode()


def test_a_data_officer_may_not_search(client, data_officer):
    client.force_login(data_officer)

    assert client.get(FIND).status_code == 403


def test_a_child_of_no_team_is_asked_for_at_the_safeguarding_unit(client, stranger):
    ChildFactory(given_name="Lonely", team=None)
    client.force_login(stranger)

    assert "Held by no team: ask the safeguarding unit" in look_for(client, "Lonely").content.decode()


def test_a_long_list_says_that_it_is_cut_short(client, service_manager, db):
    team = TeamFactory()
    for _ in range(55):
        ChildFactory(given_name="Robin", family_name="Common", team=team)
    client.force_login(service_manager)
    page = look_for(client, "Robin Common").content.decode()

    assert "50 closest found" in page
    assert "Add a given name or the date of birth" in page
