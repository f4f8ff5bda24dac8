"""Help, and what the footer of every page promises to say."""

from typing import Any

from django.views.generic import TemplateView

from accounts.pages import OpenPage
from accounts.roles import ABOUT, GRANTED, Permission, Role
from dashboards.views.base import Dashboard


class Help(Dashboard):
    permission = Permission.USE_PORTAL
    template_name = "dashboards/help.html"
    heading = "Help"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        role = Role(self.request.user.role)
        may = [str(permission.value) for permission in Permission if permission in GRANTED[role]]
        return super().get_context_data(role=role.label, about=ABOUT[role], may_do=may, **kwargs)


class Accessibility(OpenPage, TemplateView):
    open_to_anyone = "Says how accessible the portal is; the law asks that anybody can read it."
    template_name = "dashboards/accessibility.html"


class Privacy(OpenPage, TemplateView):
    open_to_anyone = "Says what the portal keeps about people who use it and people written about in it."
    template_name = "dashboards/privacy.html"
