from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from audit.models import Refused
from children.actions import adult_moves_in, move_into_household, move_out
from children.addresses import WITHHELD, shown_to
from children.models import Household, Residence
from tests.factories import (
    ChildFactory,
    HouseholdFactory,
    PersonFactory,
    RelationshipFactory,
    ResidenceFactory,
    UserFactory,
)


def page(name: str, child, **kept: int) -> str:
    return reverse(f"children:{name}", kwargs={"child_pk": child.pk, **kept})


@pytest.fixture
def home(child):
    return ResidenceFactory(child=child, from_on=date(2020, 6, 1)).household


@pytest.fixture
def sibling(home):
    kim = ChildFactory(given_name="Kim", born_on=date(2018, 2, 2))
    ResidenceFactory(child=kim, household=home, from_on=date(2020, 6, 1))
    return kim


@pytest.fixture
def her(client, social_worker):
    client.force_login(social_worker)
    return social_worker


def test_a_child_moves_with_a_sibling_to_a_new_address_and_the_old_one_stays_known(
    client, her, child, sibling
):
    client.post(
        page("move", child),
        {
            "home": "new",
            "address": "9 Other Road\nExampleton",
            "postcode": "zz2 2zz",
            "from_on": "2/2/2026",
            "leaves": "leaves",
            "together": [sibling.pk],
        },
    )

    for each in (child, sibling):
        now, before = each.residences.all()
        assert now.household.address.startswith("9 Other Road")
        assert (now.household.postcode, now.from_on) == ("ZZ2 2ZZ", date(2026, 2, 2))
        assert before.until_on == date(2026, 2, 2)
    assert Household.objects.count() == 2
    shown = client.get(page("household", child)).content.decode()
    assert "Earlier homes" in shown
    assert "Kim Fixture" in shown


def test_a_child_may_live_in_two_places(client, her, child, home):
    client.post(
        page("move", child),
        {"home": "new", "address": "9 Other Road", "from_on": "2/2/2026", "leaves": "stays"},
    )

    assert Residence.objects.filter(child=child, until_on__isnull=True).count() == 2


def test_a_move_before_the_move_before_it_is_refused_and_nothing_typed_is_lost(client, her, child, home):
    shown = client.post(
        page("move", child),
        {"home": "new", "address": "9 Other Road", "from_on": "31/5/2020", "leaves": "leaves"},
    )

    assert "has lived at" in shown.context["form"].errors["from_on"][0]
    assert "since 1 June 2020: the move must be after that day." in shown.context["form"].errors["from_on"][0]
    assert "9 Other Road" in shown.content.decode()
    assert Household.objects.count() == 1


def test_a_new_home_needs_an_address(client, her, child):
    shown = client.post(page("move", child), {"home": "new", "from_on": "2/2/2026", "leaves": "leaves"})

    assert shown.context["form"].errors["address"] == ["Enter the address"]


def test_the_refusal_of_a_move_from_a_safe_address_does_not_tell_it(social_worker, child, home, today):
    home.is_safe_address = True
    home.save_by(social_worker)
    with pytest.raises(Refused) as refused:
        move_into_household(
            child=child, household=HouseholdFactory(), from_on=date(2020, 1, 1), leaves_others=True,
            by=social_worker, today=today,
        )  # fmt: skip

    assert home.address.splitlines()[0] not in str(refused.value)


def test_the_database_refuses_living_twice_in_one_home(social_worker, child, home, today):
    with pytest.raises(ValidationError, match="already recorded as living there"):
        move_into_household(
            child=child, household=home, from_on=date(2021, 1, 1), leaves_others=False,
            by=social_worker, today=today,
        )  # fmt: skip


def test_moving_out_comes_after_moving_in_and_never_ahead(social_worker, child, home, today):
    residence = child.residences.get()
    with pytest.raises(Refused, match="moving out cannot come before"):
        move_out(residence=residence, until_on=date(2020, 5, 31), by=social_worker, today=today)
    with pytest.raises(Refused, match="once it has happened"):
        move_out(residence=residence, until_on=today + timedelta(days=1), by=social_worker, today=today)
    move_out(residence=residence, until_on=today, by=social_worker, today=today)
    with pytest.raises(Refused, match="already"):
        move_out(residence=residence, until_on=today, by=social_worker, today=today)


def test_an_adult_of_the_network_lives_there_and_moves_out(client, her, child, home):
    mother = PersonFactory(name="Marigold Fixture")
    RelationshipFactory(child=child, person=mother, kind="mother")
    client.post(
        page("adult-moves-in", child, household_pk=home.pk), {"person": mother.pk, "from_on": "1/6/2020"}
    )
    shown = client.get(page("household", child)).content.decode()
    assert "Marigold Fixture" in shown
    assert "Mother" in shown

    client.post(
        page("move-out", child, residence_pk=Residence.objects.get(person=mother).pk),
        {"until_on": "1/2/2026"},
    )
    assert Residence.objects.get(person=mother).until_on == date(2026, 2, 1)


def test_an_adult_lives_there_once(social_worker, child, home, today):
    mother = PersonFactory()
    lives = {"person": mother, "household": home, "from_on": today, "by": social_worker, "today": today}
    adult_moves_in(**lives)
    with pytest.raises(Refused, match="already recorded as living there"):
        adult_moves_in(**lives)


def test_a_safe_address_is_shown_to_those_who_work_with_the_family_and_withheld_from_the_rest(
    home, social_worker
):
    home.is_safe_address = True
    home.save_by(social_worker)
    shown = {role: shown_to(UserFactory(role=role), home) for role in Role}

    assert {role for role, words in shown.items() if words != WITHHELD} == {
        Role.SOCIAL_WORKER,
        Role.TEAM_MANAGER,
        Role.CONFERENCE_CHAIR,
        Role.SAFEGUARDING_UNIT,
    }


def test_a_safe_address_is_nowhere_on_the_page_of_somebody_it_is_withheld_from(
    client, auditor, social_worker, child, home
):
    home.is_safe_address = True
    home.save_by(social_worker)
    client.force_login(auditor)
    street = home.address.splitlines()[0]

    for name in ("household", "network", "details", "audit"):
        shown = client.get(page(name, child)).content.decode()
        assert street not in shown, name
    assert "Safe address: do not disclose" in client.get(page("household", child)).content.decode()


def test_a_home_of_another_family_cannot_be_corrected_through_this_child(client, her, child, home):
    other = ResidenceFactory().household

    assert client.get(page("correct-address", child, household_pk=other.pk)).status_code == 404
    assert client.get(page("correct-address", child, household_pk=home.pk)).status_code == 200


def test_a_sibling_one_may_not_open_is_named_without_a_link(client, her_manager, child, sibling):
    client.force_login(her_manager)
    shown = client.get(page("household", child)).content.decode()

    assert "Kim Fixture" in shown
    assert sibling.get_absolute_url() not in shown


def test_twelve_people_in_a_home_cost_no_more_queries_than_two(client, her, child, home):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(page("household", child))
        return len(asked)

    def fill(number: int) -> None:
        for _ in range(number):
            ResidenceFactory(child=None, person=PersonFactory(), household=home, from_on=date(2021, 1, 1))
            ResidenceFactory(household=home, from_on=date(2021, 1, 1))

    fill(1)
    few = queries()
    fill(5)
    assert queries() == few
