"""An alert that was acknowledged is still counted, and stays on the caseload; the day asks about the others alone."""

from datetime import date

import pytest
from django.utils import timezone

from alerts.actions import acknowledge, raise_alerts
from alerts.models import Alert
from tests.factories import stories

wed_4_feb = date(2026, 2, 4)

pytestmark = [pytest.mark.requirement("B-31"), pytest.mark.usefixtures("it_is_today")]


def test_what_is_acknowledged_is_counted_and_no_longer_asked_about(read, child, social_worker, today):
    stories.on_a_plan(child, started_on=wed_4_feb)
    raise_alerts(today=today)
    mine = Alert.objects.filter(person=social_worker)
    every = mine.values("deadline").distinct().count()
    latest = mine.filter(deadline__rule="visit").latest("since", "pk")
    acknowledge(alert=latest, note="I go tomorrow.", by=social_worker, now=timezone.now())

    my_day, caseload = read(social_worker, "/my-day/"), read(social_worker, "/caseload/")

    def about_the_visit(page) -> list[bool]:
        return [
            line.acknowledged
            for line in page.context["alerts"]
            if line.words.startswith("Visit to the child")
        ]

    assert about_the_visit(my_day) == []
    assert about_the_visit(caseload) == [True]
    for page in (my_day, caseload):
        [tile] = [each for each in page.context["tiles"] if each.label == "Alerts"]
        assert tile.number == every
        assert f"{every - 1} not yet acknowledged" in page.words
    assert every > 1
