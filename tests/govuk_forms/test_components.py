from datetime import date

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from govuk_forms.components import BarChart, Identity, TrendChart, age_in_words
from govuk_forms.templatetags.govuk import standing_colour

sun_22_november = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("born_on", "age"),
    [
        (date(2026, 11, 22), "0 days"),
        (date(2026, 11, 21), "1 day"),
        (date(2026, 11, 9), "13 days"),
        (date(2026, 11, 8), "2 weeks"),
        (date(2026, 8, 23), "13 weeks"),
        (date(2026, 8, 22), "3 months"),
        (date(2024, 11, 23), "23 months"),
        (date(2024, 11, 22), "2 years"),
        (date(2015, 11, 23), "10 years"),
        (date(2015, 11, 22), "11 years"),
    ],
)
def test_age_is_told_in_the_unit_people_use_at_that_age(born_on, age):
    assert age_in_words(born_on, sun_22_november) == age


def test_an_age_before_birth_is_a_mistake():
    with pytest.raises(ValueError, match="expected_on"):
        age_in_words(date(2026, 11, 23), sun_22_november)


def banner(**identity: object) -> str:
    return render_to_string(
        "components/identity_banner.html",
        {"identity": Identity(name="Jamie <Example>", today=sun_22_november, **identity)},
    )


def test_the_banner_escapes_names_and_spaces_the_nhs_number():
    shown = banner(born_on=date(2015, 1, 3), nhs_number="9990000000")

    assert "Jamie &lt;Example&gt;" in shown
    assert "999 000 0000" in shown
    assert "3 January 2015 (11 years)" in shown


def test_the_banner_of_an_unborn_child_tells_when_it_is_expected():
    assert "1 January 2027 (not yet born)" in banner(expected_on=date(2027, 1, 1))


def test_pages_keep_the_filters_in_the_address():
    query = QueryDict("team=north&team=south&page=5")

    shown = render_to_string(
        "components/pagination.html",
        {"page": Paginator(range(132), 10).page(5), "query": query, "noun": "children"},
        RequestFactory().get("/"),
    )

    assert 'href="?team=north&amp;team=south&amp;page=6"' in shown
    assert "Showing 41 to 50 of 132 children" in shown


def test_one_page_has_no_pagination():
    page = Paginator(range(3), 10).page(1)

    assert "<nav" not in render_to_string("components/pagination.html", {"page": page, "query": QueryDict()})


@pytest.mark.parametrize(
    ("standing", "colour"),
    [
        ("overdue", "red"),
        ("due soon", "yellow"),
        ("due", "blue"),
        ("met", "green"),
        ("met late", "orange"),
        ("met_late", "orange"),
        ("no longer required", "grey"),
        ("unheard of", "grey"),
    ],
)
def test_a_standing_has_a_colour_that_repeats_its_word(standing, colour):
    assert standing_colour(standing) == colour


def test_the_longest_bar_is_full_and_none_is_empty_handed():
    chart = BarChart(title="", group="", counted="", counts=[("North", 4), ("South", 8), ("East", 0)])

    assert chart.bars == [("North", 4, 50.0), ("South", 8, 100.0), ("East", 0, 0.0)]


def test_charts_of_nothing_are_drawn():
    bars = BarChart(title="Visits", group="Team", counted="Visits", counts=[("North", 0)])
    trend = TrendChart(title="Visits", period="Month", series=("Due",), points=[("Jan", (0,))])

    assert 'width="0.0%"' in render_to_string("components/bar_chart.html", {"chart": bars})
    assert "0.0,100.0" in render_to_string("components/trend_chart.html", {"chart": trend})


@pytest.mark.parametrize("page", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_need_nothing_from_the_request(page):
    shown = render_to_string(page)

    assert shown.count("<h1") == 1
    assert "</html>" in shown
