"""The pathway of a child who was not seen: what opens it, who has to be told by when, and what alone can close it."""

from datetime import date, time

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from accounts.roles import Role
from alerts.actions import raise_alerts
from alerts.models import Alert, Step
from alerts.sweeping import sweep
from audit.models import Refused
from children.models import Child
from coregroups.actions import add_member
from plans.actions import end_plan_without_a_conference
from plans.models import EndReason
from tests.factories import PersonFactory, UserFactory, stories
from visits.actions import (
    Seen,
    close_episode,
    correct_visit,
    open_by_themselves,
    record_visit,
    tell_chair,
    tell_core_group,
    tell_manager,
)
from visits.models import UnseenEpisode, Visit

Because, Ended = UnseenEpisode.Because, UnseenEpisode.Ended
tue_24_feb = date(2026, 2, 24)
tue_10_mar, wed_11_mar, thu_12_mar = date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 12)


@pytest.fixture
def robin(child: Child, social_worker: User) -> Child:
    """On a plan since Tuesday 24 February, with a core group of two."""
    stories.on_a_plan(child, started_on=tue_24_feb)
    for part in ("mother", "school"):
        add_member(children=[child], person=PersonFactory(), role=part, from_on=tue_24_feb, by=social_worker)
    return child


def attempted(child: Child, *, on: date, by: User, contact: str = Visit.Contact.REFUSED) -> Visit:
    [visit] = record_visit(
        seen=[Seen(child=child, child_seen=False, reason="The father closed the door.")], visited_on=on,
        contact=contact, by=by, today=on,
    )  # fmt: skip
    return visit


def open_for(child: Child) -> UnseenEpisode | None:
    return child.unseenepisodes.open().first()


def members(child: Child) -> list:
    return [member.person for member in child.coregroupmembers.order_by("pk")]


@pytest.fixture
def everybody_told(social_worker: User, her_manager: User):
    def tell(episode: UnseenEpisode, *, on: date, but_for: str = "") -> None:
        whose = {"episode": episode, "told_on": on, "by": social_worker, "today": on}
        if but_for != "manager":
            tell_manager(
                manager=her_manager, told_at=time(14, 20), legal_advice=True, legal_advice_because="Twice now.", **whose
            )  # fmt: skip
        if but_for != "chair":
            tell_chair(
                urgent_action="A welfare check.", urgent_review=False, urgent_review_because="After the check.", **whose
            )  # fmt: skip
        if but_for != "core group":
            tell_core_group(people=members(episode.child), **whose)

    return tell


class TestWhatOpensIt:
    @pytest.mark.requirement("B-07", "T-27", "S1-68")
    @pytest.mark.parametrize("contact", [Visit.Contact.REFUSED, Visit.Contact.NO_REPLY])
    def test_a_contact_that_was_kept_from_the_child_opens_it_that_day(self, robin, social_worker, contact):
        visit = attempted(robin, on=tue_10_mar, by=social_worker, contact=contact)

        episode = open_for(robin)
        assert (episode.opened_on, episode.because, episode.visit) == (tue_10_mar, contact, visit)

    @pytest.mark.requirement("B-07")
    def test_a_visit_that_the_family_cancelled_does_not(self, robin, social_worker):
        attempted(robin, on=tue_10_mar, by=social_worker, contact=Visit.Contact.CANCELLED)

        assert open_for(robin) is None

    @pytest.mark.requirement("T-27")
    def test_nor_where_the_child_was_seen_the_same_day_before_or_after(self, robin, social_worker):
        stories.seen(robin, on=tue_10_mar, by=social_worker)
        attempted(robin, on=tue_10_mar, by=social_worker)
        assert open_for(robin) is None

        attempted(robin, on=thu_12_mar, by=social_worker)
        assert open_for(robin)
        stories.seen(robin, on=thu_12_mar, by=social_worker)
        assert open_for(robin) is None
        assert robin.unseenepisodes.get().ended == Ended.NO_BREACH
        assert not robin.deadlines.in_force().filter(rule__startswith="unseen-told").exists()

    @pytest.mark.requirement("B-07")
    def test_nor_for_a_child_without_a_plan(self, child, social_worker):
        attempted(child, on=tue_10_mar, by=social_worker)

        assert open_for(child) is None

    @pytest.mark.requirement("B-07", "T-17")
    def test_it_opens_by_itself_on_the_twenty_ninth_day(self, child, social_worker, chair):
        # Last seen on Tuesday 3 February 2026: 28 days end on Tuesday 3 March.
        stories.on_a_plan(child, started_on=date(2026, 1, 20))
        stories.seen(child, on=date(2026, 2, 3), by=social_worker)

        sweep(today=date(2026, 3, 3))
        assert open_for(child) is None
        sweep(today=date(2026, 3, 4))
        sweep(today=date(2026, 3, 5))

        [episode] = child.unseenepisodes.all()
        assert (episode.opened_on, episode.because, episode.visit) == (
            date(2026, 3, 4), Because.FOUR_WEEKS, None,
        )  # fmt: skip

    @pytest.mark.requirement("T-27")
    def test_it_does_not_open_when_a_visit_is_merely_overdue(self, child, social_worker):
        """Nobody has visited for eleven working days: that is the team's to mend, and no breach of the family's."""
        stories.on_a_plan(child, started_on=tue_24_feb)

        # Ten working days after 24 February are 10 March.
        sweep(today=wed_11_mar)

        assert child.deadlines.overdue(on=wed_11_mar).filter(rule="visit").exists()
        assert open_for(child) is None

    @pytest.mark.requirement("B-07")
    def test_four_weeks_open_it_again_after_a_manager_closed_it(
        self, robin, social_worker, her_manager, everybody_told
    ):
        attempted(robin, on=tue_10_mar, by=social_worker)
        everybody_told(open_for(robin), on=tue_10_mar)
        close_episode(
            episode=open_for(robin), because="She is with her aunt.", by=her_manager, today=wed_11_mar
        )

        # 28 days after 24 February end on 24 March.
        sweep(today=date(2026, 3, 25))

        assert open_for(robin).because == Because.FOUR_WEEKS

    def test_of_two_contacts_that_failed_one_is_open(self, robin, social_worker):
        attempted(robin, on=tue_10_mar, by=social_worker)
        attempted(robin, on=thu_12_mar, by=social_worker)

        assert robin.unseenepisodes.count() == 1

    @pytest.mark.requirement("B-24")
    def test_a_record_that_is_corrected_takes_it_back(self, robin, social_worker):
        visit = attempted(robin, on=tue_10_mar, by=social_worker)
        correct_visit(
            visit, seen=Seen(child=robin, child_seen=False, reason="They rang."), contact=Visit.Contact.CANCELLED,
            why="It was cancelled.", by=social_worker, today=tue_10_mar,
        )  # fmt: skip

        assert robin.unseenepisodes.get().ended == Ended.NO_BREACH

    def test_a_visit_written_down_late_takes_back_what_four_weeks_opened(self, child, social_worker):
        stories.on_a_plan(child, started_on=tue_24_feb)
        sweep(today=date(2026, 3, 25))
        assert open_for(child).because == Because.FOUR_WEEKS

        stories.seen(child, on=date(2026, 3, 20), by=social_worker, today=date(2026, 3, 26))

        assert child.unseenepisodes.get().ended == Ended.NO_BREACH


class TestTheDiscussions:
    @pytest.mark.requirement("B-07", "T-27", "S1-69", "S1-70")
    @pytest.mark.parametrize(
        ("opened_on", "chair_by"),
        [
            (tue_10_mar, wed_11_mar),
            # Christmas Day, a weekend and the substitute for Boxing Day lie between.
            (date(2026, 12, 24), date(2026, 12, 29)),
            # Saturday; Monday 25 May is the spring bank holiday.
            (date(2026, 5, 23), date(2026, 5, 26)),
        ],
        ids=["on a weekday", "before Christmas", "on a Saturday"],
    )
    def test_the_manager_is_told_that_day_and_the_others_within_a_working_day(
        self, child, social_worker, opened_on, chair_by
    ):
        stories.on_a_plan(child, started_on=tue_24_feb)
        attempted(child, on=opened_on, by=social_worker)

        owed = child.deadlines.outstanding().filter(rule__startswith="unseen-told")
        assert dict(owed.values_list("rule", "due_on")) == {
            "unseen-told-manager": opened_on,
            "unseen-told-chair": chair_by,
            "unseen-told-core-group": chair_by,
        }

    @pytest.mark.requirement("B-07", "B-31")
    def test_the_service_manager_hears_when_a_step_is_late(
        self, robin, social_worker, her_manager, service_manager
    ):
        attempted(robin, on=tue_10_mar, by=social_worker)

        raise_alerts(today=wed_11_mar)

        late = Alert.objects.filter(deadline__rule="unseen-told-manager", step=Step.OVERDUE)
        assert set(late.values_list("person", flat=True)) == {
            social_worker.pk, her_manager.pk, service_manager.pk,
        }  # fmt: skip

    @pytest.mark.requirement("S1-69")
    def test_the_discussion_with_the_manager_says_whether_legal_advice_is_sought_and_why(
        self, robin, social_worker, her_manager
    ):
        attempted(robin, on=tue_10_mar, by=social_worker)
        given = {
            "episode": open_for(robin), "manager": her_manager, "told_on": tue_10_mar, "legal_advice": False,
            "by": social_worker, "today": tue_10_mar,
        }  # fmt: skip

        with pytest.raises(Refused, match="Say why legal advice is sought"):
            tell_manager(legal_advice_because=" ", **given)
        with pytest.raises(Refused, match="Choose the manager"):
            tell_manager(legal_advice_because="No need.", **given | {"manager": social_worker})
        tell_manager(legal_advice_because="A welfare check first.", told_at=time(14, 20), **given)

        met = robin.deadlines.get(rule="unseen-told-manager", withdrawn_at=None)
        assert met.met_on == tue_10_mar

    @pytest.mark.requirement("S1-70")
    def test_the_core_group_is_told_once_every_member_is(self, robin, social_worker):
        attempted(robin, on=tue_10_mar, by=social_worker)
        mother, school = members(robin)
        given = {"episode": open_for(robin), "by": social_worker, "today": thu_12_mar}

        tell_core_group(people=[school], told_on=tue_10_mar, said="She was at school.", **given)
        assert robin.deadlines.outstanding().filter(rule="unseen-told-core-group").exists()
        tell_core_group(people=[mother], told_on=wed_11_mar, **given)

        assert open_for(robin).core_group_told_on == wed_11_mar
        assert not robin.deadlines.outstanding().filter(rule="unseen-told-core-group").exists()
        with pytest.raises(Refused, match="Choose among the present members"):
            tell_core_group(people=[PersonFactory()], told_on=wed_11_mar, **given)

    def test_somebody_excluded_from_the_core_group_has_not_to_be_told(
        self, robin, social_worker, her_manager
    ):
        father = PersonFactory()
        add_member(
            children=[robin], person=father, role="father", from_on=tue_24_feb, by=social_worker,
            excluded_because="Bail conditions.", exclusion_agreed_by=her_manager,
        )  # fmt: skip
        attempted(robin, on=tue_10_mar, by=social_worker)
        others = [person for person in members(robin) if person != father]

        tell_core_group(
            episode=open_for(robin), people=others, told_on=tue_10_mar, by=social_worker, today=tue_10_mar
        )

        assert open_for(robin).core_group_told_on == tue_10_mar

    @pytest.mark.parametrize("told_on", [date(2026, 3, 9), thu_12_mar], ids=["before it began", "to come"])
    def test_days_that_cannot_be_are_refused(self, robin, social_worker, told_on):
        attempted(robin, on=tue_10_mar, by=social_worker)

        with pytest.raises(Refused) as refusal:
            tell_core_group(
                episode=open_for(robin),
                people=members(robin),
                told_on=told_on,
                by=social_worker,
                today=wed_11_mar,
            )
        assert refusal.value.field == "told_on"


class TestWhatClosesIt:
    @pytest.mark.requirement("B-07", "S1-68")
    def test_the_child_being_seen_once_everybody_has_been_told(self, robin, social_worker, everybody_told):
        attempted(robin, on=tue_10_mar, by=social_worker)
        everybody_told(open_for(robin), on=wed_11_mar)
        assert open_for(robin)

        stories.seen(robin, on=thu_12_mar, by=social_worker)

        episode = robin.unseenepisodes.get()
        assert (episode.ended, episode.seen_on, episode.closed_on) == (Ended.SEEN, thu_12_mar, thu_12_mar)

    @pytest.mark.requirement("B-07")
    @pytest.mark.parametrize("left_out", ["manager", "chair", "core group"])
    def test_being_seen_the_next_day_spares_none_of_the_discussions(
        self, robin, social_worker, everybody_told, left_out
    ):
        attempted(robin, on=tue_10_mar, by=social_worker)
        stories.seen(robin, on=wed_11_mar, by=social_worker)
        everybody_told(open_for(robin), on=thu_12_mar, but_for=left_out)

        still = open_for(robin)
        assert still.seen_on == wed_11_mar
        code = {"manager": "manager", "chair": "chair", "core group": "core-group"}[left_out]
        assert robin.deadlines.outstanding().filter(rule=f"unseen-told-{code}").exists()

    @pytest.mark.requirement("B-14")
    def test_the_plan_s_end(self, robin, social_worker, her_manager):
        attempted(robin, on=tue_10_mar, by=social_worker)

        end_plan_without_a_conference(
            plan=robin.plans.get(), ended_on=wed_11_mar, reason=EndReason.LEFT_UK, consulted="The chair agrees.",
            by=her_manager, today=wed_11_mar,
        )  # fmt: skip

        assert robin.unseenepisodes.get().ended == Ended.PLAN_ENDED

    @pytest.mark.requirement("B-07", "B-12", "A-08", "A-09")
    def test_a_manager_with_a_reason_and_never_the_social_worker(
        self, robin, social_worker, her_manager, everybody_told
    ):
        attempted(robin, on=tue_10_mar, by=social_worker)
        closing = {"because": "She is abroad with her aunt.", "today": wed_11_mar}
        with pytest.raises(Refused, match="must have been told"):
            close_episode(episode=open_for(robin), by=her_manager, **closing)
        everybody_told(open_for(robin), on=tue_10_mar)

        with pytest.raises(Refused, match="Only a manager"):
            close_episode(episode=open_for(robin), by=social_worker, **closing)
        with pytest.raises(Refused, match="Say why"):
            close_episode(episode=open_for(robin), by=her_manager, **closing | {"because": ""})
        episode = close_episode(episode=open_for(robin), by=her_manager, **closing)

        assert (episode.ended, episode.closed_by) == (Ended.MANAGER, her_manager)
        with pytest.raises(Refused, match="It was closed on 11 March 2026"):
            close_episode(episode=episode, by=her_manager, **closing)

    @pytest.mark.requirement("B-07")
    def test_a_manager_who_holds_the_child_themselves_does_not(self, robin, her_manager, everybody_told):
        from children.actions import allocate

        attempted(robin, on=tue_10_mar, by=her_manager)
        allocate(child=robin, social_worker=her_manager, from_on=tue_10_mar, by=her_manager, today=tue_10_mar)
        everybody_told(open_for(robin), on=tue_10_mar)

        with pytest.raises(Refused, match="Another manager has to close it"):
            close_episode(episode=open_for(robin), because="Trust me.", by=her_manager, today=tue_10_mar)

    @pytest.mark.requirement("B-07", "B-24")
    def test_the_database_closes_nothing_before_everybody_was_told(self, robin, social_worker):
        attempted(robin, on=tue_10_mar, by=social_worker)

        ended = "closed_on = '2026-03-11', ended = 'seen', seen_on = '2026-03-11'"
        with (
            pytest.raises(IntegrityError, match="closed_once_everybody_was_told"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"update visits_unseenepisode set {ended}")


def test_opening_by_themselves_is_safe_to_repeat(child, social_worker):
    stories.on_a_plan(child, started_on=tue_24_feb)
    portal = User.objects.the_portal()

    opened = [open_by_themselves(today=date(2026, 3, day), by=portal) for day in (24, 25, 25, 26)]

    assert opened == [0, 1, 0, 0]


def test_a_contact_recorded_before_the_portal_knew_of_episodes_is_found(robin, social_worker):
    attempted(robin, on=tue_10_mar, by=social_worker)
    with connection.cursor() as cursor:
        cursor.execute("delete from visits_unseenepisode")

    sweep(today=wed_11_mar)
    sweep(today=thu_12_mar)

    [episode] = robin.unseenepisodes.all()
    assert (episode.opened_on, episode.because) == (tue_10_mar, Because.REFUSED)


@pytest.mark.requirement("B-13")
def test_a_manager_of_another_team_can_have_been_spoken_with(robin, social_worker):
    on_call = UserFactory(role=Role.TEAM_MANAGER)
    attempted(robin, on=tue_10_mar, by=social_worker)

    tell_manager(
        episode=open_for(robin), manager=on_call, told_on=tue_10_mar, legal_advice=False,
        legal_advice_because="Out of hours.", by=social_worker, today=tue_10_mar,
    )  # fmt: skip

    assert open_for(robin).manager == on_call
