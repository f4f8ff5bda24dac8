"""Our components against GOV.UK Frontend's own fixtures: what a new version of either package changes is seen here."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from jinja2 import TemplateNotFound

from govuk_forms.macros import macro

FIXTURES = Path(settings.BASE_DIR) / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"

# In the npm package and not in the macros; none is used here.
WITHOUT_A_MACRO = {"feedback", "language-navigation"}
# Fixtures that show what the macros do not know yet: counts by type, a date's `values`, interruption panels. The pack
# writes the same markup by other parameters, or does not use it.
KNOWN_DIFFERENCES = json.loads((Path(__file__).parent / "known_differences.json").read_text())

VOID = {"path", "circle", "rect", "input", "img", "br", "meta", "link"}

pytestmark = pytest.mark.skipif(not FIXTURES.exists(), reason="npm ci has not been run")


class Normalised(HTMLParser):
    """Tags with sorted attributes, and words, whatever the white space."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[object] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, sorted((name, " ".join((value or "").split())) for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.parts.append(f"/{tag}")

    def handle_data(self, text: str) -> None:
        if words := re.sub(r"\s+", " ", text).strip():
            self.parts.append(words)


def components() -> list[str]:
    return sorted(path.parent.name for path in FIXTURES.glob("*/fixtures.json"))


@pytest.mark.parametrize("component", components())
def test_the_markup_is_govuk_frontends_own(component):
    if component in WITHOUT_A_MACRO:
        with pytest.raises(TemplateNotFound):
            macro(component)
        return
    fixtures = json.loads((FIXTURES / component / "fixtures.json").read_text())["fixtures"]

    different = {
        fixture["name"]
        for fixture in fixtures
        if Normalised(str(macro(component)(fixture["options"]))).parts != Normalised(fixture["html"]).parts
    }

    assert different == set(KNOWN_DIFFERENCES.get(component, ()))
