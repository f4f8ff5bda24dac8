"""The visits to a child: all of them, one of them, recording one for the family, putting one right."""

import uuid
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import BaseForm, CharField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.roles import Permission
from children import missing, named
from children.kinds import worth_asking
from children.meanwhile import SeesOtherChanges
from children.models import Person
from children.pages import ChildForm, ChildPage
from deadlines.rows import owed
from exports.lists import Exportable
from exports.sheets import Row
from unfinished.models import as_answers, as_posted
from unfinished.pages import KeepsWhatIsTyped
from visits import reading, unseen
from visits.actions import accept_visit, correct_visit, decide_injury, is_in_a_record, record_visit
from visits.actions.visits import refuse_without_injury
from visits.actions.who_counts import refuse_nothing_to_accept
from visits.at_the_door import to_look_at, who_lives_there
from visits.due import ANY_VISIT, SEEN_ALONE, next_visits
from visits.forms import ANOTHER_DAY, AcceptForm, CorrectionForm, InjuryForm, VisitForm
from visits.labels import labels_in
from visits.models import UnseenEpisode, Visit

ON_A_PAGE = 50
OF_VISITS = (missing.agenda, named.agenda, unseen.agenda)
"""Of all that must not be overlooked about a child, what the next visit is about."""


class Visits(Exportable, ChildPage):
    permission = Permission.VIEW_CHILD
    section = "Visits"
    template_name = "visits/list.html"
    export_name = "Visits to a child"
    export_columns = ("Visited on", "Time", "Where", "Visited by", "Seen", "What else", "Notes")

    def visits(self) -> QuerySet[Visit]:
        return self.child.visits.latest_first().select_related("visited_by")

    def export_rows(self) -> Iterator[Row]:
        plans = list(self.child.plans.all())
        for visit in self.visits():
            visit.child = self.child
            row = reading.row(visit, plans)
            seen, *others = (flag.words for flag in row.flags)
            yield (
                visit.visited_on, visit.visited_at, row.where, row.by, seen, ", ".join(others),
                " ".join(row.notes),
            )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.visits(), ON_A_PAGE).get_page(self.request.GET.get("page"))
        plans = list(self.child.plans.all())
        for visit in page:
            visit.child = self.child
        [due] = next_visits([self.child], today=self.today)
        return super().get_context_data(
            heading="Visits",
            open_matters=[
                link for says in worth_asking(OF_VISITS, self.kinds) for link in says([self.child])
            ],
            page=page,
            rows=[reading.row(visit, plans) for visit in page],
            due=due,
            owed=owed(self.child, (*ANY_VISIT, SEEN_ALONE), today=self.today),
            **kwargs,
        )


class VisitContext:
    """Finds a visit through its child, and the siblings' records of it that may be seen."""

    visit: Visit

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.visit = get_object_or_404(
            self.child.visits.select_related("visited_by", "recorded_by"), pk=kwargs["visit_pk"]
        )
        self.visit.child = self.child
        theirs = Visit.objects.filter(together=self.visit.together).exclude(pk=self.visit.pk)
        visible = theirs.visible_to(request.user, today=self.today)
        self.siblings = list(visible.select_related("child").order_by("child__born_on"))


class VisitPage(VisitContext, ChildPage):
    permission = Permission.VIEW_CHILD
    section = "Visits"
    template_name = "visits/visit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit, plans = self.visit, list(self.child.plans.all())
        return super().get_context_data(
            heading=f"Visit on {reading.weekday(visit.visited_on)}",
            visit=visit,
            flags=reading.flags(visit, plans),
            notes=reading.notes(visit, plans),
            rows=reading.facts(visit),
            siblings=reading.on_the_same_visit(visit, self.siblings),
            pictures=visit.attachments.select_related("recorded_by"),
            versions=list(reading.versions(visit)),
            may_accept=visit.made_as in Visit.STOPS_NO_CLOCK
            and visit.child_seen
            and self.request.user.may(Permission.AGREE_DELEGATION)
            and visit.visited_by_id != self.request.user.pk,
            may_decide=bool(visit.injury)
            and not visit.injury_decided_on
            and self.request.user.may(Permission.DECIDE_INJURY),
            **kwargs,
        )


class RecordVisit(KeepsWhatIsTyped, ChildForm):
    permission = Permission.RECORD_VISIT
    template_name = "visits/record.html"
    form_class = VisitForm
    heading = "Record a visit"
    save_label = "Save visit"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        visible = self.child.siblings_on(self.today).visible_to(request.user, today=self.today)
        self.family = reading.family_of(self.child, visible)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.family:
            return super().get(request, *args, **kwargs)
        return render(request, "visits/not_yet_born.html", self.get_context_data(form=None))

    def get_initial(self) -> dict[str, Any]:
        """A day from the address, as a look ahead gives it."""
        if day := self.request.GET.get("visited_on"):
            return {"visited_which_day": ANOTHER_DAY, "visited_on": day}
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "children": self.family,
            "today": self.today,
            "by": self.request.user,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what a visitor must know before knocking at the door, about everybody they may meet there."""
        adults = Person.objects.filter(
            relationships__child__in=self.family, relationships__until_on__isnull=True
        ).distinct()
        return super().get_context_data(
            due=[
                (each.child, " ".join([each.sentence, *looked.sentences]))
                for each, looked in zip(
                    next_visits(self.family, today=self.today),
                    to_look_at(self.family, today=self.today),
                    strict=True,
                )
            ],
            lives_there=who_lives_there(self.child, today=self.today),
            once=uuid.uuid4() if Visit.objects.filter(together=self.once).exists() else self.once,
            warnings=adults.exclude(staff_safety_warning=""),
            interpreters_for=adults.filter(interpreter_needed=True),
            children_with_interpreter=[child for child in self.family if child.interpreter_needed],
            **kwargs,
        )

    @cached_property
    def once(self) -> uuid.UUID:
        """The key of this one form, from when it was first opened until it is recorded."""
        kept = as_posted(self.unfinished.answers) if self.unfinished else {}
        try:
            return uuid.UUID(self.request.POST.get("once") or kept.get("once"))
        except (TypeError, ValueError):
            return uuid.uuid4()

    def is_recorded(self) -> bool:
        asked = self.get_form().fields
        typed = as_answers(self.request.POST)
        words = [value for name, value in typed if isinstance(asked.get(name), CharField) and value.strip()]
        return is_in_a_record(self.once, by=self.request.user, words=words)

    def act(self, visit: dict[str, Any], **answers: Any) -> list[Visit]:
        return record_visit(**visit, once=self.once, by=self.request.user, today=self.today)

    @property
    def not_seen(self) -> UnseenEpisode | None:
        """What the visit opened, or left open, for the children it did not reach."""
        missed = [visit.child for visit in self.acted if not visit.child_seen]
        return UnseenEpisode.objects.open().filter(child__in=missed, seen_on=None).order_by("pk").first()

    def told(self) -> str:
        if self.not_seen:
            return "Visit recorded. The child was not seen: speak with your manager now, and record what follows."
        due = next_visits([visit.child for visit in self.acted], today=self.today)
        sentences = [
            each.sentence if len(due) == 1 else f"{each.child.name}: {each.sentence}" for each in due
        ]
        return " ".join(["Visit recorded.", *self.that_do_not_count(), *sentences, *self.hints()])

    def that_do_not_count(self) -> Iterator[str]:
        reasons = {visit.child: reading.why_it_does_not_count(visit) for visit in self.acted}
        if len(set(reasons.values())) == 1:
            reasons = dict(list(reasons.items())[:1])
        for child, because in reasons.items():
            whose = "It" if len(reasons) == 1 else f"For {child.name} it"
            if because:
                yield f"{whose} does not count because {because}"

    def hints(self) -> Iterator[str]:
        if any(visit.injury for visit in self.acted):
            yield "The manager is told of the new injury or incident."
        said = [text for visit in self.acted for text in (visit.about_this_child, visit.account)]
        if labels := labels_in(*said):
            quoted = ", ".join(f"“{label}”" for label in labels)
            yield f"You wrote {quoted}: say what you saw or heard instead, by correcting the record."

    def get_success_url(self) -> str:
        return unseen.page_of(self.not_seen) if self.not_seen else self.get_cancel_url()

    def get_cancel_url(self) -> str:
        return reverse("visits:list", kwargs={"child_pk": self.child.pk})


class DecideInjury(VisitContext, ChildForm):
    permission = Permission.DECIDE_INJURY
    form_class = InjuryForm
    heading = "Decide what follows from a new injury or incident"
    done = "The decision is recorded."

    def refuse_beforehand(self) -> None:
        refuse_without_injury(self.visit)

    def get_initial(self) -> dict[str, Any]:
        return {"decided_on": self.today}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"visit": self.visit, "today": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=self.visit.injury, **kwargs)

    def act(self, **answers: Any) -> Visit:
        return decide_injury(visit=self.visit, by=self.request.user, today=self.today, **answers)

    def get_success_url(self) -> str:
        return reverse("visits:visit", kwargs={"child_pk": self.child.pk, "visit_pk": self.visit.pk})


class AcceptVisit(VisitContext, ChildForm):
    permission = Permission.AGREE_DELEGATION
    form_class = AcceptForm
    heading = "Let the visit count"
    done = "The visit counts."

    def refuse_beforehand(self) -> None:
        refuse_nothing_to_accept(self.visit, self.request.user)

    def act(self, **answers: Any) -> Visit:
        return accept_visit(visit=self.visit, by=self.request.user, today=self.today, **answers)

    def get_success_url(self) -> str:
        return reverse("visits:visit", kwargs={"child_pk": self.child.pk, "visit_pk": self.visit.pk})


class CorrectVisit(SeesOtherChanges, VisitContext, ChildForm):
    permission = Permission.RECORD_VISIT
    form_class = CorrectionForm
    heading = "Correct the record of a visit"
    save_label = "Save correction"

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        del given["initial"]
        return given | {
            "visit": self.visit,
            "siblings": self.siblings,
            "today": self.today,
            "by": self.request.user,
        }

    def record(self) -> Visit:
        return self.visit

    def compares(self, form: BaseForm) -> None:
        """All of it: the form asks of each child by names of its own."""

    def act(self, visit: dict[str, Any], **answers: Any) -> Visit:
        return correct_visit(self.visit, **visit, by=self.request.user, today=self.today)

    def told(self) -> str:
        [due] = next_visits([self.child], today=self.today)
        return f"Record corrected. {due.sentence}"

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        self.visit.refresh_from_db()
        return super().form_invalid(form)

    def get_success_url(self) -> str:
        return reverse("visits:visit", kwargs={"child_pk": self.child.pk, "visit_pk": self.visit.pk})
