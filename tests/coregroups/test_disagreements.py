"""Professionals who do not agree: talked about, taken up by stages, settled; and each stage is kept (B-21)."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Refused
from children.pages import agenda
from coregroups.actions import advise, raise_disagreement, settle, take_further
from coregroups.models import Disagreement
from tests.factories import stories
from tests.plans.conftest import signed_in

tue_24_feb, mon_2_mar, tue_3_mar, wed_4_mar, thu_5_mar = (
    date(2026, 2, 24),
    date(2026, 3, 2),
    date(2026, 3, 3),
    date(2026, 3, 4),
    date(2026, 3, 5),
)
pytestmark = [pytest.mark.requirement("B-21", "S1-160"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def raised(child, social_worker):
    stories.on_a_plan(child, started_on=tue_24_feb)
    return raise_disagreement(
        child=child, about="Whether he may stay with his father at weekends.", between="School and health visitor",
        raised_on=mon_2_mar, by=social_worker, today=wed_4_mar,
    )  # fmt: skip


@pytest.fixture
def further(raised, social_worker):
    def taken(stage="members", on=tue_3_mar, outcome="Not agreed.", **more):
        return take_further(
            disagreement=raised, stage=stage, on=on, with_whom="Both", outcome=outcome,
            **{"by": social_worker, "today": wed_4_mar, **more},
        )  # fmt: skip

    return taken


@pytest.fixture
def page(child, raised):
    return reverse("coregroups:disagreement", kwargs={"child_pk": child.pk, "disagreement_pk": raised.pk})


def test_it_goes_up_from_members_to_managers_to_the_chair_and_to_the_local_procedure(
    further, raised, page, child, chair, social_worker, settings
):
    settings.ESCALATION_PROCEDURE_URL = "https://procedures.example/escalation"
    further()
    further(stage="managers", outcome="They want the chair’s view.")
    asked = further(stage="chair", outcome="")
    advise(step=asked, advice="No weekends before the review.", by=chair, today=wed_4_mar)
    further(stage="procedure", on=wed_4_mar, outcome="Taken to the partnership.")

    text = signed_in(social_worker).get(page).content.decode()
    places = [
        text.index(said)
        for said in (
            "Talked about by the members",
            "Taken to managers or designated professionals",
            "The conference chair’s advice",
            "The local escalation procedure (",
        )
    ]
    assert places == sorted(places)
    assert "4 March 2026, Chandra Chart: No weekends before the review." in text
    assert 'href="https://procedures.example/escalation"' in text


def test_it_stands_on_the_agenda_until_it_is_settled(raised, child, social_worker):
    label = f"{child.name}: disagreement since 2 March 2026, not settled"
    assert label in [link.label for link in agenda([child])]

    settle(
        disagreement=raised,
        settled_on=wed_4_mar,
        how="They agree on Saturdays.",
        by=social_worker,
        today=wed_4_mar,
    )

    assert label not in [link.label for link in agenda([child])]


@pytest.mark.requirement("S1-138")
def test_the_chair_finds_that_advice_is_asked_and_gives_it(
    further, raised, child, chair, page, social_worker
):
    step = further(stage="chair", outcome="")
    browser = signed_in(chair)
    assert "Core groups that ask for advice" in browser.get(reverse("chair")).content.decode()
    assert "Advise the core group" in browser.get(page).content.decode()
    assert "Advise the core group" not in signed_in(social_worker).get(page).content.decode()

    at = reverse("coregroups:advise", kwargs={"child_pk": child.pk, "disagreement_step_pk": step.pk})
    answer = browser.post(at, {"advice": "Ask the paediatrician."}, follow=True)

    assert "Ask the paediatrician." in answer.content.decode()
    assert "Core groups that ask for advice" not in browser.get(reverse("chair")).content.decode()


def test_through_the_pages(child, raised, page, social_worker):
    browser = signed_in(social_worker)
    given = {"child_pk": child.pk, "disagreement_pk": raised.pk}

    browser.post(
        reverse("coregroups:take-disagreement-further", kwargs=given),
        {"stage": "members", "with_whom": "All members", "on": "3/3/2026", "outcome": "Not agreed."},
    )
    settled = browser.post(
        reverse("coregroups:settle-disagreement", kwargs=given),
        {"how": "They agree on Saturdays.", "settled_on": "4/3/2026"},
        follow=True,
    )

    text = settled.content.decode()
    assert "Settled on 4 March 2026" in text
    assert "3 March 2026: Talked about by the members (All members)" in text
    assert "Disagreement among professionals" in browser.get(child.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"outcome": ""}, "Say what came of it"),
        ({"on": thu_5_mar}, "Enter a day from"),
        ({"on": date(2026, 3, 1)}, "Enter a day from 2 March 2026 to today"),
    ],
)
def test_a_step_that_cannot_be_so(further, changed, why):
    with pytest.raises(Refused, match=why):
        further(**changed)


def test_it_does_not_go_down_again(further):
    further(stage="managers")

    with pytest.raises(Refused, match="has been taken further already"):
        further(stage="members")


def test_the_chair_is_asked_once_at_a_time(further):
    further(stage="chair", outcome="")

    with pytest.raises(Refused, match="has been asked already"):
        further(stage="chair", outcome="")


def test_without_a_chair_it_says_whom_to_ask_for_one(further, raised, child, social_worker):
    child.conference_chair = None
    child.save_by(social_worker)

    with pytest.raises(Refused, match="Ask the safeguarding unit for one"):
        further(stage="chair", outcome="")


def test_a_settled_one_is_closed(further, raised, social_worker):
    settle(disagreement=raised, settled_on=wed_4_mar, how="Agreed.", by=social_worker, today=wed_4_mar)

    with pytest.raises(Refused, match="was settled on 4 March 2026"):
        further()


def test_nobody_from_outside_keeps_it_or_advises(raised, further, stranger, her_manager, social_worker):
    for step in (
        lambda: further(by=stranger),
        lambda: settle(disagreement=raised, settled_on=wed_4_mar, how="X", by=stranger, today=wed_4_mar),
        lambda: raise_disagreement(
            child=raised.child, about="X", between="Y", raised_on=wed_4_mar, by=stranger, today=wed_4_mar
        ),
    ):
        with pytest.raises(Refused, match="social worker or their manager keeps this"):
            step()
    asked = further(stage="chair", outcome="")
    for nobody in (social_worker, her_manager, stranger):
        with pytest.raises(Refused, match="conference chair advises"):
            advise(step=asked, advice="X", by=nobody, today=wed_4_mar)


def test_none_without_a_plan(child, social_worker):
    with pytest.raises(Refused, match="is not on a child protection plan"):
        raise_disagreement(
            child=child, about="X", between="Y", raised_on=wed_4_mar, by=social_worker, today=wed_4_mar
        )
    assert not Disagreement.objects.exists()
