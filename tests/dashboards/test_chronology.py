"""What matters in a child's life, built by itself, added to, narrowed and taken out (B-23)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Refused
from children.actions.chronology import add_event, mark
from children.actions.missing import report_missing
from children.models import ChronologyEvent
from dashboards.chronology import chronology
from tests.factories import stories
from visits.actions import Seen, record_visit

tue_24_feb, tue_3_mar, wed_4_mar = date(2026, 2, 24), date(2026, 3, 3), date(2026, 3, 4)
pytestmark = pytest.mark.requirement("B-23", "S0-33")


@pytest.fixture
def robin(child, social_worker):
    """A plan, a visit like any other, one that found a bruise, one that was refused."""
    stories.on_a_plan(child, started_on=tue_24_feb)
    stories.seen(child, on=date(2026, 2, 26), by=social_worker)
    record_visit(
        seen=[Seen(child=child, child_seen=True, child_seen_alone=True, injury="A bruise.")],
        visited_on=date(2026, 2, 27), by=social_worker, today=tue_3_mar,
    )  # fmt: skip
    stories.not_seen(child, on=tue_3_mar, by=social_worker)
    return child


def titles(children, **asked) -> list[str]:
    return [entry.happening.title for entry in chronology(children, **asked)]


def test_it_builds_itself_from_what_matters_and_leaves_the_rest(robin, social_worker):
    report_missing(
        child=robin, who="child", since_on=tue_3_mar, circumstances="Not home.", agencies_told="Police.",
        by=social_worker, today=wed_4_mar,
    )  # fmt: skip

    told = titles([robin])

    assert told[0] == "Born"
    for what in ("Child protection plan began", "The child was not seen", "Missing: the child"):
        assert what in told
    visits = [entry for entry in chronology([robin]) if entry.happening.title.startswith("Visit")]
    assert [entry.on for entry in visits] == [date(2026, 2, 27), tue_3_mar], "an ordinary visit is no event"
    assert len(titles([robin], all_of_it=True)) > len(told)
    days = [entry.on for entry in chronology([robin])]
    assert days == sorted(days)


def test_it_is_narrowed_to_a_time(robin):
    assert {
        entry.on for entry in chronology([robin], from_on=date(2026, 2, 27), until_on=date(2026, 2, 28))
    } == {date(2026, 2, 27)}


def test_people_add_to_it_and_say_what_matters(robin, social_worker):
    add_event(
        child=robin, on=date(2026, 3, 1), what="The grandmother moved away.", agency="School", by=social_worker,
        today=wed_4_mar,
    )  # fmt: skip
    assert "Added to the chronology, from School" in titles([robin])
    [ordinary] = [
        entry.happening
        for entry in chronology([robin], all_of_it=True)
        if entry.on == date(2026, 2, 26) and entry.happening.key.startswith("visit-")
    ]
    assert not ordinary.matters

    mark(child=robin, happening=ordinary.key, matters=True, by=social_worker)
    assert date(2026, 2, 26) in {entry.on for entry in chronology([robin])}
    mark(child=robin, happening=ordinary.key, matters=False, by=social_worker)
    assert date(2026, 2, 26) not in {entry.on for entry in chronology([robin])}


@pytest.mark.parametrize(("on", "what"), [(date(2026, 3, 5), "To come."), (wed_4_mar, " ")])
def test_what_is_no_event_is_refused(robin, social_worker, on, what):
    with pytest.raises(Refused):
        add_event(child=robin, on=on, what=what, by=social_worker, today=wed_4_mar)


def test_it_is_read_added_to_and_marked_in_the_pages(robin, social_worker, auditor, it_is_today, read):
    browser, address = Client(), reverse("chronology", args=[robin.pk])
    browser.force_login(social_worker)

    browser.post(reverse("add-event", args=[robin.pk]), {"on": "1/3/2026", "what": "A fight at school."})
    assert ChronologyEvent.objects.get().what == "A fight at school."
    page = read(social_worker, address)
    assert "A fight at school." in page.words
    key = next(
        entry.happening.key
        for entry in chronology([robin])
        if entry.happening.title == "The child was not seen"
    )
    browser.post(reverse("mark", args=[robin.pk]), {"happening": key, "matters": "no"})

    assert "The child was not seen" not in read(social_worker, address).words
    assert "The child was not seen" in read(social_worker, f"{address}?everything=on").words
    assert "Leave out" in read(social_worker, f"{address}?choose=on").words
    assert "Leave out" not in read(social_worker, address).words
    assert "Leave out" not in read(auditor, f"{address}?choose=on").words
    before = robin.significances.count()
    browser.post(reverse("mark", args=[robin.pk]), {"happening": "visit-999999", "matters": "yes"})
    assert robin.significances.count() == before, "only what stands there can be marked"


def test_a_long_one_is_printed_whole(robin, social_worker, it_is_today, read, monkeypatch):
    monkeypatch.setattr("dashboards.views.chronology.PER_PAGE", 2)
    address = reverse("chronology", args=[robin.pk])
    page = read(social_worker, f"{address}?everything=on")
    number = len(chronology([robin], all_of_it=True))

    assert f"Showing 1 to 2 of {number} entries" in page.words
    [whole] = [url for words, url in page.links.items() if words == "All of it on one page, to print"]
    assert "everything=on" in whole
    assert "whole=on" in whole
    printed = read(social_worker, f"{address}{whole}").words
    assert f"Showing 1 to {number} of {number} entries" in printed
    assert "to print" not in printed


def test_what_is_printed_says_as_of_when_and_for_whom(client, robin, social_worker, it_is_today):
    client.force_login(social_worker)
    page = client.get(reverse("chronology", args=[robin.pk])).content.decode()

    assert "As it stood on 4 March 2026 at midday, for Priya Pattern" in page
