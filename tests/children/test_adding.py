from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit.models import AccessLog, Refused
from children.actions import add_child, next_reference
from children.codes import Disability
from children.models import Child
from tests.factories import ChildFactory

ADD = "/children/add/?search=1"


def searched(client, text: str) -> None:
    client.post("/children/find/", {"text": text})


def answers(**changed: object) -> dict[str, object]:
    given = {
        "given_name": "Robin",
        "family_name": "Fixture",
        "is_born": "yes",
        "born_on-day": "9",
        "born_on-month": "5",
        "born_on-year": "2014",
        "sex": "F",
        "ethnicity": "NOBT",
    }
    return {**given, **{name.replace("__", "-"): value for name, value in changed.items()}}


@pytest.fixture
def her(client, social_worker):
    client.force_login(social_worker)
    return social_worker


def test_nobody_adds_a_child_without_a_search(client, her):
    for answer in (client.get("/children/add/"), client.post("/children/add/", answers())):
        assert "Search before you add a child" in answer.content.decode()
    assert not Child.objects.exists()


def test_what_was_searched_for_is_already_in_the_form(client, her):
    client.post(
        "/children/find/",
        {"text": "Mary Jane Fixture", "born_on-day": "9", "born_on-month": "5", "born_on-year": "2014"},
    )
    form = client.get(ADD).context["form"]

    assert form["given_name"].value() == "Mary Jane"
    assert form["family_name"].value() == "Fixture"
    assert form["born_on"].value() == date(2014, 5, 9)


def test_a_child_is_added_to_the_worker_who_found_nobody(client, her):
    searched(client, "Robin Fixture")
    client.post(
        ADD,
        answers(
            nhs_number="943 476 5919", upn="h801200001001", disabilities=["HEAR", "VIS"], first_language="Polish",
            interpreter_needed="on", known_as="Rob",
        ),
    )  # fmt: skip

    robin = Child.objects.get()
    assert (robin.nhs_number, robin.upn, robin.reference) == ("9434765919", "H801200001001", "P1")
    assert robin.disabilities == [Disability.HEAR, Disability.VIS]
    assert robin.team == her.team
    assert robin.allocation_on(timezone.localdate()).social_worker == her
    assert robin.history.get().history_user == her


def test_a_near_match_found_while_saving_must_be_looked_at_before_another_is_added(client, her):
    known = ChildFactory(given_name="Robyn", family_name="Fixture", born_on=date(2014, 5, 8))
    searched(client, "Quite Different")

    shown = client.post(ADD, answers())
    page = shown.content.decode()
    assert Child.objects.count() == 1
    assert "Is it one of these?" in page
    assert "date of birth within 7 days" in page
    assert 'value="Robin"' in page
    assert "Error:" not in page

    not_confirmed = client.post(ADD, answers(looked_at=str(known.pk)))
    assert "Confirm that you have looked and this is a different child" in not_confirmed.content.decode()
    client.post(ADD, answers(looked_at=str(known.pk), different="on"))
    assert Child.objects.count() == 2


def test_having_looked_at_one_child_is_not_having_looked_at_another(client, her):
    known = ChildFactory(given_name="Robyn", born_on=date(2014, 5, 8))
    searched(client, "Robin Fixture")
    page = client.post(ADD, answers(looked_at=str(known.pk + 1), different="on"))

    assert "Is it one of these?" in page.content.decode()
    assert Child.objects.count() == 1


def test_the_second_search_is_logged_too(client, her):
    searched(client, "Somebody Else")
    client.post(ADD, answers())

    assert AccessLog.objects.get(page="children:add").sought == "Robin Fixture 09/05/2014"


def test_an_unborn_child_is_added_by_the_expected_date(client, her):
    today = timezone.localdate()
    searched(client, "Unborn Fixture")
    expected = {"expected_on-day": "1", "expected_on-month": "1", "expected_on-year": str(today.year + 1)}
    client.post(ADD, answers(given_name="", is_born="no", sex="U", **expected))

    unborn = Child.objects.get()
    assert unborn.is_unborn
    assert unborn.born_on is None
    assert unborn.name == "Unborn Fixture"


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"is_born": ""}, "is_born", "Select whether the child has been born"),
        (
            {"born_on__day": "", "born_on__month": "", "born_on__year": ""},
            "born_on",
            "Enter the date of birth",
        ),
        (
            {"born_on__day": "31", "born_on__month": "2"},
            "born_on",
            "Date of birth must be a real date, like 14 3 2026: February 2014 has 28 days",
        ),
        ({"born_on__year": "2099"}, "born_on", "Date of birth must be today or in the past"),
        (
            {"born_on__year": "1990"},
            "born_on",
            "The date of birth is more than 25 years ago. Check the year.",
        ),
        ({"given_name": "", "family_name": " "}, "family_name", "Enter a given name, a family name or both"),
        (
            {"nhs_number": "943 476 5918"},
            "nhs_number",
            "NHS number is not a real one: two figures may be swapped or one mistyped. Check it",
        ),
        (
            {"upn": "A801200001001"},
            "upn",
            "Unique pupil number is not a real one: its first letter does not fit the rest. Check it",
        ),
        (
            {"upn": "H801200001001", "upn_unknown": "UN1"},
            "upn_unknown",
            "Enter a pupil number, or why there is none, not both",
        ),
        ({"reference": "T 1"}, "reference", "Use letters and numbers only, at most 20."),
    ],
)
def test_a_wrong_answer_is_refused_in_words_and_nothing_typed_is_lost(client, her, changed, field, sentence):
    searched(client, "Robin Fixture")
    page = client.post(ADD, answers(religion="Quaker", **changed))

    assert page.context["form"].errors[field] == [sentence]
    assert 'value="Quaker"' in page.content.decode()
    assert not Child.objects.exists()


def test_a_number_or_reference_of_another_child_is_refused_with_whose_it_is(client, her):
    ChildFactory(given_name="Kim", nhs_number="9434765919", reference="C1")
    searched(client, "Robin Fixture")
    errors = client.post(ADD, answers(nhs_number="9434765919", reference="c1")).context["form"].errors

    assert errors["nhs_number"] == [
        "NHS number 9434765919 belongs to Kim Fixture (C1). Is this the same child?"
    ]
    assert errors["reference"] == ["Local reference c1 belongs to Kim Fixture. Check it"]


def test_the_next_reference_follows_the_greatest_of_our_own_and_passes_others_by(db):
    for reference in ("P7", "P10", "X99", "PX5", "C2041"):
        ChildFactory(reference=reference)

    assert next_reference() == "P11"


@pytest.mark.parametrize("dates", [{}, {"born_on": date(2014, 5, 9), "expected_on": date(2026, 8, 14)}])
def test_a_child_has_a_date_of_birth_or_an_expected_one_and_never_both_or_neither(
    social_worker, today, dates
):
    with pytest.raises(ValidationError, match="Give the date of birth, or the expected date"):
        add_child(given_name="Robin", family_name="Fixture", by=social_worker, today=today, **dates)


def test_a_birth_in_the_future_and_a_date_expected_in_a_year_are_refused(social_worker, today):
    with pytest.raises(Refused, match="The date of birth is in the future"):
        add_child(family_name="Fixture", born_on=date(2026, 3, 5), by=social_worker, today=today)
    with pytest.raises(Refused, match="more than ten months away"):
        add_child(family_name="Fixture", expected_on=date(2027, 3, 4), by=social_worker, today=today)


def test_a_chair_adds_nobody(client, chair):
    client.force_login(chair)

    assert client.get("/children/add/").status_code == 403
