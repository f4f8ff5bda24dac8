"""The printed timetable says what is in force, and says so when it no longer does."""

from deadlines import printed
from deadlines.packs import load_pack, read_pack
from deadlines.printed import PRINTED, as_markdown


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
