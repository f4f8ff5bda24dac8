"""The bases of every page. A page declares the one permission that opens it; a page that does not is refused by a
house rule, as is one that answers anybody without saying so."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.generic import FormView, View

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused


class Page(View):
    permission: ClassVar[Permission]

    request: "SignedInRequest"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.may(self.permission):
            raise PermissionDenied(f"Your role may not {self.permission}.")
        if first := self.asks_first():
            return redirect(first)
        return super().dispatch(request, *args, **kwargs)

    def asks_first(self) -> str:
        """The address of what this person is asked before they see any of it; empty where nothing is."""
        return ""


@method_decorator(login_not_required, name="dispatch")
class OpenPage(View):
    """A page for people who have not signed in. `open_to_anyone` says why that is safe; there are few of these."""

    open_to_anyone: ClassVar[str]

    # Written out, so that the mark above is on a method that goes on to whatever class stands beside this one.
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)


class ActingButton(Page, ABC):
    """A button that does one thing through one action, and goes back to the page it stands on. What the action refuses
    is said there.

    `act` calls the action; `done` is what the person is told afterwards.
    """

    http_method_names = ["post", "options"]
    done: ClassVar[str] = "Done."

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, self.done)
        return redirect(self.get_success_url())

    @abstractmethod
    def act(self) -> None:
        """Calls the action."""

    @abstractmethod
    def get_success_url(self) -> str:
        """Where it goes back to."""


class ActingForm(FormView, ABC):
    """A form that does one thing through one action. What the action refuses is shown beside what was typed.

    `act` is given the form's cleaned answers and calls the action; `done` is what the person is told afterwards.
    """

    template_name = "form_page.html"
    heading: ClassVar[str] = ""
    save_label: ClassVar[str] = "Save"
    done: ClassVar[str] = "Saved."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.refuse_beforehand()
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect(self.get_cancel_url())
        return super().get(request, *args, **kwargs)

    def refuse_beforehand(self) -> None:
        """Raises Refused where whatever is typed here would be refused, because it was done in the meantime."""

    @abstractmethod
    def act(self, **answers: Any) -> Any:
        """Calls the action."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            self.acted = self.act(**form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return self.form_invalid(form)
        except ValidationError as wrong:
            add_model_errors(form, wrong)
            return self.form_invalid(form)
        return self.after_acting()

    def after_acting(self) -> HttpResponse:
        """Once the action is done: what it returned is `self.acted`."""
        messages.success(self.request, self.told())
        return redirect(self.get_success_url())

    def told(self) -> str:
        return self.done

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "heading": self.heading,
                "save_label": self.save_label,
                "cancel_url": self.get_cancel_url(),
                **kwargs,
            }
        )

    def get_cancel_url(self) -> str:
        return self.get_success_url()


def add_model_errors(form: BaseForm, wrong: ValidationError) -> None:
    """What a model's own constraints say, beside the question they are about or above all of them."""
    if not hasattr(wrong, "error_dict"):
        form.add_error(None, wrong.messages)
        return
    for name, sentences in wrong.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)


class SignedInRequest(HttpRequest):
    """A request that has passed LoginRequiredMiddleware."""

    user: User
