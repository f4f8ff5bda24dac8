"""Pages of docs/ that are printed from the code say what the code says."""

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRINTERS = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for app in ROOT.glob("*/__init__.py")
    for path in app.parent.rglob("printed.py")
)


@pytest.mark.parametrize("name", PRINTERS)
def test_a_printed_page_is_the_one_that_the_code_prints_today(name: str, monkeypatch):
    printer = importlib.import_module(name)

    assert printer.main(["--check"]) == 0, "Run `make docs` and read the difference."


def test_one_command_prints_them_all():
    command = (ROOT / "cpp_portal/management/commands/print_docs.py").read_text(encoding="utf-8")

    printed = re.findall(r"^from ([\w.]+) import printed as", command, re.MULTILINE)
    assert sorted(f"{package}.printed" for package in printed) == PRINTERS


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_what_a_page_of_the_docs_links_to_is_there(path: Path):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))

    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []
