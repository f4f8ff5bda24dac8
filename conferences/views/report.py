"""The report to a conference about one child: what is done, what is next, and a form for each step."""

from typing import Any, ClassVar

from django.forms import BaseForm
from django.urls import reverse

from accounts.roles import Permission
from children.brought import own_words
from children.models import Child
from children.pages import ChildForm, ChildPage
from conferences import report_shown
from conferences.actions import countersign_report, pass_report, send_report, share_report, write_draft
from conferences.actions.report import Step, out_of_order
from conferences.forms.report import CountersignForm, DraftForm, PassForm, SendForm, ShareForm
from conferences.models import ReportStep
from conferences.views.conferences import ConferenceContext
from govuk_forms.words import weekday
from unfinished.pages import KeepsWhatIsTyped


class Report(ConferenceContext, ChildPage):
    permission = Permission.VIEW_CHILD
    section = "Conferences"
    template_name = "conferences/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = next(each for each in self.rows if each.child_id == self.child.pk)
        return super().get_context_data(
            heading="Report to conference",
            conference=self.conference,
            when=f"{row.get_kind_display()} on {weekday(self.conference.held_on or self.conference.booked_for)}",
            todo=report_shown.steps(row, self.request.user, today=self.today),
            own_words=own_words(self.child, until=self.today),
            draft=report_shown.latest_draft(row),
            siblings=report_shown.of_the_others(self.rows, row),
            **kwargs,
        )


class TakeStep(ConferenceContext, KeepsWhatIsTyped, ChildForm):
    """One step, for those of the children at the conference who are ticked."""

    permission = Permission.WRITE_REPORT
    step: ClassVar[str]
    action: ClassVar[Any]

    def get_success_url(self) -> str:
        return reverse(
            "conferences:report", kwargs={"child_pk": self.child.pk, "conference_pk": self.conference.pk}
        )

    def family(self) -> list[Child]:
        return [self.child, *(row.child for row in self.rows if row.child_id != self.child.pk)]

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.today}

    def get_form_kwargs(self) -> dict[str, Any]:
        family = self.family()
        return super().get_form_kwargs() | {
            "conference": self.conference,
            "family": family,
            "ticked": family,
            "today": self.today,
            "warnings": out_of_order(self.conference, family, self.step),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        when = weekday(self.conference.held_on or self.conference.booked_for)
        return super().get_context_data(caption=f"Report to the conference of {when}", **kwargs)

    def act(self, **answers: Any) -> list[ReportStep]:
        take = type(self).action
        return take(conference=self.conference, by=self.request.user, today=self.today, **answers)


class WriteDraft(TakeStep):
    template_name = "conferences/write_draft.html"
    form_class = DraftForm
    heading = "Write the draft plan"
    done = "The draft plan was saved. Pass the report to your manager next."
    step = Step.WRITTEN
    action = staticmethod(write_draft)

    def get_initial(self) -> dict[str, Any]:
        latest = self._written().order_by("pk").last()
        return super().get_initial() | {"words": latest.words if latest else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(own_words=own_words(self.child, until=self.today), **kwargs)

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        form = super().get_form(form_class)
        signed = self.conference.report_steps.in_force().of(Step.COUNTERSIGNED)
        if signed.filter(child__in=self.family()).exists():
            form.warnings.append(
                "The report is countersigned. Changing the draft undoes that: it has to be countersigned again."
            )
            form.helper.layout = form.lay_out()
        return form

    def _written(self) -> Any:
        return self.conference.report_steps.of(Step.WRITTEN).filter(child=self.child)


class PassReport(TakeStep):
    form_class = PassForm
    heading = "Pass the report to the manager"
    save_label = "Passed to the manager"
    done = "The report is with the manager, to be countersigned."
    step = Step.PASSED
    action = staticmethod(pass_report)


class CountersignReport(TakeStep):
    permission = Permission.COUNTERSIGN
    template_name = "conferences/countersign.html"
    form_class = CountersignForm
    heading = "Countersign the report"
    save_label = "Countersign"
    done = "The report is countersigned."
    step = Step.COUNTERSIGNED
    action = staticmethod(countersign_report)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(drafts=report_shown.drafts(self.rows), **kwargs)


class ShareReport(TakeStep):
    form_class = ShareForm
    heading = "Share the report with the family"
    save_label = "Save"
    done = "Recorded with whom the report was shared."
    step = Step.SHARED
    action = staticmethod(share_report)


class SendReport(TakeStep):
    form_class = SendForm
    heading = "Send the report to the chair"
    save_label = "Sent to the chair"
    done = "The report is recorded as sent to the chair."
    step = Step.SENT
    action = staticmethod(send_report)
