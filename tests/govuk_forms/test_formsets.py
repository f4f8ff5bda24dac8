from django import forms
from django.http import QueryDict

from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.formsets import AddAnotherFormSet
from govuk_forms.summary import error_summary


class ActionForm(GovForm):
    what = forms.CharField(label="Action")
    by_on = NearDateField(label="Date", required=False)
    for_whom = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], required=False)


ActionFormSet = forms.formset_factory(
    ActionForm, formset=AddAnotherFormSet, extra=1, max_num=3, absolute_max=3
)


def sent(rows: list[str], **buttons: str) -> AddAnotherFormSet:
    pairs = [f"actions-TOTAL_FORMS={len(rows)}", "actions-INITIAL_FORMS=0"]
    pairs += [
        f"actions-{number}-{pair}" for number, row in enumerate(rows) for pair in row.split("&") if pair
    ]
    pairs += [f"actions-{name}={value}" for name, value in buttons.items()]
    return ActionFormSet(QueryDict("&".join(pairs)), prefix="actions")


def typed(formset: AddAnotherFormSet) -> list[str | None]:
    return [form["what"].value() for form in formset.forms]


def test_adding_a_row_keeps_everything_typed_even_what_is_wrong():
    formset = sent(["what=Visit&by_on=soon&for_whom=a&for_whom=b", "what="], add="1")

    shown = formset.edited()

    assert formset.is_being_edited
    assert typed(shown) == ["Visit", "", None]
    assert shown.forms[0]["by_on"].value() == "soon"
    assert shown.forms[0]["for_whom"].value() == ["a", "b"]


def test_a_list_that_is_being_added_to_is_not_yet_wrong():
    shown = sent(["what="], add="1").edited()

    assert error_summary(shown) == ""


def test_removing_a_row_takes_that_row_and_no_other():
    shown = sent(["what=one", "what=two", "what=three"], remove="1").edited()

    assert typed(shown) == ["one", "three"]


def test_the_last_row_removed_leaves_an_empty_one():
    assert typed(sent(["what=one"], remove="0").edited()) == [None]


def test_no_more_rows_are_added_than_may_be_saved():
    assert len(sent(["what=1", "what=2", "what=3"], add="1").edited().forms) == 3


def test_saving_is_not_editing():
    formset = sent(["what=one"])

    assert not formset.is_being_edited
    assert formset.is_valid()


def test_a_row_left_empty_is_not_an_answer():
    formset = sent(["what=one", ""])

    assert formset.is_valid(), formset.errors
    assert [row for row in formset.cleaned_data if row] == [formset.cleaned_data[0]]


def test_errors_of_rows_lead_to_their_own_inputs():
    summary = error_summary(sent(["what=one&by_on=soon", "by_on=31/2/2026"]))

    assert 'href="#id_actions-0-by_on"' in summary
    assert 'href="#id_actions-1-what"' in summary


def test_a_tampered_count_is_answered_in_plain_english():
    formset = ActionFormSet(QueryDict("actions-TOTAL_FORMS=lots"), prefix="actions")

    assert "reload it and enter the list again" in error_summary(formset)
