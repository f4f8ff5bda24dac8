"""What a form says when an answer will not do: sentences made from the question's own label.

A field's own `error_messages` always win; these replace only Django's defaults, which name neither the
field nor the remedy.
"""

import re
from collections.abc import Mapping

from django import forms

_ALREADY_SAYS_WHOSE = {
    "a",
    "an",
    "any",
    "another",
    "the",
    "their",
    "these",
    "this",
    "what",
    "who",
    "your",
    "how",
    "why",
}


def is_question(label: str) -> bool:
    return label.rstrip().endswith("?")


def subject(label: str, *, otherwise: str = "This answer") -> str:
    """Begins a sentence: "Visit date" from "Visit date (optional)"; `otherwise` when the label is a question."""
    statement = re.sub(r"\s*\(optional\)\s*$", "", label).strip().rstrip(":")
    if not statement or is_question(statement):
        return otherwise
    return statement[0].upper() + statement[1:]


def named(label: str) -> str:
    """Stands inside a sentence: "the visit date"; "your name"; "the NHS number"; "an answer to ‘…?’"."""
    statement = re.sub(r"\s*\(optional\)\s*$", "", label).strip().rstrip(":")
    if is_question(statement):
        return f"an answer to ‘{statement}’"
    first, _, rest = statement.partition(" ")
    if "’" in first or "'" in first:  # Jamie’s school: a name keeps its capital
        return statement
    if first[1:] == first[1:].lower():  # NHS stays as it is
        first = first[:1].lower() + first[1:]
    named_already = first.lower() in _ALREADY_SAYS_WHOSE
    return " ".join(filter(None, ("" if named_already else "the", first, rest)))


def sentences(field: forms.Field, label: str) -> Mapping[str, str]:
    """Error messages of a field by Django's codes."""
    begins = subject(label)
    found = {
        "required": _asks_for(field, label),
        "max_length": f"{begins} must be %(limit_value)d characters or fewer: it is %(show_value)d now",
        "min_length": f"{begins} must be %(limit_value)d characters or more: it is %(show_value)d now",
        "max_value": f"{begins} must be %(limit_value)s or less",
        "min_value": f"{begins} must be %(limit_value)s or more",
        "null_characters_not_allowed": f"{begins} must not contain hidden characters: type it again",
    }
    if isinstance(field, forms.EmailField):
        found["invalid"] = f"{begins} must be written like name@example.org"
    elif isinstance(field, forms.IntegerField) and not isinstance(
        field, forms.FloatField | forms.DecimalField
    ):
        found["invalid"] = f"{begins} must be a whole number, like 12"
    elif isinstance(field, forms.FloatField | forms.DecimalField):
        found["invalid"] = f"{begins} must be a number, like 12.5"
    elif isinstance(field, forms.URLField):
        found["invalid"] = f"{begins} must be written like https://example.org"
    elif isinstance(field, forms.FileField):
        found["empty"] = "The file you chose is empty: choose another"
        found["missing"] = found["invalid"] = _asks_for(field, label)
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        found["invalid_choice"] = f"{begins} must be one of the answers listed"
        found["invalid_pk_value"] = found["invalid_list"] = found["invalid_choice"]
    return found


def _asks_for(field: forms.Field, label: str) -> str:
    chosen = (
        forms.RadioSelect,
        forms.CheckboxSelectMultiple,
        forms.Select,
        forms.SelectMultiple,
        forms.FileInput,
    )
    if isinstance(field.widget, forms.CheckboxInput):
        return f"Confirm: {label[:1].lower() + label[1:] if label[:2] != 'I ' else label}"
    return f"{'Select' if isinstance(field.widget, chosen) else 'Enter'} {named(label)}"


def put_into_words(field: forms.Field, label: str) -> None:
    """Replaces Django's default messages of a field, and leaves those that were written for it."""
    defaults: dict[str, object] = {}
    for parent in reversed(type(field).__mro__):
        if parent.__module__.startswith("django."):
            defaults.update(getattr(parent, "default_error_messages", {}))
    for code, sentence in sentences(field, label).items():
        current = field.error_messages.get(code)
        if current is None or current == defaults.get(code):
            field.error_messages[code] = sentence
