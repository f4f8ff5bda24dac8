from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Refused
from children.actions import allocate, end_allocation
from tests.factories import UserFactory


def page(name: str, child) -> str:
    return reverse(f"children:{name}", kwargs={"child_pk": child.pk})


@pytest.mark.requirement("B-13", "S1-46")
def test_a_hand_over_ends_one_allocation_where_the_next_begins(client, her_manager, child, team):
    client.force_login(her_manager)
    colleague = UserFactory(name="Colin Column", team=team)
    client.post(page("allocate", child), {"social_worker": colleague.pk, "from_on": "2/2/2026"})

    now, before = child.allocations.all()
    assert (now.social_worker, before.until_on) == (colleague, now.from_on)
    shown = client.get(page("allocate", child)).content.decode()
    assert "5 January 2026 to 2 February 2026" in shown


@pytest.mark.requirement("B-13")
def test_a_child_handed_over_to_another_team_is_that_teams(her_manager, stranger, child, today):
    allocate(child=child, social_worker=stranger, from_on=today, by=her_manager, today=today)

    assert child.team == stranger.team


@pytest.mark.requirement("B-13", "S1-45")
def test_only_a_social_worker_who_may_sign_in_is_allocated(her_manager, chair, child, today):
    gone = UserFactory(is_active=False)
    for worker, because in ((chair, "is not a social worker"), (gone, "can no longer sign in")):
        with pytest.raises(Refused, match=because):
            allocate(child=child, social_worker=worker, from_on=today, by=her_manager, today=today)


@pytest.mark.requirement("B-13")
def test_an_allocation_that_overlaps_is_refused_beside_its_question(client, her_manager, stranger, child):
    client.force_login(her_manager)
    shown = client.post(page("allocate", child), {"social_worker": stranger.pk, "from_on": "5/1/2026"})

    assert shown.context["form"].errors["from_on"] == [
        "Priya Pattern has held the child since 5 January 2026. The new allocation must start after that day."
    ]
    assert 'value="5/1/2026"' in shown.content.decode()


def test_an_allocation_of_tomorrow_is_refused(client, her_manager, stranger, child):
    client.force_login(her_manager)
    tomorrow = timezone.localdate() + timedelta(days=1)
    shown = client.post(
        page("allocate", child), {"social_worker": stranger.pk, "from_on": f"{tomorrow:%d/%m/%Y}"}
    )

    assert shown.context["form"].errors["from_on"] == ["From must be today or in the past"]


def test_whoever_holds_the_child_is_not_allocated_again(her_manager, social_worker, child, today):
    with pytest.raises(Refused, match="already the lead social worker"):
        allocate(child=child, social_worker=social_worker, from_on=today, by=her_manager, today=today)


def test_an_allocation_ended_with_nobody_to_follow_is_said_in_red(client, her_manager, child):
    client.force_login(her_manager)
    client.post(page("end-allocation", child), {"until_on": "1/2/2026"})

    assert child.allocations.get().until_on == date(2026, 2, 1)
    assert "Nobody holds this child" in client.get(page("details", child)).content.decode()
    assert client.get(page("end-allocation", child)).status_code == 404


def test_an_allocation_does_not_end_before_it_began(her_manager, child, today):
    with pytest.raises(Refused, match="it cannot end before"):
        end_allocation(
            allocation=child.allocations.get(), until_on=date(2026, 1, 4), by=her_manager, today=today
        )


def test_a_social_worker_does_not_allocate(client, social_worker, child):
    client.force_login(social_worker)

    assert client.get(page("allocate", child)).status_code == 403
