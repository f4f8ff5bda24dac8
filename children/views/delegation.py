"""Contact that is delegated to somebody else than the lead social worker: the agreements, and what is done to one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.pages import ActingButton
from accounts.roles import Permission
from children.actions import (
    agree_as_delegate,
    agree_as_manager,
    end_delegation,
    look_into_delegation,
    propose_delegation,
)
from children.actions.delegation import refuse_not_agreed, refuse_run_out
from children.forms.delegation import DelegateForm, EndDelegationForm, LookIntoForm
from children.models import Delegation, DelegationNote
from children.pages import ChildContext, ChildForm, ChildPage
from govuk_forms.components import Flag, SummaryRow
from govuk_forms.words import day as in_words


@dataclass(frozen=True, kw_only=True)
class Shown:
    delegation: Delegation
    title: str
    flag: Flag
    rows: list[SummaryRow]
    may_agree_as_manager: bool
    may_agree_as_delegate: bool
    may_change: bool


def shown(delegation: Delegation, user: User, *, holds_the_child: bool, today: date) -> Shown:
    is_over = bool(delegation.ended_on) or delegation.until_on <= today
    rows = [
        ("Why", delegation.reason),
        ("What is delegated", delegation.what),
        ("From", in_words(delegation.from_on)),
        ("Until", in_words(delegation.until_on)),
        ("Manager", _agreed(delegation.manager_agreed_on, str(delegation.manager or ""))),
        ("Delegate", _agreed(delegation.delegate_agreed_on, str(delegation.delegate))),
        *((f"Looked into on {in_words(note.on)}", note.words) for note in delegation.notes.all()),
        (
            "Ended",
            f"{in_words(delegation.ended_on)}: {delegation.ended_because}" if delegation.ended_on else "",
        ),
    ]
    return Shown(
        delegation=delegation,
        title=f"{delegation.delegate} sees the child",
        flag=_standing(delegation, is_over, today),
        rows=[SummaryRow(name=name, value=value) for name, value in rows if value],
        may_agree_as_manager=not is_over
        and delegation.manager_agreed_on is None
        and user.may(Permission.AGREE_DELEGATION)
        and user.pk != delegation.delegate_id
        and not holds_the_child,
        may_agree_as_delegate=not is_over
        and delegation.delegate_agreed_on is None
        and user.pk == delegation.delegate_id,
        may_change=not is_over and user.may(Permission.RECORD_VISIT) and user.pk != delegation.delegate_id,
    )


def _agreed(on: date | None, who: str) -> str:
    return f"{who} agreed on {in_words(on)}" if on else f"{who}: has not agreed yet".removeprefix(": ")


def _standing(delegation: Delegation, is_over: bool, today: date) -> Flag:
    if is_over:
        return Flag("Ended", "grey")
    if delegation.agreed_on is None:
        return Flag("Not agreed by both: visits do not count", "red")
    if delegation.agreed_on > today:
        return Flag(f"Begins on {in_words(delegation.agreed_on)}", "blue")
    return Flag("In force", "green")


class Delegations(ChildPage):
    not_exported = "It is part of one child's record, which leaves the portal printed and whole."
    permission = Permission.VIEW_CHILD
    section = "Visits"
    template_name = "children/delegations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, allocation = self.request.user, self.child.allocation_on(self.today)
        holds = bool(allocation) and allocation.social_worker_id == user.pk
        every = self.child.delegations.select_related("delegate", "manager").prefetch_related("notes")
        return super().get_context_data(
            heading="Delegated contact",
            delegations=[shown(each, user, holds_the_child=holds, today=self.today) for each in every],
            **kwargs,
        )


class Delegate(ChildForm):
    permission = Permission.RECORD_VISIT
    form_class = DelegateForm
    heading = "Delegate contact with the child"
    done = "Written down. It holds once the manager and the delegate have both agreed."

    def get_initial(self) -> dict[str, Any]:
        return {"from_on": self.today}

    def act(self, **answers: Any) -> Delegation:
        return propose_delegation(child=self.child, **answers, by=self.request.user, today=self.today)

    def get_success_url(self) -> str:
        return self.page("children:delegations")


class OneDelegation:
    """Finds an agreement through its child."""

    delegation: Delegation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.delegation = get_object_or_404(self.child.delegations, pk=kwargs["delegation_pk"])

    def get_success_url(self) -> str:
        return ChildForm.page(self, "children:delegations")


class AgreeAsManager(OneDelegation, ActingButton, ChildContext):
    permission = Permission.AGREE_DELEGATION
    done = "You have agreed. It holds once the delegate has agreed too."

    def act(self) -> None:
        agree_as_manager(delegation=self.delegation, by=self.request.user, today=self.today)


class AgreeAsDelegate(OneDelegation, ActingButton, ChildContext):
    permission = Permission.RECORD_VISIT
    done = "You have agreed. It holds once the manager has agreed too."

    def act(self) -> None:
        agree_as_delegate(delegation=self.delegation, by=self.request.user, today=self.today)


class LookInto(OneDelegation, ChildForm):
    permission = Permission.RECORD_VISIT
    form_class = LookIntoForm
    heading = "Look into the delegated contact"
    done = "Your note is recorded."

    def refuse_beforehand(self) -> None:
        refuse_run_out(self.delegation, today=self.today)
        refuse_not_agreed(self.delegation)

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.today}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"today": self.today}

    def act(self, **answers: Any) -> DelegationNote:
        return look_into_delegation(
            delegation=self.delegation, **answers, by=self.request.user, today=self.today
        )


class EndDelegation(LookInto):
    form_class = EndDelegationForm
    heading = "End the delegated contact"
    done = "The agreement has ended."

    def refuse_beforehand(self) -> None:
        refuse_run_out(self.delegation, today=self.today)

    def get_initial(self) -> dict[str, Any]:
        return {"ended_on": self.today}

    def act(self, **answers: Any) -> Delegation:
        return end_delegation(delegation=self.delegation, **answers, by=self.request.user, today=self.today)
