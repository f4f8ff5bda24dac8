"""Every form that keeps what is typed gives it back as it was, and a form that does not keeps nothing."""

import pytest
from django.db import transaction
from lxml import html

from tests.house_rules.pages import PAGES, Page
from tests.house_rules.world import World
from unfinished.models import Unfinished
from unfinished.pages import KeepsWhatIsTyped

KEEPING = [page for page in PAGES if issubclass(page.view, KeepsWhatIsTyped)]
BOXES = "//main//form[@data-app-keeps]//textarea[@name]"
HIDDEN = "//main//form[@data-app-keeps]//input[@type='hidden']"
TYPED = "Half a sentence, and Ωж"


def test_there_are_many_of_them():
    assert len(KEEPING) > 30


@pytest.mark.parametrize("each", KEEPING, ids=str)
def test_what_was_typed_and_kept_is_there_again(each: Page, world: World):
    records = world.records_for(each)
    address = each.at(**records)
    reader = next(user for user in world.holders(each) if world.ask(user, "GET", address).status_code == 200)
    browser = world.browser_of(reader)

    with transaction.atomic():
        page = html.fromstring(browser.get(address).content)
        given = {box.get("name"): TYPED for box in page.xpath(BOXES)}
        beside = {box.get("name"): box.get("value", "") for box in page.xpath(HIDDEN)}
        assert browser.post(address, {**beside, **given, "_keep": "yes"}).status_code == 302
        page = html.fromstring(browser.get(address).content)
        again = {box.get("name"): box.text or "" for box in page.xpath(BOXES)}
        kept = Unfinished.objects.filter(person=reader, address=address).count()
        transaction.set_rollback(True)

    assert given, "It has nothing to type into, and need not keep it."
    assert {name: again.get(name, "").strip() for name in given} == given
    assert kept == 1
