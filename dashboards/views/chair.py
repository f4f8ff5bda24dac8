"""The conferences to come, for those who chair them and for the unit that books them."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission, Role
from children.models.cover import chairs_acted_for
from circulation.models import Receipt
from coregroups.disagreements import advice_asked_of
from dashboards import conferences_ahead
from dashboards.forms import ChairFilter
from dashboards.keys_first import KeysFirst
from dashboards.navigation import copies_waiting
from dashboards.tiles import not_seen_tile
from dashboards.views.base import EXPORTED_AT_ONCE, PER_PAGE, Dashboard
from exports.lists import Exportable, in_chunks
from exports.sheets import Row
from govuk_forms.components import Tile


class ChairPage(Exportable, Dashboard):
    permission = Permission.VIEW_CONFERENCES
    template_name = "dashboards/chair.html"
    export_name = "Conferences booked"
    export_columns = (
        "Booked for", "Time", "Place", "Kind", "Chair", "Children", "Children not shown", "In time", "How ready",
        "Steps",
    )  # fmt: skip

    def export_filters(self) -> str:
        self.narrow()
        return self.filters.in_words()

    def export_rows(self) -> Iterator[Row]:
        found = conferences_ahead.conferences(self.request.user, self.narrow())
        for some in in_chunks(found.iterator(chunk_size=EXPORTED_AT_ONCE), EXPORTED_AT_ONCE):
            for conference, each in zip(
                some, conferences_ahead.rows(some, self.request.user, self.today), strict=True
            ):
                yield (
                    conference.booked_for, conference.booked_at, each.place, each.kinds, each.chair,
                    ", ".join(child.label for child in each.children), each.others,
                    each.in_time.words if each.in_time else "", each.readiness,
                    "; ".join(f"{step.what}: {step.words}" for step in each.steps),
                )  # fmt: skip

    def narrow(self) -> list[User] | None:
        """Whose conferences: one chair's, with those of chairs they act for; or everybody's."""
        user = self.request.user
        sees_all = user.may(Permission.VIEW_EVERY_TEAM)
        chairs = list(User.objects.active().with_role(Role.CONFERENCE_CHAIR)) if sees_all else []
        choices = [("", "Every chair"), *((str(each.pk), each.name) for each in chairs)] if chairs else []
        self.filters = ChairFilter(self.request.GET, chair=choices)
        if not sees_all:
            return list(chairs_acted_for(user, today=self.today))
        return [each for each in chairs if str(each.pk) == self.filters.chosen("chair")] or None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, chairs = self.request.user, self.narrow()
        sees_all = user.may(Permission.VIEW_EVERY_TEAM)
        page = self.page_of(conferences_ahead.conferences(user, chairs))
        waiting = conferences_ahead.not_booked(user, self.today, chairs)
        number = waiting.count()
        return super().get_context_data(
            heading="Conferences" if sees_all else "My conferences",
            form=self.filters,
            groups=self.filters.groups(),
            tiles=self.tiles(page.paginator.count, number),
            page=page,
            rows=conferences_ahead.rows(page.object_list, user, self.today),
            not_booked=conferences_ahead.not_booked_rows(KeysFirst(waiting)[:PER_PAGE], user, self.today),
            not_booked_left=max(0, number - PER_PAGE),
            copies=self.copies(),
            advice_asked=advice_asked_of(user, today=self.today),
            show_chair=sees_all or len(chairs) > 1,
            **kwargs,
        )

    def tiles(self, upcoming: int, not_booked: int) -> list[Tile]:
        copies = copies_waiting.count(self.request.user, self.today)
        return [
            not_seen_tile(self.request.user, self.today),
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
