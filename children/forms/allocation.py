"""The questions about who holds a child."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import Role
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question


class WorkerField(forms.ModelChoiceField):
    def label_from_instance(self, worker: User) -> str:
        return f"{worker.name} ({worker.team or worker.get_role_display().lower()})"


class AllocateForm(GovForm):
    social_worker = WorkerField(
        User.objects.none(), label="Lead social worker", empty_label="Select a social worker"
    )
    from_on = NearDateField(label="From", help_text="For example, 14/3/2026.")

    layout = Layout(Question("social_worker", size="m"), Question("from_on", size="m"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = User.objects.active().with_role(Role.SOCIAL_WORKER, Role.TEAM_MANAGER)
        self.fields["social_worker"].queryset = workers.select_related("team").order_by("team__name", "name")
        self.fields["from_on"].limit(latest=today, must_be="today or in the past")
        self.fields["from_on"].error_messages["required"] = "Enter the day from which they hold the child"


class EndAllocationForm(GovForm):
    until_on = NearDateField(label="Last day", help_text="For example, 14/3/2026.")

    layout = Layout(Question("until_on", size="m"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].limit(latest=today, must_be="today or in the past")
