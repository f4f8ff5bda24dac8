"""A child's record at a glance."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator

from accounts.roles import Permission
from children.pages import ChildPage, agenda
from dashboards.happenings import timeline
from dashboards.next_steps import booked, next_step
from dashboards.overview import people, plan_in_short
from deadlines.explain import explanations
from deadlines.numbers import working_calendar
from deadlines.rows import row
from govuk_forms import words

HAPPENINGS_PER_PAGE = 25
A_YEAR = timedelta(days=365)


class ChildOverview(ChildPage):
    not_exported = "It is part of one child's record, which leaves the portal printed and whole."
    permission = Permission.VIEW_CHILD
    template_name = "dashboards/child.html"
    section = "Overview"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        outstanding = list(self.child.deadlines.outstanding().order_by("due_on", "rule", "pk"))
        owed = [each for each in outstanding if each.due_on <= self.today + A_YEAR]
        why = explanations(self.child, owed)
        user, with_a_booking = self.request.user, booked([self.child.pk])
        happened = timeline(self.child, kinds=self.kinds)
        page = Paginator(happened, HAPPENINGS_PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            heading="Overview",
            open_matters=agenda([self.child], kinds=self.kinds),
            owed=[
                row(
                    each,
                    today=self.today,
                    calendar=working_calendar(),
                    url=why[each.pk].url,
                    why=why[each.pk].as_html(),
                    action=next_step(each, user, booked=with_a_booking),
                )
                for each in owed
            ],
            later=words.count(len(outstanding) - len(owed), "date") if len(outstanding) > len(owed) else "",
            plan=plan_in_short(self.child, self.today),
            people=people(self.child, user, self.today),
            page=page,
            **kwargs,
        )
