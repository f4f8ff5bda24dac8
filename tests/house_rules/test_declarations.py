"""What every page says of itself before anybody has opened it."""

from collections import Counter
from pathlib import Path

import pytest
from django.contrib.auth.decorators import login_not_required
from django.urls import get_resolver

from accounts.roles import GRANTED, Permission
from children.pages import ChildContext
from exports.lists import Exportable
from tests.house_rules.pages import PAGES, Page

ROOT = Path(__file__).resolve().parents[2]
BEHIND_THE_DOOR = [page for page in PAGES if not page.is_open_to_anyone]
OPEN = [page for page in PAGES if page.is_open_to_anyone]


def lets_anyone_in(page: Page) -> bool:
    """Whether LoginRequiredMiddleware leaves this page alone; it reads the same mark."""
    [callback] = {
        match.func for match in [get_resolver().resolve(page.at(**dict.fromkeys(page.asks_for, 1)))]
    }
    return not getattr(callback, "login_required", True)


def test_the_walk_finds_the_pages():
    assert {"sign-in", "home", "child", "visits:record"} <= {page.name for page in PAGES}


@pytest.mark.parametrize("each", PAGES, ids=str)
def test_a_page_is_a_class_and_has_a_name(each: Page):
    assert each.view is not None
    assert each.name


def test_no_two_pages_have_the_same_name_or_the_same_address():
    for told_apart_by in ("name", "address"):
        times = Counter(getattr(page, told_apart_by) for page in PAGES)
        assert [each for each, count in times.items() if count > 1] == []


@pytest.mark.parametrize("each", BEHIND_THE_DOOR, ids=str)
def test_a_page_says_which_one_permission_opens_it_and_asks_who_is_there(each: Page):
    assert isinstance(getattr(each.view, "permission", None), Permission)
    assert not lets_anyone_in(each)


@pytest.mark.parametrize("each", OPEN, ids=str)
def test_a_page_open_to_anyone_says_why_in_a_sentence_and_shows_no_child(each: Page):
    assert len(each.view.open_to_anyone.split()) >= 4
    assert lets_anyone_in(each)
    assert not hasattr(each.view, "permission")
    assert not each.is_of_a_child


@pytest.mark.parametrize("each", [page for page in PAGES if page.is_of_a_child], ids=str)
def test_a_page_about_a_child_finds_the_child_through_the_base_that_logs_the_reading(each: Page):
    assert issubclass(each.view, ChildContext)
    assert each.address.startswith("children/<int:child_pk>/")


@pytest.mark.parametrize("each", [page for page in PAGES if not page.is_of_a_child], ids=str)
def test_no_other_page_passes_for_one_about_a_child(each: Page):
    assert not issubclass(each.view, ChildContext)


def is_a_list(page: Page) -> bool:
    """Whether its template has pages to turn. The styleguide shows how that looks and lists nothing."""
    template = ROOT / "templates" / (getattr(page.view, "template_name", None) or "")
    return (
        template.is_file()
        and "components/pagination.html" in template.read_text(encoding="utf-8")
        and not template.is_relative_to(ROOT / "templates" / "govuk_forms")
    )


LISTS = [page for page in PAGES if is_a_list(page)]


@pytest.mark.parametrize("each", LISTS, ids=str)
def test_a_list_page_can_be_taken_out_as_a_file_or_says_why_not(each: Page):
    if issubclass(each.view, Exportable):
        assert len(set(each.view.export_columns)) == len(each.view.export_columns) > 0
        assert each.view.export_name
        assert not hasattr(each.view, "not_exported")
    else:
        why_not = getattr(each.view, "not_exported", "")
        assert len(why_not.split()) >= 6, (
            "Make it Exportable (exports/lists.py) or say why not in not_exported."
        )


@pytest.mark.parametrize("permission", Permission)
def test_a_permission_is_granted_to_somebody_and_opens_something(permission: Permission):
    assert [role for role, granted in GRANTED.items() if permission in granted]


def test_the_mark_for_open_pages_is_the_one_that_django_reads():
    assert login_not_required(lambda: None).login_required is False


@pytest.mark.requirement("A-13", "B-24")
@pytest.mark.parametrize("each", [page for page in PAGES if page.is_of_a_child], ids=str)
def test_a_page_of_a_child_asks_what_all_of_them_ask(each: Page):
    # Whose records they are, what a lock asks, and who opened it: said in one place, for every page below a child.
    assert issubclass(each.view, ChildContext)
