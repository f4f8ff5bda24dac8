"""A child's enquiries and conferences: the list, one conference, and what is recorded about each."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.roles import Permission
from children.models import Child
from children.pages import ChildForm, ChildPage, agenda
from conferences import also_shown, reading
from conferences.actions import (
    book_conference,
    cancel_conference,
    decide_enquiries,
    hold_conference,
    move_conference,
    record_strategy_discussion,
)
from conferences.actions.booking import refuse_unless_upcoming
from conferences.actions.enquiries import refuse_decided
from conferences.actions.holding import has_nothing_to_decide
from conferences.forms import (
    BookingForm,
    CancelForm,
    DecisionForm,
    DiscussionForm,
    HoldForm,
    MoveForm,
    OutcomeFormSet,
)
from conferences.limits import last_days
from conferences.models import ChildAtConference, Conference, Section47Enquiry, StrategyDiscussion
from govuk_forms.components import Link
from govuk_forms.words import weekday
from plans.festivals import days_kept
from plans.models import ChildProtectionPlan
from unfinished.models import Answers, as_posted
from unfinished.pages import KeepsWhatIsTyped


class Conferences(ChildPage):
    permission = Permission.VIEW_CHILD
    section = "Conferences"
    template_name = "conferences/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assessments, owed = also_shown.assessments(self.child, self.request.user, today=self.today)
        return super().get_context_data(
            heading="Conferences and enquiries",
            entries=reading.entries(self.child),
            discussed=reading.discussed(self.child, today=self.today),
            last_days=last_days([self.child]),
            assessments=assessments,
            assessments_owed=owed,
            transfers_in=also_shown.transfers_in(self.child),
            **kwargs,
        )


class FamilyForm(ChildForm):
    """Something that can be done for the siblings at home in the same breath."""

    def get_success_url(self) -> str:
        return reverse("conferences:list", kwargs={"child_pk": self.child.pk})

    def family(self) -> list[Child]:
        siblings = self.child.siblings_on(self.today).visible_to(self.request.user, today=self.today)
        return [self.child, *siblings.named()]


class RecordDiscussion(KeepsWhatIsTyped, FamilyForm):
    permission = Permission.RECORD_ENQUIRY
    form_class = DiscussionForm
    heading = "Record a strategy discussion"

    def get_form_kwargs(self) -> dict[str, Any]:
        family = self.family()
        return super().get_form_kwargs() | {"family": family, "ticked": [self.child], "today": self.today}

    def act(self, **answers: Any) -> list[StrategyDiscussion]:
        return record_strategy_discussion(**answers, by=self.request.user, today=self.today)

    def told(self) -> str:
        owed = ". ".join(map(str, last_days([discussion.child for discussion in self.acted])))
        return f"Strategy discussion recorded. {owed}." if owed else "Strategy discussion recorded."


class DecideEnquiry(KeepsWhatIsTyped, FamilyForm):
    permission = Permission.RECORD_ENQUIRY
    form_class = DecisionForm
    heading = "Decide what the enquiry leads to"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.enquiry = get_object_or_404(
            self.child.section47enquirys.select_related("child"), pk=kwargs["enquiry_pk"]
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        siblings = Section47Enquiry.objects.filter(
            child__in=self.family()[1:], started_on=self.enquiry.started_on, decided_on__isnull=True
        )
        return super().get_form_kwargs() | {
            "enquiry": self.enquiry,
            "siblings": list(siblings.select_related("child")),
            "today": self.today,
        }

    def refuse_beforehand(self) -> None:
        refuse_decided(self.enquiry)

    def act(self, **answers: Any) -> list[Section47Enquiry]:
        return decide_enquiries(**answers, by=self.request.user, today=self.today)

    def told(self) -> str:
        if self.acted[0].outcome == Section47Enquiry.Outcome.CONFERENCE:
            owed = ". ".join(map(str, last_days([enquiry.child for enquiry in self.acted])))
            return f"Decision recorded. {owed}." if owed else "Decision recorded."
        return "Decision recorded. No conference is needed."


class BookConference(FamilyForm):
    permission = Permission.BOOK_CONFERENCE
    form_class = BookingForm
    heading = "Book a conference"
    save_label = "Book conference"

    def get_initial(self) -> dict[str, Any]:
        return {"chair": self.child.conference_chair_id}

    def get_form_kwargs(self) -> dict[str, Any]:
        family = self.family()
        owed = {each.child for each in last_days(family)}
        ticked = [child for child in family if child == self.child or child in owed]
        return super().get_form_kwargs() | {"family": family, "ticked": ticked, "today": self.today}

    def act(self, **answers: Any) -> Conference:
        booked = book_conference(**answers, by=self.request.user, today=self.today)
        on = booked.booked_for
        for kept in days_kept(answers["children"], since=on, until=on):
            messages.warning(self.request, f"That day falls into {kept}. Is another day possible?")
        return booked

    def told(self) -> str:
        return f"Conference booked for {weekday(self.acted.booked_for)}. {self.acted.chair} chairs it."

    def get_success_url(self) -> str:
        if hasattr(self, "acted") and self.acted.for_children.filter(child=self.child).exists():
            return _url(self.child, self.acted)
        return super().get_success_url()


class ConferenceContext:
    """Finds a conference through the child, and the children at it who may be seen."""

    conference: Conference

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.conference = get_object_or_404(
            Conference.objects.select_related("chair"),
            pk=kwargs["conference_pk"],
            for_children__child=self.child,
        )
        every = self.conference.for_children.select_related("child", "plan", "conference")
        self.rows = list(every.visible_to(request.user, today=self.today))
        self.hidden = every.count() - len(self.rows)

    def agenda(self) -> list[Link]:
        """A review speaks of progress and of the need for change of every child on a plan, whatever else (S3-17)."""
        children = [row.child for row in self.rows]
        open_plans = (
            ChildProtectionPlan.objects.open().filter(child__in=children).values_list("child", flat=True)
        )
        on_a_plan = [child for child in children if child.pk in set(open_plans)]
        fixed = [
            Link(
                f"{child.name}: what has come of each outcome, and whether the plan has to change",
                reverse("plans:plan", kwargs={"child_pk": child.pk}),
            )
            for child in on_a_plan
        ]
        return [*fixed, *agenda(children)]

    def get_success_url(self) -> str:
        return _url(self.child, self.conference)


class ConferencePage(ConferenceContext, ChildPage):
    permission = Permission.VIEW_CHILD
    section = "Conferences"
    template_name = "conferences/conference.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = next(row for row in self.rows if row.child_id == self.child.pk)
        conference = self.conference
        return super().get_context_data(
            heading=reading.title(own.kind, conference),
            conference=conference,
            flags=reading.flags(conference),
            rows=reading.facts(conference),
            decided=[reading.decided_for(row) for row in self.rows],
            hidden=self.hidden,
            readiness=reading.readiness(conference, self.rows, today=self.today),
            attendance=conference.attendance.select_related("person"),
            steps=reading.steps(self.rows, self.request.user),
            agenda=self.agenda() if conference.is_upcoming else [],
            around=also_shown.around(own, self.request.user),
            links=also_shown.links(own, self.request.user),
            who_records=reading.who_may(Permission.HOLD_CONFERENCE),
            who_moves=reading.who_may(Permission.BOOK_CONFERENCE),
            **kwargs,
        )


class ConferenceToCome(ConferenceContext):
    """Nothing is asked about a conference that was held or cancelled in the meantime: that would be typed in vain."""

    def refuse_beforehand(self) -> None:
        refuse_unless_upcoming(self.conference)


class MoveConference(ConferenceToCome, ChildForm):
    permission = Permission.BOOK_CONFERENCE
    form_class = MoveForm
    heading = "Move a conference"
    save_label = "Move conference"

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("booked_for")
        return {"booked_for": asked or self.conference.booked_for, "booked_at": self.conference.booked_at}

    def get_form_kwargs(self) -> dict[str, Any]:
        children = [row.child for row in self.rows]
        return super().get_form_kwargs() | {"children": children, "today": self.today}

    def act(self, **answers: Any) -> Conference:
        return move_conference(conference=self.conference, **answers, by=self.request.user, today=self.today)

    def told(self) -> str:
        return f"Conference moved to {weekday(self.acted.booked_for)}. What is due before it moved with it."


class CancelConference(ConferenceToCome, ChildForm):
    permission = Permission.BOOK_CONFERENCE
    form_class = CancelForm
    heading = "Cancel a conference"
    save_label = "Cancel conference"
    done = "Conference cancelled. The dates by which one must be held stay as they are."

    def act(self, **answers: Any) -> Conference:
        return cancel_conference(
            conference=self.conference, **answers, by=self.request.user, today=self.today
        )


class HoldConference(ConferenceToCome, KeepsWhatIsTyped, ChildForm):
    permission = Permission.HOLD_CONFERENCE
    template_name = "conferences/hold.html"
    form_class = HoldForm
    heading = "Record a conference"
    save_label = "Save what was decided"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.deciding = [row for row in self.rows if not has_nothing_to_decide(row)]
        initials: list[Child] = [
            row.child
            for row in self.deciding
            if ChildAtConference.Decision.PLAN in ChildAtConference.MAY_DECIDE[row.kind]
        ]
        self.may_begin = initials
        self.outcomes = self._outcomes(request.POST if request.method == "POST" else None)

    def _outcomes(self, posted: QueryDict | None) -> Any:
        return OutcomeFormSet(posted, prefix="outcomes", form_kwargs={"children": self.may_begin})

    def filled_in(self, answers: Answers) -> BaseForm:
        posted = as_posted(answers)
        if any(name.startswith("outcomes-") for name in posted):
            self.outcomes = self._outcomes(posted)
            for outcome in self.outcomes.forms:
                outcome.without_errors()
        return super().filled_in(answers)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "conference": self.conference,
            "rows": self.deciding,
            "today": self.today,
            "outcomes": self.outcomes if self.may_begin else [],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.may_begin and self.outcomes.is_being_edited:
            form = self.get_form()
            self.outcomes = self.outcomes.edited()
            return self.render_to_response(self.get_context_data(form=form.without_errors()))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: BaseForm) -> HttpResponse:
        if self.may_begin and not self.outcomes.is_valid():
            return self.form_invalid(form)
        return super().form_valid(form)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        # What was refused half-way is as it was before, in the database and here.
        self.conference.refresh_from_db()
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            conference=self.conference,
            caption=f"Booked for {weekday(self.conference.booked_for)}",
            hidden=self.hidden,
            agenda=self.agenda(),
            nothing_to_decide=[row.child for row in self.rows if row not in self.deciding],
            formset=self.outcomes if self.may_begin else None,
            **kwargs,
        )

    def act(self, conference: dict[str, Any], **answers: Any) -> Conference:
        return hold_conference(
            conference=self.conference, **conference, by=self.request.user, today=self.today
        )

    def told(self) -> str:
        decided = [
            f"{row.child.name}: {row.get_decision_display().lower()}."
            for row in self.acted.for_children.select_related("child")
            if row.decision
        ]
        return " ".join(["Conference recorded.", *decided])


def _url(child: Child, conference: Conference) -> str:
    return reverse("conferences:conference", kwargs={"child_pk": child.pk, "conference_pk": conference.pk})
