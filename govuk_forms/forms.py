"""The bases of every form: GovForm, and GovModelForm for a model's own fields."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ImproperlyConfigured

from . import wording
from .fields import DateLimits

Answer = str | bool | int | Collection[str]


class GovFormMixin(forms.BaseForm):
    """Plain-English errors, questions that depend on other answers, and a layout.

    `requires` names questions that must be answered when another has a given answer (or one of several),
    and that are dropped when it has not: {"why_not_seen": ("seen", "no")}. `asked_if` is the same for
    questions that may be left empty. An answer that was hidden is never kept. Name a question after the
    one it depends on when that one depends on a third.

    `layout` says how the form is laid out; a form that depends on its arguments overrides `lay_out`.
    """

    requires: ClassVar[Mapping[str, tuple[str, Answer]]] = {}
    asked_if: ClassVar[Mapping[str, tuple[str, Answer]]] = {}
    layout: ClassVar[Layout | None] = None

    # The browser's own messages are not the service's: novalidate, and no required attributes.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.requires:
            self.fields[name].required = False
        for name, field in self.fields.items():
            if type(field) in {forms.DateField, forms.TimeField, forms.DateTimeField}:
                mend = "use NearDateField, PartsDateField or TimeField of govuk_forms.fields"
                raise ImproperlyConfigured(f"{type(self).__name__}.{name}: {mend}")
            if field.label is None:
                field.label = name.replace("_", " ").capitalize()
            wording.put_into_words(field, str(field.label))
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        if laid_out := self.lay_out():
            self.helper.layout = laid_out

    def lay_out(self) -> Layout | None:
        return self.layout

    def limit(
        self, name: str, *, earliest: date | None = None, latest: date | None = None, must_be: str = ""
    ) -> None:
        """Bounds a date: self.limit("visited_on", latest=today, must_be="today or in the past")."""
        field = self.fields[name]
        if not isinstance(field, DateLimits):
            raise TypeError(f"{type(self).__name__}.{name} is not a date")
        field.limit(earliest=earliest, latest=latest, must_be=must_be)

    def without_errors(self) -> Self:
        """For showing again a form that is being added to and is not finished."""
        self.helper.form_show_errors = False
        return self

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        for name, (other, answer) in {**self.asked_if, **self.requires}.items():
            if not _is_answered(cleaned.get(other), answer):
                self.errors.pop(name, None)
                cleaned[name] = _nothing(self.fields[name])
            elif name in self.requires and name not in self.errors and _is_empty(cleaned.get(name)):
                self.add_error(
                    name, forms.ValidationError(self.fields[name].error_messages["required"], "required")
                )
        return cleaned


class GovForm(GovFormMixin, forms.Form):
    """A form of its own questions."""


class GovModelForm(GovFormMixin, forms.ModelForm):
    """A form over a model. Dates and times must be declared with the fields of govuk_forms.fields."""


def _is_answered(given: object, wanted: Answer) -> bool:
    return bool(_words(wanted) & _words(given))


def _words(value: object) -> set[str]:
    several = value if isinstance(value, list | tuple | set | frozenset) else (value,)
    return {str(one) for one in several}


def _is_empty(value: object) -> bool:
    return value is None or value is False or value == "" or value == []


def _nothing(field: forms.Field) -> object:
    return field.empty_value if hasattr(field, "empty_value") else field.to_python(None)
