"""A child's core group: its members, its meetings, and one meeting from planning to its minute's receipts."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.db.models.functions import Coalesce
from django.forms import BaseForm
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.roles import Permission
from audit.models import Refused
from children.models import Child
from children.pages import ChildForm, ChildPage, agenda
from circulation.forms import CirculateForm
from circulation.models import ChairsQuestion, Circulation
from circulation.questions import page_of, standing
from circulation.shown import copies_to_look_at, receipt_rows
from coregroups import between, changes, disagreements, forms, shown
from coregroups.actions import (
    cancel_meeting,
    circulate_minute,
    copies_of,
    extend_core_group,
    extendable,
    latest_day,
    plan_meeting,
    receipts_of,
    recipients,
    what_is_sent,
)
from coregroups.models import CoreGroupMeeting
from deadlines.models import Deadline
from govuk_forms.components import Link
from govuk_forms.words import weekday, within
from plans.festivals import days_kept
from plans.models import ChildProtectionPlan

ON_A_PAGE = 50
LOOKED_AHEAD = timedelta(weeks=8)
"""How far the days that a family keeps are shown where a core group is planned."""


class CoreGroup(ChildPage):
    not_exported = "It is part of one child's record, which leaves the portal printed and whole."
    permission = Permission.VIEW_CHILD
    template_name = "coregroups/list.html"
    section = "Core groups"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meetings = CoreGroupMeeting.objects.filter(for_children__child=self.child).order_by(
            Coalesce(F("held_on"), F("planned_for")).desc(), "-pk"
        )
        page = Paginator(meetings, ON_A_PAGE).get_page(self.request.GET.get("page"))
        now, before = shown.members(self.child, user=self.request.user, today=self.today)
        return super().get_context_data(
            heading="Core groups",
            due=shown.next_due(self.child, today=self.today),
            extensions=shown.extensions(self.child),
            may_extend=shown.may_extend(self.child, self.request.user, today=self.today),
            is_on_a_plan=self.child.plans.open().exists(),
            members=now,
            former_members=before,
            changes=changes.of_child(self.child),
            said=between.said(self.child, self.request.user),
            asked=between.asked(self.child, self.request.user, today=self.today),
            disagreements=disagreements.of_child(self.child),
            page=page,
            meetings=shown.meeting_rows(page, self.child, today=self.today),
            **kwargs,
        )


class CoreGroupForm(ChildForm):
    """Does something to the child's core group, and comes back to it."""

    permission = Permission.RECORD_CORE_GROUP
    section = "Core groups"

    def get_success_url(self) -> str:
        return reverse("coregroups:list", kwargs={"child_pk": self.child.pk})

    @cached_property
    def family(self) -> list[Child]:
        """The child, and those of the siblings at home who are on a plan and whose record may be opened."""
        visible = Child.objects.visible_to(self.request.user, today=self.today)
        on_a_plan = visible.filter(plans__in=ChildProtectionPlan.objects.open())
        siblings = on_a_plan.filter(pk__in=self.child.siblings_on(self.today))
        return [self.child, *siblings.order_by("born_on", "pk")]


class Extend(CoreGroupForm):
    """Found only while a core group is waited for whose limit has not passed."""

    permission = Permission.AGREE_EXTENSION
    form_class = forms.ExtensionForm
    heading = "Agree that the core group meets later"
    save_label = "Agree"
    done = "The extension is agreed, and the date has moved."

    @cached_property
    def deadline(self) -> Deadline:
        if deadline := extendable(self.child):
            return deadline
        raise Http404("No core group of this child is waited for.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "due_on": self.deadline.due_on,
            "latest": latest_day(self.deadline.started_on),
            "today": self.today,
        }

    def get_initial(self) -> dict[str, Any]:
        return {"agreed_on": self.today}

    def act(self, **answers: Any) -> Any:
        return extend_core_group(child=self.child, by=self.request.user, today=self.today, **answers)


class PlanMeeting(CoreGroupForm):
    form_class = forms.PlanMeetingForm
    template_name = "coregroups/plan.html"
    heading = "Plan a core group"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "those": self.family}

    def get_initial(self) -> dict[str, Any]:
        return {
            "children": [child.pk for child in self.family],
            "planned_for": self.request.GET.get("planned_for"),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        planned = CoreGroupMeeting.objects.filter(
            for_children__child=self.child, held_on__isnull=True, cancelled_on__isnull=True
        )
        return super().get_context_data(
            due=(due := shown.next_due(self.child, today=self.today)),
            window=shown.window(due, today=self.today),
            days_kept=days_kept(self.family, since=self.today, until=self.today + LOOKED_AHEAD),
            already=planned.order_by("planned_for"),
            **kwargs,
        )

    def act(self, **answers: Any) -> CoreGroupMeeting:
        due_by, on = shown.due_by(answers["children"]), answers["planned_for"]
        answers["is_invited"] = answers["is_invited"] and on >= self.today
        meeting = plan_meeting(by=self.request.user, **answers)
        for kept in days_kept(answers["children"], since=on, until=on):
            messages.warning(self.request, f"That day falls into {kept}. Is another day possible?")
        if due_by and meeting.planned_for > due_by:
            messages.warning(self.request, _late(due_by))
        return meeting

    def told(self) -> str:
        return f"The core group is planned for {weekday(self.acted.planned_for)}."

    def get_success_url(self) -> str:
        if hasattr(self, "acted"):
            return reverse(
                "coregroups:meeting", kwargs={"child_pk": self.child.pk, "meeting_pk": self.acted.pk}
            )
        return super().get_success_url()


class MeetingFinder:
    """Finds a meeting through its child, so that nobody else's is found."""

    @cached_property
    def meeting(self) -> CoreGroupMeeting:
        mine = CoreGroupMeeting.objects.filter(for_children__child=self.child)
        return get_object_or_404(mine.select_related("minute_taken_by"), pk=self.kwargs["meeting_pk"])

    @cached_property
    def meeting_children(self) -> list[Child]:
        return list(Child.objects.filter(core_groups__meeting=self.meeting).order_by("born_on", "pk"))


class MeetingPage(MeetingFinder, ChildPage):
    permission = Permission.VIEW_CHILD
    template_name = "coregroups/meeting.html"
    section = "Core groups"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = self.meeting
        visible = Child.objects.visible_to(self.request.user, today=self.today)
        children = list(visible.filter(core_groups__meeting=meeting).order_by("born_on", "pk"))
        others = len(self.meeting_children) - len(children)
        may_record = self.request.user.may(Permission.RECORD_CORE_GROUP)
        sent = receipts_of(meeting, self.child) if meeting.held_on else []
        receipts = receipt_rows(sent, may_record=may_record)
        is_upcoming = meeting.held_on is None and meeting.cancelled_on is None
        due_by = shown.due_by([self.child]) if is_upcoming else None
        return super().get_context_data(
            heading=f"Core group of {weekday(meeting.held_on or meeting.planned_for)}",
            meeting=meeting,
            standing=shown.meeting_standing(meeting, today=self.today),
            about=shown.about_meeting(meeting, children, others),
            minute=what_is_sent(meeting) if meeting.held_on else [],
            receipts=receipts,
            invitations=shown.invitation_rows(meeting, self.child, may_record=may_record),
            summaries_owed=shown.summaries_owed(meeting, self.child) if may_record else [],
            summaries=shown.summaries(meeting),
            questions=[
                Link(f"{each.words}: {within(standing(each, today=self.today).words)}", page_of(each))
                for each in ChairsQuestion.objects.filter(
                    child=self.child,
                    receipt__circulation__about_pk=meeting.pk,
                    receipt__circulation__kind=Circulation.Kind.CORE_GROUP_RECORD,
                )
            ],
            is_upcoming=is_upcoming,
            agenda=agenda(children) if is_upcoming else [],
            is_late_for=_late(due_by) if due_by and meeting.planned_for > due_by else "",
            may_circulate=bool(meeting.held_on and not receipts),
            **kwargs,
        )


class MeetingForm(MeetingFinder, CoreGroupForm):
    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        _ = self.meeting  # not found before anything is asked
        return super().get_form(form_class)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Child.objects.visible_to(self.request.user, today=self.today)
        children = [child for child in self.meeting_children if mine.filter(pk=child.pk).exists()]
        return super().get_context_data(meeting=self.meeting, agenda=agenda(children), **kwargs)

    def get_success_url(self) -> str:
        return reverse(
            "coregroups:meeting", kwargs={"child_pk": self.child.pk, "meeting_pk": self.meeting.pk}
        )


class MeetingToCome(MeetingForm):
    """Nothing is asked about a meeting that was recorded or cancelled in the meantime: that would be typed in vain."""

    def refuse_beforehand(self) -> None:
        became = "recorded" if self.meeting.held_on else "cancelled" if self.meeting.cancelled_on else ""
        if became:
            raise Refused(f"This core group is {became} already.")


class CancelMeeting(MeetingToCome):
    form_class = forms.CancelForm
    heading = "Cancel the core group"
    save_label = "Cancel the core group"
    done = "The core group was cancelled. Plan another one."

    def act(self, **answers: Any) -> Any:
        return cancel_meeting(meeting=self.meeting, by=self.request.user, today=self.today, **answers)


class Circulate(MeetingForm):
    form_class = CirculateForm
    template_name = "coregroups/circulate.html"
    heading = "Circulate the minute"
    save_label = "Circulate"

    @cached_property
    def recipients(self) -> list[Any]:
        return recipients(self.meeting)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "recipients": self.recipients}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        children = self.meeting_children
        return super().get_context_data(
            recipients=shown.recipient_rows(self.recipients),
            copies=copies_to_look_at(copies_of(self.meeting)) if self.meeting.held_on else [],
            without_chair=[child for child in children if child.conference_chair_id is None],
            **kwargs,
        )

    def act(self, **answers: Any) -> Any:
        return circulate_minute(meeting=self.meeting, by=self.request.user, **answers)

    def told(self) -> str:
        return "The minute was circulated. The conference chair has it in the in-box."


def _late(due_by: date) -> str:
    return f"This is later than allowed: a core group is due by {weekday(due_by)}. Hold it sooner."
