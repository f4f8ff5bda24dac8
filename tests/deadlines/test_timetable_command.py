"""`manage.py timetable FACTS.json`: the arithmetic as a stranger checks it, with neither database nor settings."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from deadlines.facts import EVENTS, FactsRefused, read_facts
from deadlines.timetable import main

ROOT = Path(__file__).resolve().parents[2]

# A plan from 24 February to 12 August 2026, as an authority might write it down.
STORY = {
    "pack": "composite",
    "child": {"born": "2014-05-09", "expected": None, "see_alone": "alone"},
    "closure_days": [],
    "events": [
        {"on": "2026-02-03", "event": "strategy-discussion"},
        {"on": "2026-02-10", "event": "conference-booked", "conference": "initial", "for": "2026-02-24"},
        {"on": "2026-02-24", "event": "initial-conference", "outcome": "plan"},
        {"on": "2026-02-24", "event": "plan-frequency", "rule": "visit", "every": "5 working days"},
        {"on": "2026-03-03", "event": "visit", "seen": True, "alone": False},
        {"on": "2026-03-10", "event": "core-group"},
        {"on": "2026-05-20", "event": "review-conference", "outcome": "continue"},
        {"on": "2026-08-12", "event": "plan-ended", "reason": "no-longer-at-risk"},
    ],
}


@pytest.fixture
def reckon(tmp_path, capsys):
    def reckon(facts: dict, *options: str, on: str = "2026-11-27") -> list[dict]:
        path = tmp_path / "facts.json"
        path.write_text(json.dumps(facts), encoding="utf-8")
        status = main([str(path), "--json", "--on", on, *options])
        printed = capsys.readouterr()
        assert status == 0, printed.err
        return json.loads(printed.out)

    return reckon


def short(clock: dict) -> tuple:
    return tuple(clock[key] for key in ("rule", "started_on", "due_on", "met_on", "lapsed_on", "standing"))


@pytest.mark.requirement(
    "T-01", "T-03", "T-11", "T-12", "T-16", "T-17", "T-18", "T-20", "T-21", "T-24", "C-14"
)
def test_every_clock_of_a_plan_from_its_discussion_to_its_end(reckon):
    ended = "2026-08-12"

    assert [short(clock) for clock in reckon(STORY)] == [
        ("enquiries-decision", "2026-02-03", "2026-02-17", None, ended, "lapsed"),
        ("initial-conference", "2026-02-03", "2026-02-24", "2026-02-24", None, "met"),
        ("conference-draft-plan", "2026-02-10", "2026-02-18", None, ended, "lapsed"),
        ("conference-report-countersigned", "2026-02-10", "2026-02-19", None, ended, "lapsed"),
        ("conference-report-to-chair", "2026-02-10", "2026-02-23", None, ended, "lapsed"),
        ("conference-report-to-family", "2026-02-10", "2026-02-20", None, ended, "lapsed"),
        ("contact", "2026-02-24", "2026-03-24", "2026-03-03", None, "met"),
        ("eighteenth-birthday", "2026-02-24", "2032-05-09", ended, None, "met"),
        ("first-core-group", "2026-02-24", "2026-03-10", "2026-03-10", None, "met"),
        ("first-review", "2026-02-24", "2026-05-24", "2026-05-20", None, "met"),
        ("seen-alone", "2026-02-24", "2026-03-24", None, ended, "lapsed"),
        ("two-years", "2026-02-24", "2028-02-24", None, ended, "lapsed"),
        ("visit", "2026-02-24", "2026-03-03", "2026-03-03", None, "met"),
        ("contact", "2026-03-03", "2026-03-31", None, ended, "lapsed"),
        ("visit", "2026-03-03", "2026-03-10", None, ended, "lapsed"),
        ("core-group-circulated", "2026-03-10", None, None, ended, "lapsed"),
        ("second-core-group", "2026-03-10", "2026-04-21", None, ended, "lapsed"),
        ("review", "2026-05-20", "2026-11-20", None, ended, "lapsed"),
        ("cin-plan-after-plan", ended, "2026-08-21", None, None, "overdue"),
    ]


def test_each_clock_says_which_limit_won_which_lost_and_which_days_were_not_counted(reckon):
    visit = next(clock for clock in reckon(STORY) if clock["rule"] == "visit")

    assert (visit["limit"]["period"], visit["limit"]["pack"]) == ("5 working days", "plan")
    assert visit["working"]["skipped"] == [
        {"on": "2026-02-28", "why": "Saturday"},
        {"on": "2026-03-01", "why": "Sunday"},
    ]
    assert [(lost["period"], lost["would_have_given"]) for lost in visit["working"]["lost"]] == [
        ("10 working days", "2026-03-10")
    ]
    assert visit["practical_on"] == "2026-03-03"


def test_as_it_stood_on_a_day_knows_nothing_of_what_came_later(reckon):
    on_2_march = {clock["rule"]: clock for clock in reckon(STORY, on="2026-03-02")}
    on_4_march = [clock for clock in reckon(STORY, on="2026-03-04") if clock["rule"] == "visit"]

    assert (on_2_march["visit"]["met_on"], on_2_march["visit"]["standing"]) == (None, "due")
    assert on_2_march["first-core-group"]["standing"] == "due"
    assert "review" not in on_2_march
    assert [clock["standing"] for clock in on_4_march] == ["met", "due"]


@pytest.mark.requirement("T-08", "T-14", "C-11", "C-13")
def test_a_conference_that_is_moved_keeps_the_day_it_was_first_booked(reckon):
    plan = STORY["events"][2]
    events = [
        plan,
        {"on": "2026-03-02", "event": "conference-booked", "conference": "review", "for": "2026-05-20"},
        {"on": "2026-05-02", "event": "conference-booked", "conference": "review", "for": "2026-06-03"},
        {"on": "2026-05-05", "event": "core-group"},
    ]
    clocks = {clock["rule"]: clock for clock in reckon({**STORY, "events": events}, on="2026-06-04")}
    updated, window = clocks["review-plan-updated"], clocks["core-group-before-review"]

    # Five working days before 3 June: 2 June, 1 June, 29 May, 28 May, 27 May (25 May is a bank holiday).
    assert (updated["started_on"], updated["due_on"], updated["standing"]) == (
        "2026-03-02",
        "2026-05-27",
        "overdue",
    )
    # The core group of 5 May lies before the window that now opens on 13 May.
    assert (window["opens_on"], window["due_on"], window["met_on"]) == ("2026-05-13", "2026-06-03", None)


@pytest.mark.requirement("B-17", "C-14")
def test_the_clocks_of_an_unborn_child_wait_for_the_birth(reckon):
    unborn = {
        "child": {"expected": "2026-06-01"},
        "events": [{"on": "2026-02-24", "event": "initial-conference", "outcome": "plan"}],
    }
    born = {**unborn, "events": [*unborn["events"], {"on": "2026-05-27", "event": "born"}]}

    assert not {"visit", "contact", "seen-alone"} & {clock["rule"] for clock in reckon(unborn)}
    visit = next(clock for clock in reckon(born) if clock["rule"] == "visit")
    assert (visit["started_on"], visit["due_on"]) == ("2026-05-27", "2026-06-10")


@pytest.mark.requirement("T-18")
@pytest.mark.parametrize(
    ("mode", "met_by"),
    [("alone", "2026-03-03"), ("baby-awake", "2026-03-05"), ("not-appropriate", "no clock")],
)
def test_what_seeing_alone_means_is_the_child_s_own(reckon, mode, met_by):
    events = [
        STORY["events"][2],
        {"on": "2026-03-03", "event": "visit", "seen": True, "alone": True},
        {"on": "2026-03-05", "event": "visit", "seen": True, "awake": True},
    ]
    story = {"child": {"born": "2014-05-09", "see_alone": mode}, "events": events}
    clocks = [clock for clock in reckon(story) if clock["rule"] == "seen-alone"]

    assert (clocks[0]["met_on"] if clocks else "no clock") == met_by


def test_a_visit_by_somebody_else_counts_only_under_an_agreement(reckon):
    def met_on(by: str) -> str | None:
        visit = {"on": "2026-03-03", "event": "visit", "seen": True, "alone": True, "by": by}
        clocks = reckon({**STORY, "events": [STORY["events"][2], visit]})
        return next(clock["met_on"] for clock in clocks if clock["rule"] == "visit")

    assert (met_on("other"), met_on("delegate")) == (None, "2026-03-03")


@pytest.mark.requirement("C-1")
def test_days_on_which_the_office_is_closed_are_not_counted(reckon):
    story = {**STORY, "events": [{"on": "2026-12-22", "event": "initial-conference", "outcome": "plan"}]}
    closed = {**story, "closure_days": ["2026-12-29", "2026-12-30", "2026-12-31"]}

    def due(facts: dict) -> str:
        clocks = reckon(facts, on="2026-12-22")
        return next(clock["due_on"] for clock in clocks if clock["rule"] == "visit")

    # From 22 December: 23, 24, 29, 30, 31, 4, 5, 6, 7, 8 January; three days later with the office closed.
    assert (due(story), due(closed)) == ("2027-01-08", "2027-01-13")


@pytest.mark.requirement("T-12", "T-11")
def test_another_pack_can_be_asked_for(reckon):
    clocks = {clock["rule"]: clock for clock in reckon(STORY, "--pack", "greenwich") if clock["due_on"]}

    assert clocks["second-core-group"]["due_on"] == "2026-05-12"
    assert "enquiries-decision" not in clocks


def test_nothing_is_said_of_a_lead_social_worker_unless_the_file_tells_of_one(reckon):
    told = {**STORY, "events": [*STORY["events"], {"on": "2026-02-26", "event": "allocated"}]}

    assert "lead-social-worker" not in {clock["rule"] for clock in reckon(STORY)}
    assert [clock["met_on"] for clock in reckon(told) if clock["rule"] == "lead-social-worker"] == [
        "2026-02-26"
    ]


EVENT = {"on": "2026-02-24", "event": "initial-conference", "outcome": "plan"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"child": None}, "“child” is missing"),
        ({"child": {}}, "Give the day the child was born"),
        ({"child": {"born": "31/02/2014"}}, "“31/02/2014”, which is not a day such as 2026-02-24"),
        ({"child": {"born": "2014-02-30"}}, "not a day"),
        ({"child": {"born": "2014-05-09", "see_alone": "sometimes"}}, "Use one of “alone”"),
        ({"child": {"born": "2014-05-09", "name": "x"}}, "“name” means nothing here"),
        ({"events": {}}, "should be a list"),
        ({"events": [3]}, "Event 1 should be an object"),
        ({"events": [EVENT, {"on": "2026-03-03", "event": "visitt"}]}, "Event 2: there is no event “visitt”"),
        ({"events": [{"event": "visit", "seen": True}]}, "“on” is missing"),
        ({"events": [{"on": "2026-03-03", "event": "visit"}]}, "say whether “seen” is true or false"),
        ({"events": [{"on": "2026-03-03", "event": "visit", "seen": "yes"}]}, "say whether “seen”"),
        ({"events": [{"on": "2026-03-03", "event": "visit", "seen": False, "alone": True}]}, "was seen"),
        ({"events": [{**EVENT, "outcome": "maybe"}]}, "“outcome” is “maybe”. Use one of “plan”, “no-plan”"),
        ({"events": [{**EVENT, "outkome": "plan"}]}, "“outkome” means nothing here"),
        (
            {"events": [{"on": "2026-03-03", "event": "plan-frequency", "rule": "visit", "every": "5"}]},
            "“5” is not a period",
        ),
        (
            {"events": [{"on": "2026-03-03", "event": "conference-booked", "conference": "review"}]},
            "“for” is missing",
        ),
        (
            {
                "events": [
                    {
                        "on": "2026-03-03", "event": "conference-booked", "conference": "review",
                        "for": "2026-03-02",
                    }
                ]
            },
            "for a day before the booking",
        ),
        ({"closure_days": ["Christmas"]}, "“Christmas”, which is not a day"),
        ({"pakc": "composite"}, "“pakc” means nothing here"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_with_its_place_and_how_to_mend_it(change, says):
    with pytest.raises(FactsRefused, match=says):
        read_facts(json.dumps({**STORY, **change}))


def test_files_that_are_no_facts_at_all_are_refused_in_one_line(tmp_path, capsys):
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")

    assert main([str(tmp_path / "missing.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert main([str(broken)]) == 2
    assert "This is not JSON: line 1" in capsys.readouterr().err
    broken.write_text(json.dumps(STORY), encoding="utf-8")
    assert main([str(broken), "--pack", "nowhere"]) == 2
    assert "There is no pack “nowhere”. Use one of composite" in capsys.readouterr().err
    assert main([str(broken), "--on", "tomorrow"]) == 2
    assert "not a day" in capsys.readouterr().err


def test_it_runs_by_itself_with_nothing_in_the_environment(tmp_path):
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(STORY), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, ROOT / "manage.py", "timetable", path, "--on", "2026-03-12"],
        env={"PATH": os.environ["PATH"]},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Composite of six local procedures, as it stood on 2026-03-12" in ran.stdout
    assert "5 working days after Tuesday 3 March 2026 is Tuesday 10 March 2026" in ran.stdout


def test_the_page_about_the_file_names_every_event():
    page = (ROOT / "docs" / "test-bench.md").read_text(encoding="utf-8")

    assert [event for event in EVENTS if f"`{event}`" not in page] == []
