"""The dates of a child, why each is what it is, and the statutory timetable in force."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.pages import Page
from accounts.roles import Permission
from children.pages import ChildPage
from deadlines.engine import Standing
from deadlines.explain import Explanation, explanations
from deadlines.in_force import bank_holidays, holiday_warning, rules_in_force
from deadlines.models import ClosureDay, Deadline
from deadlines.numbers import pack_in_force, working_calendar
from deadlines.printed import in_sentences
from deadlines.rows import row
from deadlines.rules import RULES
from deadlines.standing_words import in_words, standing_on
from govuk_forms import words
from govuk_forms.components import DeadlineRow, SummaryRow

SHOWN_OF_EACH_RULE = 6
PER_PAGE = 50


@dataclass(frozen=True)
class History:
    """What became of the clocks of one rule, the newest first."""

    name: str
    summary: str
    rows: list[DeadlineRow]
    all_url: str = ""


class OfChild(ChildPage):
    not_exported = "It is part of one child's record, which leaves the portal printed and whole."
    permission = Permission.VIEW_CHILD
    template_name = "deadlines/of_child.html"
    section = "Dates"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        every = list(self.child.deadlines.in_force().order_by("due_on", "rule", "pk"))
        code = self.request.GET.get("rule", "")
        if code in RULES:
            page = Paginator([each for each in reversed(every) if each.rule == code], PER_PAGE)
            return super().get_context_data(**self.of_one_rule(code, page), **kwargs)
        outstanding = [each for each in every if _is_outstanding(each)]
        over = [each for each in reversed(every) if not _is_outstanding(each)]
        shown = list(self.newest_of_each_rule(over))
        why = explanations(self.child, [*outstanding, *(each for _, newest, _ in shown for each in newest)])
        return super().get_context_data(
            heading="Dates",
            may_look_ahead=self.request.user.may(Permission.LOOK_AHEAD),
            outstanding=self.rows(outstanding, why),
            histories=[
                History(
                    name=RULES[rule].name,
                    summary=_summary(all_of_it, self.today),
                    rows=self.rows(newest, why),
                    all_url=f"?rule={rule}" if len(all_of_it) > len(newest) else "",
                )
                for rule, newest, all_of_it in shown
            ],
            **kwargs,
        )

    def of_one_rule(self, code: str, paginator: Paginator) -> dict[str, Any]:
        page: PageOfList = paginator.get_page(self.request.GET.get("page"))
        why = explanations(self.child, page.object_list)
        return {
            "heading": f"Dates: {RULES[code].name}",
            "rule": RULES[code],
            "page": page,
            "rows": self.rows(page.object_list, why),
        }

    def newest_of_each_rule(
        self, over: Sequence[Deadline]
    ) -> Iterator[tuple[str, list[Deadline], list[Deadline]]]:
        for rule in RULES:
            of_it = [each for each in over if each.rule == rule]
            if of_it:
                yield rule, of_it[:SHOWN_OF_EACH_RULE], of_it

    def rows(self, deadlines: Sequence[Deadline], why: dict[int, Explanation]) -> list[DeadlineRow]:
        calendar = working_calendar()
        return [
            row(each, today=self.today, calendar=calendar, url=why[each.pk].url, why=why[each.pk].as_html())
            for each in deadlines
        ]


class Why(ChildPage):
    permission = Permission.VIEW_CHILD
    template_name = "deadlines/why.html"
    section = "Dates"

    def get_template_names(self) -> list[str]:
        """In short, where a list asks for it to show it in place."""
        return ["deadlines/explanation.html"] if self.request.htmx else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deadline = get_object_or_404(self.child.deadlines, pk=self.kwargs["deadline_pk"])
        explanation = explanations(self.child, [deadline])[deadline.pk]
        standing = in_words(deadline, self.today, working_calendar())
        due = words.weekday(deadline.due_on) if deadline.due_on else "No limit is set"
        withdrawn = deadline.withdrawn_at is not None
        return super().get_context_data(
            heading=f"Why this date? {explanation.rule.name}",
            explanation=explanation,
            withdrawn_at=deadline.withdrawn_at,
            standing=None if withdrawn else standing,
            facts=[
                SummaryRow(name="Due", value=due),
                SummaryRow(name="Owed by", value=str(explanation.rule.owed_by).capitalize()),
                SummaryRow(name="Limit", value=f"{deadline.limit} ({deadline.limit_source})"),
                SummaryRow(name="Timetable", value=deadline.pack),
            ],
            dates_url=reverse("deadlines:of-child", kwargs={"child_pk": self.child.pk}),
            **kwargs,
        )


class Rules(Page, TemplateView):
    permission = Permission.USE_PORTAL
    template_name = "deadlines/rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, calendar = timezone.localdate(), working_calendar()
        pack = pack_in_force()
        return super().get_context_data(
            pack=pack,
            review_is_late=pack.review_by < today,
            says_besides=in_sentences(pack),
            rules=rules_in_force(pack, today),
            holidays=bank_holidays(calendar, today),
            known_until=calendar.known_until,
            warning=holiday_warning(calendar, today),
            closures=ClosureDay.objects.in_force().filter(day__gte=today).order_by("day"),
            may_see_changes=self.request.user.may(Permission.SEE_TIMETABLE_CHANGES),
            may_propose=self.request.user.may(Permission.PROPOSE_TIMETABLE),
            **kwargs,
        )


def _is_outstanding(deadline: Deadline) -> bool:
    return deadline.met_on is None and deadline.lapsed_on is None


def _summary(deadlines: Sequence[Deadline], today: date) -> str:
    """12 met on time, 2 met late, 1 no longer needed"""
    stood = Counter(standing_on(each, today) for each in deadlines)
    said = {Standing.MET: "met on time", Standing.MET_LATE: "met late", Standing.LAPSED: "no longer needed"}
    return ", ".join(f"{stood[standing]} {what}" for standing, what in said.items() if stood[standing])
