"""Whoever reads who opened a record reads the names of pages, not of addresses."""

import pytest

from children.page_names import NAMES, page_in_words
from tests.house_rules.pages import PAGES, Page

OF_A_CHILD = [page for page in PAGES if page.is_of_a_child and page.offers("get")]
BY_NAME = {page.name: page for page in PAGES}


@pytest.mark.parametrize("page", OF_A_CHILD, ids=str)
def test_every_page_about_a_child_has_a_name_of_its_own(page: Page):
    heading = getattr(page.view, "heading", "")
    named = NAMES.get(page.name) or (heading if isinstance(heading, str) else "")

    assert named, f"{page}: give its view a heading, or a name in children.page_names"
    assert page_in_words(page.name) == named


def test_no_name_is_kept_for_a_page_that_is_gone():
    assert [name for name in NAMES if name not in BY_NAME] == []


def test_what_used_to_be_a_page_keeps_the_words_of_its_address():
    assert page_in_words("children:gone-page") == "Gone page"
