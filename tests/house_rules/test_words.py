"""Words that no page uses, since what they name is no longer so."""

import re

import pytest
from django.conf import settings

NOT_OURS = {"migrations", "tests", ".venv", "node_modules"}
PAGES = [
    *settings.BASE_DIR.glob("templates/**/*.html"),
    *(path for path in settings.BASE_DIR.glob("[a-z]*/**/*.py") if NOT_OURS.isdisjoint(path.parts)),
]


@pytest.mark.requirement("S4-4", "S4-2")
def test_nobody_is_on_a_register():
    """There has been no child protection register since 2008: a child is the subject of a plan."""
    register = re.compile(r"(protection|at.risk) register|on the register|registered child", re.IGNORECASE)

    assert len(PAGES) > 300
    assert [str(path) for path in PAGES if register.search(path.read_text(encoding="utf-8"))] == []
