"""A form that keeps what is typed into it: as it is typed where the browser can, on a button where it cannot.

It is kept at the form's own address, so that whoever may not open the form can keep nothing there.
"""

from functools import cached_property
from typing import Any, NamedTuple

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
from unfinished.owner import new_window, seen_version, token, window

KEEP, FORGET, CHOOSE = "_keep", "_forget", "_choose"


class Texts(NamedTuple):
    """What several windows typed into one form: what each text is called, and the questions that differ."""

    names: list[str]
    rows: list[tuple[str, list[str]]]

    @property
    def labelled(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each question with each answer and the name of its text, for a table that a phone shows as a list."""
        return [(question, list(zip(self.names, answers, strict=True))) for question, answers in self.rows]


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
            window=window(self.request),
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
                choose(unfinished=self.unfinished, which=_number(self.request.POST[CHOOSE]))
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
        if is_the_same and not kept.beside:
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
                "window": new_window(),
                "texts": self.texts(kept) if kept and kept.beside else None,
                **kwargs,
            }
        )

    def texts(self, kept: Unfinished) -> Texts:
        """What differs between what several windows typed."""
        those = [as_posted(each) for each in kept.texts]
        fields = self.get_form_class()(**self.get_form_kwargs()).fields
        rows = [
            (
                str(fields[name].label or name) if name in fields else name,
                [", ".join(each.getlist(name)) or "Nothing" for each in those],
            )
            for name in dict.fromkeys(name for each in those for name in each)
            if name != "record_version"
            and any(each.getlist(name) != those[0].getlist(name) for each in those)
        ]
        return Texts([f"text {number}" for number in range(1, len(those) + 1)], rows)


SAVED_BESIDE = (
    "You typed something else in another window. All of it is kept: choose below which to go on with."
)


def _when(kept: Unfinished) -> str:
    saved = timezone.localtime(kept.saved_at)
    if saved.date() == timezone.localdate():
        return f"today at {clock(saved.time())}"
    return f"on {in_words(saved.date())} at {clock(saved.time())}"


def _number(said: str) -> int:
    """-1 for what is no number: there is no such text."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else -1
