"""Assessments begun and authorised, and children who move here with a plan made elsewhere."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.roles import Permission
from conferences.actions import authorise_assessment, record_transfer_in, start_assessment
from conferences.actions.assessments import refuse_authorised, refuse_on_a_plan
from conferences.forms.assessments import AuthoriseForm, StartAssessmentForm, TransferInForm
from conferences.limits import last_days
from conferences.views.conferences import FamilyForm
from govuk_forms.words import weekday
from unfinished.pages import KeepsWhatIsTyped


class StartAssessment(FamilyForm):
    permission = Permission.RECORD_ENQUIRY
    form_class = StartAssessmentForm
    heading = "Start an assessment"
    done = "The assessment was recorded. A manager authorises it when it is finished."

    def get_initial(self) -> dict[str, Any]:
        return {"started_on": self.today}

    def get_form_kwargs(self) -> dict[str, Any]:
        family = self.family()
        return super().get_form_kwargs() | {"family": family, "ticked": family, "today": self.today}

    def act(self, **answers: Any) -> Any:
        return start_assessment(by=self.request.user, today=self.today, **answers)


class AuthoriseAssessment(KeepsWhatIsTyped, FamilyForm):
    permission = Permission.COUNTERSIGN
    form_class = AuthoriseForm
    heading = "Authorise the assessment"
    save_label = "I have read it and authorise it"
    done = "The assessment is authorised."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.assessment = get_object_or_404(
            self.child.assessments.select_related("child"), pk=kwargs["assessment_pk"]
        )

    def refuse_beforehand(self) -> None:
        refuse_authorised(self.assessment)

    def get_initial(self) -> dict[str, Any]:
        return {"authorised_on": self.today}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"assessment": self.assessment, "today": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=f"Begun on {weekday(self.assessment.started_on)}", **kwargs)

    def act(self, **answers: Any) -> Any:
        return authorise_assessment(
            assessment=self.assessment, by=self.request.user, today=self.today, **answers
        )


class RecordTransferIn(KeepsWhatIsTyped, FamilyForm):
    permission = Permission.RECORD_ENQUIRY
    form_class = TransferInForm
    heading = "A child has moved here with a plan made elsewhere"

    def refuse_beforehand(self) -> None:
        for child in self.family():  # a brother or sister may come later
            if not child.plans.open().exists():
                return
        refuse_on_a_plan(self.child)

    def get_initial(self) -> dict[str, Any]:
        return {"notified_on": self.today}

    def get_form_kwargs(self) -> dict[str, Any]:
        family = self.family()
        return super().get_form_kwargs() | {"family": family, "ticked": family, "today": self.today}

    def act(self, **answers: Any) -> Any:
        return record_transfer_in(by=self.request.user, today=self.today, **answers)

    def told(self) -> str:
        owed = ". ".join(map(str, last_days([each.child for each in self.acted])))
        return f"The transfer was recorded. {owed}." if owed else "The transfer was recorded."
