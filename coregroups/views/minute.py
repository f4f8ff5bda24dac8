"""The minute is written: it opens with what happened since the last one, and changes the plan as it is saved."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from audit.models import Refused
from children.brought import brought_to_a_core_group
from children.models import Child, Person
from circulation.shown import copies_to_look_at
from coregroups import forms
from coregroups.actions import copies_of, record_meeting, since_when
from coregroups.forms.minute import One, PlansAsked, Shared
from coregroups.models import CoreGroupMember
from coregroups.views.groups import MeetingToCome
from deadlines.what_if import undone
from govuk_forms.words import weekday
from plans.models import Action, ChildProtectionPlan, Outcome
from plans.slippage import slippage_of
from unfinished.models import Answers, as_posted
from unfinished.pages import KeepsWhatIsTyped

NEW_ACTIONS, PASSAGES = "new-actions", "passages"
LISTS = (NEW_ACTIONS, PASSAGES)
LOOK = "_look"


class RecordMeeting(KeepsWhatIsTyped, MeetingToCome):
    form_class = forms.MinuteForm
    template_name = "coregroups/record.html"
    heading = "Record the core group"
    save_label = "Finish the minute"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.lists = self._lists(None)
        return super().get(request, *args, **kwargs)

    def filled_in(self, answers: Answers) -> BaseForm:
        posted = as_posted(answers)
        self.lists = self._lists(posted)
        for rows in self.lists.values():
            for row in rows.forms:
                row.without_errors()
        return super().filled_in(answers)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.lists = self._lists(request.POST)
        if any(rows.is_being_edited for rows in self.lists.values()):
            form = self.get_form()
            self.lists = {
                name: rows.edited() if rows.is_being_edited else self._lists_again(name)
                for name, rows in self.lists.items()
            }
            return self.render_to_response(self.get_context_data(form=form.without_errors()))
        return super().post(request, *args, **kwargs)

    def _lists(self, posted: Any) -> dict[str, Any]:
        """The lists that grow, by name."""
        return {name: self._list(name, posted) for name in LISTS}

    def _list(self, name: str, posted: Any) -> Any:
        if posted is not None and not any(key.startswith(f"{name}-") for key in posted):
            posted = None  # nothing of the list was sent, so nothing of it was typed
        if name == NEW_ACTIONS:
            return forms.NewActionFormSet(posted, prefix=name, form_kwargs={"children": self.about})
        return forms.PassageFormSet(posted, prefix=name, form_kwargs={"members": self.recipients})

    def _lists_again(self, name: str) -> Any:
        """As it was typed, without complaints."""
        rows = self._list(name, self.request.POST)
        for row in rows.forms:
            row.without_errors()
        return rows

    def form_valid(self, form: BaseForm) -> HttpResponse:
        # Each list is asked, so that every error of every one of them is shown together.
        if False in [rows.is_valid() for rows in self.lists.values() if rows.is_bound]:
            return self.form_invalid(form)
        if LOOK in self.request.POST:
            return self.look(form)
        return super().form_valid(form)

    def look(self, form: BaseForm) -> HttpResponse:
        """What each person would be sent: the minute is written, its copies are made, and all of it is undone."""
        try:
            with undone():
                self.act(**{**form.cleaned_data, "is_sent": False})
                looked_at = copies_to_look_at(copies_of(self.meeting))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return self.form_invalid(form)
        self.meeting.refresh_from_db()
        self.unfinished = self.keep().unfinished
        return self.render_to_response(self.get_context_data(form=form, looked_at=looked_at))

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        # What was refused half-way is as it was before, in the database and here.
        self.meeting.refresh_from_db()
        return super().form_invalid(form)

    @cached_property
    def about(self) -> list[Child]:
        """Those of the meeting's children whose records may be opened and who are on a plan."""
        mine = Child.objects.visible_to(self.request.user, today=self.today)
        visible = set(mine.filter(core_groups__meeting=self.meeting).values_list("pk", flat=True))
        return [child for child in self.meeting_children if child.pk in visible and self._plan_of(child)]

    def _plan_of(self, child: Child) -> Any:
        return child.plans.open().first()

    @cached_property
    def plans(self) -> PlansAsked:
        open_plans = ChildProtectionPlan.objects.open().filter(child__in=self.about)
        outcomes = Outcome.objects.filter(plan__in=open_plans, achieved_on=None)
        actions = Action.objects.filter(plan__in=open_plans, done_on=None)
        return PlansAsked(
            shared(
                outcomes.select_related("plan", "child").order_by("pk"), self.about, _what_an_outcome_says
            ),
            shared(
                actions.select_related("plan", "child").order_by("by_when", "pk"),
                self.about,
                _what_an_action_says,
            ),
            slippage_of(list(actions)),
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "members": self.recipients,
            "children": self.meeting_children,
            "plans": self.plans,
            "is_first": not self.looks_back[1],
            "without_chair": [child for child in self.meeting_children if child.conference_chair_id is None],
            "today": self.today,
        }

    @property
    def until(self) -> date:
        return min(self.meeting.planned_for, self.today)

    @cached_property
    def looks_back(self) -> tuple[date, bool]:
        """Since when, and whether each of the children had a core group before."""
        return since_when(self.about, before=self.until)

    @cached_property
    def recipients(self) -> list[Person]:
        return self._members()

    def _members(self) -> list[Person]:
        """Whoever belonged to one of the children's core groups on the day, or does now; none who is excluded."""
        groups = CoreGroupMember.objects.filter(child__in=self.meeting_children)
        belonged = groups.on(min(self.meeting.planned_for, self.today)) | groups.on(self.today)
        excluded = groups.filter(until_on__isnull=True).exclude(excluded_because="").values("person")
        people = Person.objects.filter(pk__in=belonged.values("person")).exclude(pk__in=excluded)
        return list(people.order_by("name"))

    def get_initial(self) -> dict[str, Any]:
        lead = self.child.allocation_on(self.today)
        return {
            "held_on": self.meeting.planned_for if self.meeting.planned_for <= self.today else None,
            "chaired_by": lead.social_worker.name if lead else "",
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        since, had_one = self.looks_back
        brought = brought_to_a_core_group(self.about, since=since, until=self.until) if self.about else []
        return super().get_context_data(
            since=f"Since the {'core group of' if had_one else 'plan began on'} {weekday(since)}",
            brought=brought,
            formset=list(self.lists.values()),
            new_actions=self.lists[NEW_ACTIONS],
            passages=self.lists[PASSAGES] if self.recipients else None,
            **kwargs,
        )

    def act(self, **answers: Any) -> Any:
        self.is_sent = answers["is_sent"]
        new_actions = [new for row in self.lists[NEW_ACTIONS] if (new := row.new_action())]
        passages = [passage for row in self.lists[PASSAGES] if (passage := row.passage())]
        return record_meeting(
            meeting=self.meeting,
            about=self.about,
            new_actions=new_actions,
            passages=passages,
            by=self.request.user,
            today=self.today,
            **answers,
        )

    def told(self) -> str:
        if self.is_sent:
            return "The minute is saved and sent. The conference chair has it in the in-box."
        return "The minute is saved. Circulate it to the members and the chair."


def _what_an_outcome_says(outcome: Outcome) -> tuple[Any, ...]:
    return (outcome.what_will_be_different, outcome.set_by)


def _what_an_action_says(action: Action) -> tuple[Any, ...]:
    return (action.what, action.who, action.by_when)


def shared(
    parts: Iterable[One], children: Sequence[Child], says: Callable[[One], tuple[Any, ...]]
) -> list[Shared[One]]:
    """Those that say the same of several children as one, named with the children where it is not all of them."""
    alike: dict[tuple[Any, ...], list[One]] = {}
    for part in parts:
        alike.setdefault(says(part), []).append(part)
    found = []
    for those in alike.values():
        whose = list(dict.fromkeys(part.child.name for part in those))
        prefix = "" if len(whose) == len(children) else f"{' and '.join(whose)}: "
        found.append(Shared(those, f"{prefix}{those[0]}"))
    return found
