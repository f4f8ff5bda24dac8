from datetime import date, time

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured

from govuk_forms.fields import NearDateField, PartsDateField, TimeField
from govuk_forms.forms import GovForm

YES_OR_NO = [("yes", "Yes"), ("no", "No")]


class VisitForm(GovForm):
    visited_on = NearDateField(label="Visit date")
    started_at = TimeField(label="Start time (optional)", required=False)
    born_on = PartsDateField(label="Date of birth")
    seen = forms.ChoiceField(label="Was Jamie seen?", choices=YES_OR_NO)
    why_not_seen = forms.CharField(label="Reason Jamie was not seen", max_length=20)
    next_attempt_on = NearDateField(label="Next attempt (optional)", required=False)
    told = forms.MultipleChoiceField(label="Who was told", choices=[("ed", "Ed"), ("jo", "Jo")])
    who_else = forms.CharField(label="Who else was told")

    requires = {
        "why_not_seen": ("seen", "no"),
        "told": ("seen", "no"),
        "who_else": ("told", ("jo",)),
    }
    asked_if = {"next_attempt_on": ("seen", "no")}


ANSWERS = {
    "visited_on": "14/3/2026",
    "born_on-day": "3",
    "born_on-month": "1",
    "born_on-year": "2015",
    "seen": "yes",
}


def form(**changed: str | list[str]) -> VisitForm:
    return VisitForm({**ANSWERS, **{name.replace("__", "-"): value for name, value in changed.items()}})


def test_answers_come_out_as_dates_and_times():
    answered = form(started_at="4.30pm")

    assert answered.is_valid(), answered.errors
    assert answered.cleaned_data["visited_on"] == date(2026, 3, 14)
    assert answered.cleaned_data["born_on"] == date(2015, 1, 3)
    assert answered.cleaned_data["started_at"] == time(16, 30)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"visited_on": ""}, "Enter the visit date"),
        (
            {"visited_on": "31 February 2026"},
            "Visit date must be a real date, like 14 3 2026: February 2026 has 28 days",
        ),
        ({"visited_on": "tomorrow"}, "Visit date must be a date in figures, like 14 3 2026, not ‘tomorrow’"),
        ({"visited_on": "100% sure"}, "Visit date must be a real date, like 14 3 2026"),
        (
            {"started_at": "4"},
            "Start time must say am or pm, like 4:30pm, or be on the 24-hour clock, like 16:30",
        ),
        ({"born_on__month": ""}, "Date of birth must include a month"),
        ({"born_on__year": "15"}, "Date of birth must have a year of four figures, like 2026"),
        ({"seen": ""}, "Select an answer to ‘Was Jamie seen?’"),
        ({"seen": "perhaps"}, "This answer must be one of the answers listed"),
    ],
)
def test_an_error_names_the_field_and_says_how_to_mend_it(changed, sentence):
    assert sentence in [str(errors[0]) for errors in form(**changed).errors.values()]


def test_a_question_that_is_shown_must_be_answered():
    errors = form(seen="no", told=["ed"]).errors

    assert errors == {"why_not_seen": ["Enter the reason Jamie was not seen"]}


def test_an_answer_that_was_hidden_again_is_dropped_even_when_it_was_wrong():
    answered = form(seen="yes", why_not_seen="x" * 50, next_attempt_on="soon", told=["ed", "nobody"])

    assert answered.is_valid(), answered.errors
    assert answered.cleaned_data["why_not_seen"] == ""
    assert answered.cleaned_data["next_attempt_on"] is None
    assert answered.cleaned_data["told"] == []


def test_a_question_two_steps_down_is_dropped_with_the_one_it_hangs_on():
    answered = form(seen="yes", told=["jo"], who_else="The school")

    assert answered.is_valid(), answered.errors
    assert answered.cleaned_data["who_else"] == ""


def test_a_question_that_hangs_on_one_of_several_answers_is_asked():
    errors = form(seen="no", why_not_seen="Out", told=["ed", "jo"]).errors

    assert errors == {"who_else": ["Enter who else was told"]}


def test_a_shown_question_may_be_optional():
    answered = form(seen="no", why_not_seen="Out", told=["ed"])

    assert answered.is_valid(), answered.errors
    assert answered.cleaned_data["next_attempt_on"] is None


@pytest.mark.parametrize(
    ("visited_on", "sentence"),
    [
        ("15/3/2026", "Visit date must be today or in the past"),
        ("28/2/2026", "Visit date must be today or in the past"),
    ],
)
def test_a_date_out_of_bounds_is_refused_by_the_server_too(visited_on, sentence):
    bounded = form(visited_on=visited_on)
    bounded.fields["visited_on"].limit(
        earliest=date(2026, 3, 1), latest=date(2026, 3, 14), must_be="today or in the past"
    )

    assert bounded.errors["visited_on"] == [sentence]


def test_bounds_without_words_name_the_dates():
    bounded = form(visited_on="1/5/2026")
    bounded.fields["visited_on"].limit(earliest=date(2026, 3, 1), latest=date(2026, 3, 14))

    assert bounded.errors["visited_on"] == ["Visit date must be between 1 March 2026 and 14 March 2026"]


def test_bounds_of_one_form_do_not_leak_into_the_next():
    form().fields["visited_on"].limit(latest=date(2000, 1, 1))

    assert form().is_valid()


def test_djangos_own_date_field_is_refused_because_it_reads_american_dates():
    class Careless(GovForm):
        visited_on = forms.DateField()

    with pytest.raises(ImproperlyConfigured, match="NearDateField"):
        Careless()


def test_a_message_written_for_a_field_is_kept():
    class Written(GovForm):
        name = forms.CharField(label="Name", error_messages={"required": "Say who you are"})

    assert Written({}).errors["name"] == ["Say who you are"]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (forms.CharField(label="Full name"), "", "Enter the full name"),
        (forms.CharField(label="Your name"), "", "Enter your name"),
        (forms.CharField(label="NHS number"), "", "Enter the NHS number"),
        (forms.CharField(label="Jamie’s school"), "", "Enter Jamie’s school"),
        (
            forms.CharField(label="Notes", max_length=3),
            "abcd",
            "Notes must be 3 characters or fewer: it is 4 now",
        ),
        (forms.IntegerField(label="Bedrooms"), "many", "Bedrooms must be a whole number, like 12"),
        (forms.IntegerField(label="Bedrooms", max_value=20), "21", "Bedrooms must be 20 or less"),
        (forms.DecimalField(label="Rent"), "x", "Rent must be a number, like 12.5"),
        (forms.EmailField(label="Email address"), "x", "Email address must be written like name@example.org"),
        (forms.FileField(label="Drawing"), "", "Select the drawing"),
        (forms.BooleanField(label="I have told my manager"), "", "Confirm: I have told my manager"),
    ],
)
def test_every_kind_of_field_asks_for_itself_by_name(field, typed, sentence):
    asked = type("Asked", (GovForm,), {"answer": field})({"answer": typed})

    assert asked.errors["answer"] == [sentence]
