from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import AccessLog, Refused
from children.actions import record_birth, record_referral, set_see_alone
from children.models.child import SeeAlone
from tests.factories import ChildFactory, UserFactory


def page(name: str, child, **kept: int) -> str:
    return reverse(f"children:{name}", kwargs={"child_pk": child.pk, **kept})


@pytest.fixture
def her(client, social_worker):
    client.force_login(social_worker)
    return social_worker


def details(child, **changed: object) -> dict[str, object]:
    given = {
        "given_name": child.given_name,
        "family_name": child.family_name,
        "born_on-day": "9",
        "born_on-month": "5",
        "born_on-year": "2014",
        "sex": child.sex,
        "ethnicity": child.ethnicity,
        "reference": child.reference,
    }
    return {**given, **changed}


def test_a_stranger_does_not_find_the_details_and_is_not_logged_as_having_read_them(client, stranger, child):
    client.force_login(stranger)

    assert client.get(page("details", child)).status_code == 404
    assert not AccessLog.objects.exists()


def test_reading_the_details_is_logged(client, her, child):
    client.get(page("details", child))

    assert AccessLog.objects.get(user=her, child_pk=child.pk).page == "children:details"


def test_a_name_that_changes_is_kept_as_a_former_one(client, her, child):
    client.post(page("edit", child), details(child, family_name="Newname"))
    child.refresh_from_db()

    assert child.name == "Robin Newname"
    assert "Robin Fixture" in client.get(page("details", child)).content.decode()


def test_the_reference_of_another_child_is_refused_and_the_banner_stays_as_it_was(client, her, child):
    ChildFactory(reference="C1")
    shown = client.post(page("edit", child), details(child, reference="C1", given_name="Changed"))

    assert "reference" in shown.context["form"].errors
    assert shown.context["child"].given_name == "Robin"
    assert 'value="Changed"' in shown.content.decode()


def test_a_former_name_is_added_once(client, her, child):
    for _ in range(2):
        answer = client.post(page("former-name", child), {"given_name": "Robin", "family_name": "Earlier"})

    assert child.former_names.count() == 1
    assert answer.context["form"].errors["given_name"] == ["That former name is already recorded."]


def test_an_unborn_child_is_born_and_stays_the_same_record(client, her, child):
    child.born_on, child.expected_on, child.given_name = None, date(2026, 8, 14), ""
    child.save_by(her)
    yesterday = timezone.localdate() - timedelta(days=1)
    client.post(
        page("record-birth", child),
        {"born_on": f"{yesterday:%d/%m/%Y}", "given_name": "Robin", "family_name": "Fixture", "sex": "F"},
    )
    child.refresh_from_db()

    assert (child.born_on, child.expected_on) == (yesterday, None)
    assert child.name == "Robin Fixture"


def test_a_birth_is_recorded_once_and_never_ahead(social_worker, today):
    unborn = ChildFactory(unborn=True)
    answers = {
        "given_name": "Robin",
        "family_name": "Fixture",
        "sex": "F",
        "by": social_worker,
        "today": today,
    }
    with pytest.raises(Refused, match="once it has happened"):
        record_birth(child=unborn, born_on=today + timedelta(days=1), **answers)
    record_birth(child=unborn, born_on=today, **answers)
    with pytest.raises(Refused, match="already recorded"):
        record_birth(child=unborn, born_on=today, **answers)


@pytest.mark.requirement("T-18")
def test_not_seeing_a_child_alone_needs_a_reason_a_manager_and_a_review(client, her, her_manager, child):
    shown = client.post(page("see-alone", child), {"see_alone": SeeAlone.NOT_APPROPRIATE})
    assert set(shown.context["form"].errors) == {"reason", "review_on", "agreed_by", "agreed_on"}

    today = timezone.localdate()
    client.post(
        page("see-alone", child),
        {
            "see_alone": SeeAlone.NOT_APPROPRIATE,
            "reason": "Needs her signer with her.",
            "review_on": f"{today + timedelta(days=90):%d/%m/%Y}",
            "agreed_by": her_manager.pk,
            "agreed_on": f"{today:%d/%m/%Y}",
        },
    )
    child.refresh_from_db()
    assert child.see_alone_on(today) == SeeAlone.NOT_APPROPRIATE
    assert child.see_alone_agreed_by == her_manager


@pytest.mark.requirement("T-18")
def test_a_social_worker_cannot_agree_it_and_a_review_lies_ahead(social_worker, her_manager, child, today):
    agreed = {
        "child": child,
        "see_alone": SeeAlone.NOT_APPROPRIATE,
        "reason": "x",
        "agreed_on": today,
        "review_on": today + timedelta(days=90),
        "by": social_worker,
        "today": today,
    }
    with pytest.raises(Refused, match="Select the team manager who agreed"):
        set_see_alone(**agreed, agreed_by=social_worker)
    with pytest.raises(Refused, match="a day to come"):
        set_see_alone(**{**agreed, "review_on": today}, agreed_by=her_manager)
    with pytest.raises(Refused, match="today or earlier"):
        set_see_alone(**{**agreed, "agreed_on": today + timedelta(days=1)}, agreed_by=her_manager)


def test_going_back_to_the_rule_by_age_takes_the_agreement_away(social_worker, her_manager, child, today):
    agreed = {"child": child, "by": social_worker, "today": today}
    set_see_alone(**agreed, see_alone=SeeAlone.ALONE, agreed_by=her_manager, agreed_on=today)
    set_see_alone(**agreed, see_alone=SeeAlone.BY_AGE, agreed_by=her_manager, agreed_on=today)

    assert (child.see_alone_agreed_by, child.see_alone_from_on) == (None, None)


def test_a_referral_is_listed_and_a_second_of_the_same_day_is_refused(client, her, child):
    answers = {"received_on": "2/2/2026", "source": "2A", "concern": "Came to school hungry."}
    client.post(page("referral", child), answers)
    again = client.post(page("referral", child), answers)

    assert again.context["form"].errors["received_on"] == [
        "A referral received on that day is already recorded"
    ]
    assert "Came to school hungry." in client.get(page("details", child)).content.decode()


def test_a_referral_of_tomorrow_is_refused(social_worker, child, today):
    with pytest.raises(Refused, match="once it has arrived"):
        record_referral(
            child=child, received_on=today + timedelta(days=1), source="2A", by=social_worker, today=today
        )


def test_an_auditor_reads_the_details_and_is_offered_no_change(client, auditor, child):
    client.force_login(auditor)
    shown = client.get(page("details", child)).content.decode()

    assert "Change details" not in shown
    assert page("audit", child) in shown
    assert client.get(page("edit", child)).status_code == 403


def test_an_unborn_childs_details_ask_for_the_expected_date_and_not_the_sex(client, service_manager):
    unborn = ChildFactory(unborn=True)
    editor = UserFactory(role=Role.TEAM_MANAGER, team=unborn.team)
    client.force_login(editor)
    form = client.get(page("edit", unborn)).context["form"]

    assert "expected_on" in form.fields
    assert not {"born_on", "sex"} & set(form.fields)
