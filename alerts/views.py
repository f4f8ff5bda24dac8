"""A person's own alerts, in order of consequence for the child, and acknowledging one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.pages import Page
from accounts.roles import Permission
from alerts import actions
from alerts.forms import AcknowledgeForm
from alerts.models import Alert, AlertQuerySet
from alerts.words import of_alert
from children.models import Child
from children.pages import ActingForm
from exports.lists import Exportable
from exports.sheets import Row
from govuk_forms.components import Flag

PER_PAGE = 50


@dataclass(frozen=True)
class AlertRow:
    alert: Alert
    child: Child
    words: str
    flag: Flag


class Mine(Exportable, TemplateView):
    permission = Permission.ACKNOWLEDGE_ALERT
    template_name = "alerts/mine.html"
    export_name = "My alerts"
    export_columns = ("Child", "Reference", "What", "Due on", "Step", "Acknowledged", "What is being done")

    def export_rows(self) -> Iterator[Row]:
        today = timezone.localdate()
        for alert in one_each(Alert.objects.live_for(self.request.user, today=today)):
            deadline = alert.deadline
            yield (
                deadline.child.name, deadline.child.reference, of_alert(alert, today=today), deadline.due_on,
                alert.get_step_display(), alert.acknowledged_at, alert.note,
            )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        alerts = one_each(Alert.objects.live_for(self.request.user, today=today))
        page = Paginator(alerts, PER_PAGE).get_page(self.request.GET.get("page"))
        rows = [
            AlertRow(
                alert,
                alert.deadline.child,
                of_alert(alert, today=today),
                Flag("Overdue", "red") if alert.deadline.due_on < today else Flag("Due soon", "yellow"),
            )
            for alert in page
        ]
        return super().get_context_data(rows=rows, page=page, heading="Alerts", **kwargs)


def one_each(alerts: AlertQuerySet) -> AlertQuerySet:
    """One line a deadline: the furthest step reached stands for the ones before it.

    Those nobody has acknowledged come first, the longest overdue at the top.
    """
    furthest = alerts.order_by("deadline_id", "-since", "-pk").distinct("deadline_id").values("pk")
    return (
        Alert.objects.filter(pk__in=furthest)
        .select_related("deadline__child")
        .order_by(F("acknowledged_at").asc(nulls_first=True), "deadline__due_on", "pk")
    )


class Acknowledge(ActingForm, Page):
    permission = Permission.ACKNOWLEDGE_ALERT
    form_class = AcknowledgeForm
    template_name = "alerts/acknowledge.html"
    heading = "Acknowledge an alert"
    save_label = "Acknowledge"
    done = "Acknowledged. The alert stays until it is done."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()
        mine = Alert.objects.live_for(request.user, today=self.today)
        self.alert = get_object_or_404(mine.select_related("deadline__child"), pk=kwargs["alert_pk"])

    def act(self, note: str) -> Alert:
        return actions.acknowledge(alert=self.alert, note=note, by=self.request.user, now=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        child = self.alert.deadline.child
        return super().get_context_data(
            alert_words=of_alert(self.alert, today=self.today), child=child, caption=child.name, **kwargs
        )

    def get_success_url(self) -> str:
        return reverse("alerts:mine")
