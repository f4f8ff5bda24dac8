from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AccessLog
from children.actions import change_child
from children.models import Allocation, Child
from children.trail import kinds
from tests.factories import RelationshipFactory


def page(name: str, child) -> str:
    return reverse(f"children:{name}", kwargs={"child_pk": child.pk})


@pytest.fixture
def auditor_signed_in(client, auditor):
    client.force_login(auditor)
    return auditor


def test_a_change_says_who_changed_what_from_what_to_what(
    client, auditor_signed_in, social_worker, child, today
):
    change_child(child=child, religion="Quaker", ethnicity="WBRI", by=social_worker, today=today)
    entry = client.get(page("audit", child)).context["entries"][0]

    assert (entry.what, entry.by) == ("Child changed", "Priya Pattern")
    assert [(each.name, each.before, each.after) for each in entry.differences] == [
        ("Ethnicity", "Not obtained", "White British"),
        ("Religion or belief", "", "Quaker"),
    ]


def test_people_are_named_and_dates_are_in_words(client, auditor_signed_in, child):
    entries = client.get(page("audit", child)).context["entries"]
    [allocation] = [entry for entry in entries if entry.what == "Allocation recorded"]

    assert ("Lead social worker", "Priya Pattern") in [
        (each.name, each.after) for each in allocation.differences
    ]
    assert ("From", "5 January 2026") in [(each.name, each.after) for each in allocation.differences]


def test_every_record_about_one_child_is_in_the_trail_whatever_app_it_belongs_to():
    labels = {model._meta.label for model, _ in kinds()}

    assert {Child._meta.label, Allocation._meta.label} <= labels
    assert {"visits.Visit", "plans.ChildProtectionPlan", "children.Relationship"} <= labels


def test_a_long_trail_has_pages_and_costs_no_more(client, auditor_signed_in, social_worker, child, today):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(page("audit", child))
        return len(asked)

    RelationshipFactory.create_batch(2, child=child)
    few = queries()
    for number in range(60):
        child.religion = f"Religion {number}"
        child.save_by(social_worker)
    RelationshipFactory.create_batch(10, child=child)

    assert queries() <= few
    shown = client.get(page("audit", child))
    assert len(shown.context["entries"]) == 50
    assert "Showing 1 to 50 of 74 changes" in shown.content.decode()


def test_whoever_opened_a_page_is_listed_newest_first(client, auditor_signed_in, social_worker, child):
    client.force_login(social_worker)
    client.get(page("details", child))
    client.get(page("network", child))
    client.force_login(auditor_signed_in)

    openings = client.get(page("opened", child)).context["openings"]
    assert [(str(log.user), what) for log, what in openings] == [
        ("Priya Pattern", "Family and network"),
        ("Priya Pattern", "Details"),
    ]


def test_looking_at_the_trail_is_in_the_trail(client, auditor_signed_in, child):
    client.get(page("audit", child))

    assert AccessLog.objects.get(user=auditor_signed_in).page == "children:audit"


def test_a_social_worker_does_not_read_it(client, social_worker, child):
    client.force_login(social_worker)

    assert client.get(page("audit", child)).status_code == 403
    assert client.get(page("opened", child)).status_code == 403


def test_a_birth_is_a_change_with_its_reason(client, auditor_signed_in, social_worker, child):
    child.expected_on, child.born_on = None, date(2014, 5, 10)
    child.save_by(social_worker, why="Born")

    assert client.get(page("audit", child)).context["entries"][0].why == "Born"
