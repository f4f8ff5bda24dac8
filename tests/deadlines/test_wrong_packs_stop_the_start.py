"""A pack that cannot be trusted stops every process at its start, with the file, the line and the reason."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deadlines import packs
from deadlines.checks import packs_can_be_used

ROOT = Path(__file__).resolve().parents[2]
HEAD = 'title = "X"\nversion = "1"\ninherits = "national"\nreviewed_on = 2026-11-01\nreview_by = 2027-03-31\n'


def test_the_packs_that_ship_stop_nothing():
    assert packs_can_be_used() == []


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        (
            '[[limit]]\nrule = "visti"\nperiod = "1 week"\nsource = "x"\n',
            "wrong.toml, line 6: There is no rule",
        ),
        (
            '[[limit]]\nrule = "review"\nperiod = "7 months"\nsource = "x"\n',
            "wrong.toml, line 6: “review” at 7 months",
        ),
        (
            '[[limit]]\nrule = "visit"\nperiod = 10\nsource = "x"\n',
            "wrong.toml, line 6: The period of “visit” has no",
        ),
        ('[[ limit ]]\nrule = "visit"\nperiod = 10\nsource = "x"\n', "wrong.toml, line 6"),
        (
            '[[limit]]\nrule = "visit"\nperiod = "1 week"\nsource = "x"\n'
            '[[limit]]\nrule = "visit"\nperiod = "2 weeks"\nsource = "x"\n',
            "wrong.toml, line 10: Two limits for “visit”",
        ),
    ],
)
def test_a_wrong_pack_is_named_with_its_line_and_its_fault(tmp_path, monkeypatch, settings, limit, reason):
    for shipped in packs.PACKS.glob("*.toml"):
        (tmp_path / shipped.name).write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "wrong.toml").write_text(HEAD + limit, encoding="utf-8")
    monkeypatch.setattr(packs, "PACKS", tmp_path)

    [error] = packs_can_be_used()

    assert error.msg.startswith(reason)


@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "manage.py", "check"],
        [sys.executable, "-m", "celery", "-A", "cpp_portal", "worker", "--pool=solo"],
        [sys.executable, "-c", "import cpp_portal.wsgi"],
    ],
    ids=["check", "worker", "web"],
)
def test_no_process_starts_with_a_pack_that_is_not_there(command):
    ran = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "RULE_PACK": "nowhere", "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ran.returncode != 0
    assert "RULE_PACK is “nowhere”: nowhere.toml, line 1: There is no such pack." in ran.stdout + ran.stderr


@pytest.mark.requirement("T-27", "B-07")
def test_an_authority_cannot_run_with_limits_that_leave_out_the_child_who_was_not_seen(settings):
    settings.RULE_PACK = "national"

    [refused] = packs_can_be_used()

    assert refused.msg.startswith(
        "RULE_PACK is “national”: it has no number for “Child not seen”, which cannot be switched off."
    )
