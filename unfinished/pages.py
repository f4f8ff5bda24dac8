"""A form that keeps what is typed into it: as it is typed where the browser can, on a button where it cannot.

It is kept at the form's own address, so that whoever may not open the form can keep nothing there.
"""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from audit.models import Refused
from govuk_forms.words import clock
from govuk_forms.words import day as in_words
from unfinished.actions import Kept, choose, forget, keep
from unfinished.models import Answers, Unfinished, as_answers, as_posted
from unfinished.owner import seen_version, token

KEEP, FORGET, CHOOSE = "_keep", "_forget", "_choose"


class KeepsWhatIsTyped:
    """Stands before an ActingForm. Saving by itself, an error, a time-out: what was typed is there again."""

    @cached_property
    def unfinished(self) -> Unfinished | None:
        return Unfinished.objects.filter(person=self.request.user, address=self.request.path).first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.unfinished is None:
            return super().get(request, *args, **kwargs)
        form = self.filled_in(self.unfinished.answers)
        return self.render_to_response(self.get_context_data(form=form.without_errors()))

    def filled_in(self, answers: Answers) -> BaseForm:
        """The form as it was left, without complaints about what is not finished."""
        return self.get_form_class()(**{**self.get_form_kwargs(), "data": as_posted(answers), "files": None})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if KEEP in request.POST:
            return self.already() if self.is_recorded() else self.answer(self.keep())
        if FORGET in request.POST:
            forget(person=request.user, address=request.path)
            messages.success(request, "What you had begun is gone. Begin again.")
            return redirect(request.path)
        if CHOOSE in request.POST:
            return self.choose()
        return super().post(request, *args, **kwargs)

    def is_recorded(self) -> bool:
        """Whether what is sent to be kept was recorded meanwhile: a late copy of it is nothing to go on with."""
        return False

    def already(self) -> HttpResponse:
        if self.request.accepts("text/html"):
            messages.success(self.request, "This is recorded already.")
            return redirect(self.get_success_url())
        return JsonResponse({"recorded": True})

    def keep(self) -> Kept:
        return keep(
            person=self.request.user,
            address=self.request.path,
            what=self.heading,
            child_pk=self.kwargs.get("child_pk"),
            answers=as_answers(self.request.POST),
            seen_version=seen_version(self.request),
            now=timezone.now(),
        )

    def answer(self, kept: Kept) -> HttpResponse:
        """For the page that saves by itself, what it says then; for a press of the button, the page again."""
        if self.request.accepts("text/html"):
            said = SAVED_BESIDE if kept.beside_another else "Saved. You find it on your first page."
            (messages.warning if kept.beside_another else messages.success)(self.request, said)
            return redirect(self.request.path)
        told = {
            "saved": clock(timezone.localtime(kept.unfinished.saved_at).time()),
            "version": kept.unfinished.version,
            "beside_another": kept.beside_another,
        }
        return JsonResponse(told, status=409 if kept.beside_another else 200)

    def choose(self) -> HttpResponse:
        if self.unfinished:
            try:
                choose(unfinished=self.unfinished, the_later=self.request.POST[CHOOSE] == "later")
            except Refused as refusal:
                messages.error(self.request, str(refusal))
        return redirect(self.request.path)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        kept = self.keep()
        self.unfinished = kept.unfinished
        return super().form_invalid(form)

    def form_valid(self, form: BaseForm) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302:
            self.recorded()
        return response

    def recorded(self) -> None:
        """What was kept is done with; but not what another window typed that was not in what was recorded."""
        kept = self.unfinished
        if kept is None:
            return
        is_the_same = (
            kept.answers == as_answers(self.request.POST) or seen_version(self.request) == kept.version
        )
        if is_the_same and kept.also_typed is None:
            forget(person=self.request.user, address=self.request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = self.unfinished
        return super().get_context_data(
            **{
                "keeps": True,
                "kept": kept,
                "kept_when": _when(kept) if kept else "",
                "kept_version": kept.version if kept else 0,
                "kept_for": token(
                    person=self.request.user,
                    address=self.request.path,
                    what=self.heading,
                    child_pk=self.kwargs.get("child_pk"),
                ),
                "two_texts": self.two_texts(kept) if kept and kept.also_typed is not None else [],
                **kwargs,
            }
        )

    def two_texts(self, kept: Unfinished) -> list[tuple[str, str, str]]:
        """What differs: the question, what was saved first and what was typed beside it."""
        one, other = as_posted(kept.answers), as_posted(kept.also_typed)
        fields = self.get_form_class()(**self.get_form_kwargs()).fields
        return [
            (
                str(fields[name].label or name) if name in fields else name,
                ", ".join(one.getlist(name)) or "Nothing",
                ", ".join(other.getlist(name)) or "Nothing",
            )
            for name in dict.fromkeys([*one, *other])
            if one.getlist(name) != other.getlist(name)
        ]


SAVED_BESIDE = (
    "You typed something else in another window. Both are kept: choose below which one to go on with."
)


def _when(kept: Unfinished) -> str:
    saved = timezone.localtime(kept.saved_at)
    if saved.date() == timezone.localdate():
        return f"today at {clock(saved.time())}"
    return f"on {in_words(saved.date())} at {clock(saved.time())}"
