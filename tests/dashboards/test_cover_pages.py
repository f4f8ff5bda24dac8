from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from children.actions import arrange_cover
from children.models import Cover
from tests.factories import UserFactory


@pytest.fixture
def carla(team) -> User:
    return UserFactory(name="Carla Copy", team=team)


@pytest.fixture
def signed_in(client, her_manager):
    client.force_login(her_manager, "django.contrib.auth.backends.ModelBackend")
    return client


def answers(**given: object) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "reason": "leave",
        "from_on": f"{today:%d/%m/%Y}",
        "until_on": f"{today + timedelta(days=7):%d/%m/%Y}",
        **given,
    }


@pytest.mark.requirement("B-13", "A-09")
def test_a_manager_arranges_cover_for_some_children_and_sees_it_in_the_list(
    signed_in, child, social_worker, carla
):
    given = answers(away=social_worker.pk, covering=carla.pk, children=[child.pk])

    response = signed_in.post(reverse("arrange-cover"), given, follow=True)

    [cover] = Cover.objects.all()
    assert [chosen.child for chosen in cover.chosen.all()] == [child]
    page = response.content.decode()
    assert "Carla Copy covers." in page
    assert "Away now" in page
    assert "Nobody covers" not in page
    assert {entry.label: entry.waiting for entry in response.context["navigation"]}["Cover"] == 0


@pytest.mark.requirement("B-13")
def test_leave_with_nobody_covering_prompts_for_cover_and_shows_in_the_menu(signed_in, child, social_worker):
    response = signed_in.post(reverse("arrange-cover"), answers(away=social_worker.pk), follow=True)

    page = response.content.decode()
    assert "Nobody covers, with 0 visits due by then. Arrange cover." in page
    assert "Nobody covers 1 child" in page
    menu = {entry.label: entry.waiting for entry in response.context["navigation"]}
    assert menu["Cover"] == 1


def test_what_was_typed_stays_when_cover_is_refused(signed_in, child, social_worker, carla):
    given = answers(away=social_worker.pk, covering=carla.pk)
    signed_in.post(reverse("arrange-cover"), given)

    response = signed_in.post(reverse("arrange-cover"), given)

    page = response.content.decode()
    assert "Carla Copy already covers for Priya Pattern" in page
    assert given["until_on"] in page
    assert Cover.objects.count() == 1


@pytest.mark.requirement("A-09")
def test_a_manager_is_offered_only_their_own_people(signed_in, social_worker, stranger, her_manager):
    form = signed_in.get(reverse("arrange-cover")).context["form"]

    assert set(form.fields["away"].queryset) == {social_worker, her_manager}


@pytest.mark.requirement("B-13")
def test_somebody_is_back_early(signed_in, child, social_worker, carla, her_manager):
    today = timezone.localdate()
    cover = arrange_cover(
        away=social_worker, covering=carla, from_on=today, until_on=today + timedelta(days=7),
        reason=Cover.Reason.SICKNESS, by=her_manager, today=today,
    )  # fmt: skip

    given = {"cover": cover.pk, "until_on": f"{today + timedelta(days=2):%d/%m/%Y}"}
    signed_in.post(reverse("end-cover"), given)

    cover.refresh_from_db()
    assert cover.until_on == today + timedelta(days=2)


@pytest.mark.requirement("B-13")
def test_whoever_covers_sees_for_whom_in_their_caseload(client, child, social_worker, carla, her_manager):
    today = timezone.localdate()
    arrange_cover(
        away=social_worker, covering=carla, from_on=today, until_on=today + timedelta(days=7),
        reason=Cover.Reason.SICKNESS, by=her_manager, today=today,
    )  # fmt: skip
    client.force_login(carla, "django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse("caseload") + "?show=not-on-a-plan").content.decode()

    assert "Covering for Priya Pattern, who is back on" in page
