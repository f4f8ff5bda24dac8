"""An adult whom a visitor names and nobody knows is carried to the network and asked about until it is known (B-09)."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Refused
from children.actions.named import check_adult
from children.models import AdultNamed
from children.pages import agenda
from tests.factories import ChildFactory, PersonFactory, RelationshipFactory, stories
from tests.plans.conftest import signed_in
from visits.actions import Seen, record_visit

mon_2_mar, tue_3_mar, wed_4_mar = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
pytestmark = [pytest.mark.requirement("B-09", "S0-21"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def visit(child, social_worker):
    def made(words="Dave, says he is an uncle", on=tue_3_mar, to=()):
        return record_visit(
            seen=[Seen(child=one, child_seen=True, child_seen_alone=True) for one in (child, *to)],
            visited_on=on, who_was_present=words, by=social_worker, today=wed_4_mar,
        )  # fmt: skip

    return made


@pytest.fixture
def network(child):
    return reverse("children:network", kwargs={"child_pk": child.pk})


def test_each_line_is_carried_to_the_network_and_to_the_agenda(visit, child, network, social_worker):
    visit("Dave, says he is an uncle\n\nA woman in the kitchen\n")

    page = signed_in(social_worker).get(network).content.decode()
    assert "“Dave, says he is an uncle”, 3 March 2026" in page
    assert "“A woman in the kitchen”, 3 March 2026" in page
    assert f"{child.name}: who is “Dave, says he is an uncle”, met on 3 March 2026?" in [
        link.label for link in agenda([child])
    ]


def test_to_each_child_of_the_visit_and_once_however_often_he_is_met(visit, child, social_worker, chair):
    sister = ChildFactory(team=child.team, conference_chair=chair)
    visit(on=mon_2_mar, to=[sister])
    visit("dave, says he is an uncle")

    assert sorted(AdultNamed.objects.values_list("child", flat=True)) == sorted([child.pk, sister.pk])


def test_nobody_named_is_nobody_carried(visit):
    visit("")

    assert not AdultNamed.objects.exists()


def test_its_first_line_of_history_says_who_wrote_it(visit, social_worker):
    visit()

    first = AdultNamed.objects.get().history.get()
    assert (first.history_user, first.history_change_reason) == (social_worker, "Named on a visit")


class TestFindingOut:
    def test_he_is_somebody_in_the_network(self, visit, child, network, social_worker):
        visit()
        uncle = RelationshipFactory(
            child=child, person=PersonFactory(name="David Fixture"), kind="relative"
        ).person
        named = AdultNamed.objects.get()
        at = reverse("children:check-adult", kwargs={"child_pk": child.pk, "adult_named_pk": named.pk})

        page = signed_in(social_worker).post(at, {"outcome": "in-network", "person": uncle.pk}, follow=True)

        assert "is in the network (David Fixture)" in page.content.decode()
        assert not [link for link in agenda([child]) if "Dave" in link.label]

    @pytest.mark.parametrize(
        ("given", "why"),
        [
            ({"outcome": "in-network"}, "Select who it is"),
            ({"outcome": "not-known"}, "Say how you know, or what was done"),
            ({"outcome": "not-of-concern", "how": " "}, "Say how you know, or what was done"),
        ],
    )
    def test_not_without_saying_who_or_how(self, visit, social_worker, given, why):
        visit()
        with pytest.raises(Refused, match=why):
            check_adult(
                named=AdultNamed.objects.get(), **{"person": None, "how": "", **given}, by=social_worker,
                today=wed_4_mar,
            )  # fmt: skip

    def test_somebody_of_another_family_s_network_is_refused(self, visit, social_worker):
        visit()
        with pytest.raises(Refused, match="Add them to the network first"):
            check_adult(
                named=AdultNamed.objects.get(), outcome="in-network", person=PersonFactory(), how="",
                by=social_worker, today=wed_4_mar,
            )  # fmt: skip

    def test_once(self, visit, social_worker):
        visit()
        given = {"outcome": "not-of-concern", "person": None, "how": "The gas man.", "by": social_worker}
        check_adult(named=AdultNamed.objects.get(), today=wed_4_mar, **given)

        with pytest.raises(Refused, match="was found out on 4 March 2026"):
            check_adult(named=AdultNamed.objects.get(), today=wed_4_mar, **given)


@pytest.mark.requirement("S0-22")
class TestTheShortListOfReasons:
    """A word to be counted by, and words besides (issue: why a child was not seen, or not alone)."""

    def test_both_are_asked_for_and_stand_in_the_record(self, child, social_worker):
        stories.on_a_plan(child, started_on=date(2026, 2, 24))
        at = reverse("visits:record", kwargs={"child_pk": child.pk})
        browser, pk = signed_in(social_worker), child.pk
        once = browser.get(at).context["form"]
        answers = {
            **{name: once[name].value() for name in once.fields if name == "once"},
            "visited_which_day": "2026-03-04", "place": "home", "contact": "face-to-face", f"seen_{pk}": "seen",
        }  # fmt: skip

        page = browser.post(at, answers).content.decode()
        assert f"Select what kept {child.given_name} from being seen alone" in page
        assert f"Enter why {child.given_name} was not seen alone" in page

        browser.post(
            at,
            {
                **answers,
                f"not_alone_why_{pk}": "parent",
                f"not_alone_because_{pk}": "Dad stayed in the door.",
            },
        )

        visit = child.visits.get()
        assert (visit.why_not, visit.reason) == ("parent", "Dad stayed in the door.")
        kept = {"child_pk": child.pk, "visit_pk": visit.pk}
        text = browser.get(reverse("visits:visit", kwargs=kept)).content.decode()
        assert "A parent or carer did not allow it. Dad stayed in the door." in text
