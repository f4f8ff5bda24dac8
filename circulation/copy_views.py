"""One copy as its reader has it: to look at, to print, to let go as a second person, to tell the code of its link."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission
from audit.models import Refused
from children.pages import ChildForm, ChildPage
from circulation import shown
from circulation.forms import KeepFromThemForm, ReleaseForm
from circulation.links import code_to_tell
from circulation.models import Circulation, Receipt
from circulation.papers import paper_of
from circulation.second_person import keep_from_them, may_decide, refuse_decided, release
from exports.files import as_file, file_links


class CopyFinder:
    section = "Core groups"

    @cached_property
    def receipt(self) -> Receipt:
        copies = Receipt.objects.filter(circulation__child=self.child).select_related(
            "circulation__child", "circulation__recorded_by", "person", "user", "released_by"
        )
        return get_object_or_404(copies, pk=self.kwargs["receipt_pk"])

    def copy_page(self) -> str:
        return reverse("copies:copy", kwargs=self.kept)

    @property
    def kept(self) -> dict[str, int]:
        return {"child_pk": self.child.pk, "receipt_pk": self.receipt.pk}


class CopyPage(CopyFinder, ChildPage):
    not_exported = "It is one document, which leaves the portal as a file of its own."
    permission = Permission.VIEW_CHILD
    template_name = "circulation/copy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        receipt, circulation, user = self.receipt, self.receipt.circulation, self.request.user
        link = receipt.links.open_at(timezone.now()).first() if receipt.way == Receipt.Way.LINK else None
        is_waiting = receipt.is_held and not receipt.kept_from_them_because
        return super().get_context_data(
            heading=f"The copy for {receipt.recipient}",
            caption=circulation.title,
            receipt=receipt,
            standing=shown.standing(receipt),
            facts=shown.about_copy(receipt),
            record_url=_record(receipt),
            files=[] if receipt.is_held else file_links("copies:file", **self.kept),
            is_waiting=is_waiting,
            may_decide=is_waiting and may_decide(receipt, user),
            may_tell_code=link is not None and user.may(Permission.RECORD_CORE_GROUP),
            openings=shown.openings(receipt),
            **kwargs,
        )


class CopyFile(CopyFinder, ChildPage):
    """Printed to be posted or handed over: only what was let go."""

    not_exported = "It is one document, which leaves the portal as a file of its own."
    permission = Permission.VIEW_CHILD

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.receipt.is_held:
            messages.error(request, "A second person reads this copy before it is printed or sent.")
            return redirect(self.copy_page())
        try:
            return as_file(paper_of(self.receipt), kwargs["form"], by=str(request.user))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.copy_page())


class DecisionOnCopy(CopyFinder, ChildForm):
    permission = Permission.RELEASE_COPY

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        _ = self.receipt  # not found before anything is asked
        return super().get_form(form_class)

    def refuse_beforehand(self) -> None:
        refuse_decided(self.receipt)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            caption=f"{self.receipt.circulation.title}, for {self.receipt.recipient}",
            receipt=self.receipt,
            **kwargs,
        )

    def get_success_url(self) -> str:
        return self.copy_page()


class Release(DecisionOnCopy):
    form_class = ReleaseForm
    template_name = "circulation/release.html"
    heading = "Let the copy go"
    save_label = "Let it go"
    done = "The copy was let go."

    def act(self, **_answers: Any) -> Receipt:
        return release(receipt=self.receipt, by=self.request.user)


class KeepFromThem(DecisionOnCopy):
    form_class = KeepFromThemForm
    template_name = "circulation/release.html"
    heading = "Do not send the copy"
    save_label = "Do not send it"
    done = "It is recorded that this copy is not sent."

    def act(self, because: str) -> Receipt:
        return keep_from_them(receipt=self.receipt, because=because, by=self.request.user)


class TellCode(CopyFinder, ChildPage):
    """A code made on a press of the button and shown this once."""

    not_exported = "It shows a code once."
    permission = Permission.RECORD_CORE_GROUP
    template_name = "circulation/code.html"
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            code = code_to_tell(receipt=self.receipt, by=request.user, now=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.copy_page())
        return self.render_to_response(
            self.get_context_data(
                heading=f"The code for {self.receipt.recipient}",
                caption=self.receipt.circulation.title,
                code=f"{code[:3]} {code[3:]}",
                phone=self.receipt.person.phone,
                copy_url=self.copy_page(),
            )
        )


def _record(receipt: Receipt) -> str:
    """The page of what was circulated."""
    circulation = receipt.circulation
    if circulation.kind == Circulation.Kind.CORE_GROUP_RECORD:
        kept = {"child_pk": circulation.child_id, "meeting_pk": circulation.about_pk}
        return reverse("coregroups:meeting", kwargs=kept)
    if circulation.kind == Circulation.Kind.PLAN:
        kept = {"child_pk": circulation.child_id, "plan_version_pk": circulation.about_pk}
        return reverse("plans:version", kwargs=kept)
    return circulation.child.get_absolute_url()
