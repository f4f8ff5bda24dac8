"""Decisions are numbered by their file names, one after another, and each has its parts."""

import re
from pathlib import Path

import pytest

DECISIONS = Path(__file__).resolve().parents[2] / "docs" / "decisions"
PAGES = sorted(DECISIONS.glob("[0-9]*.md"))


def title(page: Path) -> str:
    return page.read_text(encoding="utf-8").partition("\n")[0]


def test_decisions_are_numbered_one_after_another():
    assert [page.name[:5] for page in PAGES] == [f"{number:04}-" for number in range(1, len(PAGES) + 1)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_decision_is_titled_with_the_number_of_its_file(page: Path):
    assert re.fullmatch(rf"# {page.name[:4]} \S.+", title(page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_decision_has_its_parts_in_order_and_none_is_empty(page: Path):
    _, *parts = re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert [part.partition("\n")[0] for part in parts] == [
        "Context",
        "Decision",
        "Turned down",
        "Consequences",
    ]
    assert [part for part in parts if not part.partition("\n")[2].strip()] == []


def test_the_list_of_decisions_leads_to_every_page():
    listed = re.findall(r"^\| \[(\d{4})\]\((.+?)\)", (DECISIONS / "README.md").read_text(), re.MULTILINE)

    assert listed == [(page.name[:4], page.name) for page in PAGES]
