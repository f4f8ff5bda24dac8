"""A child or a family goes missing: it stands everywhere, and no clock stops (B-22)."""

from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Refused
from children.actions.missing import report_found, report_missing
from children.pages import agenda
from deadlines.models import Deadline
from tests.factories import stories

tue_24_feb, tue_3_mar, wed_4_mar = date(2026, 2, 24), date(2026, 3, 3), date(2026, 3, 4)
pytestmark = pytest.mark.requirement("B-22")


@pytest.fixture
def robin(child):
    stories.on_a_plan(child, started_on=tue_24_feb)
    return child


def gone(child, by, **different):
    return report_missing(
        **{
            "child": child, "who": "child", "since_on": tue_3_mar, "since_at": time(18), "by": by, "today": wed_4_mar,
            "circumstances": "Not home from school.", "agencies_told": "Police, 6pm.", **different,
        }
    )  # fmt: skip


@pytest.mark.requirement("S1-159")
def test_no_clock_stops_and_being_found_is_no_visit(robin, social_worker):
    before = set(Deadline.objects.outstanding().filter(child=robin).values_list("rule", "due_on"))

    missing = gone(robin, social_worker)
    report_found(
        missing=missing,
        found_on=wed_4_mar,
        found_words="At a friend\u2019s.",
        by=social_worker,
        today=wed_4_mar,
    )

    assert set(Deadline.objects.outstanding().filter(child=robin).values_list("rule", "due_on")) == before


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"since_on": date(2026, 3, 5)}, "since_on"),
        ({"circumstances": " "}, "circumstances"),
        ({"agencies_told": ""}, "agencies_told"),
    ],
)
def test_what_is_not_said_is_asked_for(robin, social_worker, different, field):
    with pytest.raises(Refused) as refusal:
        gone(robin, social_worker, **different)
    assert refusal.value.field == field


def test_a_child_is_missing_once_at_a_time_and_found_with_what_they_said(robin, social_worker):
    missing = gone(robin, social_worker)
    with pytest.raises(Refused, match="already recorded as missing"):
        gone(robin, social_worker)
    found = {"missing": missing, "by": social_worker, "today": wed_4_mar}
    with pytest.raises(Refused, match="Missing since 3 March 2026"):
        report_found(found_on=date(2026, 3, 2), found_words="Well.", **found)
    with pytest.raises(Refused, match="what the child said on return"):
        report_found(found_on=wed_4_mar, found_words=" ", **found)

    report_found(found_on=wed_4_mar, found_words="At a friend\u2019s.", **found)

    assert not [link for link in agenda([robin]) if "missing since" in link.label]
    assert gone(robin, social_worker, since_on=wed_4_mar).pk


def test_it_stands_in_the_banner_and_on_the_agenda_and_is_recorded_in_the_pages(
    robin, social_worker, it_is_today, read
):
    browser = Client()
    browser.force_login(social_worker)
    browser.post(
        reverse("children:report-missing", args=[robin.pk]),
        {
            "who": "family", "since_on": "3/3/2026", "since_at": "6pm", "circumstances": "The house is empty.",
            "agencies_told": "Police, 6pm.",
        },
    )  # fmt: skip

    overview = read(social_worker, robin.get_absolute_url())
    assert "Missing since 3 March 2026" in overview.response.content.decode()
    [link] = [each for each in agenda([robin]) if "missing since" in each.label]
    assert link.label == f"{robin.name}: the whole family missing since 3 March 2026"
    assert "The house is empty." in read(social_worker, link.url).words
    missing = robin.missing.get()
    browser.post(
        reverse("children:found", args=[robin.pk, missing.pk]),
        {"found_on": "4/3/2026", "found_words": "With an aunt."},
    )
    assert "Missing since" not in read(social_worker, robin.get_absolute_url()).response.content.decode()
