"""A copy came back, and is sent again."""

from functools import cached_property
from typing import Any

from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission
from children.pages import ChildForm
from circulation.delivery import came_back, refuse_came_back, refuse_not_come_back, send_again
from circulation.forms import CameBackForm, SendAgainForm
from circulation.models import Circulation, Receipt


class CopyForm(ChildForm):
    """About one copy that did not go to an in-box and is not held."""

    permission = Permission.RECORD_CORE_GROUP
    section = "Core groups"

    @cached_property
    def receipt(self) -> Receipt:
        elsewhere = Receipt.objects.let_go().filter(circulation__child=self.child)
        elsewhere = elsewhere.exclude(way=Receipt.Way.PORTAL)
        return get_object_or_404(
            elsewhere.select_related("circulation", "person", "user"), pk=self.kwargs["receipt_pk"]
        )

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        _ = self.receipt  # not found before anything is asked
        return super().get_form(form_class)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        caption = f"{self.receipt.circulation.title}, to {self.receipt.recipient}"
        return super().get_context_data(caption=caption, **kwargs)

    def get_success_url(self) -> str:
        circulation = self.receipt.circulation
        if circulation.kind == Circulation.Kind.CORE_GROUP_RECORD:
            kept = {"child_pk": self.child.pk, "meeting_pk": circulation.about_pk}
            return reverse("coregroups:meeting", kwargs=kept)
        return self.child.get_absolute_url()


class CameBack(CopyForm):
    form_class = CameBackForm
    heading = "A copy came back"
    done = "It is recorded. The copy stays open until it is sent again."

    def refuse_beforehand(self) -> None:
        refuse_came_back(self.receipt)

    def get_form_kwargs(self) -> dict[str, Any]:
        sent_on = timezone.localdate(self.receipt.circulation.sent_at)
        return {**super().get_form_kwargs(), "sent_on": sent_on, "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.today}

    def act(self, **answers: Any) -> Receipt:
        return came_back(receipt=self.receipt, by=self.request.user, today=self.today, **answers)


class SendAgain(CopyForm):
    form_class = SendAgainForm
    heading = "Send the copy again"
    save_label = "It is sent"
    done = "It is recorded that the copy was sent again."

    def refuse_beforehand(self) -> None:
        refuse_not_come_back(self.receipt)

    def act(self, **answers: Any) -> Receipt:
        return send_again(receipt=self.receipt, by=self.request.user, **answers)
