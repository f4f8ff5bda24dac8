from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Refused
from children.actions import add_to_network, change_person_known, end_relationship
from children.models import Person, Relationship
from tests.factories import ChildFactory, PersonFactory, RelationshipFactory, ResidenceFactory

WHEN = date(2020, 1, 1)


def page(name: str, child, **kept: int) -> str:
    return reverse(f"children:{name}", kwargs={"child_pk": child.pk, **kept})


@pytest.fixture
def her(client, social_worker):
    client.force_login(social_worker)
    return social_worker


@pytest.fixture
def sibling(child):
    home = ResidenceFactory(child=child, from_on=WHEN).household
    kim = ChildFactory(given_name="Kim", born_on=date(2018, 2, 2))
    ResidenceFactory(child=kim, household=home, from_on=WHEN)
    return kim


def answers(**changed: object) -> dict[str, object]:
    given = {"who": "new", "name": "Marigold Fixture", "kind": "mother", "from_on": "9/5/2014"}
    return {**given, **changed}


def test_a_new_person_is_written_down_once_for_all_the_siblings(client, her, child, sibling):
    client.post(page("add-person", child), answers(siblings=[sibling.pk], parental_responsibility="on"))

    marigold = Person.objects.get()
    for each in (child, sibling):
        relationship = each.relationships.get()
        assert (relationship.person, relationship.parental_responsibility) == (marigold, True)


def test_the_people_of_a_sibling_are_offered_first(client, her, child, sibling):
    teacher = PersonFactory(name="Tom Template", agency="Exampleton Primary")
    RelationshipFactory(child=sibling, person=teacher, kind="school", from_on=WHEN)
    shown = client.get(page("add-person", child)).content.decode()
    assert "Tom Template" in shown
    assert "School or nursery of Kim Fixture" in shown

    client.post(page("add-person", child), {"who": teacher.pk, "kind": "school", "from_on": "1/9/2025"})
    assert child.relationships.get().person == teacher
    assert Person.objects.count() == 1


def test_a_staff_safety_warning_needs_the_day_it_is_reviewed(client, her, child):
    shown = client.post(page("add-person", child), answers(staff_safety_warning="Dog loose in the garden."))

    assert shown.context["form"].errors["staff_safety_review_on"] == [
        "Enter the day by which the staff-safety warning is reviewed"
    ]
    assert "Dog loose in the garden." in shown.content.decode()
    assert not Person.objects.exists()


def test_the_database_refuses_a_staff_safety_warning_without_a_review(db):
    with pytest.raises(ValidationError, match="next reviewed"):
        PersonFactory(staff_safety_warning="Dog loose in the garden.")


def test_a_warning_whose_review_has_passed_says_so_and_is_still_shown(client, her, child):
    dog = PersonFactory(staff_safety_warning="Dog loose.", staff_safety_review_on=date(2026, 1, 1))
    RelationshipFactory(child=child, person=dog)
    shown = client.get(page("network", child)).content.decode()

    assert "Dog loose." in shown
    assert "Review was due by 1 January 2026." in shown


def test_the_same_person_is_not_recorded_twice_in_the_same_part(client, her, child):
    mother = PersonFactory(name="Marigold Fixture")
    RelationshipFactory(child=child, person=mother, kind="mother")
    with pytest.raises(Refused, match="Marigold Fixture is already recorded as Robin Fixture’s mother"):
        add_to_network(
            children=[child],
            person=mother,
            kind="mother",
            parental_responsibility=False,
            from_on=WHEN,
            by=her,
        )


def test_parental_responsibility_is_recorded_once_for_each_person(social_worker, child):
    aunt = PersonFactory(name="Ann Aunt")
    RelationshipFactory(child=child, person=aunt, kind="relative", parental_responsibility=True)
    with pytest.raises(Refused, match="Ann Aunt already has parental responsibility") as refused:
        add_to_network(
            children=[child], person=aunt, kind="carer", parental_responsibility=True, from_on=WHEN,
            by=social_worker,
        )  # fmt: skip
    assert refused.value.field == "parental_responsibility"

    carer = RelationshipFactory(child=child, person=aunt, kind="carer")
    with pytest.raises(Refused, match="already has parental responsibility"):
        change_person_known(relationship=carer, parental_responsibility=True, by=social_worker)


def test_when_one_sibling_cannot_be_given_the_person_none_is(social_worker, child, sibling):
    mother = PersonFactory()
    RelationshipFactory(child=sibling, person=mother, kind="mother")
    with pytest.raises(Refused):
        add_to_network(
            children=[child, sibling], person=mother, kind="mother", parental_responsibility=True, from_on=WHEN,
            by=social_worker,
        )  # fmt: skip
    assert not child.relationships.exists()


def test_a_person_is_corrected_for_every_child_and_responsibility_for_this_one(client, her, child, sibling):
    mother = PersonFactory(name="Marigold Fixtur")
    own = RelationshipFactory(child=child, person=mother)
    other = RelationshipFactory(child=sibling, person=mother)
    url = page("person", child, relationship_pk=own.pk)
    assert "also in the network of 1 other child." in client.get(url).content.decode()

    client.post(url, {"name": "Marigold Fixture", "parental_responsibility": "on", "language": "Polish"})
    own.refresh_from_db()
    other.refresh_from_db()
    assert other.person.name == "Marigold Fixture"
    assert (own.parental_responsibility, other.parental_responsibility) == (True, False)


def test_an_ended_relationship_is_kept_and_shown_apart(client, her, child):
    teacher = RelationshipFactory(child=child, person=PersonFactory(name="Tom Template"), kind="school")
    client.post(page("end-relationship", child, relationship_pk=teacher.pk), {"until_on": "31/8/2025"})
    shown = client.get(page("network", child))

    assert [each.name for each in shown.context["former"]] == ["Tom Template"]
    assert shown.context["professionals"] == []


def test_nothing_ends_before_it_began_or_in_the_future(social_worker, child, today):
    relationship = RelationshipFactory(child=child, from_on=WHEN)
    for until_on, because in (
        (WHEN - timedelta(days=1), "cannot end before"),
        (date(2026, 3, 5), "has ended"),
    ):
        with pytest.raises(Refused, match=because):
            end_relationship(relationship=relationship, until_on=until_on, by=social_worker, today=today)


def test_a_relationship_of_another_child_is_not_found_through_this_one(client, her, child):
    other = RelationshipFactory()

    assert client.get(page("person", child, relationship_pk=other.pk)).status_code == 404


def test_an_empty_network_says_what_is_missing(client, her, child):
    shown = client.get(page("network", child)).content.decode()

    assert "No family is recorded yet." in shown
    assert "Nobody with parental responsibility is recorded" in shown


def test_a_date_ahead_is_refused_with_what_to_do(client, her, child):
    tomorrow = timezone.localdate() + timedelta(days=1)
    shown = client.post(page("add-person", child), answers(from_on=f"{tomorrow:%d/%m/%Y}"))

    assert shown.context["form"].errors["from_on"] == ["Since must be today or in the past"]
    assert not Relationship.objects.exists()


def test_twelve_people_cost_no_more_queries_than_two(client, her, child):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(page("network", child))
        return len(asked)

    RelationshipFactory.create_batch(2, child=child)
    few = queries()
    RelationshipFactory.create_batch(10, child=child)
    assert queries() == few
