"""Setting a first password, a forgotten one and one's own. Django's views, with our words."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as django_views
from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.generic import TemplateView

from accounts.actions import choose_letter_hour
from accounts.forms import ChangePasswordForm, ForgottenPasswordForm, LetterHourForm, NewPasswordForm
from accounts.models import User
from accounts.pages import ActingForm, OpenPage, Page
from accounts.roles import ABOUT, Permission, Role


class ForgottenPassword(OpenPage, django_views.PasswordResetView):
    open_to_anyone = "people who cannot sign in need it; it answers the same whoever asks"
    template_name = "form_page.html"
    form_class = ForgottenPasswordForm
    success_url = reverse_lazy("forgotten-password-sent")
    extra_context = {
        "heading": "Get a link to set your password",
        "save_label": "Send the link",
        "cancel_url": reverse_lazy("sign-in"),
    }


class ForgottenPasswordSent(OpenPage, TemplateView):
    open_to_anyone = "follows the forgotten password page, and says nothing about anybody"
    template_name = "accounts/forgotten_password_sent.html"
    extra_context = {"hours": settings.PASSWORD_RESET_TIMEOUT // 3600}


class SetPassword(OpenPage, django_views.PasswordResetConfirmView):
    open_to_anyone = "whoever has the letter has no password yet; the link is signed and works once"
    template_name = "accounts/set_password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("sign-in")

    def form_valid(self, form: BaseForm) -> HttpResponse:
        messages.success(self.request, "Your password is set. Sign in with it.")
        return super().form_valid(form)


class MyAccount(Page, TemplateView):
    permission = Permission.USE_PORTAL
    template_name = "accounts/my_account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        facts = {
            "Name": user.name,
            "Email address": user.email,
            "Role": user.get_role_display(),
            "Team": str(user.team or ""),
            "Agency": user.agency,
            "Daily letter": f"From {letter_hour(user)}:00",
        }
        rows = [{"name": name, "value": value} for name, value in facts.items() if value]
        return super().get_context_data(rows=rows, about=ABOUT[Role(user.role)], **kwargs)


class ChooseLetterHour(ActingForm, Page):
    permission = Permission.USE_PORTAL
    form_class = LetterHourForm
    heading = "Your daily letter"
    success_url = reverse_lazy("my-account")

    def get_initial(self) -> dict[str, Any]:
        return {"hour": letter_hour(self.request.user)}

    def act(self, hour: int) -> User:
        return choose_letter_hour(person=self.request.user, hour=hour)

    def told(self) -> str:
        return f"Your letter comes from {self.acted.letter_hour}:00."


def letter_hour(user: User) -> int:
    return settings.DIGEST_HOUR if user.letter_hour is None else user.letter_hour


class ChangePassword(Page, django_views.PasswordChangeView):
    permission = Permission.USE_PORTAL
    template_name = "form_page.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("my-account")
    extra_context = {
        "heading": "Change your password",
        "save_label": "Change password",
        "cancel_url": success_url,
    }

    def form_valid(self, form: BaseForm) -> HttpResponse:
        messages.success(
            self.request, "Your password is changed. Wherever else you were signed in, you no longer are."
        )
        return super().form_valid(form)
