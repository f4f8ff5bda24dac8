"""A chair's question about a copy, and its answer."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.pages import ActingForm, Page
from accounts.roles import Permission
from children.pages import ChildForm, ChildPage
from circulation import questions
from circulation.forms import AnswerForm, AskForm
from circulation.models import ChairsQuestion, Receipt
from deadlines.numbers import working_calendar
from unfinished.pages import KeepsWhatIsTyped

DAYS_TO_ANSWER = 5


class Ask(KeepsWhatIsTyped, ActingForm, Page):
    permission = Permission.ASK_ABOUT_COPY
    form_class = AskForm
    heading = "Ask about what you were sent"
    save_label = "Ask"
    done = "The lead social worker and the manager are told. You find the answer with your copy."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        mine = Receipt.objects.filter(user=request.user).select_related("circulation__child")
        self.receipt = get_object_or_404(mine, pk=kwargs["receipt_pk"])
        self.today = timezone.localdate()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {"answer_by": working_calendar().working_days_after(self.today, DAYS_TO_ANSWER)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=self.receipt.circulation.title, **kwargs)

    def act(self, **answers: Any) -> ChairsQuestion:
        return questions.ask(receipt=self.receipt, by=self.request.user, today=self.today, **answers)

    def get_success_url(self) -> str:
        return reverse("circulation:read", kwargs={"receipt_pk": self.receipt.pk})


class QuestionFinder:
    @cached_property
    def question(self) -> ChairsQuestion:
        about = ChairsQuestion.objects.filter(child=self.child).select_related(
            "receipt__circulation", "recorded_by", "answered_by"
        )
        return get_object_or_404(about, pk=self.kwargs["chairs_question_pk"])


class QuestionPage(QuestionFinder, ChildPage):
    permission = Permission.VIEW_CHILD
    template_name = "circulation/question.html"
    section = "Core groups"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="A question of the conference chair",
            question=self.question,
            standing=questions.standing(self.question, today=self.today),
            rows=questions.facts(self.question),
            may_answer=not self.question.answered_on and self.request.user.may(Permission.ANSWER_CHAIR),
            **kwargs,
        )


class Answer(QuestionFinder, KeepsWhatIsTyped, ChildForm):
    permission = Permission.ANSWER_CHAIR
    form_class = AnswerForm
    heading = "Answer the conference chair"
    save_label = "Send the answer"
    done = "The chair has your answer."

    def refuse_beforehand(self) -> None:
        questions.refuse_answered(self.question)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=self.question.words, **kwargs)

    def act(self, **answers: Any) -> ChairsQuestion:
        return questions.answer(question=self.question, by=self.request.user, today=self.today, **answers)

    def get_success_url(self) -> str:
        return questions.page_of(self.question)
