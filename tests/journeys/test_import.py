"""A system administrator takes an authority's records over, in a real browser."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.roles import Role
from children.models import Child
from returns import tasks
from returns.models import ImportRun
from tests.factories import UserFactory
from tests.journeys.looking import PICTURES, bring_axe, picture
from tests.returns.census_files import CHILD, with_children

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def administrator(page, live_server):
    user = UserFactory(role=Role.SYSTEM_ADMINISTRATOR, team=None)
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return user


@pytest.fixture
def files(tmp_path, settings):
    settings.UPLOADS_DIR = tmp_path / "uploads"
    census = tmp_path / "cin-2026.xml"
    wrong = CHILD.replace("CH0001", "CH0002").replace("2016-02-29", "29/02/2016")
    census.write_text(with_children(CHILD, wrong), encoding="utf-8")
    return census


@pytest.fixture
def worker(monkeypatch):
    """Takes tasks when told to: worker() does what has been asked for since."""
    waiting = []
    for task in (tasks.read_files, tasks.take_in):
        monkeypatch.setattr(task, "delay", lambda task=task, **given: waiting.append((task, given)))

    def work():
        while waiting:
            task, given = waiting.pop()
            task(**given)

    return work


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, True), (390, False)])
def test_the_files_are_given_shown_and_taken_in(
    browser, live_server, files, worker, width, scripts, request, axe, fits, administrator
):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale="en-GB"
    )
    context.add_cookies(request.getfixturevalue("page").context.cookies())
    bring_axe(context)
    page = context.new_page()

    def looked_at():
        fits(page)
        if scripts:
            axe(page)

    page.goto(f"{live_server.url}/imports/")
    looked_at()
    page.get_by_role("button", name="Begin an import").click()
    page.locator("input[name=census]").set_input_files(files)
    looked_at()
    page.get_by_role("button", name="Read the files").click()

    expect(page.get_by_text("Waiting to be read: 0 %")).to_be_visible()
    looked_at()
    worker()
    look_again(page, scripts)
    expect(page.get_by_text("1 new child to be taken in")).to_be_visible()
    expect(page.get_by_text("PersonBirthDate is written day first")).to_be_visible()
    looked_at()
    if PICTURES:
        picture(page, f"import-preview-{width}")
    assert not Child.objects.exists()

    page.get_by_role("button", name="Take in").click()
    worker()
    look_again(page, scripts)
    expect(page.get_by_text("1 child taken in")).to_be_visible()
    looked_at()
    assert Child.objects.count() == 1
    assert ImportRun.objects.get().agreed_by == administrator
    context.close()


def look_again(page: Page, scripts: bool) -> None:
    """With scripts the page looks by itself, every two seconds."""
    if not scripts:
        page.get_by_role("link", name="Look again").click()


def test_a_wrong_file_is_refused_at_once_beside_its_question(page, live_server, administrator, tmp_path, axe):
    wrong = tmp_path / "export.csv"
    wrong.write_text("LAchildID,UPN\n")
    page.goto(f"{live_server.url}/imports/begin/")
    page.locator("input[name=census]").set_input_files(wrong)
    page.get_by_role("button", name="Read the files").click()

    expect(page.get_by_role("alert")).to_contain_text("This is plain text, perhaps a CSV.")
    axe(page)
