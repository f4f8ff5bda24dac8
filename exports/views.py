"""Taking a list out as a file, and the log of what was taken out."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.views.generic import FormView, TemplateView

from accounts.pages import Page
from accounts.roles import Permission
from audit.models import Export, Refused
from exports.actions import take_out
from exports.forms import TakeOutForm
from exports.lists import Exportable, list_at
from exports.sheets import Row

PER_PAGE = 50
CONTENT_TYPES = {
    Export.Form.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Export.Form.CSV: "text/csv; charset=utf-8",
}


class TakeOut(Page, FormView):
    """Asks what the file is for, and gives it. The list is named by its own address, filters and all, in `of`."""

    permission = Permission.EXPORT_LIST
    form_class = TakeOutForm
    template_name = "exports/take_out.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.of = request.GET.get("of", "")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.taken = list_at(self.of, request) if self.of else None
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.of:
            return self.get(request, *args, **kwargs)
        self.taken = list_at(self.of, request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: TakeOutForm) -> HttpResponse:
        try:
            file, line = take_out(
                taken=self.taken, by=self.request.user, now=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return self.form_invalid(form)
        day = timezone.localtime(line.at).date()
        return FileResponse(
            file,
            as_attachment=True,
            filename=f"{slugify(line.what)}-{day:%Y-%m-%d}.{line.form}",
            content_type=CONTENT_TYPES[Export.Form(line.form)],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        taken = self.taken
        return super().get_context_data(
            heading="Export a list",
            caption=taken.export_name if taken else "",
            taken=taken,
            filters=taken.export_filters() if taken else "",
            columns=", ".join(taken.export_columns) if taken else "",
            save_label="Download the file",
            cancel_url=taken.export_address() if taken else "",
            **kwargs,
        )


class Log(Exportable, TemplateView):
    """What was taken out: by anybody, or for a manager of one team by the people of that team."""

    permission = Permission.READ_AUDIT_TRAIL
    template_name = "exports/log.html"
    export_name = "Exports"
    export_columns = ("When", "Who", "Role", "List", "Narrowed to", "File", "Rows", "What for")

    def lines(self) -> QuerySet[Export]:
        user = self.request.user
        lines = Export.objects.select_related("user").order_by("-at", "-pk")
        return lines if user.may(Permission.VIEW_EVERY_TEAM) else lines.filter(user__team=user.team)

    def export_rows(self) -> Iterator[Row]:
        for line in self.lines().iterator():
            yield (
                line.at, line.user.name, line.user.get_role_display(), line.what, line.filters,
                line.get_form_display(), line.rows, line.why,
            )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.lines(), PER_PAGE).get_page(self.request.GET.get("page"))
        everybodys = self.request.user.may(Permission.VIEW_EVERY_TEAM)
        return super().get_context_data(
            heading="Exports",
            page=page,
            whose="everybody" if everybodys else f"the people of {self.request.user.team}",
            **kwargs,
        )
