"""Nonsense in every form and every address: never a crash, nothing typed is lost, nothing is taken for markup, and
each error leads to its question.

The forms are those of the pages of the URLconf, filled in as a browser would fill them: from what the page shows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.test import Client
from lxml import html

from accounts.models import User
from tests.house_rules.pages import PAGES, Page
from tests.house_rules.world import World, without_surroundings

MARKUP = '<script>alert("x")</script>\'"&amp;Ωж漢字👶'
NOBODYS_NUMBER = "9" * 30
NOT_TEXT = {"hidden", "submit", "button", "checkbox", "radio", "file", "password"}
IN_ADDRESSES = ("page", "show", "search", "next", "because", "team", "chair", "sort", "of")


@dataclass(frozen=True)
class Nonsense:
    name: str
    text: str
    """Typed into every box."""
    choose: Callable[[list[str]], list[str]]
    """What is sent for a question with these answers to choose from."""

    def __str__(self) -> str:
        return self.name


EVERY_KIND = [
    Nonsense("nothing at all", "", lambda answers: []),
    Nonsense("31 February", "31/2/2026", lambda answers: answers[:1]),
    Nonsense("a day in the year 9999", "31/12/9999", lambda answers: answers[-1:]),
    Nonsense("markup", MARKUP, lambda answers: [MARKUP]),
    Nonsense("far too much", "x" * 5000, lambda answers: answers[:1]),
    Nonsense("a number of nobody's", NOBODYS_NUMBER, lambda answers: [NOBODYS_NUMBER]),
    Nonsense("characters that end a string", "a\x00b\u202ec", lambda answers: ["\x00"]),
]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic(), without_surroundings():
        one = World()
        one.tell()
        yield one
        transaction.set_rollback(True)


def where(world: World, page: Page) -> tuple[str, User | None]:
    """An address of the page, and who finds it there."""
    found = world.find(page)
    return page.at(**found.records), found.reader


def send(client: Client, address: str, given: dict[str, list[str]]) -> HttpResponse:
    """The answer to a form that is filled in; what it did is undone."""
    with transaction.atomic():
        response = client.post(address, given)
        transaction.set_rollback(True)
    return response


def words_of(response: HttpResponse) -> str:
    return b"".join(response).decode() if response.headers["Content-Type"].startswith("text/html") else ""


def filled_in(form: html.FormElement, nonsense: Nonsense) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    for box in form.xpath(".//input[@name] | .//textarea[@name]"):
        kind = box.get("type", "text") if box.tag == "input" else "text"
        if kind == "hidden":
            given[box.get("name")] = [box.get("value", "")]
        elif kind not in NOT_TEXT or kind == "password":
            given[box.get("name")] = [part_of(box.get("name"), nonsense.text)]
    for name in {box.get("name") for box in form.xpath(".//input[@type='radio' or @type='checkbox']")}:
        answers = form.xpath(f".//input[@name='{name}']/@value")
        given[name] = nonsense.choose(answers)
    for box in form.xpath(".//select[@name]"):
        given[box.get("name")] = nonsense.choose([each.get("value", "") for each in box.findall("option")])
    given.pop("csrfmiddlewaretoken", None)
    return given


def part_of(name: str, text: str) -> str:
    """A date in three boxes gets a third of a date in each."""
    parts = text.split("/")
    for number, ending in enumerate(("_0", "_1", "_2")):
        if name.endswith(ending) and len(parts) == 3:
            return parts[number]
    return text


def lost(tree: html.HtmlElement, given: dict[str, list[str]]) -> dict[str, str]:
    """The boxes that no longer say what was typed into them."""
    shown: dict[str, str] = {}
    for box in tree.xpath("//input[@name] | //textarea[@name]"):
        kind = box.get("type", "text") if box.tag == "input" else "text"
        if kind in NOT_TEXT or box.get("name") not in given:
            continue
        shown[box.get("name")] = (
            box.get("value", "") if box.tag == "input" else (box.text or "").removeprefix("\n")
        )
    # A browser could not send, and a page could not show, the character that ends a string.
    return {
        name: words
        for name, words in shown.items()
        if "\x00" not in given[name][0] and words.strip() != given[name][0].strip()
    }


def astray(tree: html.HtmlElement) -> list[str]:
    """The links of the error summary that lead to nothing that can be answered."""
    found = []
    for link in tree.xpath("//*[contains(@class, 'govuk-error-summary')]//a"):
        targets = tree.xpath(f"//*[@id='{link.get('href', '').removeprefix('#')}']")
        if not targets or targets[0].tag not in {"input", "select", "textarea", "button"}:
            found.append(html.tostring(link, encoding="unicode"))
    return found


def faults_of(response: HttpResponse, given: dict[str, list[str]]) -> list[str]:
    text = response.content.decode()
    if "<script>alert(" in text:
        return ["took what was typed for markup"]
    tree = html.fromstring(text)
    faults = []
    if not tree.xpath("//*[contains(@class, 'govuk-error-summary')]//li"):
        faults.append("shows no error summary")
    elif not tree.findtext(".//title").strip().startswith("Error: "):
        faults.append("has a title that does not begin with “Error: ”")
    faults += [f"an error leads nowhere: {link}" for link in astray(tree)]
    faults += [f"lost {name}: {words[:80]!r}" for name, words in lost(tree, given).items()]
    return faults


@pytest.mark.parametrize(
    "each", [page for page in PAGES if page.offers("get") and page.offers("post")], ids=str
)
def test_nonsense_in_a_form_is_answered_and_nothing_is_lost(each: Page, world: World):
    address, reader = where(world, each)
    client = world.browser_of(reader)
    page = client.get(address, follow=True)
    assert page.status_code == 200
    address = page.request["PATH_INFO"]
    forms = html.fromstring(page.content).xpath("//main//form[@method='post']")
    wrong: dict[str, list[str]] = {}
    for nonsense in EVERY_KIND if forms else []:
        given = filled_in(forms[0], nonsense)
        response = send(client, address, given)
        if response.status_code == 200:
            if faults := faults_of(response, given):
                wrong[str(nonsense)] = faults
        elif response.status_code != 302:  # what no rule forbids may be saved
            wrong[str(nonsense)] = [f"answered {response.status_code}"]

    assert wrong == {}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[QueryDict]:
    """What stood behind the question mark of an address, each time that anything asked for it."""
    asked: list[QueryDict] = []

    def behind_the_question_mark(request: WSGIRequest) -> QueryDict:
        asked.append(QueryDict(request.META.get("QUERY_STRING", "")))
        return asked[-1]

    monkeypatch.setattr(WSGIRequest, "GET", property(behind_the_question_mark))
    return asked


@pytest.mark.parametrize("each", [page for page in PAGES if page.offers("get")], ids=str)
def test_nonsense_in_an_address_is_answered(each: Page, world: World, read: list[QueryDict]):
    address, reader = where(world, each)
    client = world.browser_of(reader)
    asked = set(IN_ADDRESSES)
    shown = client.get(address)
    if shown.status_code == 200 and shown.headers["Content-Type"].startswith("text/html"):
        asked |= set(html.fromstring(shown.content).xpath("//form[@method='get']//@name"))
    usual, wrong = shown.status_code, {}
    for typed in (MARKUP, "", NOBODYS_NUMBER, "-1", "31/2/2026", "a\x00b", "x" * 2000):
        read.clear()
        response = client.get(f"{address}?{urlencode(dict.fromkeys(sorted(asked), typed))}")
        if response.status_code not in (usual, 200, 302, 404) or "<script>alert(" in words_of(response):
            wrong[typed[:40]] = response.status_code
        if not read:
            break  # nothing looks at it, so nothing else that is typed there makes a difference

    assert wrong == {}
