"""The minute opens with what happened since the last one, changes the plan as it is saved, and can be sent with it."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from audit.models import Refused
from circulation.models import Circulation
from coregroups.actions import REQUIRED, ActionAnswer, NewAction, plan_meeting, what_is_sent
from coregroups.models import CoreGroupMeeting
from plans.actions import add_action
from plans.models import Action, AgreedBy, PlanRevision
from tests.plans.conftest import signed_in
from visits.actions import Seen, record_visit
from visits.models import Visit

tue_20_jan = date(2026, 1, 20)
fri_30_jan = date(2026, 1, 30)
mon_9_feb = date(2026, 2, 9)
fri_27_feb = date(2026, 2, 27)
tue_3_mar = date(2026, 3, 3)
pytestmark = pytest.mark.usefixtures("it_is_today")


def visited(child, on, by, **more):
    return record_visit(
        seen=[Seen(child=child, child_seen=True, child_seen_alone=True, **more)],
        visited_on=on,
        by=by,
        today=on,
    )


def text_of(meeting):
    return dict(what_is_sent(CoreGroupMeeting.objects.get(pk=meeting.pk)))


@pytest.mark.requirement("B-10")
class TestItOpensFilled:
    def test_with_every_visit_since_the_last_core_group_and_none_before(self, child, at, social_worker):
        visited(child, date(2026, 1, 19), social_worker)
        visited(child, fri_30_jan, social_worker)
        record_visit(
            seen=[Seen(child=child, child_seen=False, reason="No reply.")], contact=Visit.Contact.NO_REPLY,
            visited_on=mon_9_feb, by=social_worker, today=mon_9_feb,
        )  # fmt: skip

        page = signed_in(social_worker).get(at).content.decode()

        assert "Since the core group of Tuesday 20 January 2026" in page
        assert "Friday 30 January 2026: seen alone, by Priya Pattern" in page
        assert "Monday 9 February 2026: not seen (no reply), by Priya Pattern" in page
        assert "Monday 19 January 2026" not in page

    def test_the_first_one_begins_with_the_plan(self, child, plan, social_worker):
        visited(child, date(2026, 1, 14), social_worker)
        first = plan_meeting(children=[child], planned_for=tue_20_jan, by=social_worker)

        page = signed_in(social_worker).get(
            reverse("coregroups:record", kwargs={"child_pk": child.pk, "meeting_pk": first.pk})
        )

        assert "Since the plan began on Monday 12 January 2026" in page.content.decode()
        assert "Wednesday 14 January 2026: seen alone" in page.content.decode()

    @pytest.mark.requirement("B-09")
    def test_with_the_childs_own_words_for_the_writer_alone(self, child, at, record, social_worker):
        visited(child, fri_30_jan, social_worker, own_words="Dad shouts when Priya is gone.")

        page = signed_in(social_worker).get(at).content.decode()
        minute = record()

        assert "30 January 2026: Dad shouts when Priya is gone." in page
        assert "Only you see this here" in page
        assert "shouts" not in str(what_is_sent(minute))

    @pytest.mark.requirement("S1-84")
    def test_with_the_next_conference_or_by_when_it_is_due(self, child, at, social_worker):
        # Three calendar months after Monday 12 January.
        page = signed_in(social_worker).get(at).content.decode()

        assert "not booked yet; due by Sunday 12 April 2026" in page

    @pytest.mark.requirement("T-36", "S1-154")
    def test_with_each_action_its_delay_and_nothing_chosen_for_a_late_one(
        self, at, late, to_come, social_worker
    ):
        page = signed_in(social_worker).get(at).content.decode()

        assert "Mother, by 13 February 2026. Overdue by 19 days" in page
        chosen = 'value="open" checked'
        assert page.count(chosen) == 1


@pytest.mark.requirement("B-10")
class TestItCannotBeFinishedWithout:
    @pytest.mark.parametrize("part", REQUIRED)
    def test_any_of_its_parts(self, part, record, meeting):
        with pytest.raises(Refused) as refused:
            record(**{part: " "})

        assert (refused.value.field, str(refused.value)) == (part, REQUIRED[part])
        meeting.refresh_from_db()
        assert meeting.held_on is None

    @pytest.mark.parametrize("part", REQUIRED)
    @pytest.mark.requirement("S1-55")
    def test_and_the_page_says_which(self, part, at, social_worker):
        typed = {**dict.fromkeys(REQUIRED, "Typed."), part: ""}
        page = signed_in(social_worker).post(
            at, {"held_on": "3/3/2026", "chaired_by": "Priya", "sent": "later", **typed}
        )
        words = unescape(page.content.decode())

        assert REQUIRED[part].rstrip(".") in words
        assert words.count("Typed.</textarea>") == len(REQUIRED) - 1

    @pytest.mark.requirement("T-36", "S1-154")
    def test_a_word_about_an_action_that_is_late(self, record, late):
        with pytest.raises(Refused, match="“Register with a dentist” is late"):
            record(answers=[ActionAnswer(action=late)])

        assert Action.objects.get().progress == ""


class TestItChangesThePlan:
    @pytest.mark.requirement("B-10", "T-36")
    def test_what_is_done_moved_or_still_to_be_done(self, record, late, to_come, plan, social_worker):
        other = add_action(
            plan=plan, outcome=None, what="Call", who="GP", by_when=fri_27_feb, by=social_worker
        )

        record(
            answers=[
                ActionAnswer(action=late, moved_to=date(2026, 3, 27), because="No appointment."),
                ActionAnswer(action=other, done_on=fri_27_feb),
                ActionAnswer(action=to_come, because="The form is sent."),
            ]
        )

        late.refresh_from_db(), other.refresh_from_db(), to_come.refresh_from_db()
        assert (late.by_when, late.moved_because) == (date(2026, 3, 27), "No appointment.")
        assert other.done_on == fri_27_feb
        assert (to_come.progress, to_come.done_on) == ("The form is sent.", None)

    def test_progress_on_an_outcome_and_new_actions_for_each_child(self, record, outcome, child):
        new = NewAction(children=[child], what="Reading at bedtime", who="Mother", by_when=date(2026, 3, 20))

        record(
            outcomes={outcome: "Four mornings of five."},
            new_actions=[
                NewAction(
                    children=[child], what="Reading at bedtime", who="Mother", by_when=date(2026, 3, 20)
                )
            ],
        )

        outcome.refresh_from_db()
        assert outcome.progress == "Four mornings of five."
        new = Action.objects.get(what="Reading at bedtime")
        assert (new.who, new.by_when, new.agreed_on) == ("Mother", date(2026, 3, 20), tue_3_mar)

    def test_the_minute_says_how_the_plan_stood(self, record, late, outcome, child, social_worker):
        visited(child, fri_30_jan, social_worker)
        minute = record(
            answers=[ActionAnswer(action=late, moved_to=date(2026, 3, 27), because="No appointment.")]
        )

        text = text_of(minute)
        assert (
            text["Visits since the last core group"] == "Friday 30 January 2026: seen alone, by Priya Pattern"
        )
        assert text["Outcomes"] == "1. Calm mornings."
        assert text["Actions"] == (
            "Register with a dentist (Mother, by 27 March 2026): Due in 24 days. "
            "Moved once since 13 February 2026, 42 days in all: No appointment."
        )

    @pytest.mark.requirement("S0-19", "S1-129")
    def test_the_plan_has_a_version_of_that_day_and_the_review_still_waits_for_its_update(
        self, record, plan, outcome
    ):
        record(outcomes={outcome: "Better."})

        version = plan.versions.first()
        assert (version.agreed_by, version.agreed_on) == (AgreedBy.CORE_GROUP, tue_3_mar)
        assert "Progress: Better." in str(version.sections)
        assert not PlanRevision.objects.exists()

    def test_nothing_is_half_done(self, record, late, to_come, plan):
        before = plan.versions.count()

        with pytest.raises(Refused, match="Give today or a day to come"):
            record(
                answers=[
                    ActionAnswer(action=to_come, done_on=fri_27_feb),
                    ActionAnswer(action=late, moved_to=fri_27_feb, because="Late."),
                ]
            )

        to_come.refresh_from_db()
        assert to_come.done_on is None
        assert plan.versions.count() == before
        assert not CoreGroupMeeting.objects.filter(held_on=tue_3_mar).exists()


@pytest.mark.requirement("B-11")
class TestItIsSent:
    @pytest.mark.requirement("S1-120")
    def test_with_the_saving(self, record, meeting, chair):
        record(is_sent=True)

        [circulation] = Circulation.objects.filter(about_pk=meeting.pk)
        assert [receipt.user for receipt in circulation.receipts.all()] == [chair]

    def test_without_a_chair_nothing_is_saved(self, record, child, meeting, her_manager):
        child.conference_chair = None
        child.save_by(her_manager)

        with pytest.raises(Refused):
            record(is_sent=True)

        meeting.refresh_from_db()
        assert meeting.held_on is None


@pytest.fixture
def whole(late, outcome, record):
    """A minute in which every part is written."""
    return text_of(
        record(
            updates="The health visitor has weighed him.",
            family_views="His mother fears the weekend.",
            decisions="Weekend calls begin.",
            outcomes={outcome: "Three calm mornings of five."},
            answers=[ActionAnswer(action=late, moved_to=date(2026, 3, 27), because="No appointment.")],
            new_actions=[
                NewAction(
                    children=[late.child], what="Call on Saturday", who="School", by_when=date(2026, 3, 7)
                )
            ],
        )
    )


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(
            "The health visitor has weighed him.", marks=pytest.mark.requirement("S0-28"), id="news"
        ),
        pytest.param(
            "His mother fears the weekend.",
            marks=pytest.mark.requirement("S0-13", "S0-38", "S4-24"),
            id="family",
        ),
        pytest.param("Three calm mornings of five.", marks=pytest.mark.requirement("S0-29"), id="an outcome"),
        pytest.param("by 27 March 2026", marks=pytest.mark.requirement("S0-29"), id="an action"),
        pytest.param("Weekend calls begin.", marks=pytest.mark.requirement("S0-30"), id="decisions"),
        pytest.param(
            "Call on Saturday (School, by 7 March 2026)", marks=pytest.mark.requirement("S0-30"), id="owner"
        ),
    ],
)
def test_the_record_holds(whole, words):
    assert words in "\n".join(whole.values())
