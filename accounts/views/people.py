"""People and teams, for the system administrator."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.forms import Field, ModelChoiceField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.views.generic import TemplateView

from accounts.actions import add_person, add_team, change_person, forget_failed_sign_ins, invite, rename_team
from accounts.forms import ChangePersonForm, PeopleFilter, PersonForm, TeamForm
from accounts.models import PORTAL_EMAIL, Team, User
from accounts.pages import ActingForm, Page
from accounts.roles import Permission
from audit.models import Refused
from govuk_forms.components import FilterGroup, FilterTag, Flag
from govuk_forms.words import count

PEOPLE_PER_PAGE = 50
NOT_SENT = "The letter could not be sent: the mail server did not take it. Send the link again later."


class People(Page, TemplateView):
    not_exported = "It lists who works here and how they sign in, which nobody needs outside the portal."
    permission = Permission.MANAGE_PEOPLE
    template_name = "accounts/people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        narrowed = PeopleFilter(self.request.GET)
        people = User.objects.exclude(email=PORTAL_EMAIL).select_related("team").order_by("name", "pk")
        if narrowed.is_valid():
            people = narrowed.narrow(people)
        page = Paginator(people, PEOPLE_PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filter_form=narrowed,
            page=page,
            people=[(person, standing(person)) for person in page],
            groups=list(filters_in_force(narrowed, self.request.GET)),
            **kwargs,
        )


class AddPerson(Page, ActingForm):
    permission = Permission.MANAGE_PEOPLE
    form_class = PersonForm
    heading = "Add a person"
    save_label = "Add and send the invitation"
    success_url = reverse_lazy("accounts:people")

    def act(self, **answers: Any) -> User:
        return add_person(**answers, by=self.request.user)

    def form_valid(self, form: PersonForm) -> HttpResponse:
        response = super().form_valid(form)
        if hasattr(self, "acted"):
            send_invitation(self.request, self.acted)
        return response

    def told(self) -> str:
        return f"{self.acted.name} is added."


class OnePerson(Page):
    permission = Permission.MANAGE_PEOPLE

    person: User

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        others = User.objects.exclude(email=PORTAL_EMAIL).select_related("team")
        self.person = get_object_or_404(others, pk=kwargs["user_pk"])


class ChangePerson(OnePerson, ActingForm):
    template_name = "accounts/person.html"
    form_class = ChangePersonForm
    success_url = reverse_lazy("accounts:people")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.person, name) for name in self.form_class.base_fields}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing_now = standing(self.person)
        return super().get_context_data(
            person=self.person, heading=str(self.name_before), standing=standing_now, **kwargs
        )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.name_before = self.person.name

    def act(self, **answers: Any) -> User:
        return change_person(person=self.person, **answers, by=self.request.user)

    def told(self) -> str:
        return f"{self.acted.name} is changed."


class SendInvitation(OnePerson):
    def post(self, request: HttpRequest, user_pk: int) -> HttpResponse:
        send_invitation(request, self.person)
        return redirect(self.person)


class ForgetFailedSignIns(OnePerson):
    def post(self, request: HttpRequest, user_pk: int) -> HttpResponse:
        forgotten = forget_failed_sign_ins(self.person)
        messages.success(
            request,
            f"{self.person.name} can try again at once."
            if forgotten
            else f"{self.person.name} was not locked out. Perhaps the password is forgotten: send the link.",
        )
        return redirect(self.person)


class Teams(Page, TemplateView):
    permission = Permission.MANAGE_PEOPLE
    template_name = "accounts/teams.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        teams = Team.objects.annotate(active=Count("people", filter=Q(people__is_active=True)))
        return super().get_context_data(
            teams=[(team, count(team.active, "person", "people")) for team in teams], **kwargs
        )


class AddTeam(Page, ActingForm):
    permission = Permission.MANAGE_PEOPLE
    form_class = TeamForm
    heading: ClassVar[str] = "Add a team"
    success_url = reverse_lazy("accounts:teams")

    def act(self, **answers: Any) -> Team:
        return add_team(**answers, by=self.request.user)

    def told(self) -> str:
        return f"{self.acted.name} is saved."


class RenameTeam(AddTeam):
    heading = "Rename the team"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.team = get_object_or_404(Team, pk=kwargs["team_pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.team.name}

    def act(self, **answers: Any) -> Team:
        return rename_team(team=self.team, **answers, by=self.request.user)


def filters_in_force(form: PeopleFilter, asked: QueryDict) -> Iterator[FilterGroup]:
    for name, field in form.fields.items():
        if asked.get(name):
            without = asked.copy()
            del without[name]
            without.pop("page", None)
            chosen = form.cleaned_data.get(name) or asked[name]
            words = str(chosen) if isinstance(field, ModelChoiceField) else in_words(field, chosen)
            yield FilterGroup(
                name=field.label, tags=[FilterTag(words=words, url_without=f"?{without.urlencode()}")]
            )


def in_words(field: Field, value: str) -> str:
    return str(dict(getattr(field, "choices", [])).get(value, value))


def standing(person: User) -> Flag:
    """Whether somebody may sign in, in a word."""
    if not person.is_active:
        return Flag("May not sign in", "red")
    return Flag("May sign in", "green") if person.has_usable_password() else Flag("Invited", "yellow")


def send_invitation(request: HttpRequest, person: User) -> None:
    try:
        invite(person)
    except Refused as refusal:
        messages.error(request, str(refusal))
    except OSError:  # smtplib's errors are OSErrors too
        messages.error(request, NOT_SENT)
    else:
        messages.success(request, f"A link to set a password was sent to {person.email}.")
