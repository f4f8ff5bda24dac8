"""What a meeting waits for from those who were asked: an answer by word of mouth, or a summary of involvement."""

from functools import cached_property
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.pages import ActingButton
from accounts.roles import Permission
from children.pages import ChildContext
from coregroups import forms
from coregroups.actions import record_summary
from coregroups.actions.summaries import refuse_came
from coregroups.invitations import invite, told
from coregroups.models import CoreGroupAttendance, CoreGroupInvitation
from coregroups.views.groups import MeetingFinder, MeetingForm
from unfinished.pages import KeepsWhatIsTyped


class MeetingButton(MeetingFinder, ActingButton, ChildContext):
    permission = Permission.RECORD_CORE_GROUP

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        _ = self.meeting

    def get_success_url(self) -> str:
        return reverse(
            "coregroups:meeting", kwargs={"child_pk": self.child.pk, "meeting_pk": self.meeting.pk}
        )


class AskMembers(MeetingButton):
    done = "The members are asked. Those without email wait to be told."

    def act(self) -> None:
        invite(meeting=self.meeting, by=self.request.user)


class ToldByWorker(MeetingButton):
    done = "It is recorded that they were told."

    def act(self) -> None:
        mine = CoreGroupInvitation.objects.filter(meeting=self.meeting).select_related("meeting")
        invitation = get_object_or_404(mine, pk=self.kwargs["core_group_invitation_pk"])
        told(invitation=invitation, by=self.request.user, now=timezone.now())


class Summary(KeepsWhatIsTyped, MeetingForm):
    form_class = forms.SummaryForm
    heading = "Summary of involvement"
    done = "The summary is recorded."

    @cached_property
    def attendance(self) -> CoreGroupAttendance:
        rows = self.meeting.attendance.select_related("meeting", "person")
        return get_object_or_404(rows, pk=self.kwargs["core_group_attendance_pk"])

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        _ = self.attendance  # not found before anything is asked
        return super().get_form(form_class)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {"came_on": self.today}

    def refuse_beforehand(self) -> None:
        refuse_came(self.attendance)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=f"Of {self.attendance.person}", **kwargs)

    def act(self, **answers: Any) -> CoreGroupAttendance:
        return record_summary(attendance=self.attendance, by=self.request.user, today=self.today, **answers)
