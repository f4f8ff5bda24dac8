"""What somebody without an account sees who follows the link in their letter: one document, and nothing else."""

from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic.base import TemplateResponseMixin

from accounts.pages import OpenPage
from accounts.visitors import address_of
from audit.models import Refused
from circulation import links
from circulation.forms import CodeForm
from circulation.models import CopyLink
from circulation.papers import paper_of
from exports.files import as_file

READ, PDF, LARGE, CODE, ACKNOWLEDGE = "read", "pdf", "large-print", "code", "acknowledge"
GONE: Final = 404
TOO_OFTEN: Final = 429


@method_decorator(login_not_required, name="dispatch")
class OpenCopy(TemplateResponseMixin, OpenPage):
    open_to_anyone = (
        "The link is 256 bits of chance, and ends; without a code that comes by itself it shows nothing."
    )
    template_name = "circulation/outside.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.now = timezone.now()
        address = address_of(request)
        link = links.find(kwargs["link_token"], now=self.now)
        if link is None:
            # Whoever holds a link is never kept out by somebody else who guesses from the same network.
            is_too_often = not links.may_guess_again(address, now=self.now)
            status = TOO_OFTEN if is_too_often else GONE
            return self.page("circulation/outside_gone.html", status=status, is_too_often=is_too_often)
        self.link: CopyLink = link
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.ask(CodeForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        match request.POST.get("do"):
            case "code":
                return self.send_code()
            case "acknowledge":
                return self.acknowledge(request.POST.get("leave", ""))
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.ask(form)
        wanted = form.cleaned_data["wanted"]
        try:
            code = links.use_code(self.link, form.cleaned_data["code"], taken_as=wanted, now=self.now)
            if wanted != READ:
                return as_file(paper_of(self.link.receipt), wanted, by=str(self.link.receipt.recipient))
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
            return self.ask(form)
        return self.page(
            "circulation/outside_copy.html",
            circulation=self.link.receipt.circulation,
            sections=self.link.receipt.words,
            leave=links.leave_to_acknowledge(code),
            is_acknowledged=self.link.receipt.acknowledged_at is not None,
        )

    def send_code(self) -> HttpResponse:
        form, said = CodeForm(), ""
        try:
            links.send_code(self.link, now=self.now)
            said = "A code is on its way to the mailbox that the link came to. It works once, for 15 minutes."
        except Refused as refusal:
            form = CodeForm({})
            form.errors.clear()
            form.add_error(None, str(refusal))
        return self.ask(form, said=said)

    def acknowledge(self, leave: str) -> HttpResponse:
        try:
            links.acknowledge_by_link(self.link, leave, now=self.now)
        except Refused as refusal:
            form = CodeForm({})
            form.errors.clear()
            form.add_error(None, str(refusal))
            return self.ask(form)
        return self.page("circulation/outside_thanks.html")

    def ask(self, form: CodeForm, *, said: str = "") -> HttpResponse:
        return self.page(
            self.template_name, form=form, said=said, is_told=links.code_is_told(self.link.receipt)
        )

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        self.template_name = template
        response = self.render_to_response(context, status=status)
        response["X-Robots-Tag"] = "noindex"
        return response
