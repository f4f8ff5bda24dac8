"""The calendar feed, and the page on which its owner makes, renews and revokes its address."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.actions import calendar_digest, close_calendar, open_calendar
from accounts.models import User
from accounts.pages import OpenPage, Page
from accounts.roles import Permission
from dashboards.calendar_feed import as_calendar

JUST_MADE = "calendar_secret"


class CalendarFeed(OpenPage):
    open_to_anyone = (
        "A phone's calendar cannot sign in. The address is secret, and what it gives names no child."
    )

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        owner = User.objects.active().filter(calendar_digest=calendar_digest(secret)).first()
        if owner is None:
            raise Http404("There is no such calendar.")
        now = timezone.now()
        return HttpResponse(
            as_calendar(owner, today=timezone.localdate(now), now=now),
            content_type="text/calendar; charset=utf-8",
            headers={"X-Robots-Tag": "noindex"},
        )


class MyCalendar(Page, TemplateView):
    permission = Permission.USE_PORTAL
    template_name = "dashboards/my_calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Shown on the page that follows the making of it, and never again.
        secret = self.request.session.pop(JUST_MADE, "")
        path = reverse("calendar-feed", kwargs={"secret": secret}) if secret else ""
        return super().get_context_data(
            has_one=bool(self.request.user.calendar_digest),
            address=self.request.build_absolute_uri(path) if path else "",
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        if "revoke" in request.POST:
            close_calendar(person=request.user)
        else:
            request.session[JUST_MADE] = open_calendar(person=request.user)
        return redirect("my-calendar")
