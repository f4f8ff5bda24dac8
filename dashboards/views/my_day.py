"""My day: what is overdue and due today for the children I hold, what is booked, and the ten working days to come."""

from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse

from accounts.roles import Permission
from dashboards.agreements import to_decide
from dashboards.alert_lines import first_alerts
from dashboards.days_ahead import DaysAhead
from dashboards.my_day import MyDay, Show
from dashboards.tiles import not_seen_tile, what_waits
from dashboards.views.base import FIRST_FEW, PER_PAGE, Dashboard
from deadlines.models import Deadline
from exports.lists import Exportable
from exports.sheets import Row
from govuk_forms import words
from govuk_forms.components import Tile

NEWEST_ALERTS: Final = 5
TO_DO: Final = "To do today: what matters most to the child first"
VIEWS: Final = {"calendar": "As a calendar", "list": "As a list"}
NOTHING: Final = {
    "": "Nothing is overdue or due today for the children you hold.",
    Show.OVERDUE: "Nothing is overdue for the children you hold.",
    Show.TODAY: "Nothing is due today for the children you hold.",
    Show.AHEAD: "Nothing is due in the next 10 working days for the children you hold.",
}


class MyDayPage(Exportable, Dashboard):
    permission = Permission.VIEW_CASELOAD
    template_name = "dashboards/my_day.html"
    heading = export_name = "My day"
    export_columns = ("Child", "Reference", "What", "Do by", "Limit", "Standing")
    narrows_nothing = ("page", "days")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        show = request.GET.get("show", "")
        self.show = Show(show) if show in Show else None

    def wanted(self, day: MyDay) -> list[Deadline]:
        return day.owed[self.show] if self.show else day.to_do

    def export_filters(self) -> str:
        return self.show.label if self.show else "Overdue and to do today"

    def export_rows(self) -> Iterator[Row]:
        day = MyDay(self.request.user, self.today)
        for each in day.rows(self.wanted(day)):
            row = each.row
            yield row.child.label, row.child_reference, row.what, each.do_on, row.due_on, row.words

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = MyDay(self.request.user, self.today)
        page = self.page_of(self.wanted(day), PER_PAGE if self.show else FIRST_FEW)
        off = day.calendar.reason_not_worked(self.today) or ""
        return super().get_context_data(
            caption=words.weekday(self.today),
            day_off=off if off != words.DAYS[self.today.weekday()] else "",
            tiles=self.tiles(day),
            list_heading=self.show.label if self.show else TO_DO,
            narrowed=self.show is not None,
            page=page,
            rows=day.rows(page.object_list),
            nothing=NOTHING[self.show or ""],
            holds_nobody=not (day.children or day.delegated),
            to_agree=to_decide(self.request.user, today=self.today),
            **({} if self.show else self.of_the_whole_day(day)),
            **kwargs,
        )

    def of_the_whole_day(self, day: MyDay) -> dict[str, Any]:
        view = self.request.GET.get("days", "")
        view = view if view in VIEWS else "calendar"
        ahead = DaysAhead(
            day.rows(day.owed[Show.AHEAD]),
            day.booked_ahead,
            today=self.today,
            until=day.until,
            calendar=day.calendar,
        )
        return {
            "booked": day.booked_today,
            "not_recorded": [(each, words.weekday(each.on)) for each in day.not_recorded],
            "alerts": first_alerts(self.request.user, self.today, number=NEWEST_ALERTS, only_waiting=True),
            "views": [(label, f"?days={name}#ahead", name == view) for name, label in VIEWS.items()],
            "weeks": ahead.weeks() if view == "calendar" else [],
            "days": ahead.days() if view == "list" else [],
            "view": view,
            "until": words.weekday(day.until),
        }

    def tiles(self, day: MyDay) -> list[Tile]:
        user, here = self.request.user, reverse("my-day")
        overdue, today, ahead = (len(day.owed[show]) for show in Show)
        return [
            Tile(overdue, Show.OVERDUE.label, f"{here}?show={Show.OVERDUE}", "red" if overdue else "green"),
            Tile(today, Show.TODAY.label, f"{here}?show={Show.TODAY}", "yellow" if today else ""),
            Tile(len(day.booked_today), "Booked today", f"{here}#booked"),
            Tile(ahead, Show.AHEAD.label, f"{here}?show={Show.AHEAD}"),
            not_seen_tile(user, self.today),
            *what_waits(user, self.today),
        ]
