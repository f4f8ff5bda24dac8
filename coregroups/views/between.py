"""What members say and are asked between two meetings, as whoever keeps the core group sees to it."""

from functools import cached_property
from typing import Any

from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.urls import reverse

from coregroups import forms
from coregroups.actions import answer_member, ask_member, say_as_member, take_what_came
from coregroups.actions.between import refuse_answered, refuse_came
from coregroups.models import AskedOfMember, WordOfMember
from coregroups.views.groups import CoreGroupForm
from deadlines.numbers import working_calendar
from govuk_forms.words import weekday
from plans.models import Action
from unfinished.pages import KeepsWhatIsTyped

DAYS_TO_ANSWER = 10


class BetweenForm(KeepsWhatIsTyped, CoreGroupForm):
    def get_success_url(self) -> str:
        return reverse("coregroups:list", kwargs={"child_pk": self.child.pk}) + "#between"

    def choices(self) -> dict[str, Any]:
        """Who is a member, and which actions of the plan are still to be done."""
        members = (
            self.child.coregroupmembers.on(self.today).filter(excluded_because="").select_related("person")
        )
        actions = Action.objects.filter(child=self.child, done_on=None, plan__ended_on=None)
        return {"members": members, "actions": actions, "today": self.today}


class AskMember(BetweenForm):
    form_class = forms.AskForm
    heading = "Ask a member for something"
    save_label = "Ask"
    done = "It is asked for. Until it comes, it stands on the agenda once its day has passed."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self.choices()}

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": working_calendar().working_days_after(self.today, DAYS_TO_ANSWER)}

    def act(self, **answers: Any) -> AskedOfMember:
        return ask_member(child=self.child, by=self.request.user, today=self.today, **answers)


class WriteDownWord(BetweenForm):
    form_class = forms.WordForm
    heading = "Write down what a member says"
    done = "It is written down."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self.choices()}

    def get_initial(self) -> dict[str, Any]:
        return {"said_on": self.today}

    def act(self, **answers: Any) -> WordOfMember:
        return say_as_member(child=self.child, by=self.request.user, today=self.today, **answers)


class TakeWhatCame(BetweenForm):
    form_class = forms.CameForm
    heading = "Record what came"
    done = "What came is recorded."

    @cached_property
    def asked(self) -> AskedOfMember:
        of_child = self.child.askedofmembers.select_related("person")
        return get_object_or_404(of_child, pk=self.kwargs["asked_of_member_pk"])

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        _ = self.asked  # not found before anything is asked
        return super().get_form(form_class)

    def refuse_beforehand(self) -> None:
        refuse_came(self.asked)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "asked": self.asked, "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {"came_on": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked_of = f"{self.asked.person}: {self.asked.get_kind_display().lower()}. {self.asked.words}"
        return super().get_context_data(caption=asked_of, **kwargs)

    def act(self, **answers: Any) -> AskedOfMember:
        return take_what_came(asked=self.asked, by=self.request.user, today=self.today, **answers)


class AnswerMember(BetweenForm):
    form_class = forms.AnswerMemberForm
    heading = "Answer a member"
    save_label = "Answer"
    done = "The answer is recorded. A member who signs in here finds it under “My part”; tell anybody else."

    @cached_property
    def word(self) -> WordOfMember:
        of_child = self.child.wordofmembers.select_related("person", "action")
        return get_object_or_404(of_child, pk=self.kwargs["word_of_member_pk"])

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        _ = self.word
        return super().get_form(form_class)

    def refuse_beforehand(self) -> None:
        refuse_answered(self.word)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = f" ({self.word.action.what})" if self.word.action else ""
        said = f"{self.word.person}, {weekday(self.word.said_on)}{about}: {self.word.words}"
        return super().get_context_data(caption=said, **kwargs)

    def act(self, **answers: Any) -> WordOfMember:
        return answer_member(word=self.word, by=self.request.user, today=self.today, **answers)
