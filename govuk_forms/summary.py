"""The error summary: everything that is wrong on a page, in the page's own order, each a link to where to mend it."""

from collections.abc import Iterator

from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString

from .macros import render
from .render import focus_id

Problem = dict[str, str | None]


def shows_errors(form: BaseForm) -> bool:
    """False of an unbound form, and of one that is being added to and not yet finished."""
    return form.is_bound and getattr(getattr(form, "helper", None), "form_show_errors", True)


def problems(*forms_and_formsets: BaseForm | BaseFormSet | None) -> list[Problem]:
    found: list[Problem] = []
    for given in forms_and_formsets:
        if isinstance(given, BaseFormSet):
            found += _of_formset(given)
        elif isinstance(given, BaseForm):
            found += _of_form(given)
    return found


def error_summary(
    *forms_and_formsets: BaseForm | BaseFormSet | None, title: str = "There is a problem"
) -> SafeString:
    """Empty when nothing is wrong."""
    found = problems(*forms_and_formsets)
    return render("error-summary", titleText=title, errorList=found) if found else SafeString("")


def _of_formset(formset: BaseFormSet) -> Iterator[Problem]:
    if not formset.is_bound or not all(shows_errors(form) for form in formset.forms):
        return
    first = next((link for form in formset.forms if (link := _first_control(form))), None)
    for error in formset.non_form_errors():
        yield {"text": str(error), "href": first}
    for form in formset.forms:
        yield from _of_form(form)


def _of_form(form: BaseForm) -> Iterator[Problem]:
    if not shows_errors(form):
        return
    for error in form.non_field_errors():
        yield {"text": str(error), "href": _first_control(form)}
    for bound in form.hidden_fields():
        for error in bound.errors:
            yield {"text": str(error), "href": None}
    for name in _in_page_order(form):
        bound = form[name]
        if bound.errors and not bound.is_hidden:
            yield {"text": str(bound.errors[0]), "href": f"#{focus_id(bound)}"}


def _first_control(form: BaseForm) -> str | None:
    shown = [name for name in _in_page_order(form) if not form[name].is_hidden]
    return f"#{focus_id(form[shown[0]])}" if shown else None


def _in_page_order(form: BaseForm) -> list[str]:
    layout = getattr(getattr(form, "helper", None), "layout", None)
    laid_out = [pointer.name for pointer in layout.get_field_names()] if layout else []
    known = [name for name in laid_out if name in form.fields]
    return known + [name for name in form.fields if name not in known]
