"""The one way to the GOV.UK Design System's markup: the macros of govuk-frontend-jinja, called from Django."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import cast

from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader

PACKAGE = "govuk_frontend_jinja"


@cache
def _environment() -> Environment:
    loader = PrefixLoader({PACKAGE: PackageLoader(PACKAGE)})
    return Environment(loader=loader, autoescape=True, auto_reload=False)


@cache
def macro(component: str) -> Callable[[Mapping[str, object]], str]:
    """The macro of a component, by the name govuk-frontend gives it: "date-input"."""
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    template = _environment().get_template(f"{PACKAGE}/components/{component}/macro.html")
    return getattr(template.module, name)


def _without_nones(value: object) -> object:
    # Jinja's default() fills in what is missing, not what is None.
    if isinstance(value, Mapping):
        return {key: _without_nones(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [_without_nones(inner) for inner in value]
    return value


def render(component: str, **params: object) -> SafeString:
    """A component's HTML. Text in `params` is escaped unless it is already safe; keys are govuk-frontend's own."""
    written = cast("Mapping[str, object]", _without_nones(params))
    # Safe because the environment escapes every value it prints.
    return mark_safe(str(macro(component)(written)))
