"""Photographs and drawings of one visit. A picture is sent to whoever may open the child's record, and nobody else."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission
from children.pages import ChildForm, ChildPage
from govuk_forms.components import SummaryRow
from govuk_forms.words import day
from visits.actions import attach_picture, take_out
from visits.actions.attachments import refuse_taken_out
from visits.forms import AttachmentForm, TakeOutForm
from visits.models import Attachment, AttachmentContent
from visits.views.visits import VisitContext


class AttachPicture(VisitContext, ChildForm):
    permission = Permission.RECORD_VISIT
    form_class = AttachmentForm
    heading = "Add a photograph or drawing"
    done = "The picture is on the record of the visit."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=f"Visit on {day(self.visit.visited_on)}", **kwargs)

    def act(self, **answers: Any) -> Attachment:
        return attach_picture(visit=self.visit, by=self.request.user, **answers)

    def get_success_url(self) -> str:
        return self.page("visits:visit", visit_pk=self.visit.pk)


class AttachmentContext(VisitContext):
    attachment: Attachment

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.attachment = get_object_or_404(
            self.visit.attachments.select_related("recorded_by"), pk=kwargs["attachment_pk"]
        )


class AttachmentPage(AttachmentContext, ChildPage):
    permission = Permission.VIEW_CHILD
    section = "Visits"
    template_name = "visits/attachment.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        attachment = self.attachment
        added = f"{day(timezone.localdate(attachment.recorded_at))} by {attachment.recorded_by.name}"
        rows = [
            SummaryRow(name="What it shows", value=attachment.shows),
            SummaryRow(name="Added", value=added),
        ]
        if attachment.taken_out_on:
            out = attachment.history.latest()
            rows.append(
                SummaryRow(
                    name="Taken out",
                    value=f"{day(attachment.taken_out_on)} by {out.history_user.name}: {attachment.taken_out_because}",
                )
            )
        return super().get_context_data(
            heading=attachment.get_kind_display(),
            caption=f"Visit on {day(self.visit.visited_on)}",
            visit=self.visit,
            attachment=attachment,
            rows=rows,
            **kwargs,
        )


class PictureItself(AttachmentContext, ChildPage):
    permission = Permission.VIEW_CHILD

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.attachment.taken_out_on:
            raise Http404("The picture was taken out.")
        content = AttachmentContent.objects.get(attachment=self.attachment)
        return HttpResponse(bytes(content.jpeg), content_type="image/jpeg")


class TakeOutPicture(AttachmentContext, ChildForm):
    permission = Permission.RECORD_VISIT
    form_class = TakeOutForm
    heading = "Take a picture out of the record"
    save_label = "Take it out"
    done = "The picture is taken out. Nobody sees it any more."

    def refuse_beforehand(self) -> None:
        refuse_taken_out(self.attachment)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caption=self.attachment.shows, **kwargs)

    def act(self, because: str) -> Attachment:
        return take_out(attachment=self.attachment, because=because, by=self.request.user, today=self.today)

    def get_success_url(self) -> str:
        return reverse("visits:visit", kwargs={"child_pk": self.child.pk, "visit_pk": self.visit.pk})
