"""A person's own alerts, in order of consequence for the child, and acknowledging one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, When
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.pages import Page
from accounts.roles import Permission
from alerts import actions
from alerts.forms import AcknowledgeForm
from alerts.models import Alert, AlertQuerySet, MailboxRead
from alerts.undelivered import undelivered
from alerts.words import of_alert
from children.models import Allocation, Child
from children.pages import ActingForm
from deadlines.gravity import in_the_database
from deadlines.rows import why_page
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
    why_url: str = ""
    worker: str = ""


def flag_of(alert: Alert, today: date) -> Flag:
    if alert.deadline.short_notice:
        return Flag("Short notice", "yellow")
    return Flag("Overdue", "red") if alert.deadline.due_on < today else Flag("Due soon", "yellow")


class AlertList(Exportable, TemplateView):
    export_columns = ("Child", "Reference", "What", "Due on", "Step", "Acknowledged", "What is being done")

    def alerts(self, today: date) -> AlertQuerySet:
        return Alert.objects.live_for(self.request.user, today=today)

    def export_rows(self) -> Iterator[Row]:
        today = timezone.localdate()
        for alert in one_each(self.alerts(today), today=today):
            deadline = alert.deadline
            yield (
                deadline.child.name, deadline.child.reference, of_alert(alert, today=today), deadline.due_on,
                alert.get_step_display(), alert.acknowledged_at, alert.note,
            )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        alerts = one_each(self.alerts(today), today=today)
        page = Paginator(alerts, PER_PAGE).get_page(self.request.GET.get("page"))
        rows = [
            AlertRow(
                alert,
                alert.deadline.child,
                of_alert(alert, today=today),
                flag_of(alert, today),
                why_page(alert.deadline),
            )
            for alert in page
        ]
        return super().get_context_data(rows=rows, page=page, heading=self.export_name, **kwargs)


class Mine(AlertList):
    permission = Permission.ACKNOWLEDGE_ALERT
    template_name = "alerts/mine.html"
    export_name = "My alerts"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "heading": "Alerts"}


class Escalations(AlertList):
    """What has become overdue and was passed up to somebody who has not yet said what is to happen."""

    permission = Permission.DECIDE_ESCALATION
    template_name = "alerts/escalations.html"
    export_name = "Escalations waiting for a decision"

    def alerts(self, today: date) -> AlertQuerySet:
        return Alert.objects.escalated_to(self.request.user, today=today)


class OfCoreGroups(Page, TemplateView):
    """What members of a core group are told of its child, whose record they do not open."""

    permission = Permission.READ_CORE_GROUP_ALERTS
    template_name = "alerts/core_group.html"
    not_exported = (
        "It names children to somebody outside the authority, who has been told of them one by one."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        mine = one_each(Alert.objects.told_to_member(self.request.user, today=today), today=today)
        page = Paginator(mine, PER_PAGE).get_page(self.request.GET.get("page"))
        held = Allocation.objects.on(today).filter(child__in=[alert.deadline.child_id for alert in page])
        workers = dict(held.values_list("child", "social_worker__name"))
        return super().get_context_data(
            rows=[
                AlertRow(
                    alert,
                    alert.deadline.child,
                    of_alert(alert, today=today),
                    flag_of(alert, today),
                    worker=workers.get(alert.deadline.child_id, "the team"),
                )
                for alert in page
            ],
            page=page,
            heading="Core group alerts",
            **kwargs,
        )


class UndeliveredLetters(Exportable, TemplateView):
    permission = Permission.MANAGE_PEOPLE
    template_name = "alerts/undelivered.html"
    export_name = "Letters that do not arrive"
    export_columns = ("Person", "Email address", "Since", "Failures", "Last error", "Next try")

    def export_rows(self) -> Iterator[Row]:
        for each in undelivered(timezone.now()):
            yield (
                each.person.name, each.person.email, each.since, each.failures, each.last_failure, each.next_try,
            )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(undelivered(timezone.now()), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            rows=page.object_list,
            heading=self.export_name,
            mailbox=MailboxRead.objects.first() if settings.RETURNED_MAIL else None,
            is_read=settings.RETURNED_MAIL is not None,
            **kwargs,
        )


def one_each(alerts: AlertQuerySet, *, today: date) -> AlertQuerySet:
    """One line a deadline, in order."""
    return in_order(Alert.objects.filter(pk__in=furthest(alerts)), today=today)


def furthest(alerts: AlertQuerySet) -> AlertQuerySet:
    """The keys of those that stand for a deadline each: the furthest step reached stands for the ones before it."""
    return alerts.order_by("deadline_id", "-since", "-pk").distinct("deadline_id").values("pk")


def in_order(alerts: AlertQuerySet, *, today: date) -> AlertQuerySet:
    """Those nobody has acknowledged come first, what is overdue before what is due soon, and in each the gravest for
    the child at the top, whenever it came."""
    not_yet = Case(
        When(deadline__short_notice=True, then=2),  # nobody was late (C-13)
        When(deadline__due_on__lt=today, then=0),
        default=1,
        output_field=IntegerField(),
    )
    return alerts.select_related("deadline__child").order_by(
        Case(When(acknowledged_at=None, then=0), default=1, output_field=IntegerField()),
        not_yet,
        in_the_database("deadline__rule"),
        "deadline__due_on",
        "pk",
    )


class Acknowledge(ActingForm, Page):
    permission = Permission.ACKNOWLEDGE_ALERT
    form_class = AcknowledgeForm
    template_name = "alerts/acknowledge.html"
    done = "Acknowledged. The alert stays until it is done."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()
        mine = Alert.objects.live_for(request.user, today=self.today)
        self.alert = get_object_or_404(mine.select_related("deadline__child"), pk=kwargs["alert_pk"])

    @property
    def escalated(self) -> bool:
        return "escalated" in self.request.GET and self.request.user.may(Permission.DECIDE_ESCALATION)

    @property
    def heading(self) -> str:
        return "Decide what is to happen" if self.escalated else "Acknowledge an alert"

    @property
    def save_label(self) -> str:
        return "Save the decision" if self.escalated else "Acknowledge"

    def get_form(self, form_class: type[AcknowledgeForm] | None = None) -> AcknowledgeForm:
        form = super().get_form(form_class)
        if self.escalated:
            form.fields["note"].label = "What have you decided?"
            form.fields[
                "note"
            ].help_text = "The alert stays until it is done: this says who does what, and by when."
            form.fields["note"].error_messages["required"] = "Say what you have decided"
        return form

    def act(self, note: str) -> Alert:
        return actions.acknowledge(alert=self.alert, note=note, by=self.request.user, now=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        child = self.alert.deadline.child
        return super().get_context_data(
            alert_words=of_alert(self.alert, today=self.today), child=child, caption=child.name, **kwargs
        )

    def get_success_url(self) -> str:
        """Back to the list it was opened from."""
        return reverse("alerts:escalations" if self.escalated else "alerts:mine")
