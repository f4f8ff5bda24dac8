"""Lists that can be taken out of the portal as a file.

A list page opts in by standing `Exportable` before its other bases and saying its columns and its rows: the link below
the list, the question why, the files, the log and the permission follow. A list page that is not to be taken out says
why in `not_exported` (a house rule asks for one or the other).
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import islice
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, resolve, reverse

from accounts.pages import Page
from accounts.roles import Permission
from exports.sheets import Row


class Exportable(Page):
    """Stands before the other bases of a page that gives its template a `page` of Django's paginator."""

    export_name: ClassVar[str]
    """What list it is, for the name of the file and the log: "My caseload"."""

    export_columns: ClassVar[Sequence[str]]

    narrows_nothing: ClassVar[Sequence[str]] = ("page",)
    """What its address may say that changes how the list is shown and not what is on it."""

    def export_rows(self) -> Iterable[Row]:
        """Every row of the list that the address asks for, of all its pages, in its order."""
        raise NotImplementedError(f"{type(self).__name__} must say what rows its list has.")

    def export_filters(self) -> str:
        """In words, for the log, how the list was narrowed; empty for all of it."""
        asked = {name: value for name, value in self.request.GET.items() if name not in self.narrows_nothing}
        return "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in asked.items() if value)

    def export_address(self) -> str:
        """Of the list as it was narrowed, from its first page."""
        match, narrowed = self.request.resolver_match, self.request.GET.copy()
        for name in self.narrows_nothing:
            narrowed.pop(name, None)
        address = reverse(match.view_name, kwargs=match.kwargs)
        return f"{address}?{narrowed.urlencode()}" if narrowed else address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.request.user.may(Permission.EXPORT_LIST):
            # On the page of the list itself: components/pagination.html shows it, whatever the template.
            context[
                "page"
            ].export_url = f"{reverse('exports:take-out')}?{urlencode({'of': self.export_address()})}"
        return context


def list_at(address: str, request: HttpRequest) -> Exportable:
    """The list page at an address of this portal, asked for by whoever asks now, with the page's own checks.

    Raises Http404 where there is no list to be taken out, PermissionDenied where it may not be seen.
    """
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (ValueError, Resolver404):
        raise Http404("There is no such list.") from None
    if parts.scheme or parts.netloc:
        raise Http404("That list is not of this portal.")
    page = getattr(match.func, "view_class", type(None))
    if not issubclass(page, Exportable):
        raise Http404("That is not a list that can be taken out.")
    asked = copy(request)
    asked.method, asked.GET, asked.POST = "GET", QueryDict(parts.query), QueryDict()
    asked.resolver_match = match
    view = page()
    view.setup(asked, *match.args, **match.kwargs)
    if not request.user.may(view.permission):
        raise PermissionDenied(f"Your role may not {view.permission}.")
    if view.asks_first():
        raise PermissionDenied("That record is locked. Open it first, saying why; then take out the list.")
    return view


Record = TypeVar("Record")


def in_chunks(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    """For rows that are read many at a time, whatever the length of the list."""
    left = iter(records)
    while some := list(islice(left, size)):
        yield some
