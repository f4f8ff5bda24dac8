"""Whose visit counts: the lead's, and of others only those who stand in the lead's place that day (B-08, B-13)."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from alerts.sweeping import sweep
from audit.models import Refused
from children.actions import (
    agree_as_delegate,
    agree_as_manager,
    allocate,
    arrange_cover,
    end_allocation,
    end_delegation,
    look_into_delegation,
    propose_delegation,
)
from children.models import Child, Cover
from dashboards.my_day import MyDay, Show
from deadlines.packs import PACKS, load_pack
from tests.factories import TeamFactory, UserFactory, stories
from visits import reading
from visits.actions import Seen, accept_visit, reconsider, record_visit, who_counts
from visits.models import Visit

tue_24_feb, tue_3_mar, wed_4_mar = date(2026, 2, 24), date(2026, 3, 3), date(2026, 3, 4)
tue_10_mar, wed_1_apr = date(2026, 3, 10), date(2026, 4, 1)
MadeAs = Visit.MadeAs


@pytest.fixture
def pack_says(monkeypatch):
    """As in an authority's pack with these lines."""

    def says(**lines: bool) -> None:
        pack = replace(who_counts.shipped_pack(), **lines)
        monkeypatch.setattr(who_counts, "shipped_pack", lambda: pack)

    return says


@pytest.fixture
def robin(child):
    stories.on_a_plan(child, started_on=tue_24_feb)
    return child


@pytest.fixture
def dora():
    """A social worker of another team."""
    return UserFactory(name="Dora Delegate", role=Role.SOCIAL_WORKER, team=TeamFactory(name="West team"))


@pytest.fixture
def delegation(robin, dora, social_worker):
    """Proposed on 3 March: from then until 1 April."""
    return propose_delegation(
        child=robin, delegate=dora, reason="The father threatened the lead.", what="Each visit, weekly.",
        from_on=tue_3_mar, until_on=wed_1_apr, by=social_worker, today=tue_3_mar,
    )  # fmt: skip


@pytest.fixture
def agreed(delegation, dora, her_manager):
    agree_as_manager(delegation=delegation, by=her_manager, today=tue_3_mar)
    return agree_as_delegate(delegation=delegation, by=dora, today=wed_4_mar)


def met_on(child: Child) -> date | None:
    return child.deadlines.in_force().get(rule="visit", started_on=tue_24_feb).met_on


class TestVisitsBySomebodyElse:
    @pytest.mark.requirement("B-08", "S1-71", "S1-72")
    def test_without_an_agreement_it_is_kept_and_does_not_count(self, robin, dora):
        visit = stories.seen(robin, on=tue_3_mar, by=dora)

        assert visit.made_as == MadeAs.SOMEBODY_ELSE
        assert met_on(robin) is None
        assert "no agreement to see the child instead was in force that day" in " ".join(
            reading.notes(visit, [])
        )

    @pytest.mark.requirement("B-08", "S1-72")
    def test_with_only_one_of_the_two_agreements_it_does_not(self, robin, delegation, dora, her_manager):
        agree_as_delegate(delegation=delegation, by=dora, today=tue_3_mar)
        stories.seen(robin, on=tue_3_mar, by=dora)
        assert met_on(robin) is None

        # The manager agrees the day after: from then on, and not for what was before.
        agree_as_manager(delegation=delegation, by=her_manager, today=wed_4_mar)
        assert met_on(robin) is None
        stories.seen(robin, on=wed_4_mar, by=dora)
        assert met_on(robin) == wed_4_mar

    @pytest.mark.requirement("B-08")
    @pytest.mark.parametrize(
        ("on", "counts"),
        [(tue_3_mar, False), (wed_4_mar, True), (date(2026, 3, 31), True), (wed_1_apr, False)],
        ids=[
            "the day before both agreed",
            "the first day",
            "the last day",
            "the day on which it no longer holds",
        ],
    )
    def test_it_counts_on_the_days_of_the_agreement_and_no_other(self, robin, agreed, dora, on, counts):
        visit = stories.seen(robin, on=on, by=dora, today=wed_1_apr)

        assert (visit.made_as == MadeAs.DELEGATE) is counts
        assert (met_on(robin) == on) is counts

    @pytest.mark.requirement("B-08")
    def test_it_counts_no_longer_once_it_was_ended_and_what_went_before_goes_on_counting(
        self, robin, agreed, dora, social_worker
    ):
        stories.seen(robin, on=wed_4_mar, by=dora)
        end_delegation(
            delegation=agreed,
            ended_on=tue_10_mar,
            because="He was moved.",
            by=social_worker,
            today=tue_10_mar,
        )

        assert stories.seen(robin, on=tue_10_mar, by=dora).made_as == MadeAs.SOMEBODY_ELSE
        assert met_on(robin) == wed_4_mar

    @pytest.mark.requirement("B-13")
    def test_whoever_covers_counts_also_where_cover_is_recorded_afterwards(
        self, robin, dora, social_worker, service_manager
    ):
        stories.seen(robin, on=wed_4_mar, by=dora)
        assert met_on(robin) is None

        arrange_cover(
            away=social_worker, covering=dora, from_on=tue_3_mar, until_on=tue_10_mar, reason=Cover.Reason.SICKNESS,
            by=service_manager, today=wed_4_mar,
        )  # fmt: skip

        assert Visit.objects.get().made_as == MadeAs.COVER
        assert met_on(robin) == wed_4_mar

    @pytest.mark.requirement("B-13", "B-08")
    def test_where_the_pack_says_so_whoever_covers_needs_an_agreement_too(
        self, robin, dora, social_worker, service_manager, her_manager, pack_says
    ):
        pack_says(cover_counts=False)
        arrange_cover(
            away=social_worker, covering=dora, from_on=tue_3_mar, until_on=wed_1_apr, reason=Cover.Reason.SICKNESS,
            by=service_manager, today=tue_3_mar,
        )  # fmt: skip
        visit = stories.seen(robin, on=wed_4_mar, by=dora)

        assert visit.made_as == MadeAs.COVER_APART
        assert met_on(robin) is None
        assert reading.notes(visit, [])[0].startswith(
            "Does not count because Dora Delegate was covering, and the procedures here ask"
        )

        delegation = propose_delegation(
            child=robin, delegate=dora, reason="Sickness.", what="Each visit.", from_on=wed_4_mar,
            until_on=wed_1_apr, by=social_worker, today=wed_4_mar,
        )  # fmt: skip
        agree_as_manager(delegation=delegation, by=her_manager, today=wed_4_mar)
        agree_as_delegate(delegation=delegation, by=dora, today=wed_4_mar)

        assert Visit.objects.get().made_as == MadeAs.DELEGATE
        assert met_on(robin) == wed_4_mar

    @pytest.mark.requirement("T-16", "B-09")
    @pytest.mark.parametrize(("place", "counts"), [("home", True), ("school", False), ("elsewhere", False)])
    def test_where_the_pack_says_so_a_child_is_visited_at_home(
        self, robin, social_worker, her_manager, pack_says, place, counts
    ):
        pack_says(home_visits_only=True)
        [visit] = record_visit(
            seen=[Seen(child=robin, child_seen=True, child_seen_alone=True)], visited_on=wed_4_mar, place=place,
            by=social_worker, today=wed_4_mar,
        )  # fmt: skip

        assert (met_on(robin) == wed_4_mar) is counts
        assert (robin.visits.child_seen().count() == 1) is counts
        if not counts:
            said = "Does not count because the procedures here ask for the child to be seen at home."
            assert reading.notes(visit, [])[0] == said
            accept_visit(visit=visit, because="The home is not safe.", by=her_manager, today=wed_4_mar)
            assert met_on(robin) == wed_4_mar

    def test_in_the_packs_that_ship_cover_counts_and_school_too(self, robin, social_worker):
        for path in sorted(PACKS.glob("*.toml")):
            pack = load_pack(path.stem)
            assert (pack.cover_counts, pack.home_visits_only) == (True, False)
        [visit] = record_visit(
            seen=[Seen(child=robin, child_seen=True, child_seen_alone=True)], visited_on=wed_4_mar, place="school",
            by=social_worker, today=wed_4_mar,
        )  # fmt: skip
        assert visit.made_as == MadeAs.LEAD

    @pytest.mark.requirement("B-13")
    def test_while_nobody_holds_the_child_whoever_sees_the_child_does(self, robin, dora, her_manager):
        end_allocation(
            allocation=robin.allocation_on(tue_3_mar), until_on=tue_3_mar, by=her_manager, today=tue_3_mar
        )

        assert stories.seen(robin, on=wed_4_mar, by=dora).made_as == MadeAs.NOBODY_HELD
        assert met_on(robin) == wed_4_mar

    @pytest.mark.requirement("B-13")
    def test_who_held_the_child_is_put_right_and_so_is_what_the_visit_was(self, robin, dora, her_manager):
        stories.seen(robin, on=wed_4_mar, by=dora)

        allocate(child=robin, social_worker=dora, from_on=tue_3_mar, by=her_manager, today=wed_4_mar)

        assert Visit.objects.get().made_as == MadeAs.LEAD
        assert met_on(robin) == wed_4_mar

    @pytest.mark.parametrize("visits", [1, 12])
    def test_putting_it_right_costs_the_same_however_many_visits_there_were(
        self, robin, social_worker, visits, django_assert_num_queries
    ):
        for number in range(visits):
            stories.seen(robin, on=date(2026, 2, 25 + number % 3), by=social_worker, today=wed_4_mar)

        with django_assert_num_queries(4):
            reconsider([robin], by=social_worker, because="nothing changed")

    @pytest.mark.requirement("B-08", "B-12")
    def test_a_manager_accepts_one_with_a_reason_and_never_their_own(
        self, robin, dora, social_worker, her_manager
    ):
        visit = stories.seen(robin, on=wed_4_mar, by=dora)
        given = {"visit": visit, "today": wed_4_mar}
        with pytest.raises(Refused, match="Only a manager"):
            accept_visit(because="She was on duty.", by=social_worker, **given)
        with pytest.raises(Refused, match="Say why"):
            accept_visit(because=" ", by=her_manager, **given)

        visit = accept_visit(because="She was on duty.", by=her_manager, **given)

        assert met_on(robin) == wed_4_mar
        assert "accepted it: She was on duty." in " ".join(reading.notes(visit, []))
        own = stories.seen(robin, on=tue_10_mar, by=her_manager)
        with pytest.raises(Refused, match="Another manager"):
            accept_visit(visit=own, because="I was there.", by=her_manager, today=tue_10_mar)

    @pytest.mark.requirement("T-27", "B-07")
    def test_a_child_whom_only_somebody_else_saw_is_still_unseen(self, robin, dora, social_worker):
        stories.not_seen(robin, on=tue_3_mar, by=social_worker)
        stories.seen(robin, on=wed_4_mar, by=dora)

        assert robin.unseenepisodes.open().get().seen_on is None


class TestTheAgreement:
    @pytest.mark.requirement("B-08", "A-08")
    def test_neither_the_lead_nor_the_delegate_agrees_in_the_manager_s_place(
        self, robin, delegation, dora, social_worker, her_manager
    ):
        for person in (social_worker, dora):
            with pytest.raises(Refused, match="manager has to agree"):
                agree_as_manager(delegation=delegation, by=person, today=tue_3_mar)
        with pytest.raises(Refused, match="Only Dora Delegate can agree"):
            agree_as_delegate(delegation=delegation, by=social_worker, today=tue_3_mar)
        to_her = propose_delegation(
            child=robin, delegate=her_manager, reason="Off sick.", what="Weekly.", from_on=tue_3_mar,
            until_on=wed_1_apr, by=social_worker, today=tue_3_mar,
        )  # fmt: skip
        with pytest.raises(Refused, match="Another manager has to"):
            agree_as_manager(delegation=to_her, by=her_manager, today=tue_3_mar)

    @pytest.mark.requirement("B-08", "S1-71")
    @pytest.mark.parametrize(
        ("different", "why"),
        [
            ({"reason": " "}, "Say why contact has to be delegated"),
            ({"until_on": tue_3_mar}, "ends after it begins"),
            ({"until_on": date(2026, 12, 1)}, "six months at most"),
            ({"from_on": date(2026, 1, 5), "until_on": date(2026, 2, 1)}, "That time is over"),
        ],
    )
    def test_what_makes_no_agreement_is_refused(self, robin, dora, social_worker, different, why):
        given = {
            "child": robin, "delegate": dora, "reason": "Threats.", "what": "Weekly.", "from_on": tue_3_mar,
            "until_on": wed_1_apr, "by": social_worker, "today": tue_3_mar,
        }  # fmt: skip

        with pytest.raises(Refused, match=why):
            propose_delegation(**given | different)

    @pytest.mark.requirement("T-35", "S1-72")
    def test_the_lead_looks_into_it_every_four_weeks(self, robin, agreed, social_worker, dora):
        # Both had agreed on Wednesday 4 March: 28 days end on 1 April.
        owed = robin.deadlines.outstanding().get(rule="delegation-monitored")
        assert owed.due_on == wed_1_apr
        with pytest.raises(Refused, match="cannot look into it themselves"):
            look_into_delegation(delegation=agreed, on=tue_10_mar, words="Fine.", by=dora, today=tue_10_mar)

        look_into_delegation(
            delegation=agreed, on=tue_10_mar, words="She sees him alone.", by=social_worker, today=tue_10_mar
        )

        owed.refresh_from_db()
        assert owed.met_on == tue_10_mar
        assert robin.deadlines.outstanding().get(rule="delegation-monitored").due_on == date(2026, 4, 7)

    @pytest.mark.requirement("T-35")
    def test_it_ends_by_itself_and_nothing_is_looked_into_any_more(self, robin, agreed):
        sweep(today=date(2026, 4, 2))

        agreed.refresh_from_db()
        assert agreed.ended_on == wed_1_apr
        assert not robin.deadlines.outstanding().filter(rule="delegation-monitored").exists()

    @pytest.mark.requirement("A-11")
    def test_the_delegate_opens_the_one_child_for_as_long_as_it_lasts(self, robin, agreed, dora):
        def sees(on: date) -> bool:
            return Child.objects.visible_to(dora, today=on).filter(pk=robin.pk).exists()

        assert [sees(on) for on in (wed_4_mar, date(2026, 3, 31), wed_1_apr)] == [True, True, False]


@pytest.mark.requirement("B-08")
def test_an_agreement_is_made_in_the_pages(robin, dora, social_worker, her_manager, it_is_today, read):
    def window(person) -> Client:
        browser = Client()
        browser.force_login(person)
        return browser

    at = reverse("children:delegations", args=[robin.pk])
    window(social_worker).post(
        reverse("children:delegate", args=[robin.pk]),
        {"delegate": dora.pk, "reason": "Threats.", "what": "Weekly.", "from_on": "4/3/2026", "until_on": "1/4/2026"},
    )  # fmt: skip
    delegation = robin.delegations.get()
    assert "visits do not count" in read(social_worker, at).words
    assert "Agree as the manager" not in read(social_worker, at).words

    window(her_manager).post(reverse("children:agree-as-manager", args=[robin.pk, delegation.pk]))
    window(dora).post(reverse("children:agree-as-delegate", args=[robin.pk, delegation.pk]))

    assert "In force" in read(social_worker, at).words
    assert window(social_worker).post(
        reverse("children:agree-as-manager", args=[robin.pk, delegation.pk])
    ).status_code == 403  # fmt: skip


class TestOnTheFirstPage:
    """Whoever has to agree is asked on the page on which they begin, and the delegate sees which visits are theirs."""

    asked = "Waits for your word"
    pytestmark = pytest.mark.usefixtures("it_is_today")

    def first_page(self, person):
        browser = Client()
        browser.force_login(person)
        return browser.get("/", follow=True).content.decode()

    def test_both_are_asked_until_they_have_agreed(self, delegation, dora, her_manager, social_worker):
        assert "you to see the child instead" in self.first_page(dora)
        assert "Dora Delegate to see the child instead" in self.first_page(her_manager)
        assert self.asked not in self.first_page(social_worker)

        agree_as_manager(delegation=delegation, by=her_manager, today=tue_3_mar)
        agree_as_delegate(delegation=delegation, by=dora, today=wed_4_mar)

        assert self.asked not in self.first_page(dora)
        assert self.asked not in self.first_page(her_manager)

    def test_the_delegate_is_owed_the_visits_and_nothing_else(self, robin, agreed, dora):
        # On a plan since 24 February: ten working days to Tuesday 10 March, and the first core group the same day.
        day = MyDay(dora, wed_4_mar)

        assert {each.rule for show in Show for each in day.owed[show]} <= {"visit", "contact", "seen-alone"}
        assert "visit" in {each.rule for each in day.owed[Show.AHEAD]}
        assert robin.name in self.first_page(dora)

    def test_not_once_it_has_ended(self, agreed, dora, her_manager, robin):
        end_delegation(
            delegation=agreed,
            ended_on=wed_4_mar,
            because="The lead is back.",
            by=her_manager,
            today=wed_4_mar,
        )

        assert robin.name not in self.first_page(dora)
