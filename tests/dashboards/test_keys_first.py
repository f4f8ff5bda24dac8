"""Which rows a page shows is settled by their keys, and the page is then as the whole list would have shown it."""

from datetime import date, timedelta

import pytest

from dashboards.keys_first import KeysFirst
from deadlines.models import Deadline, DeadlineQuerySet

mon_2_feb = date(2026, 2, 2)


@pytest.fixture
def five(child) -> list[Deadline]:
    started = [mon_2_feb + timedelta(days=number) for number in range(5)]
    due = [date(2026, 3, day) for day in (9, 6, 12, 6, 10)]
    return [
        Deadline.objects.create(
            child=child, rule="visit", started_on=started_on, due_on=due_on, pack="composite"
        )
        for started_on, due_on in zip(started, due, strict=True)
    ]


def test_a_slice_is_what_the_list_has_there_in_two_questions(five, django_assert_num_queries):
    found = Deadline.objects.select_related("child").order_by("due_on", "pk")

    with django_assert_num_queries(2):
        part = KeysFirst(found)[1:4]
        assert {each.child.family_name for each in part} == {five[0].child.family_name}

    assert part == list(found)[1:4] == [five[3], five[0], five[4]]
    assert KeysFirst(found)[10:20] == []
    assert len(KeysFirst(found)) == KeysFirst(found).count() == 5


def test_what_is_met_between_the_two_questions_is_left_out(five, monkeypatch, today):
    in_order = DeadlineQuerySet.order_by

    def order_by(found, *names):
        if not names:  # the second question needs no order
            Deadline.objects.filter(pk=five[3].pk).update(met_on=today)
        return in_order(found, *names)

    found = Deadline.objects.outstanding().order_by("due_on", "pk")
    monkeypatch.setattr(DeadlineQuerySet, "order_by", order_by)

    assert KeysFirst(found)[:3] == [five[1], five[0]]
