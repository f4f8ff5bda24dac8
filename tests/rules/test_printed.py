"""The printed timetable says what is in force, and says so when it no longer does."""

from dataclasses import replace

import pytest

from deadlines import printed
from deadlines.packs import load_pack, read_pack
from deadlines.printed import PRINTED, as_markdown, in_sentences


def test_the_printed_timetable_is_the_one_in_force():
    assert PRINTED.read_text(encoding="utf-8") == as_markdown(load_pack("composite"))


def test_every_rule_in_force_is_printed_with_its_limit_and_where_it_comes_from(composite):
    text = as_markdown(composite)

    for rule in composite.rules:
        assert f"### {rule.number} {rule.name}\n\n{rule.why}\n" in text
        for limit in composite.limits_of(rule.code):
            assert limit.source in text


def test_checking_notices_a_stale_copy_and_writing_mends_it(tmp_path, monkeypatch, capsys):
    copy = tmp_path / "docs" / "statutory-timetable.md"
    monkeypatch.setattr(printed, "PRINTED", copy)

    assert printed.main(["--check"]) == 1
    assert "stale" in capsys.readouterr().err
    assert printed.main([]) == 0
    assert printed.main(["--check"]) == 0


def test_a_changed_number_is_printed_with_the_dates_it_holds_between(tmp_path):
    (tmp_path / "dated.toml").write_text(
        'title = "Dated"\nversion = "1"\nreviewed_on = 2026-01-01\nreview_by = 2027-01-01\n'
        '[[limit]]\nrule = "visit"\nperiod = "4 weeks"\nsource = "Old"\nuntil = 2026-03-31\n'
        '[[limit]]\nrule = "visit"\nperiod = "not set"\nsource = "New"\nsince = 2026-04-01\n'
    )

    text = as_markdown(read_pack(tmp_path / "dated.toml"))

    assert "within 4 weeks (local) until 31 March 2026; no limit set (local) from 1 April 2026" in text


@pytest.mark.requirement("B-13", "T-16")
def test_a_pack_says_in_sentences_who_and_what_counts(composite):
    assert in_sentences(composite) == [
        "Until 24 months of age a child is seen awake rather than alone.",
        "Whoever covers for the lead social worker sees the child in their place.",
        "A visit counts wherever the child was seen: at home, at school or elsewhere.",
        "A plan that is to ask for less than it did needs a manager’s agreement.",
    ]
    stricter = replace(composite, cover_counts=False, home_visits_only=True, chair_agrees_to_loosening=True)
    assert in_sentences(stricter)[1:] == [
        "A visit of whoever covers counts only under an agreement to see the child instead.",
        "Only a visit at home counts.",
        "A plan that is to ask for less than it did needs a manager’s agreement and the conference chair’s.",
    ]
