import re
from datetime import date

from crispy_forms.utils import render_crispy_form
from django import forms
from django.utils.safestring import SafeString
from lxml import html

from govuk_forms.fields import NearDateField, PartsDateField, TimeField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Details, Layout, Question
from govuk_forms.summary import error_summary


class ReviewForm(GovForm):
    held_on = NearDateField(label="Conference date")
    started_at = TimeField(label="Start time")
    born_on = PartsDateField(label="Date of birth", help_text="For example, 27 3 2015.")
    decision = forms.ChoiceField(
        label="Decision", choices=[("keep", "Continue"), ("end", "End the plan")], widget=forms.RadioSelect
    )
    reason = forms.CharField(label="Reason for ending")
    people = forms.MultipleChoiceField(
        label="Who came",
        choices=[("mother", "Mother"), ("school", "School")],
        widget=forms.CheckboxSelectMultiple,
    )
    team = forms.ChoiceField(label="Team", choices=[("", "Choose"), ("n", "North")])
    notes = forms.CharField(label="Notes", widget=forms.Textarea)
    agreed = forms.BooleanField(label="Everyone agreed")

    requires = {"reason": ("decision", "end")}
    layout = Layout(
        Question("decision", reveal={"end": ["reason"]}),
        "held_on",
        "started_at",
        "born_on",
        "people",
        "team",
        Details("More", "notes"),
        "agreed",
    )


def drawn(form: GovForm) -> html.HtmlElement:
    return html.fromstring(f"<div>{render_crispy_form(form)}</div>")


def classes(element: html.HtmlElement) -> set[str]:
    return set(element.get("class", "").split())


def test_every_link_of_the_summary_leads_to_a_control_on_the_page():
    form = ReviewForm({"decision": "end", "born_on-day": "31", "born_on-month": "2", "born_on-year": "26"})
    page = drawn(form)

    links = html.fromstring(error_summary(form)).xpath("//a/@href")

    assert len(links) == 8
    assert [
        link
        for link in links
        if not page.xpath(f"//*[@id='{link[1:]}'][self::input or self::select or self::textarea]")
    ] == []


def test_the_summary_lists_errors_in_the_order_of_the_page():
    form = ReviewForm({"decision": "end"})

    links = html.fromstring(error_summary(form)).xpath("//a/@href")

    assert links[:3] == ["#id_reason", "#id_held_on", "#id_started_at"]


def test_only_the_box_that_is_wrong_is_marked():
    page = drawn(ReviewForm({"born_on-day": "14", "born_on-month": "13", "born_on-year": "2015"}))

    marked = [box.get("id") for box in page.xpath("//input[contains(@class, 'govuk-input--error')]")]

    assert "id_born_on-month" in marked
    assert not {"id_born_on-day", "id_born_on-year"} & set(marked)


def test_what_was_typed_is_shown_again_as_it_was_typed():
    typed = {
        "held_on": "31 Feb 26",
        "started_at": "tea time",
        "born_on-day": "x",
        "born_on-month": "Mrch",
        "born_on-year": "26",
        "decision": "keep",
        "reason": "hidden, but kept on the page",
        "notes": "<b>bold</b>",
    }

    page = drawn(ReviewForm(typed))

    shown = {name: page.xpath(f"string(//*[@name='{name}']/@value)") for name in typed}
    shown["notes"] = page.xpath("//textarea")[0].text.strip()
    shown["decision"] = page.xpath("string(//input[@type='radio'][@checked]/@value)")
    assert shown == typed


def test_stored_values_are_shown_as_people_write_them():
    page = drawn(ReviewForm(initial={"held_on": date(2026, 3, 14), "born_on": date(2015, 1, 3), "team": "n"}))

    assert page.xpath("string(//input[@name='held_on']/@value)") == "14/3/2026"
    assert [
        page.xpath(f"string(//input[@name='born_on-{part}']/@value)") for part in ("day", "month", "year")
    ] == [
        "3",
        "1",
        "2015",
    ]
    assert page.xpath("string(//option[@selected]/@value)") == "n"


def test_a_name_in_a_label_cannot_write_html():
    form = ReviewForm()
    form.fields["decision"].label = "<script>alert(1)</script>"
    form.fields["notes"].help_text = "<i>slanted</i>"

    rendered = render_crispy_form(form)

    assert "<script>" not in rendered
    assert "<i>" not in rendered


def test_markup_that_was_made_safe_stays_markup():
    form = ReviewForm()
    form.fields["notes"].help_text = SafeString("<i>slanted</i>")

    assert "<i>slanted</i>" in render_crispy_form(form)


def test_drawing_a_form_twice_gives_the_same_page():
    form = ReviewForm({"decision": "end"})

    assert render_crispy_form(form) == render_crispy_form(form)


def test_a_folded_section_opens_when_something_in_it_is_wrong():
    def is_open(form: GovForm) -> bool:
        return drawn(form).xpath("boolean(//details/@open)")

    assert not is_open(ReviewForm())
    assert is_open(ReviewForm({"notes": ""}))
    assert not is_open(ReviewForm({"notes": "Written"}))


def test_the_browser_is_not_asked_to_check_anything():
    rendered = render_crispy_form(ReviewForm())

    assert not re.search(r"\brequired\b", rendered)
    assert 'type="number"' not in rendered
    assert 'type="date"' not in rendered


def test_nothing_is_styled_or_scripted_inline():
    page = drawn(ReviewForm({"decision": "end"}))

    assert page.xpath("//@style | //script | //@*[starts-with(name(), 'on')]") == []


def test_the_calendar_is_told_the_bounds():
    form = ReviewForm()
    form.fields["held_on"].limit(earliest=date(2026, 3, 1), latest=date(2026, 3, 14))

    [picker] = drawn(form).xpath("//div[@data-module='moj-date-picker']")

    assert (picker.get("data-min-date"), picker.get("data-max-date")) == ("01/03/2026", "14/03/2026")


def test_a_form_that_is_being_added_to_shows_no_errors():
    form = ReviewForm({}).without_errors()

    assert "govuk-error-message" not in render_crispy_form(form)
    assert error_summary(form) == ""
