"""How far a run is: said at once, then once a second, and all of it only at the end."""

import pytest

from returns import tally
from returns.models import ImportRun

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """Seconds since some moment; set what it shows with clock[0] = …"""
    shown = [5000.0]
    monkeypatch.setattr(tally.time, "monotonic", lambda: shown[0])
    return shown


def test_it_is_said_at_most_once_a_second_and_written_down(portal, clock):
    run = ImportRun.objects.create(census_name="census.xml", started_by=portal)
    said: list[int] = []
    progress = tally.Progress(run, total=1000, tell=said.append)

    for seconds, done in ((0, 9), (0.5, 300), (1, 310), (1.9, 650), (2, 659), (3, 1000), (4, 1200)):
        clock[0] = 5000 + seconds
        progress.at(done)

    assert said == [0, 31, 65, 99, 99]
    run.refresh_from_db()
    assert run.per_cent == 99
    progress.say(100)
    run.refresh_from_db()
    assert (said[-1], run.per_cent) == (100, 100)


def test_a_file_without_a_byte_divides_by_nothing(portal, clock):
    run = ImportRun.objects.create(census_name="census.xml", started_by=portal)
    said: list[int] = []

    tally.Progress(run, total=0, tell=said.append).at(0)

    assert said == [0]
