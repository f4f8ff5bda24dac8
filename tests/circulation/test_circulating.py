from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.roles import Role
from audit.models import Refused
from circulation.actions import Copy, circulate
from circulation.models import Circulation, Receipt
from circulation.withheld import WITHHELD, without_safe_addresses
from tests.factories import (
    HouseholdFactory,
    PersonFactory,
    RelationshipFactory,
    ResidenceFactory,
    UserFactory,
)


def send(child, by, *copies, text="All said."):
    return circulate(
        child=child,
        kind=Circulation.Kind.CORE_GROUP_RECORD,
        about_pk=1,
        title="Core group",
        sections=[("Updates", text)],
        copies=copies,
        by=by,
    )


@pytest.mark.requirement("B-11", "S1-63")
def test_the_chair_is_sent_a_copy_though_nobody_asked_for_it(child, social_worker, chair):
    assert [receipt.user for receipt in send(child, social_worker).receipts.all()] == [chair]


@pytest.mark.requirement("B-11")
def test_without_a_chair_nothing_is_sent(child, social_worker):
    child.conference_chair = None

    with pytest.raises(Refused, match="Robin Fixture has no conference chair yet"):
        send(child, social_worker, Copy(person=PersonFactory()))

    assert not Circulation.objects.exists()


@pytest.mark.requirement("B-11")
def test_a_chair_who_has_left_is_no_chair(child, social_worker, chair):
    chair.is_active = False
    chair.save_by(chair)

    with pytest.raises(Refused, match="can no longer sign in"):
        send(child, social_worker)


def test_somebody_who_can_no_longer_sign_in_is_sent_it_the_other_way(child, social_worker):
    gone = UserFactory(role=Role.CORE_GROUP_PROFESSIONAL, is_active=False)
    teacher = PersonFactory(user=gone)

    receipts = send(child, social_worker, Copy(person=teacher, way=Receipt.Way.POST)).receipts

    assert receipts.get(person=teacher).way == Receipt.Way.POST
    assert receipts.get(person=teacher).user is None


def test_a_person_who_is_named_twice_has_one_copy(child, social_worker, professional):
    teacher = PersonFactory(user=professional)

    receipts = send(child, social_worker, Copy(person=teacher), Copy(user=professional)).receipts

    assert receipts.filter(user=professional).count() == 1


def test_the_database_refuses_a_second_copy_for_one_person(child, social_worker, chair):
    circulation = send(child, social_worker)

    with pytest.raises(ValidationError, match="one_copy_a_user"), transaction.atomic():
        Receipt(circulation=circulation, user=chair, way=Receipt.Way.PORTAL).save_by(social_worker)


@pytest.mark.parametrize(
    "written",
    [
        "12 Refuge Row, Hidingham, HG1 2AB",
        "12 REFUGE  ROW",
        "at 12, Refuge Row",
        "flat 4 hope house",
        "postcode hg12ab",
        "HG1 2AB.",
    ],
)
def test_a_safe_address_is_withheld_however_it_is_written(child, social_worker, written):
    home = HouseholdFactory(
        address="12 Refuge Row\nFlat 4, Hope House\nHidingham", postcode="HG1 2AB", is_safe_address=True
    )
    ResidenceFactory(child=child, household=home)

    [[_, sent]] = send(child, social_worker, text=f"Seen {written}").sections

    assert WITHHELD in sent
    for part in ("Refuge", "REFUGE", "hope house", "hg12ab", "HG1 2AB"):
        assert part not in sent


def test_where_the_mother_hides_is_withheld_too(child, social_worker):
    mother = RelationshipFactory(child=child).person
    home = HouseholdFactory(address="3 Quiet Close\nHidingham", postcode="", is_safe_address=True)
    ResidenceFactory(household=home, child=None, person=mother, from_on=date(2026, 1, 5))

    assert without_safe_addresses([("Updates", "Moved to 3 Quiet Close.")], [child]) == [
        ("Updates", f"Moved to {WITHHELD}.")
    ]


def test_an_address_that_is_no_secret_is_left_as_written(child):
    ResidenceFactory(child=child, household=HouseholdFactory(address="1 Open Road"))

    assert without_safe_addresses([("Updates", "Seen at 1 Open Road.")], [child]) == [
        ("Updates", "Seen at 1 Open Road.")
    ]
