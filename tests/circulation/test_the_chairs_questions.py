"""What a conference chair says to a core group's record: no concern, or a question with a day for the answer."""

from datetime import date

import pytest
from django.urls import reverse

from alerts.models import Alert
from alerts.sweeping import sweep
from audit.models import Refused
from circulation import questions
from circulation.models import ChairsQuestion, Receipt
from coregroups.actions import circulate_minute
from deadlines.models import Deadline
from tests.factories import stories
from tests.plans.conftest import signed_in

mon_12_jan, tue_20_jan, tue_3_mar, wed_4_mar = (
    date(2026, 1, 12),
    date(2026, 1, 20),
    date(2026, 3, 3),
    date(2026, 3, 4),
)
wed_11_mar, thu_12_mar = date(2026, 3, 11), date(2026, 3, 12)
pytestmark = [pytest.mark.requirement("B-11", "S1-63", "S1-85"), pytest.mark.usefixtures("it_is_today")]


@pytest.fixture
def copy(child, social_worker, chair) -> Receipt:
    stories.on_a_plan(child, started_on=mon_12_jan)
    held = stories.core_group_held(child, on=tue_20_jan, by=social_worker)
    [circulation] = circulate_minute(meeting=held, by=social_worker)
    return circulation.receipts.get(user=chair)


@pytest.fixture
def asked(copy, chair) -> ChairsQuestion:
    return questions.ask(
        receipt=copy,
        kind="query",
        words="Why was Robin not seen alone?",
        answer_by=wed_11_mar,
        by=chair,
        today=wed_4_mar,
    )


class TestTheChair:
    def test_says_that_there_is_no_concern(self, copy, chair):
        browser = signed_in(chair)

        assert "Acknowledge: no concern" in browser.get(copy.get_absolute_url()).content.decode()
        browser.post(copy.get_absolute_url())

        copy.refresh_from_db()
        assert copy.acknowledged_at
        assert not ChairsQuestion.objects.exists()

    def test_asks_with_a_day_five_working_days_away_unless_another_is_given(self, copy, chair):
        at = reverse("circulation:ask", kwargs={"receipt_pk": copy.pk})
        browser = signed_in(chair)

        form = browser.get(at).content.decode()
        page = browser.post(
            at,
            {"kind": "query", "words": "Why was Robin not seen alone?", "answer_by": "11/3/2026"},
            follow=True,
        ).content.decode()

        assert 'value="11/03/2026"' in form or 'value="11/3/2026"' in form
        assert "Why was Robin not seen alone?" in page
        assert "An answer is wanted by 11 March 2026" in page
        copy.refresh_from_db()
        assert copy.acknowledged_at

    def test_worker_and_manager_are_told_the_same_day_and_the_chair_when_it_is_late(
        self, asked, child, social_worker, her_manager, chair
    ):
        sweep(today=wed_4_mar)
        told = Alert.objects.filter(deadline__child=child, deadline__rule="chair-answered")
        assert {alert.person for alert in told} == {social_worker, her_manager}
        assert Deadline.objects.outstanding().get(rule="chair-answered").due_on == wed_11_mar

        sweep(today=thu_12_mar)
        assert told.filter(person=chair).exists()

    @pytest.mark.parametrize(
        ("typed", "error"),
        [
            ({"words": ""}, "Enter what you ask"),
            ({"kind": ""}, "Select what it is"),
            ({"answer_by": "3/3/2026"}, "must be today or later"),
            ({"answer_by": "31/2/2026"}, "must be a real date"),
        ],
    )
    def test_a_question_that_cannot_be_so(self, copy, chair, typed, error):
        at = reverse("circulation:ask", kwargs={"receipt_pk": copy.pk})

        page = (
            signed_in(chair)
            .post(at, {"kind": "bring-forward", "words": "Sooner.", "answer_by": "11/3/2026", **typed})
            .content.decode()
        )

        assert error in page
        assert not ChairsQuestion.objects.exists()

    def test_nobody_else_asks(self, copy, social_worker, her_manager):
        at = reverse("circulation:ask", kwargs={"receipt_pk": copy.pk})

        assert (
            signed_in(social_worker).get(at).status_code == 404
            or signed_in(social_worker).get(at).status_code == 403
        )
        with pytest.raises(Refused, match="Only the conference chair"):
            questions.ask(
                receipt=copy, kind="query", words="?", answer_by=wed_11_mar, by=her_manager, today=wed_4_mar
            )


class TestTheAnswer:
    def test_goes_to_the_chair_and_stops_the_clock(self, asked, copy, child, social_worker, chair):
        at = reverse("questions:answer", kwargs={"child_pk": child.pk, "chairs_question_pk": asked.pk})

        page = signed_in(social_worker).post(at, {"words": "The father stayed; tried again."}, follow=True)

        assert "Answered on 4 March 2026" in page.content.decode()
        assert (
            "The father stayed; tried again."
            in signed_in(chair).get(copy.get_absolute_url()).content.decode()
        )
        assert not Deadline.objects.outstanding().filter(rule="chair-answered").exists()

    def test_is_not_given_twice_nor_empty_nor_by_the_chair(self, asked, social_worker, chair):
        with pytest.raises(Refused, match="answers the chair"):
            questions.answer(question=asked, words="I know.", by=chair, today=wed_4_mar)
        with pytest.raises(Refused, match="Say what the answer is"):
            questions.answer(question=asked, words=" ", by=social_worker, today=wed_4_mar)
        questions.answer(question=asked, words="Here.", by=social_worker, today=wed_4_mar)
        with pytest.raises(Refused, match="This was answered on 4 March 2026"):
            questions.answer(question=asked, words="Again.", by=social_worker, today=wed_4_mar)

    def test_is_on_the_agenda_and_beside_the_minute(self, asked, copy, child, social_worker):
        at = {"child_pk": child.pk, "meeting_pk": copy.circulation.about_pk}

        page = signed_in(social_worker).get(reverse("coregroups:meeting", kwargs=at)).content.decode()

        assert "What the conference chair asked" in page
        assert [link.label for link in questions.agenda([child])] == [
            f"{child.name}: the conference chair asked on 4 March 2026"
        ]
