"""A member or the family says that something has changed: who is told at once, what is decided, and by when (B-20)."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from alerts.models import Alert
from alerts.sweeping import sweep
from audit.models import Refused
from coregroups.actions import add_member, children_of_member, decide_change, exclude_member, report_change
from coregroups.models import SignificantChange
from deadlines.models import Deadline
from tests.factories import ChildFactory, PersonFactory, UserFactory, stories
from tests.plans.conftest import signed_in

tue_24_feb, tue_3_mar, wed_4_mar, thu_5_mar = (
    date(2026, 2, 24),
    date(2026, 3, 3),
    date(2026, 3, 4),
    date(2026, 3, 5),
)
fri_6_mar, mon_9_mar = date(2026, 3, 6), date(2026, 3, 9)
A_BRUISE = {"kind": "harm", "what": "A bruise.", "reported_on": "4/3/2026"}
pytestmark = [pytest.mark.requirement("B-20", "S0-36"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def plan(child):
    return stories.on_a_plan(child, started_on=tue_24_feb)


@pytest.fixture
def teacher(plan, social_worker):
    user = UserFactory(role=Role.CORE_GROUP_PROFESSIONAL, name="Tess Teach", agency="Exampleton Primary")
    person = PersonFactory(user=user, name="Tess Teach")
    add_member(children=[plan.child], person=person, role="Teacher", from_on=tue_24_feb, by=social_worker)
    return user


@pytest.fixture
def report(child, plan, social_worker):
    def reported(on=wed_4_mar, by=social_worker, today=wed_4_mar, **more):
        return report_change(
            child=child, told_by="Tess Teach, school", what="A bruise on the arm.", reported_on=on, by=by, today=today,
            **more,
        )  # fmt: skip

    return reported


def decision(**changed):
    return {
        "protective_action": True, "enquiry": True, "early_review": False, "legal_planning": False,
        "because": "The bruise is new.", "consulted": "The safeguarding unit, 11am.", "decided_on": wed_4_mar,
        **changed,
    }  # fmt: skip


class TestReporting:
    def test_social_worker_and_manager_are_told_the_same_day(self, report, child, social_worker, her_manager):
        report()

        sweep(today=wed_4_mar)
        told = Alert.objects.filter(deadline__child=child, deadline__rule="change-decided")
        assert {alert.person for alert in told} == {social_worker, her_manager}

    @pytest.mark.parametrize(
        ("reported_on", "due_on"),
        [
            (wed_4_mar, thu_5_mar),
            (date(2026, 2, 27), date(2026, 3, 2)),  # Friday to Monday
            (date(2026, 2, 28), date(2026, 3, 2)),  # a Saturday
        ],
    )
    def test_the_manager_decides_within_one_working_day(self, report, child, reported_on, due_on):
        report(on=reported_on)

        assert Deadline.objects.outstanding().get(child=child, rule="change-decided").due_on == due_on

    def test_over_easter(self, report, child):
        # Thursday 2 April; Good Friday 3 and Easter Monday 6 are no working days.
        report(on=date(2026, 4, 2), today=date(2026, 4, 2))

        assert Deadline.objects.outstanding().get(child=child, rule="change-decided").due_on == date(
            2026, 4, 7
        )

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"on": thu_5_mar}, "Enter today or an earlier day"),
        ],
    )
    def test_a_day_to_come_is_refused(self, report, changed, why):
        with pytest.raises(Refused, match=why):
            report(**changed)

    def test_without_a_plan_it_says_whom_to_speak_with(self, child, social_worker):
        with pytest.raises(Refused, match="is not on a child protection plan"):
            report_change(
                child=child, told_by="X", what="Y", reported_on=wed_4_mar, by=social_worker, today=wed_4_mar
            )

    def test_two_changes_have_a_clock_each(self, report, child, her_manager):
        first = report(on=tue_3_mar)
        report()
        decide_change(change=first, by=her_manager, today=wed_4_mar, **decision())

        waiting = Deadline.objects.outstanding().filter(child=child, rule="change-decided")
        assert [deadline.due_on for deadline in waiting] == [thu_5_mar]


class TestAMember:
    @pytest.mark.requirement("S1-151")
    def test_reports_for_a_child_of_their_core_group(self, teacher, child, social_worker):
        browser = signed_in(teacher)

        page = browser.get("/report-a-change/").content.decode()
        answer = browser.post(
            "/report-a-change/",
            {
                "child": child.pk,
                "kind": "harm",
                "what": "A bruise.",
                "told_by": "Tess Teach",
                "reported_on": "4/3/2026",
            },
            follow=True,
        )

        assert child.name in page
        assert "ring 999 first" in page
        assert "The lead social worker and the manager are told now." in answer.content.decode()
        change = SignificantChange.objects.get()
        assert (change.child, change.recorded_by, change.what) == (child, teacher, "A bruise.")

    def test_not_for_another_child(self, teacher, report):
        other = stories.on_a_plan(_another_child(), started_on=tue_24_feb).child

        page = signed_in(teacher).post(
            "/report-a-change/",
            {
                "child": other.pk,
                "kind": "harm",
                "what": "A bruise.",
                "told_by": "Tess Teach",
                "reported_on": "4/3/2026",
            },
        )

        assert "Select one of the children below" in page.content.decode()
        assert other.name not in page.content.decode()
        with pytest.raises(Refused, match="not a member"):
            report_change(
                child=other, told_by="X", what="Y", reported_on=wed_4_mar, by=teacher, today=wed_4_mar
            )

    @pytest.mark.requirement("A-05")
    def test_not_once_excluded_or_gone(self, teacher, child, social_worker, her_manager):
        member = child.coregroupmembers.get()
        exclude_member(member=member, because="A conflict.", agreed_by=her_manager, by=social_worker)

        assert children_of_member(teacher, today=wed_4_mar) == []
        assert "ring 999" in signed_in(teacher).get("/report-a-change/").content.decode()

    def test_opens_no_record_by_it(self, teacher, report):
        change = report()
        at = {"child_pk": change.child_id, "significant_change_pk": change.pk}

        assert signed_in(teacher).get(reverse("coregroups:change", kwargs=at)).status_code == 404


def _another_child():
    return ChildFactory(
        given_name="Nobody", family_name="Here", conference_chair=UserFactory(role=Role.CONFERENCE_CHAIR)
    )


class TestDeciding:
    @pytest.mark.requirement("S1-99")
    def test_a_manager_answers_each_question(self, report, child, her_manager):
        change = report()
        at = reverse(
            "coregroups:decide-change", kwargs={"child_pk": child.pk, "significant_change_pk": change.pk}
        )
        browser = signed_in(her_manager)

        empty = browser.post(at, {"decided_on": "4/3/2026"}).content.decode()
        answers = {
            "protective_action": "yes",
            "enquiry": "yes",
            "early_review": "yes",
            "legal_planning": "no",
            "extra_core_group": "no",
            "unit_told": "yes",
        }
        page = browser.post(
            at,
            {**answers, "because": "New.", "consulted": "The unit.", "decided_on": "4/3/2026"},
            follow=True,
        )

        for asked in (
            "immediate action is taken",
            "a section 47 enquiry",
            "brought forward",
            "legal planning is begun",
            "an extra core group",
            "the safeguarding unit was told or asked",
        ):
            assert asked in empty
        text = page.content.decode()
        assert "Record the strategy discussion" in text
        assert "Decided on 4 March 2026" in text
        assert not Deadline.objects.outstanding().filter(rule="change-decided").exists()

    def test_a_social_worker_does_not(self, report, child, social_worker):
        change = report()
        at = reverse(
            "coregroups:decide-change", kwargs={"child_pk": child.pk, "significant_change_pk": change.pk}
        )

        assert signed_in(social_worker).get(at).status_code == 403
        with pytest.raises(Refused, match="A manager decides"):
            decide_change(change=change, by=social_worker, today=wed_4_mar, **decision())

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"because": " "}, "Say why"),
            ({"consulted": ""}, "Say who was told or asked"),
            ({"decided_on": tue_3_mar}, "Enter a day"),
            ({"decided_on": thu_5_mar}, "Enter a day"),
        ],
    )
    def test_a_decision_that_cannot_be_so(self, report, her_manager, changed, why):
        with pytest.raises(Refused, match=why):
            decide_change(change=report(), by=her_manager, today=wed_4_mar, **decision(**changed))

    def test_once(self, report, her_manager):
        change = report()
        decide_change(change=change, by=her_manager, today=wed_4_mar, **decision())

        with pytest.raises(Refused, match="This was decided on 4 March 2026"):
            decide_change(change=change, by=her_manager, today=wed_4_mar, **decision())

    def test_late_is_told_to_the_service_manager(self, report, child, service_manager):
        report()

        sweep(today=fri_6_mar)

        assert Alert.objects.filter(person=service_manager, deadline__rule="change-decided").exists()


class TestAskedForWithIt:
    """A member asks for an extra core group or an earlier review, and is answered (S1-8, S1-111, S1-152)."""

    @pytest.mark.requirement("S1-152", "S1-111", "S1-8")
    def test_the_chair_hears_at_once_that_an_earlier_review_is_asked_for(
        self, teacher, child, chair, her_manager
    ):
        signed_in(teacher).post(
            "/report-a-change/",
            {
                "child": child.pk, "kind": "not-safe", "what": "Alone at night again.", "told_by": "Tess Teach",
                "reported_on": "4/3/2026", "asks_for": "early-review",
            },
        )  # fmt: skip
        sweep(today=wed_4_mar)

        asked = Deadline.objects.outstanding().get(child=child, rule="early-review-decided")
        assert asked.due_on == thu_5_mar
        assert [alert.person for alert in Alert.objects.filter(deadline=asked)] == [chair]
        change = SignificantChange.objects.get()
        decide_change(change=change, by=her_manager, today=wed_4_mar, **decision(early_review=True))
        assert not Deadline.objects.outstanding().filter(rule="early-review-decided").exists()

    def test_no_chair_is_told_of_a_change_that_asks_for_nothing(self, report, child, chair):
        report()
        sweep(today=wed_4_mar)

        assert not Alert.objects.filter(person=chair).exists()

    @pytest.mark.requirement("S1-152")
    def test_an_extra_core_group_that_was_asked_for_is_decided_about(self, report, child, her_manager):
        change = report(asks_for="core-group", kind="harm")

        with pytest.raises(Refused, match="An extra core group was asked for"):
            decide_change(change=change, by=her_manager, today=wed_4_mar, **decision())
        decide_change(change=change, by=her_manager, today=wed_4_mar, **decision(extra_core_group=True))

        at = {"child_pk": child.pk, "significant_change_pk": change.pk}
        text = signed_in(her_manager).get(reverse("coregroups:change", kwargs=at)).content.decode()
        assert "Plan the extra core group" in text
        assert "The child was harmed again, or may have been" in text

    @pytest.mark.requirement("S1-157", "S1-158", "S1-64")
    def test_lost_cooperation_is_brought_to_the_lead_at_once_and_each_answer_is_kept(
        self, report, child, social_worker, her_manager
    ):
        change = report(kind="cooperation")
        sweep(today=wed_4_mar)
        assert {alert.person for alert in Alert.objects.all()} == {social_worker, her_manager}

        decide_change(change=change, by=her_manager, today=wed_4_mar, **decision(unit_told=True))

        at = {"child_pk": child.pk, "significant_change_pk": change.pk}
        text = signed_in(social_worker).get(reverse("coregroups:change", kwargs=at)).content.decode()
        for said in (
            "Parents or child no longer work with the plan",
            "Immediate action to protect the child",
            "Section 47 enquiry",
            "Earlier review conference",
            "Safeguarding unit told or asked",
        ):
            assert said in text


class TestItIsInSight:
    def test_in_the_banner_on_the_core_groups_page_on_the_agenda_and_in_the_chronology(
        self, report, child, social_worker
    ):
        change = report()
        browser = signed_in(social_worker)
        page = reverse("coregroups:list", kwargs={"child_pk": child.pk})

        text = browser.get(page).content.decode()
        assert "Change reported on 4 March 2026: not decided what follows" in text
        assert (
            reverse("coregroups:change", kwargs={"child_pk": child.pk, "significant_change_pk": change.pk})
            in text
        )
        assert (
            "A bruise on the arm."
            in browser.get(reverse("chronology", kwargs={"child_pk": child.pk})).content.decode()
        )

    @pytest.mark.requirement("S0-40")
    def test_a_worker_reports_what_the_family_said(self, plan, child, social_worker):
        at = reverse("coregroups:report-change", kwargs={"child_pk": child.pk})

        page = signed_in(social_worker).post(
            at,
            {"kind": "other", "what": "Father moved out.", "told_by": "Mother", "reported_on": "3/3/2026"},
            follow=True,
        )

        assert "Father moved out." in page.content.decode()
        assert "Not decided yet" in page.content.decode()
