"""Search, and add a child who was not found.

What was searched for is kept in the session and never in the address: addresses are written to logs and histories.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from accounts.models import User
from accounts.pages import ActingForm, Page
from accounts.roles import Permission
from audit.models import AccessLog
from children.actions import add_child
from children.forms.details import NO, YES, AddForm
from children.forms.finding import DifferentChildForm, FindForm
from children.models import Child
from children.search import OFFERED, Offered, Sought, near_matches, search
from govuk_forms.components import age_in_words
from govuk_forms.words import day as in_words

SEARCHES_KEPT = 10
SEARCHED = "children-searched-for"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A child as somebody may see them in a list of results; no `url` for one they may not open."""

    name: str
    url: str = ""
    reference: str
    born: str
    held_by: str
    reasons: list[str] = field(default_factory=list)


class FindChild(Page, FormView):
    permission = Permission.FIND_CHILD
    template_name = "children/find.html"
    form_class = FindForm
    heading: ClassVar[str] = "Find a child"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        sought = recall(self.request)
        return {"text": sought.text, "born_on": sought.born_on} if sought else {}

    def form_valid(self, form: FindForm) -> HttpResponse:
        sought = Sought(text=form.cleaned_data["text"].strip(), born_on=form.cleaned_data["born_on"])
        return redirect(f"{reverse('children:find')}?search={keep(self.request, sought)}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sought = recall(self.request) if self.request.method == "GET" else None
        found = list(shown(search(sought), self.request.user, self)) if sought else []
        if sought:
            log_search(self.request.user, "children:find", sought)
        return super().get_context_data(
            heading=self.heading,
            sought=sought,
            found=found,
            is_cut_short=len(found) == OFFERED,
            search=self.request.GET.get("search", ""),
            **kwargs,
        )


class AddChild(Page, ActingForm):
    """Reached from the results of a search. Who may be the same child is asked again before anything is saved."""

    permission = Permission.ADD_CHILD
    template_name = "children/add.html"
    form_class = AddForm
    heading = "Add a child"
    save_label = "Add the child"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()
        self.near: list[Found] = []
        self.confirm: DifferentChildForm | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.sought = recall(request)
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        return [self.template_name if self.sought else "children/search_first.html"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.sought is None:
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return as_first_answers(self.sought) if self.sought else {}

    def form_valid(self, form: AddForm) -> HttpResponse:
        near = self.near_matches(form)
        pks = {each.child.pk for each in near}
        if near and not self.has_confirmed(pks):
            self.near = list(shown(near, self.request.user, self))
            return self.form_invalid(form)
        return super().form_valid(form)

    def near_matches(self, form: AddForm) -> list[Offered]:
        answers = form.cleaned_data
        names = " ".join(filter(None, (answers[name] for name in ("given_name", "family_name", "known_as"))))
        sought = Sought(text=names, born_on=answers["born_on"] or answers["expected_on"])
        log_search(self.request.user, "children:add", sought)
        return near_matches(sought, numbers=[answers["reference"], answers["nhs_number"], answers["upn"]])

    def has_confirmed(self, pks: set[int]) -> bool:
        answered = DifferentChildForm(self.request.POST)
        if "looked_at" in self.request.POST and answered.is_valid() and answered.has_looked_at(pks):
            return True
        told_before = "looked_at" in self.request.POST
        shown_to_them = {"looked_at": ",".join(map(str, sorted(pks)))}
        self.confirm = DifferentChildForm(shown_to_them if told_before else None, initial=shown_to_them)
        return False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(near=self.near, confirm=self.confirm, **kwargs)

    def act(self, **answers: Any) -> Child:
        answers.pop("is_born")
        return add_child(**answers, by=self.request.user, today=self.today)

    def told(self) -> str:
        return f"{self.acted.name} is added, with the reference {self.acted.reference}."

    def get_success_url(self) -> str:
        return reverse("children:details", kwargs={"child_pk": self.acted.pk})

    def get_cancel_url(self) -> str:
        number = self.request.GET.get("search", "")
        return f"{reverse('children:find')}?search={number}" if self.sought else reverse("children:find")


def keep(request: HttpRequest, sought: Sought) -> str:
    """Remember what was searched for in this session; the number by which `recall` finds it again."""
    kept = request.session.get(SEARCHED, {})
    number = str(1 + max(map(int, kept), default=0))
    kept[number] = [sought.text, sought.born_on.isoformat() if sought.born_on else ""]
    for old in sorted(kept, key=int)[:-SEARCHES_KEPT]:
        del kept[old]
    request.session[SEARCHED] = kept
    return number


def recall(request: HttpRequest) -> Sought | None:
    kept = request.session.get(SEARCHED, {}).get(request.GET.get("search", ""))
    if kept is None:
        return None
    text, born_on = kept
    return Sought(text=text, born_on=date.fromisoformat(born_on) if born_on else None)


def log_search(user: User, page: str, sought: Sought) -> None:
    AccessLog.objects.create(user=user, page=page, sought=str(sought)[:200])


def as_first_answers(sought: Sought) -> dict[str, Any]:
    """What was typed into the search, where it belongs in the form: the last word is the family name."""
    answers: dict[str, Any] = {}
    number = "".join(sought.text.split())
    if number.isdecimal() and len(number) == 10:
        answers["nhs_number"] = sought.text
    elif sought.words:
        given, _, family = sought.text.strip().rpartition(" ")
        answers = {"given_name": given, "family_name": family}
        if given.casefold() in {"unborn", "baby"}:
            answers = {"family_name": family, "is_born": NO}
    if sought.born_on:
        answers |= {"born_on": sought.born_on, "is_born": YES}
        if sought.born_on > timezone.localdate():
            answers |= {"expected_on": sought.born_on, "is_born": NO}
            del answers["born_on"]
    return answers


def shown(offered: list[Offered], user: User, page: Any) -> Iterator[Found]:
    pks = [each.child.pk for each in offered]
    visible = Child.objects.visible_to(user, today=page.today).filter(pk__in=pks)
    may_open = set(visible.values_list("pk", flat=True)) if user.may(Permission.VIEW_CHILD) else set()
    for each in offered:
        child = each.child
        if child.pk in may_open:
            yield Found(
                name=child.name,
                url=child.get_absolute_url(),
                reference=child.reference,
                born=f"Born {in_words(child.born_on)} ({age_in_words(child.born_on, page.today)})"
                if child.born_on
                else f"Expected {in_words(child.expected_on)}",
                held_by=str(child.team or "No team"),
                reasons=each.reasons,
            )
        else:
            team = str(child.team) if child.team else "no team"
            yield Found(
                name=child.name,
                reference=child.reference,
                born=f"Born in {child.born_on.year}"
                if child.born_on
                else f"Expected in {child.expected_on.year}",
                held_by=f"Held by {team}: ask {team if child.team else 'the safeguarding unit'}",
                reasons=each.reasons,
            )
