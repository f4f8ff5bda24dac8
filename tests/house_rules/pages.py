"""Every page there is, read from the URLconf: a page that is added is under every rule without being listed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django.views.generic import RedirectView, View

KWARG = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Page:
    name: str
    address: str
    """As in the URLconf, with its converters: children/<int:child_pk>/visits/"""
    view: type[View] | None
    """None where the page is no class."""

    def __str__(self) -> str:
        return self.name or self.address

    @property
    def asks_for(self) -> list[str]:
        """The names in its address that a record has to fill."""
        return KWARG.findall(self.address)

    @property
    def is_of_a_child(self) -> bool:
        return "child_pk" in self.asks_for

    @property
    def is_open_to_anyone(self) -> bool:
        return bool(getattr(self.view, "open_to_anyone", ""))

    @property
    def only_sends_on(self) -> bool:
        return self.view is not None and issubclass(self.view, RedirectView)

    @property
    def may_send_on(self) -> bool:
        """Whether it says of itself, in `sends_on`, whom it sends where."""
        return bool(getattr(self.view, "sends_on", ""))

    def offers(self, method: str) -> bool:
        return method.lower() in self.view.http_method_names and hasattr(self.view, method.lower())

    def at(self, **records: object) -> str:
        return "/" + KWARG.sub(lambda found: str(records[found[1]]), self.address)


def walk(patterns: list[URLPattern | URLResolver], before: str = "", namespace: str = "") -> Iterator[Page]:
    for pattern in patterns:
        if not isinstance(pattern.pattern, RoutePattern):
            raise TypeError(f"{pattern} is a regular expression: write its address with path().")
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, address, inside)
        else:
            name = f"{namespace}{pattern.name}" if pattern.name else ""
            yield Page(name, address, getattr(pattern.callback, "view_class", None))


PAGES = sorted(walk(get_resolver().url_patterns), key=str)
