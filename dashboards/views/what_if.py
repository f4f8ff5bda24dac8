"""Looking ahead: what a visit, a core group, another day, a leave or a closed office would mean. Nothing is written."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission, Role
from audit.models import Refused
from children.actions.cover import people_arranged_for
from children.models import Child
from children.pages import ChildPage
from dashboards import what_if
from dashboards.views.base import Dashboard
from dashboards.views.team import TeamWork
from dashboards.what_if_forms import AwayForm, ChildWhatIfForm, ClosedForm
from deadlines.numbers import working_calendar
from deadlines.rows import row
from deadlines.what_if import if_closed
from govuk_forms import words
from govuk_forms.components import Link

MOST_CHILDREN = 3_000
"""Whose dates are worked out while somebody waits: some three milliseconds a child, ten seconds at most."""
EVERY_TEAM = "every"


class ChildWhatIf(ChildPage):
    """Of one child: the ordinary action, done and undone."""

    permission = Permission.LOOK_AHEAD
    template_name = "dashboards/what_if_child.html"
    not_exported = "It is a look ahead: nothing in it has happened."
    section = "Dates"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ChildWhatIfForm(self.request.GET) if self.request.GET else ChildWhatIfForm()
        looked: dict[str, Any] = {}
        if form.is_bound and form.is_valid():
            looked = self.look(form)
        return super().get_context_data(heading="What if?", form=form, **looked, **kwargs)

    def look(self, form: ChildWhatIfForm) -> dict[str, Any]:
        answers, user = form.cleaned_data, self.request.user
        kind, on = answers["kind"], answers["on"]
        try:
            found = what_if.look(
                self.child, kind=kind, on=on, seen=answers["seen"], by=user, today=self.today
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else "on", str(refusal))
            return {}
        children = Child.objects.in_bulk({each.child for each in found})
        future_visit = kind == what_if.Kind.VISIT and on > self.today
        return {
            "looked": True,
            "rows": what_if.shown(found, children=children, about=self.child),
            "hidden": what_if.hidden_siblings(self.child, user, today=self.today)
            if kind == what_if.Kind.CONFERENCE
            else 0,
            "becoming_overdue": sum(each.becomes_overdue for each in found),
            "apply": None if future_visit else what_if.apply_link(self.child, kind=kind, on=on, user=user),
            "future_visit": future_visit,
        }


class WorkerAway(Dashboard):
    """What falls due while somebody is away, and who could cover."""

    permission = Permission.ARRANGE_COVER
    template_name = "dashboards/what_if_away.html"
    heading = "What if somebody is away?"
    not_exported = "It is a look ahead: the worker's own list can be taken out."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = people_arranged_for(self.request.user, today=self.today)
        people = people.select_related("team").order_by("team__name", "name")
        given = {"people": people, "today": self.today}
        form = AwayForm(self.request.GET, **given) if self.request.GET else AwayForm(**given)
        looked = self.look(form.cleaned_data) if form.is_bound and form.is_valid() else {}
        return super().get_context_data(form=form, **looked, **kwargs)

    def look(self, answers: dict[str, Any]) -> dict[str, Any]:
        worker: User = answers["worker"]
        stretch = {"from_on": answers["from_on"], "until_on": answers["until_on"]}
        due = what_if.falls_due(worker, reader=self.request.user, **stretch, today=self.today)
        page = self.page_of(due)
        calendar = working_calendar()
        asked = {
            "away": worker.pk,
            "from_on": _typed(answers["from_on"]),
            "until_on": _typed(answers["until_on"]),
        }
        arrange = reverse("arrange-cover")
        return {
            "worker": worker,
            "is_chair": worker.role == Role.CONFERENCE_CHAIR,
            "page": page,
            "rows": [
                row(
                    each,
                    today=answers["until_on"],
                    calendar=calendar,
                    child=Link(each.child.name, each.child.get_absolute_url()),
                    child_reference=each.child.reference,
                )
                for each in page
            ],
            "due": words.count(due.count(), "date"),
            "diary": what_if.in_the_diary(worker, reader=self.request.user, **stretch, today=self.today),
            "colleagues": [
                (each, f"{arrange}?{urlencode({**asked, 'covering': each.person.pk})}")
                for each in what_if.who_could_cover(worker, **stretch, today=self.today)
            ],
            "arrange_url": f"{arrange}?{urlencode(asked)}",
        }


class OfficeClosed(TeamWork):
    """Which dates of a team, or of every team, move when the office is closed."""

    permission = Permission.VIEW_TEAM_WORK
    template_name = "dashboards/what_if_closed.html"
    heading = "What if the office is closed?"
    not_exported = "It is a look ahead: nothing in it has happened."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        own = getattr(request.user, "team", None)
        self.choices = [(str(team.pk), team.name) for team in self.teams or ([own] if own else [])]
        if self.sees_every_team:
            self.choices.insert(0, (EVERY_TEAM, "Every team"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"teams": self.choices, "today": self.today}
        form = ClosedForm(self.request.GET, **given) if self.request.GET else ClosedForm(**given)
        looked = self.look(form) if form.is_bound and form.is_valid() else {}
        return super().get_context_data(form=form, **looked, **kwargs)

    def look(self, form: ClosedForm) -> dict[str, Any]:
        answers = form.cleaned_data
        visible = Child.objects.visible_to(self.request.user, today=self.today)
        if answers["team"] != EVERY_TEAM:
            visible = visible.filter(team=answers["team"])
        keys = list(
            visible.filter(reckoned__outstanding__isnull=False)
            .order_by("pk")
            .values_list("pk", flat=True)[: MOST_CHILDREN + 1]
        )
        if len(keys) > MOST_CHILDREN:
            form.add_error(
                "team",
                f"These are more than {MOST_CHILDREN:,} children: too many to look at. Select one team.",
            )
            return {}
        found = if_closed(keys, what_if.days_between(answers["first"], answers["last"]), on=self.today)
        page = self.page_of(found)
        children = Child.objects.in_bulk({each.child for each in page})
        asked = urlencode({"first": _typed(answers["first"]), "last": _typed(answers["last"])})
        return {
            "looked": True,
            "page": page,
            "rows": what_if.shown(page, children=children),
            "moved": words.count(len(found), "date"),
            "overdue": sum(each.becomes_overdue for each in found),
            "looked_at": words.count(len(keys), "child", "children"),
            "apply": f"{reverse('timetable:close-office')}?{asked}"
            if self.request.user.may(Permission.KEEP_CLOSURE_DAYS)
            else "",
        }


def _typed(day: Any) -> str:
    return f"{day.day}/{day.month}/{day.year}"
