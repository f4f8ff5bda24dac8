"""The authority's own limits in the browser: compared, proposed, seen beforehand, approved by a second person."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.pages import ActingButton, ActingForm, Page
from accounts.roles import Permission
from children.models import Child
from deadlines import actions
from deadlines.comparing import side_by_side, that_can_be_taken_over
from deadlines.engine import Standing
from deadlines.forms import LimitForm, TakeOverForm, WhichPack, WithdrawForm
from deadlines.models import ChangeRun, MovedDate, TimetableChange
from deadlines.numbers import pack_in_force, shipped_pack
from deadlines.packs import Pack, load_pack
from deadlines.rules import RULES
from govuk_forms import words
from govuk_forms.components import Flag, SummaryRow, Tile

NATIONAL = "national"
PER_PAGE = 25
DATES_PER_PAGE = 50


def flag_of(change: TimetableChange) -> Flag:
    if change.withdrawn_at:
        return Flag("Withdrawn", "grey")
    if change.approved_at:
        return Flag("In force" if change.since <= timezone.localdate() else "Approved", "green")
    return Flag("Waiting for approval", "yellow") if change.sent_at else Flag("Proposed", "blue")


class Compare(Page, TemplateView):
    """Ours beside one of those that ship."""

    permission = Permission.USE_PORTAL
    template_name = "deadlines/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = WhichPack(self.request.GET if self.request.GET else {"pack": NATIONAL})
        theirs = load_pack(form.chosen) if form.chosen else None
        today = timezone.localdate()
        rows = side_by_side(pack_in_force(), theirs, on=today) if theirs else []
        return super().get_context_data(
            form=form,
            ours=pack_in_force(),
            theirs=theirs,
            rows=rows,
            differing=sum(row.differs for row in rows),
            may_propose=self.request.user.may(Permission.PROPOSE_TIMETABLE),
            **kwargs,
        )


class Changes(Page, TemplateView):
    permission = Permission.SEE_TIMETABLE_CHANGES
    template_name = "deadlines/changes.html"
    not_exported = "It lists decisions about numbers; each is printed with the timetable."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        every = TimetableChange.objects.select_related("recorded_by", "approved_by").prefetch_related(
            "limits"
        )
        page = Paginator(every, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            changes=[(change, flag_of(change)) for change in page],
            may_propose=self.request.user.may(Permission.PROPOSE_TIMETABLE),
            **kwargs,
        )


class _Propose(Page, ActingForm):
    permission = Permission.PROPOSE_TIMETABLE
    save_label = "Work out which dates move"
    done = "The change is written down. Nothing moves until a second person has approved it."

    def act(self, **answers: Any) -> TimetableChange:
        return actions.propose_change(
            **answers, by=self.request.user, now=timezone.now(), today=timezone.localdate()
        )

    def get_success_url(self) -> str:
        return self.acted.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("timetable:rules")


class ProposeLimit(_Propose):
    """Of the rule that the address names; without one, the rules to choose from."""

    form_class = LimitForm
    template_name = "deadlines/propose.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.rule = RULES.get(request.GET.get("rule", ""))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs) if self.rule else redirect("timetable:propose")

    def get_form(self, form_class: Any = None) -> LimitForm | None:
        return super().get_form(form_class) if self.rule else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rule": self.rule, "today": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.rule:
            return super().get_context_data(
                **{"heading": self.rule.name, "caption": "Change a limit", "rule": self.rule, **kwargs}
            )
        return super().get_context_data(heading="Change a limit", every_rule=RULES.values(), **kwargs)


class TakeOver(_Propose):
    """Several limits at once, as the pack has them that the address names."""

    form_class = TakeOverForm
    template_name = "deadlines/take_over.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.theirs: Pack = load_pack(WhichPack(request.GET).chosen or NATIONAL)

    def get_form_kwargs(self) -> dict[str, Any]:
        found = that_can_be_taken_over(shipped_pack(), pack_in_force(), self.theirs, on=timezone.localdate())
        return {**super().get_form_kwargs(), "differences": found}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"heading": self.theirs.title, "caption": "Take over limits", **kwargs}
        )

    def get_cancel_url(self) -> str:
        return f"{reverse('timetable:compare')}?pack={self.theirs.name}"


class _OneChange(Page):
    change: TimetableChange

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()
        self.change = get_object_or_404(
            TimetableChange.objects.select_related("recorded_by", "approved_by").prefetch_related(
                "limits__change", "runs"
            ),
            pk=kwargs["change_pk"],
        )


class ShowChange(_OneChange, TemplateView):
    """What is proposed, which dates it moves, and what became of it."""

    permission = Permission.SEE_TIMETABLE_CHANGES
    template_name = "deadlines/change.html"
    not_exported = "It is worked out for a decision and holds only until the next visit is recorded."

    # What the list can show, by the word in the address.
    SHOWN = {
        "moves": ("Dates that move", Q(all_along=False)),
        "overdue": (
            "Become overdue", Q(all_along=False, then=Standing.OVERDUE) & ~Q(was=Standing.OVERDUE)
        ),
        "all-along": ("If it had been in force all along", Q(all_along=True)),
        "all-along-overdue": (
            "Would be overdue today",
            Q(all_along=True, then=Standing.OVERDUE) & ~Q(was=Standing.OVERDUE),
        ),
    }  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        change, preview = self.change, self.change.preview
        run = next(iter(change.runs.all()), None)
        shown = self.request.GET.get("show", "moves")
        shown = shown if shown in self.SHOWN else "moves"
        moved = self.moved(preview)
        page = Paginator(moved.filter(self.SHOWN[shown][1]).select_related("child"), DATES_PER_PAGE).get_page(
            self.request.GET.get("page")
        )
        user = self.request.user
        return super().get_context_data(
            change=change,
            flag=flag_of(change),
            run=run,
            is_silent=bool(run and run.is_silent(now=timezone.now())),
            is_under_way=bool(run and run.finished_at is None),
            preview=preview if preview and preview.finished_at else None,
            facts=facts_of(change),
            limits=change.limits.all(),
            tiles=[
                Tile(moved.filter(which).count(), label, f"?show={name}" if self.sees_children else "")
                for name, (label, which) in self.SHOWN.items()
            ]
            if preview and preview.finished_at
            else [],
            showing=self.SHOWN[shown][0],
            looked_at=words.count(preview.to_look_at, "child", "children") if preview else "",
            sees_children=self.sees_children,
            page=page,
            rows=[(each, RULES[each.rule].name) for each in page],
            may_send=change.recorded_by_id == user.pk and change.is_open and not change.sent_at,
            may_approve=bool(change.sent_at)
            and change.is_open
            and change.recorded_by_id != user.pk
            and user.may(Permission.APPROVE_TIMETABLE),
            may_withdraw=self.may_withdraw(),
            may_work_out=change.is_open and user.may(Permission.PROPOSE_TIMETABLE),
            **kwargs,
        )

    @property
    def sees_children(self) -> bool:
        return self.request.user.may(Permission.VIEW_CHILD)

    def moved(self, preview: ChangeRun | None) -> QuerySet[MovedDate]:
        """Those of the children whom the person may see; all of them, as numbers only, for who sees no child."""
        moved = MovedDate.objects.filter(run=preview) if preview else MovedDate.objects.none()
        if self.sees_children:
            visible = Child.objects.visible_to(self.request.user, today=self.today)
            return moved.filter(child__in=visible) if visible.query.where else moved
        return moved

    def may_withdraw(self) -> bool:
        change, user = self.change, self.request.user
        if change.withdrawn_at or (change.approved_at and change.since <= self.today):
            return False
        return change.recorded_by_id == user.pk or user.may(Permission.APPROVE_TIMETABLE)


def facts_of(change: TimetableChange) -> list[SummaryRow]:
    rows = [
        SummaryRow(name=RULES[limit.rule].name, value=f"{limit.in_words.capitalize()}\n{limit.source}")
        for limit in change.limits.all()
    ]
    rows += [
        SummaryRow(name="From", value=words.weekday(change.since)),
        SummaryRow(name="Why", value=change.why),
        SummaryRow(name="Proposed by", value=_who_and_when(change.recorded_by, change.recorded_at)),
    ]
    if change.approved_at:
        rows.append(
            SummaryRow(name="Approved by", value=_who_and_when(change.approved_by, change.approved_at))
        )
    if change.withdrawn_at:
        rows.append(
            SummaryRow(
                name="Withdrawn",
                value=f"{words.moment(timezone.localtime(change.withdrawn_at))}: {change.withdrawn_because}",
            )
        )
    return rows


def _who_and_when(who: object, when: Any) -> str:
    return f"{who}, {words.moment(timezone.localtime(when))}"


class _Decision(ActingButton, _OneChange):
    """A button on the page of one change."""

    def get_success_url(self) -> str:
        return self.change.get_absolute_url()


class Send(_Decision):
    permission = Permission.PROPOSE_TIMETABLE
    done = "The change is sent for approval. A second person has to approve it."

    def act(self) -> None:
        actions.send_for_approval(change=self.change, by=self.request.user, now=timezone.now())


class Approve(_Decision):
    permission = Permission.APPROVE_TIMETABLE
    done = "The change is approved. Dates that it moves are being worked out anew."

    def act(self) -> None:
        actions.approve_change(change=self.change, by=self.request.user, now=timezone.now(), today=self.today)


class WorkOut(_Decision):
    permission = Permission.PROPOSE_TIMETABLE
    done = "The dates are being worked out."

    def act(self) -> None:
        actions.work_out(change=self.change, now=timezone.now(), today=self.today)


class GoOn(_Decision):
    permission = Permission.SEE_TIMETABLE_CHANGES
    done = "It goes on from the beginning."

    def act(self) -> None:
        actions.go_on(change=self.change, now=timezone.now(), today=self.today)


class Withdraw(_OneChange, ActingForm):
    permission = Permission.SEE_TIMETABLE_CHANGES
    form_class = WithdrawForm
    heading = "Withdraw the change"
    save_label = "Withdraw"
    done = "The change is withdrawn."

    def refuse_beforehand(self) -> None:
        actions.refuse_withdrawn(self.change)

    def act(self, because: str) -> TimetableChange:
        return actions.withdraw_change(
            change=self.change, because=because, by=self.request.user, now=timezone.now(), today=self.today
        )

    def get_success_url(self) -> str:
        return self.change.get_absolute_url()
