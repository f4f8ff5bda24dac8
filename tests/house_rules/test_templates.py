"""Every template compiles, is used, and holds nothing that the Content-Security-Policy would refuse."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "templates", *ROOT.glob("*/templates")]
TEMPLATES = {
    str(path.relative_to(folder)): path for folder in FOLDERS for path in folder.rglob("*") if path.is_file()
}
APPS = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
SOURCES = [path.read_text(encoding="utf-8") for app in APPS for path in app.rglob("*.py")]

# Rendered by name of status by Django itself.
OF_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
# Found by name by django-crispy-forms in the template pack.
OF_CRISPY = re.compile(r"^govuk/")

INLINE = {
    "a script of its own": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style of its own": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "what to do when something happens": re.compile(r"<[^>{]*\son[a-z]+\s*=|\shx-on\b", re.IGNORECASE),
    "an address that is a script": re.compile(r"javascript:", re.IGNORECASE),
    "something from another server": re.compile(r"""(?:src|data)\s*=\s*["']?(?:https?:)?//""", re.IGNORECASE),
}


def text(name: str) -> str:
    return TEMPLATES[name].read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name: str):
    assert get_template(name).template.nodelist is not None


def test_every_template_is_used():
    named = {
        quoted
        for source, words in [
            *((None, source) for source in SOURCES),
            *((name, text(name)) for name in TEMPLATES),
        ]
        for quoted in re.findall(r"""["']([\w./-]+)["']""", words)
        if quoted != source
    }

    used = named | OF_DJANGO | {name for name in TEMPLATES if OF_CRISPY.match(name)}
    assert TEMPLATES.keys() - used == set()


def test_no_template_holds_anything_inline():
    found = {
        name: [what for what, pattern in INLINE.items() if pattern.search(text(name))]
        for name in TEMPLATES
        if name.endswith(".html")
    }

    assert {name: what for name, what in found.items() if what} == {}
