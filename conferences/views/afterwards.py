"""Around the day of a conference: no quorum, papers sent, requests to the chair, and what a resource panel decides."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.roles import Permission
from children.pages import ChildForm
from conferences.actions import (
    ask_for_panel,
    decide_panel,
    record_inquorate,
    seek_exclusion,
    send_exclusion_request,
    send_paper,
)
from conferences.actions.afterwards import refuse_decided, refuse_not_held, refuse_sent
from conferences.forms.afterwards import (
    ExclusionRequestForm,
    ExclusionSentForm,
    InquorateForm,
    PanelDecidedForm,
    PanelNeededForm,
    PaperForm,
)
from conferences.forms.holding import network_of
from conferences.models import ConferencePaper
from conferences.views.conferences import ConferenceContext, ConferenceToCome
from govuk_forms.words import weekday


class SendPaper(ConferenceContext, ChildForm):
    permission = Permission.HOLD_CONFERENCE
    form_class = PaperForm
    kind: ClassVar[str]

    def refuse_beforehand(self) -> None:
        refuse_not_held(self.conference)

    def get_initial(self) -> dict[str, Any]:
        came = self.conference.attendance.select_related("person")
        return {"sent_on": self.today, "sent_to": ", ".join(each.person.name for each in came)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"conference": self.conference, "today": self.today}

    def act(self, **answers: Any) -> ConferencePaper:
        return send_paper(
            conference=self.conference, kind=self.kind, by=self.request.user, today=self.today, **answers
        )


class SendLetter(SendPaper):
    kind = ConferencePaper.Kind.DECISION_LETTER
    heading = "Record that the decision letter was sent"
    done = "The decision letter is recorded as sent."


class SendRecord(SendPaper):
    kind = ConferencePaper.Kind.RECORD
    heading = "Record that the conference’s record was sent"
    done = "The record is recorded as sent."


class Inquorate(ConferenceToCome, ChildForm):
    permission = Permission.HOLD_CONFERENCE
    form_class = InquorateForm
    heading = "It could not be held for want of a quorum"
    done = "Recorded. The conference counts as not held."

    def get_initial(self) -> dict[str, Any]:
        return {"on": min(self.conference.booked_for, self.today)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "conference": self.conference,
            "children": [row.child for row in self.rows],
            "today": self.today,
        }

    def act(self, **answers: Any) -> Any:
        return record_inquorate(conference=self.conference, by=self.request.user, today=self.today, **answers)


class SeekExclusion(ConferenceToCome, ChildForm):
    permission = Permission.WRITE_REPORT
    form_class = ExclusionRequestForm
    heading = "Ask the chair to keep somebody out"

    def get_initial(self) -> dict[str, Any]:
        return {"sent_on": self.today}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "people": network_of([self.child], on=self.today),
            "today": self.today,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            caption=f"Conference on {weekday(self.conference.booked_for)}", **kwargs
        )

    def act(self, **answers: Any) -> Any:
        return seek_exclusion(
            conference=self.conference, child=self.child, by=self.request.user, today=self.today, **answers
        )

    def told(self) -> str:
        if self.acted.sent_on:
            return "The request is recorded as with the chair, who decides."
        return "The request is recorded. Ask the chair, and record the day it reached them."


class ExclusionSent(ChildForm):
    permission = Permission.WRITE_REPORT
    form_class = ExclusionSentForm
    heading = "The request reached the chair"
    done = "The request is recorded as with the chair, who decides."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.exclusion = get_object_or_404(
            self.child.exclusionrequests.select_related("child", "conference", "person"),
            pk=kwargs["exclusion_request_pk"],
        )

    def refuse_beforehand(self) -> None:
        refuse_sent(self.exclusion)

    def get_initial(self) -> dict[str, Any]:
        return {"sent_on": self.today}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"sought_on": self.exclusion.sought_on, "today": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=str(self.exclusion), **kwargs)

    def get_success_url(self) -> str:
        return self.page("conferences:conference", conference_pk=self.exclusion.conference_id)

    def act(self, **answers: Any) -> Any:
        return send_exclusion_request(
            exclusion=self.exclusion, by=self.request.user, today=self.today, **answers
        )


class AskForPanel(ConferenceContext, ChildForm):
    permission = Permission.EDIT_PLAN
    form_class = PanelNeededForm
    heading = "A resource panel has to decide"
    done = "Recorded. The days are counted from the conference."

    def refuse_beforehand(self) -> None:
        refuse_not_held(self.conference)

    def act(self, **answers: Any) -> Any:
        return ask_for_panel(conference=self.conference, child=self.child, by=self.request.user, **answers)


class DecidePanel(ChildForm):
    permission = Permission.EDIT_PLAN
    form_class = PanelDecidedForm
    heading = "What the resource panel decided"
    done = "The panel’s decision was recorded."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.panel = get_object_or_404(
            self.child.resourcepanels.select_related("child"), pk=kwargs["resource_panel_pk"]
        )

    def refuse_beforehand(self) -> None:
        refuse_decided(self.panel)

    def get_initial(self) -> dict[str, Any]:
        return {"decided_on": self.today}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"panel": self.panel, "today": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=self.panel.what_for, **kwargs)

    def get_success_url(self) -> str:
        return self.page("conferences:conference", conference_pk=self.panel.conference_id)

    def act(self, **answers: Any) -> Any:
        return decide_panel(panel=self.panel, by=self.request.user, today=self.today, **answers)
