"""A form's questions as HTML: each of Django's widgets becomes a component of the design system.

To draw a new kind of widget, write a function like the others and add it to DRAWN_BY, before the widget
classes it inherits from.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.widgets import Input
from django.utils.html import format_html
from django.utils.safestring import SafeString

from . import dates
from .macros import render
from .widgets import DateParts, DatePicker

Params = dict[str, Any]

# Attributes that have a parameter of their own in the macros, or that the macros write themselves.
WRITTEN_ELSEWHERE = frozenset({
    "aria-describedby", "aria-invalid", "autocomplete", "class", "cols", "id", "inputmode", "maxlength", "multiple",
    "name", "required", "rows", "spellcheck", "type", "value",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Look:
    """How one question looks. What it asks and what it allows is the form's business.

    Keys of `hints`, `dividers`, `reveal` and `shows`, and members of `exclusive`, are values of choices.
    """

    size: str = ""
    """Of the label or legend: s, m, l or xl."""
    heading: bool = False
    """The question is the page's heading."""
    hide_label: bool = False
    inline: bool = False
    small: bool = False
    width: int | str = ""
    """Characters (2, 3, 4, 5, 10, 20) or a share of the column ("two-thirds")."""
    classes: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    dividers: Mapping[str, str] = field(default_factory=dict)
    """Words that stand before a choice: {"none": "or"}."""
    exclusive: Collection[str] = ()
    """Choices that clear all others."""
    reveal: Mapping[str, SafeString] = field(default_factory=dict)
    shows: Mapping[str, str] = field(default_factory=dict)
    """For each choice the id of a layout.Shown that stands further down and is seen only when it is chosen."""
    prefix: str = ""
    suffix: str = ""
    rows: int = 5
    max_characters: int | None = None
    max_words: int | None = None
    count_from: int | None = None
    """Per cent of the limit from which the count is shown."""


PLAIN = Look()


def question(bound: BoundField, look: Look = PLAIN, *, show_errors: bool = True) -> SafeString:
    """The label, hint, error and control of one field."""
    if bound.is_hidden:
        return bound.as_hidden()
    for widget_class, draw in DRAWN_BY:
        if isinstance(bound.field.widget, widget_class):
            return draw(bound, look, _shared(bound, look, show_errors))
    raise TypeError(
        f"{bound.name}: {type(bound.field.widget).__name__} has no component; add one to DRAWN_BY"
    )


def wrong_parts(bound: BoundField) -> frozenset[str]:
    """Which boxes of a date in parts its error is about: all of them when the error does not say."""
    for error in bound.form.errors.as_data().get(bound.name, ()):
        return (error.params or {}).get("parts", frozenset(dates.PARTS))
    return frozenset()


def focus_id(bound: BoundField) -> str:
    """The id of the control that an error about the field should lead to."""
    if isinstance(bound.field.widget, DateParts):
        wrong = wrong_parts(bound)
        return f"{bound.auto_id}-{next((part for part in dates.PARTS if part in wrong), dates.DAY)}"
    return bound.auto_id


def _shared(bound: BoundField, look: Look, show_errors: bool) -> Params:
    attrs = bound.field.widget.attrs
    errors = bound.errors if show_errors else []
    widths = ""
    if look.width:
        widths = (
            f"govuk-input--width-{look.width}"
            if isinstance(look.width, int)
            else f"govuk-!-width-{look.width}"
        )
    extra = {
        name: {"value": True, "optional": True} if value is True else value
        for name, value in attrs.items()
        if name not in WRITTEN_ELSEWHERE and value is not None and value is not False
    }
    return {
        "name": bound.html_name,
        "id": bound.auto_id or bound.html_name,
        "hint": {"text": bound.help_text} if bound.help_text else None,
        "errorMessage": {"text": str(errors[0])} if errors else None,
        "classes": " ".join(filter(None, (attrs.get("class"), widths, look.classes))) or None,
        "attributes": extra,
        "autocomplete": attrs.get("autocomplete"),
        "inputmode": attrs.get("inputmode"),
        "spellcheck": attrs.get("spellcheck"),
        "disabled": bound.field.disabled or None,
    }


def _named(bound: BoundField, look: Look, element: str) -> Params:
    classes = [f"{element}--{look.size}"] if look.size else []
    if look.hide_label:
        classes.append("govuk-visually-hidden")
    return {"text": bound.label, "classes": " ".join(classes) or None, "isPageHeading": look.heading or None}


def _label(bound: BoundField, look: Look) -> Params:
    return _named(bound, look, "govuk-label")


def _fieldset(bound: BoundField, look: Look) -> Params:
    return {"legend": _named(bound, look, "govuk-fieldset__legend")}


def _with_class(params: Params, *classes: str) -> Params:
    together = " ".join(filter(None, (*classes, params["classes"])))
    return {**params, "classes": together or None}


def _grouped(params: Params) -> Params:
    # Radios and checkboxes number their ids from a prefix, and are disabled one by one.
    rest = {
        name: value
        for name, value in params.items()
        if name not in {"id", "disabled", "autocomplete", "inputmode"}
    }
    return {**rest, "idPrefix": params["id"]}


def _choices(bound: BoundField) -> Iterator[tuple[str, str]]:
    for value, text in bound.field.widget.choices:
        if isinstance(text, list | tuple):  # a named group of choices: the macros have none
            yield from ((str(inner), f"{value}: {words}") for inner, words in text)
        else:
            yield "" if value is None else str(value), str(text)


def _chosen(bound: BoundField) -> set[str]:
    value = bound.value()
    many = value if isinstance(value, list | tuple | set) else [value]
    return {str(one) for one in many if one is not None}


def _answers(bound: BoundField, look: Look) -> list[Params]:
    chosen = _chosen(bound)
    answers: list[Params] = []
    for value, text in _choices(bound):
        if value == "":
            continue
        if value in look.dividers:
            answers.append({"divider": look.dividers[value]})
        answers.append({
            "value": value,
            "text": text,
            "checked": value in chosen or None,
            "disabled": bound.field.disabled or None,
            "hint": {"text": look.hints[value]} if value in look.hints else None,
            "conditional": {"html": look.reveal[value]} if value in look.reveal else None,
            "behaviour": "exclusive" if value in look.exclusive else None,
            "attributes": {"data-aria-controls": look.shows[value]} if value in look.shows else None,
        })  # fmt: skip
    return answers


def _checkboxes(bound: BoundField, look: Look, params: Params) -> SafeString:
    sized = _with_class(params, "govuk-checkboxes--small" if look.small else "")
    return render(
        "checkboxes", fieldset=_fieldset(bound, look), items=_answers(bound, look), **_grouped(sized)
    )


def _radios(bound: BoundField, look: Look, params: Params) -> SafeString:
    sized = _with_class(
        params, "govuk-radios--inline" if look.inline else "", "govuk-radios--small" if look.small else ""
    )
    return render("radios", fieldset=_fieldset(bound, look), items=_answers(bound, look), **_grouped(sized))


def _single_checkbox(bound: BoundField, look: Look, params: Params) -> SafeString:
    answer = {
        "value": "on",
        "text": bound.label,
        "checked": bool(bound.value()) or None,
        "disabled": params["disabled"],
        "hint": params["hint"],
        "attributes": params["attributes"],
        "conditional": {"html": look.reveal["on"]} if "on" in look.reveal else None,
    }
    sized = _with_class(params, "govuk-checkboxes--small" if look.small else "")
    return render("checkboxes", items=[answer], **{**_grouped(sized), "hint": None, "attributes": None})


def _select(bound: BoundField, look: Look, params: Params) -> SafeString:
    chosen = _chosen(bound) or {""}
    options = [
        # Django's row of dashes says nothing to a screen reader.
        {
            "value": value,
            "text": "Choose" if text.startswith("---") else text,
            "selected": value in chosen or None,
        }
        for value, text in _choices(bound)
    ]
    return render("select", label=_label(bound, look), items=options, **params)


def _date_parts(bound: BoundField, look: Look, params: Params) -> SafeString:
    value = bound.value()
    typed = value if isinstance(value, list | tuple) else bound.field.widget.decompress(value)
    wrong = wrong_parts(bound) if params["errorMessage"] else frozenset()
    moved = {name: value for name, value in params["attributes"].items() if name in {"data-name", "data-id"}}
    boxes = [
        {
            "id": f"{params['id']}-{part}",
            "name": f"{params['name']}-{part}",
            "label": part.capitalize(),
            "value": text or None,
            "classes": f"govuk-input--width-{4 if part == dates.YEAR else 2}"
            + (" govuk-input--error" if part in wrong else ""),
            "autocomplete": f"bday-{part}" if params["autocomplete"] == "bday" else None,
            "attributes": {name: f"{start}-{part}" for name, start in moved.items()},
        }
        for part, text in zip(dates.PARTS, typed, strict=True)
    ]
    kept = {name: params[name] for name in ("id", "hint", "errorMessage", "classes")}
    return render("date-input", fieldset=_fieldset(bound, look), items=boxes, **kept)


def _date_picker(bound: BoundField, look: Look, params: Params) -> SafeString:
    widget = bound.field.widget
    sized = _with_class(params, "moj-js-datepicker-input", "" if look.width else "govuk-input--width-10")
    box = render(
        "input",
        label=_label(bound, look),
        type="text",
        value=widget.format_value(bound.value()),
        **{**sized, "autocomplete": "off"},
    )
    limits = [
        format_html(' data-{}-date="{}"', end, limit.strftime("%d/%m/%Y"))
        for end, limit in (("min", widget.earliest), ("max", widget.latest))
        if limit
    ]
    return format_html(
        '<div class="moj-datepicker" data-module="moj-date-picker"{}>{}</div>',
        SafeString("".join(limits)),
        box,
    )


def _file(bound: BoundField, look: Look, params: Params) -> SafeString:
    several = {"value": True, "optional": True} if bound.field.widget.attrs.get("multiple") else None
    attributes = {**params["attributes"], **({"multiple": several} if several else {})}
    return render(
        "file-upload", label=_label(bound, look), javascript=True, **{**params, "attributes": attributes}
    )


def _password(bound: BoundField, look: Look, params: Params) -> SafeString:
    return render("password-input", label=_label(bound, look), **params)


def _textarea(bound: BoundField, look: Look, params: Params) -> SafeString:
    value, rows = bound.value(), bound.field.widget.attrs.get("rows")
    params = {
        **params,
        "value": "" if value is None else str(value),
        # "10" is what Django gives every Textarea that was not told otherwise.
        "rows": str(look.rows if rows in {None, "10"} else rows),
        "label": _label(bound, look),
    }
    limit = look.max_words or look.max_characters
    if not limit:
        return render("textarea", **params)
    counted = {"attributes": {"data-count-type": "words"}} if look.max_words else None
    return render("character-count", maxlength=limit, threshold=look.count_from, formGroup=counted, **params)


def _input(bound: BoundField, look: Look, params: Params) -> SafeString:
    widget = bound.field.widget
    kind = widget.input_type
    if kind == "number":  # a number box loses what is not a number, and changes when scrolled over
        kind = "text"
        whole = isinstance(bound.field, forms.IntegerField) and not isinstance(bound.field, forms.FloatField)
        params = {
            **params,
            "inputmode": "numeric" if whole and not hasattr(bound.field, "max_digits") else "decimal",
        }
    return render(
        "input",
        label=_label(bound, look),
        type=kind,
        value=widget.format_value(bound.value()) or "",
        prefix={"text": look.prefix} if look.prefix else None,
        suffix={"text": look.suffix} if look.suffix else None,
        **params,
    )


DRAWN_BY: tuple[tuple[type[forms.Widget], Callable[[BoundField, Look, Params], SafeString]], ...] = (
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _single_checkbox),
    (forms.Select, _select),
    (DateParts, _date_parts),
    (DatePicker, _date_picker),
    (forms.FileInput, _file),
    (forms.PasswordInput, _password),
    (forms.Textarea, _textarea),
    (Input, _input),
)
