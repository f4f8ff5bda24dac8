"""The base of every page. A page declares the one permission that opens it; a page that does not is refused by a
house rule, as is one that answers anybody without saying so."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from accounts.models import User
from accounts.roles import Permission


class Page(View):
    permission: ClassVar[Permission]

    request: "SignedInRequest"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.may(self.permission):
            raise PermissionDenied(f"Your role may not {self.permission}.")
        return super().dispatch(request, *args, **kwargs)


class SignedInRequest(HttpRequest):
    """A request that has passed LoginRequiredMiddleware."""

    user: User
