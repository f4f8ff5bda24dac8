"""Pages of docs/ that are printed from the code say what the code says."""

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRINTERS = [f"{path.parent.name}.printed" for path in sorted(ROOT.glob("*/printed.py"))]


@pytest.mark.parametrize("name", PRINTERS)
def test_a_printed_page_is_the_one_that_the_code_prints_today(name: str, monkeypatch):
    printer = importlib.import_module(name)

    assert printer.main(["--check"]) == 0, "Run `make docs` and read the difference."


def test_both_the_timetable_and_the_permissions_are_printed():
    assert PRINTERS == ["accounts.printed", "deadlines.printed"]


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_what_a_page_of_the_docs_links_to_is_there(path: Path):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))

    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []
