"""The conferences to come, for those who chair them and for the unit that books them."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission, Role
from circulation.models import Receipt
from dashboards import conferences_ahead
from dashboards.forms import ChairFilter
from dashboards.navigation import copies_waiting
from dashboards.views.base import PER_PAGE, Dashboard
from govuk_forms.components import Tile


class ChairPage(Dashboard):
    permission = Permission.VIEW_CONFERENCES
    template_name = "dashboards/chair.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        sees_all = user.may(Permission.VIEW_EVERY_TEAM)
        chairs = list(User.objects.active().with_role(Role.CONFERENCE_CHAIR)) if sees_all else []
        choices = [("", "Every chair"), *((str(each.pk), each.name) for each in chairs)] if chairs else []
        filters = ChairFilter(self.request.GET, chair=choices)
        chair = user
        if sees_all:
            chair = next((each for each in chairs if str(each.pk) == filters.chosen("chair")), None)
        page = self.page_of(conferences_ahead.conferences(user, chair))
        waiting = conferences_ahead.not_booked(user, self.today, chair)
        number = waiting.count()
        return super().get_context_data(
            heading="Conferences" if sees_all else "My conferences",
            form=filters,
            groups=filters.groups(),
            tiles=self.tiles(page.paginator.count, number),
            page=page,
            rows=conferences_ahead.rows(page.object_list, user, self.today),
            not_booked=conferences_ahead.not_booked_rows(waiting[:PER_PAGE], user, self.today),
            not_booked_left=max(0, number - PER_PAGE),
            copies=self.copies(),
            show_chair=sees_all,
            **kwargs,
        )

    def tiles(self, upcoming: int, not_booked: int) -> list[Tile]:
        copies = copies_waiting(self.request.user, self.today)
        return [
            Tile(upcoming, "Conferences booked", "#booked"),
            Tile(
                not_booked,
                "Due within 6 weeks and not booked",
                "#not-booked",
                "red" if not_booked else "green",
            ),
            Tile(
                copies,
                "To acknowledge in your in-box",
                f"{reverse('circulation:inbox')}?show=unacknowledged",
                "yellow" if copies else "",
            ),
        ]

    def copies(self) -> list[Receipt]:
        return list(Receipt.objects.inbox_of(self.request.user).unacknowledged()[:5])
