"""Where somebody who has just signed in is sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.roles import ABOUT, Permission, Role
from dashboards.navigation import FIRST_PAGE, MENU
from dashboards.views.base import Dashboard
from govuk_forms.components import Link


class Home(Dashboard):
    """Sends everybody to where they begin; who has no list of their own sees what they can do."""

    permission = Permission.USE_PORTAL
    template_name = "dashboards/home.html"
    sends_on = "everybody whose work begins on a list goes straight to it"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        first = FIRST_PAGE.get(Role(request.user.role))
        return redirect(first) if first else super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        links = [Link(entry.label, reverse(entry.page)) for entry in MENU if user.may(entry.permission)]
        return super().get_context_data(
            heading=f"Good day, {user.first_name}", about=ABOUT[Role(user.role)], links=links, **kwargs
        )
