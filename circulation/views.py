"""The in-box: what was sent to somebody, as it stood when it was sent, and the button that acknowledges it.

For a core group professional this is the whole portal. Nobody reads somebody else's copy here, whatever their role.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.pages import Page
from accounts.roles import Permission
from audit.models import AccessLog, Refused
from children.models import Child
from circulation import questions, shown
from circulation.actions import acknowledge, read
from circulation.models import Receipt, ReceiptQuerySet
from circulation.papers import paper_of
from exports.files import as_file, file_links
from exports.lists import Exportable
from exports.sheets import Row

ON_A_PAGE = 50
UNACKNOWLEDGED = "unacknowledged"


class Inbox(Exportable, TemplateView):
    permission = Permission.READ_INBOX
    template_name = "circulation/inbox.html"
    export_name = "In-box"
    export_columns = ("What", "Kind", "From", "Sent", "Standing")

    @property
    def only_waiting(self) -> bool:
        return self.request.GET.get("show") == UNACKNOWLEDGED

    def copies(self) -> ReceiptQuerySet:
        mine = Receipt.objects.inbox_of(self.request.user).select_related("circulation__recorded_by")
        return mine.unacknowledged() if self.only_waiting else mine

    def export_filters(self) -> str:
        return "Not acknowledged" if self.only_waiting else ""

    def export_rows(self) -> Iterator[Row]:
        for each in shown.inbox_rows(self.copies()):
            yield each.title, each.kind, each.sent_by, each.sent_at, each.standing.words

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting, only_waiting = (
            Receipt.objects.inbox_of(self.request.user).unacknowledged(),
            self.only_waiting,
        )
        page = Paginator(self.copies(), ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            rows=shown.inbox_rows(page),
            only_waiting=only_waiting,
            filters=[
                ("All", reverse("circulation:inbox"), not only_waiting),
                (
                    f"Not acknowledged ({waiting.count()})",
                    f"{reverse('circulation:inbox')}?show={UNACKNOWLEDGED}",
                    only_waiting,
                ),
            ],
            **kwargs,
        )


class OwnCopy(Page):
    """Finds the reader's own copy and logs that it was opened."""

    permission = Permission.READ_INBOX

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        mine = (
            Receipt.objects.let_go()
            .filter(user=request.user)
            .select_related("circulation__child", "circulation__recorded_by", "user", "person")
        )
        self.receipt = get_object_or_404(mine, pk=kwargs["receipt_pk"])

    def opened(self) -> None:
        read(receipt=self.receipt, by=self.request.user, now=timezone.now())
        AccessLog.objects.create(
            user=self.request.user,
            child_pk=self.receipt.circulation.child_id,
            page=self.request.resolver_match.view_name,
        )


class CopyAsFile(OwnCopy):
    def get(self, request: HttpRequest, form: str, **kwargs: Any) -> HttpResponse:
        try:
            response = as_file(paper_of(self.receipt), form, by=str(request.user))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.receipt)
        self.opened()
        return response


class ReadCirculation(OwnCopy, TemplateView):
    """Opening it is reading it; pressing the button acknowledges it."""

    template_name = "circulation/read.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.opened()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        acknowledge(receipt=self.receipt, by=request.user, now=timezone.now())
        messages.success(request, f"You acknowledged “{self.receipt.circulation.title}”.")
        return redirect("circulation:inbox")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        circulation = self.receipt.circulation
        others = circulation.receipts.let_go().exclude(pk=self.receipt.pk).select_related("person", "user")
        may_ask = self.request.user.may(Permission.ASK_ABOUT_COPY)
        may_open = Child.objects.visible_to(self.request.user).filter(pk=circulation.child_id).exists()
        return super().get_context_data(
            receipt=self.receipt,
            circulation=circulation,
            files=file_links("circulation:file", receipt_pk=self.receipt.pk),
            standing=shown.standing(self.receipt),
            questions=[
                (questions.standing(each, today=timezone.localdate()), questions.facts(each))
                for each in self.receipt.questions.select_related(
                    "receipt__circulation", "recorded_by", "answered_by"
                )
            ],
            acknowledge_label="Acknowledge: no concern" if may_ask else "Acknowledge",
            may_ask=may_ask,
            also_sent_to=sorted(str(other.recipient) for other in others),
            child_url=circulation.child.get_absolute_url() if may_open else "",
            **kwargs,
        )
