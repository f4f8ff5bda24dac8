"""The design systems in templates: {% govuk "button" text="Save" %}, {% error_summary form %}."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from govuk_forms import render as questions
from govuk_forms import summary
from govuk_forms.macros import render

register = template.Library()

Given = BaseForm | BaseFormSet | list[BaseFormSet] | str | None

# How a deadline stands, by the word for it, and the colour that repeats it.
STANDING_COLOURS = {
    "overdue": "red",
    "due soon": "yellow",
    "due": "blue",
    "met": "green",
    "met late": "orange",
    "no longer required": "grey",
}


@register.simple_tag(takes_context=True)
def govuk_field(context: Context, bound: BoundField) -> SafeString:
    """A field that a form's layout does not mention by Question."""
    return questions.question(bound, show_errors=bool(context.get("form_show_errors", True)))


@register.simple_tag
def error_summary(*forms_and_formsets: Given) -> SafeString:
    return summary.error_summary(*_each(forms_and_formsets))


@register.simple_tag
def error_prefix(*forms_and_formsets: Given) -> str:
    """Begins the page's title, so that a screen reader's first words tell that something is wrong."""
    return "Error: " if summary.problems(*_each(forms_and_formsets)) else ""


def _each(given: Iterable[Given]) -> Iterator[BaseForm | BaseFormSet | None]:
    """A page may have several lists that grow; what a template does not know comes as an empty string."""
    for one in given:
        if isinstance(one, list):
            yield from one
        elif not isinstance(one, str):
            yield one


@register.simple_tag
def govuk(component: str, **params: Any) -> SafeString:
    """A component by govuk-frontend's name; two underscores make nested parameters: label__text="Name"."""
    nested: dict[str, Any] = {}
    for key, value in params.items():
        *path, last = key.split("__")
        inside = nested
        for step in path:
            inside = inside.setdefault(step, {})
        inside[last] = value
    return render(component, **nested)


@register.simple_tag
def colour_tag(words: str, colour: str = "") -> SafeString:
    """A tag that always says in words what its colour says."""
    classes = f" govuk-tag--{colour}" if colour else ""
    return format_html('<strong class="govuk-tag{}">{}</strong>', classes, words)


@register.filter
def standing_colour(standing: object) -> str:
    """Of a deadline's standing ("met late"); grey for one that has none."""
    return STANDING_COLOURS.get(str(getattr(standing, "value", standing)).replace("_", " ").lower(), "grey")


@register.filter
def page_numbers(page: Page) -> list[int]:
    """The pages to offer; 0 stands for those left out."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else 0 for number in elided]
