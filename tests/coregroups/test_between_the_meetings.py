"""Between two meetings: a member says how their part goes, and is asked for what the next one needs (B-27)."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from alerts.models import Alert
from alerts.sweeping import sweep
from audit.models import AccessLog, Refused
from children.pages import agenda
from coregroups.actions import (
    add_member,
    answer_member,
    ask_member,
    exclude_member,
    say_as_member,
    take_what_came,
)
from coregroups.between import words_since
from coregroups.models import AskedOfMember, WordOfMember
from deadlines.models import Deadline
from plans.actions import add_action
from tests.factories import ChildFactory, PersonFactory, UserFactory, stories
from tests.plans.conftest import signed_in

tue_24_feb, wed_4_mar, thu_5_mar, fri_6_mar = (
    date(2026, 2, 24),
    date(2026, 3, 4),
    date(2026, 3, 5),
    date(2026, 3, 6),
)
mon_9_mar, wed_11_mar, thu_12_mar, thu_19_mar = (
    date(2026, 3, 9),
    date(2026, 3, 11),
    date(2026, 3, 12),
    date(2026, 3, 19),
)
pytestmark = [pytest.mark.requirement("B-27"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def plan(child):
    return stories.on_a_plan(child, started_on=tue_24_feb)


@pytest.fixture
def teacher(plan, social_worker):
    """The person; who signs in as `teacher.user`."""
    user = UserFactory(role=Role.CORE_GROUP_PROFESSIONAL, name="Tess Teach", agency="Exampleton Primary")
    person = PersonFactory(user=user, name="Tess Teach", agency="Exampleton Primary")
    add_member(children=[plan.child], person=person, role="Teacher", from_on=tue_24_feb, by=social_worker)
    return person


@pytest.fixture
def action(plan, teacher, social_worker):
    return add_action(
        plan=plan, outcome=None, what="Breakfast at school each day", who="Tess Teach", person=teacher,
        by_when=wed_11_mar, by=social_worker,
    )  # fmt: skip


@pytest.fixture
def say(child, teacher):
    def said(kind="bring-in", by=None, words="The school nurse knows the family.", **more):
        return say_as_member(
            child=child, person=teacher, kind=kind, words=words, by=by or teacher.user,
            **{"said_on": wed_4_mar, "today": wed_4_mar, **more},
        )  # fmt: skip

    return said


@pytest.fixture
def ask(child, teacher, social_worker):
    def asked(kind="report", due_on=wed_11_mar, **more):
        return ask_member(
            child=child, person=teacher, kind=kind, words="How he settles at school.", due_on=due_on,
            **{"by": social_worker, "today": wed_4_mar, **more},
        )  # fmt: skip

    return asked


class TestMyPart:
    """The page of a member who opens no record."""

    @pytest.mark.requirement("S1-136", "S1-135", "S1-137", "S1-141", "S1-139", "S1-161", "A-05")
    def test_shows_what_they_agreed_to_what_is_asked_and_when_all_meet_next(
        self, child, teacher, action, ask, settings, social_worker
    ):
        settings.ESCALATION_PROCEDURE_URL = "https://procedures.example/escalation"
        ask()

        text = signed_in(teacher.user).get("/my-part/").content.decode()

        assert child.name in text
        assert "Exampleton Primary" in text
        assert "Breakfast at school each day" in text
        assert "How he settles at school." in text
        assert "Wanted by 11 March 2026" in text
        assert "Next core group" in text
        assert "Next conference" in text
        assert "The child’s needs come first" in text
        assert 'href="https://procedures.example/escalation"' in text
        assert social_worker.name not in text

    def test_the_menu_counts_what_is_asked(self, teacher, ask):
        assert "My part" in signed_in(teacher.user).get("/in-box/").content.decode()
        ask()

        [entry] = [
            each
            for each in signed_in(teacher.user).get("/in-box/").context["navigation"]
            if each.label == "My part"
        ]
        assert entry.waiting == 1

    def test_reading_it_is_logged_for_each_child(self, child, teacher):
        signed_in(teacher.user).get("/my-part/")

        assert AccessLog.objects.filter(user=teacher.user, child_pk=child.pk, page="my-part").count() == 1

    def test_nobody_else_s_action_is_found_and_none_once_excluded(
        self, child, plan, teacher, action, social_worker, her_manager
    ):
        another = add_action(
            plan=plan, outcome=None, what="Ring the doctor", who="Mother", by_when=wed_11_mar,
            by=social_worker,
        )  # fmt: skip
        browser = signed_in(teacher.user)
        assert browser.get(f"/my-part/actions/{action.pk}/").status_code == 200
        assert browser.get(f"/my-part/actions/{another.pk}/").status_code == 404

        member = child.coregroupmembers.get(person=teacher)
        exclude_member(member=member, because="A conflict.", agreed_by=her_manager, by=social_worker)

        assert browser.get(f"/my-part/actions/{action.pk}/").status_code == 404
        assert browser.get("/my-part/say/").status_code == 404
        assert child.name not in browser.get("/my-part/").content.decode()


class TestSaying:
    @pytest.mark.requirement("S1-150", "S0-34", "S0-35")
    def test_progress_stands_with_the_core_group_and_is_brought_to_the_next_minute(
        self, child, teacher, action, social_worker
    ):
        signed_in(teacher.user).post(
            f"/my-part/actions/{action.pk}/", {"kind": "progress", "words": "Nine days of ten."}
        )

        page = reverse("coregroups:list", kwargs={"child_pk": child.pk})
        assert "Nine days of ten." in signed_in(social_worker).get(page).content.decode()
        brought = words_since([child], since=tue_24_feb, until=wed_4_mar)
        assert brought.lines == [
            "4 March 2026, Tess Teach, how it is going (Breakfast at school each day): Nine days of ten."
        ]
        assert not brought.is_sent
        assert not Deadline.objects.filter(rule="member-answered").exists()  # it asked for no answer

    @pytest.mark.requirement("S1-147")
    def test_who_cannot_do_a_task_asks_first_and_the_lead_is_told_at_once(
        self, child, teacher, action, social_worker, her_manager
    ):
        signed_in(teacher.user).post(
            f"/my-part/actions/{action.pk}/", {"kind": "cannot", "words": "We have no breakfast club now."}
        )
        sweep(today=wed_4_mar)

        waits = Deadline.objects.outstanding().get(child=child, rule="member-answered")
        assert waits.due_on == fri_6_mar  # two working days
        assert [alert.person for alert in Alert.objects.filter(deadline=waits)] == [social_worker]
        sweep(today=mon_9_mar)  # the weekend between
        assert {alert.person for alert in Alert.objects.filter(deadline=waits)} == {
            social_worker,
            her_manager,
        }

    @pytest.mark.requirement("S1-143", "S1-148")
    def test_another_agency_is_suggested_and_advice_given(self, child, teacher, say, social_worker):
        suggested = say()
        advised = say(kind="advice", words="Short steps; praise in front of others.")

        assert [link.label for link in agenda([child]) if "waits for an answer" in link.label] == [
            f"{child.name}: Tess Teach waits for an answer since 4 March 2026"
        ]
        answer_member(word=suggested, answer="She is asked to join.", by=social_worker, today=thu_5_mar)
        assert not WordOfMember.objects.unanswered().exists()
        assert "She is asked to join." in signed_in(teacher.user).get("/my-part/").content.decode()
        with pytest.raises(Refused, match="asked for no answer"):
            answer_member(word=advised, answer="Thanks.", by=social_worker, today=thu_5_mar)

    def test_over_easter(self, say, child):
        # Thursday 2 April; Good Friday 3 and Easter Monday 6 are no working days.
        thu_2_apr = date(2026, 4, 2)
        say(said_on=thu_2_apr, today=thu_2_apr)

        assert Deadline.objects.outstanding().get(rule="member-answered").due_on == date(2026, 4, 8)

    def test_the_worker_writes_it_down_for_a_member_without_an_account(self, child, plan, social_worker):
        nurse = PersonFactory(name="Nell Nurse")
        add_member(children=[child], person=nurse, role="Nurse", from_on=tue_24_feb, by=social_worker)

        at = reverse("coregroups:write-down-word", kwargs={"child_pk": child.pk})
        page = signed_in(social_worker).post(
            at,
            {"person": nurse.pk, "kind": "bring-in", "action": "", "words": "CAMHS.", "said_on": "4/3/2026"},
            follow=True,
        )

        assert "Waits for an answer" in page.content.decode()
        assert WordOfMember.objects.get().person == nurse

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"words": " "}, "Say it in words"),
            ({"said_on": thu_5_mar}, "Enter today or an earlier day"),
            ({"kind": "cannot"}, "Select the action that it is about"),
        ],
    )
    def test_what_cannot_be_so_is_refused(self, say, changed, why):
        with pytest.raises(Refused, match=why):
            say(**changed)

    def test_nobody_speaks_for_another(self, child, teacher, say, stranger, plan, social_worker):
        other = UserFactory(role=Role.CORE_GROUP_PROFESSIONAL)
        for nobody, why in ((other, "not a member"), (stranger, "social worker or their manager")):
            with pytest.raises(Refused, match=why):
                say(by=nobody)
        with pytest.raises(Refused, match="is not a member of this core group today"):
            say_as_member(
                child=child, person=PersonFactory(), kind="advice", words="X", said_on=wed_4_mar,
                by=social_worker, today=wed_4_mar,
            )  # fmt: skip

    def test_nothing_is_said_of_an_action_of_another_plan_or_one_that_is_done(
        self, child, say, action, social_worker
    ):
        elsewhere = stories.on_a_plan(_sibling(child), started_on=tue_24_feb)
        others = add_action(
            plan=elsewhere, outcome=None, what="X", who="Y", by_when=wed_11_mar, by=social_worker
        )
        with pytest.raises(Refused, match="another child’s plan"):
            say(kind="progress", action=others)
        action.done_on = wed_4_mar
        action.save_by(social_worker)
        with pytest.raises(Refused, match="was done on 4 March 2026"):
            say(kind="progress", action=action)


def _sibling(child):
    return ChildFactory(given_name="Wren", team=child.team, conference_chair=child.conference_chair)


class TestAsking:
    @pytest.mark.requirement("S1-149", "S1-142", "S1-56")
    @pytest.mark.parametrize("kind", ["report", "assessment", "specialist"])
    @pytest.mark.requirement("S1-51")
    def test_it_is_wanted_by_a_day_and_late_from_the_next(self, ask, child, social_worker, her_manager, kind):
        ask(kind=kind)

        waits = Deadline.objects.outstanding().get(child=child, rule="contribution-came")
        assert waits.due_on == wed_11_mar
        sweep(today=thu_12_mar)
        assert {alert.person for alert in Alert.objects.filter(deadline=waits)} == {social_worker}
        sweep(today=thu_19_mar)  # five working days later
        assert {alert.person for alert in Alert.objects.filter(deadline=waits)} == {
            social_worker,
            her_manager,
        }

    @pytest.mark.requirement("S1-149", "S1-59")
    def test_the_member_sends_it_and_it_goes_to_the_minute(self, ask, child, teacher, social_worker):
        asked = ask()

        signed_in(teacher.user).post(f"/my-part/asked/{asked.pk}/", {"came": "He is calm in the mornings."})

        asked.refresh_from_db()
        assert (asked.came_on, asked.taken_by) == (wed_4_mar, teacher.user)
        assert not Deadline.objects.outstanding().filter(rule="contribution-came").exists()
        [line] = words_since([child], since=tue_24_feb, until=wed_4_mar).lines
        assert line.endswith("Tess Teach, a written report: He is calm in the mornings.")
        assert signed_in(teacher.user).get(f"/my-part/asked/{asked.pk}/").status_code == 404  # sent once

    @pytest.mark.requirement("S1-80")
    def test_chasing_an_action_is_kept(self, ask, action, child, social_worker):
        ask(kind="progress", action=action)

        page = reverse("coregroups:list", kwargs={"child_pk": child.pk})
        text = signed_in(social_worker).get(page).content.decode()
        assert "How their action is going: Breakfast at school each day" in text

    @pytest.mark.requirement("S1-62")
    def test_a_member_is_asked_about_a_change_proposed_and_the_answer_is_kept(
        self, ask, child, teacher, social_worker
    ):
        asked = ask(kind="proposed")
        at = {"child_pk": child.pk, "asked_of_member_pk": asked.pk}

        page = signed_in(social_worker).post(
            reverse("coregroups:take-what-came", kwargs=at),
            {"came": "She agrees, by telephone.", "came_on": "4/3/2026"},
            follow=True,
        )

        assert "She agrees, by telephone." in page.content.decode()
        assert AskedOfMember.objects.get().taken_by == social_worker

    def test_what_has_not_come_is_on_the_agenda(self, ask, child, it_is):
        ask()
        it_is(thu_12_mar)

        assert (
            f"{child.name}: Tess Teach was asked for a written report by 11 March 2026, and it has not come"
            in [link.label for link in agenda([child])]
        )

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"due_on": date(2026, 3, 3)}, "Enter today or a day to come"),
            ({"kind": "progress"}, "Select the action that you ask about"),
        ],
    )
    def test_what_cannot_be_asked(self, ask, changed, why):
        with pytest.raises(Refused, match=why):
            ask(**changed)

    def test_a_stranger_asks_nothing_and_takes_nothing(self, ask, stranger, teacher):
        with pytest.raises(Refused, match="social worker or their manager"):
            ask(by=stranger)
        asked = ask()
        with pytest.raises(Refused, match="social worker or their manager"):
            take_what_came(asked=asked, came="X", came_on=wed_4_mar, by=stranger, today=wed_4_mar)

    def test_it_comes_once(self, ask, social_worker):
        asked = ask()
        take_what_came(asked=asked, came="X", came_on=wed_4_mar, by=social_worker, today=wed_4_mar)

        with pytest.raises(Refused, match="This came on 4 March 2026"):
            take_what_came(asked=asked, came="Y", came_on=wed_4_mar, by=social_worker, today=wed_4_mar)
