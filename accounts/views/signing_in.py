"""In and out, and the demonstration's cards."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.forms import SignInForm
from accounts.middleware import ENDED, IDLE
from accounts.models import User
from accounts.pages import OpenPage
from accounts.roles import ABOUT, Role
from govuk_forms.words import count

CARDS_PER_ROLE = 4
BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"


class SignIn(OpenPage, LoginView):
    open_to_anyone = "where people sign in"
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            because=why(self.request.GET.get("because", "")),
            personas=list(personas()) if settings.DEMO else [],
            **kwargs,
        )


class SignOut(OpenPage, LogoutView):
    open_to_anyone = "somebody whose session ran out presses it too"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        messages.success(request, "You have signed out.")
        return response


class SignInAs(OpenPage):
    """Only in the demonstration: its address does not exist anywhere else (accounts/urls.py)."""

    open_to_anyone = "anybody may try the demonstration, whose people are made up"

    def post(self, request: HttpRequest, user_pk: int) -> HttpResponse:
        login(request, get_object_or_404(User.objects.active(), pk=user_pk), backend=BY_PASSWORD)
        wanted = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        return redirect(wanted if safe else settings.LOGIN_REDIRECT_URL)


@dataclass(frozen=True, kw_only=True)
class Persona:
    user: User
    who: str


def personas() -> Iterator[tuple[str, str, list[Persona]]]:
    """The first people of each role, with what the role does and a sentence of who each one is."""
    people = User.objects.active().select_related("team").order_by("pk")
    for role in Role:
        found = people.with_role(role)[:CARDS_PER_ROLE]
        if cards := [Persona(user=user, who=who_it_is(user)) for user in found]:
            yield role.label, ABOUT[role], cards


def who_it_is(user: User) -> str:
    where = user.team.name if user.team else user.agency
    return f"{user.get_role_display()}, {where}" if where else user.get_role_display()


def why(because: str) -> str:
    """The sentence for somebody who was signed in until now."""
    minutes = count(settings.SESSION_COOKIE_AGE // 60, "minute")
    return {
        IDLE: f"You were signed out because nothing happened for {minutes}. Sign in to go back to where you were.",
        ENDED: "You have been signed out. Sign in to go back to where you were.",
    }.get(because, "")
