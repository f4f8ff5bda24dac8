"""The glossary is about this code: each name that it gives is there, and each term is explained once."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not re.match(r"\| (term|---) ", line)
]


def names_in_the_code() -> set[str]:
    return {
        name
        for app in APPS
        for path in app.rglob("*.py")
        if path.parent.name != "migrations"
        for name in [path.stem, *path.relative_to(ROOT).parts, *re.findall(r"\w+", path.read_text("utf-8"))]
    }


def test_every_name_in_the_glossary_is_in_the_code():
    given = {
        name
        for row in ROWS
        for quoted in re.findall(r"`([^`/]+)`", row[1])
        for name in re.findall(r"[A-Za-z_]\w*", quoted.split("=")[0].removesuffix(".py"))
    }

    assert given - names_in_the_code() == set()


def test_every_term_is_explained_once():
    assert [term for term, times in Counter(row[0] for row in ROWS).items() if times > 1] == []


def test_every_term_has_its_four_columns():
    assert [row for row in ROWS if len(row) != 4 or not row[0] or not (row[1] and (row[2] or row[3]))] == []
