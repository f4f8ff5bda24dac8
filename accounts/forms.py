"""The questions of signing in, of passwords, and of people and teams."""

from typing import Any

from django import forms
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
)

from accounts.letters import INVITATION, NEW_PASSWORD, send_password_link
from accounts.models import EARLIEST_LETTER, LATEST_LETTER, Team, User, UserQuerySet
from accounts.roles import ABOUT, Role
from govuk_forms.forms import GovForm, GovFormMixin
from govuk_forms.layout import Layout, Question

LONGEST_EMAIL = User._meta.get_field("email").max_length
ADVICE = "At least 12 characters. Three words that have nothing to do with each other are easy to remember."


class SignInForm(GovFormMixin, AuthenticationForm):
    username = forms.EmailField(
        label="Email address",
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    error_messages = {
        "invalid_login": "The email address and password do not match. Check both and try again.",
        # Nobody is told that an address exists and may not sign in.
        "inactive": "The email address and password do not match. Check both and try again.",
    }
    layout = Layout(Question("username", width="full"), Question("password", width=20))

    def clean_username(self) -> str:
        # Failed attempts are counted by what was typed: Ada@ and ada@ are one person.
        return self.cleaned_data["username"].lower()


class LetterHourForm(GovForm):
    hour = forms.TypedChoiceField(
        label="When should it come?",
        coerce=int,
        choices=[(hour, f"{hour}:00") for hour in range(EARLIEST_LETTER, LATEST_LETTER + 1)],
        help_text="It is sent within a quarter of an hour, on days on which something is due or waits for you.",
    )


class ForgottenPasswordForm(GovFormMixin, PasswordResetForm):
    email = forms.EmailField(
        label="Email address",
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )

    def save(self, **options: Any) -> None:
        """Django's options (templates, sender) are not used: the letter is our own."""
        for user in User.objects.active().filter(email__iexact=self.cleaned_data["email"]):
            # Somebody invited who has never set a password is asking for the invitation again.
            send_password_link(user, letter=NEW_PASSWORD if user.has_usable_password() else INVITATION)


class NewPasswordForm(GovFormMixin, SetPasswordForm):
    new_password1 = forms.CharField(
        label="New password",
        help_text=ADVICE,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label="New password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    error_messages = {"password_mismatch": "The two passwords differ. Type the new password twice."}
    layout = Layout(Question("new_password1", width=20), Question("new_password2", width=20))


class ChangePasswordForm(NewPasswordForm, PasswordChangeForm):
    old_password = forms.CharField(
        label="Your password now",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    error_messages = {
        **NewPasswordForm.error_messages,
        "password_incorrect": "That is not your password now. Type it again.",
    }
    field_order = ["old_password", "new_password1", "new_password2"]
    layout = Layout(
        Question("old_password", width=20),
        Question("new_password1", width=20),
        Question("new_password2", width=20),
    )


class PersonForm(GovForm):
    name = forms.CharField(label="Full name", max_length=150)
    email = forms.EmailField(
        label="Email address",
        max_length=LONGEST_EMAIL,
        help_text="They sign in with it, and letters about what is due go there.",
    )
    role = forms.ChoiceField(label="Role", choices=Role.choices, widget=forms.RadioSelect)
    team = forms.ModelChoiceField(
        Team.objects.all(),
        label="Team (optional)",
        required=False,
        empty_label="No team",
        help_text="Social workers and team managers must have one.",
    )
    agency = forms.CharField(
        label="Agency (optional)",
        required=False,
        max_length=150,
        help_text="For a professional from elsewhere: the school, trust or service they work for.",
    )

    layout = Layout(
        Question("name", width="two-thirds"),
        Question("email", width="two-thirds"),
        Question("role", size="m", small=True, hints={role.value: words for role, words in ABOUT.items()}),
        Question("team"),
        Question("agency", width="two-thirds"),
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class ChangePersonForm(PersonForm):
    is_active = forms.BooleanField(
        label="May sign in",
        required=False,
        help_text="Without it they are signed out at once. What they recorded stays.",
    )

    layout = Layout(*PersonForm.layout.fields, Question("is_active"))


class TeamForm(GovForm):
    name = forms.CharField(label="Name of the team", max_length=100)

    layout = Layout(Question("name", width="two-thirds"))


class PeopleFilter(GovForm):
    """Who is listed. Asked by GET, so that a list can be sent as a link."""

    MAY, MAY_NOT, NEVER_DID = "yes", "no", "no-password"

    text = forms.CharField(label="Name or email", required=False, max_length=150)
    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Any role"), *Role.choices])
    team = forms.ModelChoiceField(Team.objects.all(), label="Team", required=False, empty_label="Any team")
    sign_in = forms.ChoiceField(
        label="May they sign in?",
        required=False,
        choices=[("", "Everyone"), (MAY, "May sign in"), (MAY_NOT, "May not sign in"),
                 (NEVER_DID, "Invited, no password yet")],
    )  # fmt: skip

    def narrow(self, people: UserQuerySet) -> UserQuerySet:
        if text := self.cleaned_data.get("text"):
            people = people.filter(name__icontains=text) | people.filter(email__icontains=text)
        if role := self.cleaned_data.get("role"):
            people = people.filter(role=role)
        if team := self.cleaned_data.get("team"):
            people = people.filter(team=team)
        match self.cleaned_data.get("sign_in"):
            case self.MAY:
                people = people.filter(is_active=True)
            case self.MAY_NOT:
                people = people.filter(is_active=False)
            case self.NEVER_DID:
                people = people.filter(is_active=True, password__startswith="!")
        return people
