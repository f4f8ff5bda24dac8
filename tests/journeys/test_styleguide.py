import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import OF_THE_WIDTH, inaccessible

QUESTIONS = "/styleguide/questions/"
GUIDE = "/styleguide/"

without_a_script = pytest.mark.browser_context_args(java_script_enabled=False)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.journeys.styleguide_urls")]


@pytest.fixture
def portal(live_server) -> str:
    return live_server.url


def add_an_action(page: Page) -> None:
    """Adds a row and waits for what a person sees: the page moves to it and puts the focus there, a moment after the
    press. Whatever is pressed before that is missed."""
    page.get_by_role("button", name="Add another action").click()
    expect(page.locator(".moj-add-another__item").last.locator(".moj-add-another__fieldset")).to_be_focused()


def fill_in(page: Page) -> None:
    page.get_by_label("Visit date").fill("1 Feb 2026")
    page.get_by_label("Start time").fill("4.30pm")
    page.get_by_label("Planned visit").check()
    page.get_by_role("group", name="Was Jamie seen?").get_by_label("Yes").first.check()
    page.get_by_role("group", name="Was Jamie seen alone?").get_by_label("Yes").check()
    page.get_by_label("Leanne Example").check()
    for part, typed in (("Day", "3"), ("Month", "1"), ("Year", "2015")):
        page.get_by_role("group", name="Date of birth").get_by_label(part).fill(typed)
    page.get_by_label("Email address").fill("priya@example.org")
    page.get_by_label("Number of bedrooms").fill("2")
    page.get_by_label("What you saw and heard").fill("Jamie was well.")
    page.get_by_label("Your password", exact=True).fill("not kept")
    page.get_by_label("I have told my manager").check()


@pytest.mark.parametrize("address", [GUIDE, f"{GUIDE}?stale", QUESTIONS])
def test_every_component_is_accessible_and_fits_the_screen(portal, page, fits, axe, screenshot, address):
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        if width == 1280:
            page.goto(portal + address)
            axe(page)
        else:
            assert inaccessible(page, OF_THE_WIDTH) == []
        fits(page)
        screenshot(f"{address}-{width}")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_error_is_accessible_and_its_link_leads_to_its_input(
    portal, page, axe, fits, screenshot, width
):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(portal + QUESTIONS)
    page.get_by_label("Another reason").check()
    page.get_by_role("group", name="Was Jamie seen?").get_by_role("radio", name="No", exact=True).last.check()
    page.get_by_label("Visit date").fill("31 February 2026")
    page.get_by_role("button", name="Save").click()

    expect(page).to_have_title(re.compile("^Error: Every kind of question – "))
    axe(page)
    fits(page)
    links = page.locator(".govuk-error-summary a")
    assert links.count() == 11
    for link in links.all():
        link.click()
        assert page.evaluate("document.activeElement.id") == link.get_attribute("href").removeprefix("#")
    expect(page.get_by_label("Visit date")).to_have_value("31 February 2026")
    screenshot(f"styleguide-errors-{width}")


def test_a_question_appears_when_the_answer_calls_for_it(portal, page):
    page.goto(portal + QUESTIONS)
    expect(page.get_by_label("Reason for the visit")).to_be_hidden()

    page.get_by_label("Another reason").check()

    expect(page.get_by_label("Reason for the visit")).to_be_visible()


def test_answers_are_read_as_they_were_meant(portal, page):
    page.goto(portal + QUESTIONS)
    fill_in(page)

    page.get_by_role("button", name="Save").click()

    expect(page.locator("#answer-visited_on")).to_have_text("1 Feb 2026")
    expect(page.locator("#answer-started_at")).to_contain_text("4:30")
    expect(page.locator("#answer-why_not_seen")).to_be_empty()


def test_a_day_chosen_in_the_calendar_is_written_in_the_box(portal, page, axe):
    page.goto(portal + QUESTIONS)
    page.get_by_role("button", name="Choose date").first.click()
    expect(page.get_by_role("dialog").first).to_be_visible()
    axe(page)

    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Visit date")).to_have_value(re.compile(r"^\d{1,2}/\d{1,2}/20\d\d$"))


def test_rows_are_added_and_removed_and_saved(portal, page, axe):
    page.goto(portal + QUESTIONS)
    fill_in(page)
    add_an_action(page)
    add_an_action(page)
    expect(page.get_by_role("group", name=re.compile("Action"))).to_have_count(3)
    page.get_by_role("button", name="Remove action 2").click()
    expect(page.get_by_role("group", name=re.compile("Action"))).to_have_count(2)
    axe(page)
    for number in (0, 1):
        page.locator(f"#id_actions-{number}-what").fill(f"Action number {number}")
        page.locator(f"#id_actions-{number}-who").select_option("priya")
        page.locator(f"#id_actions-{number}-by_on").fill("1/12/2026")
    page.get_by_role("button", name="Choose date").last.click()
    expect(page.get_by_role("dialog").last).to_be_visible()
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Save").click()

    expect(page.locator("#answer-actions")).to_have_text("2")


def test_a_row_added_after_an_error_starts_clean(portal, page, axe):
    page.goto(portal + QUESTIONS)
    page.locator("#id_actions-0-what").fill("Visit")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#id_actions-0-who-error")).to_be_visible()

    add_an_action(page)

    row = page.locator(".moj-add-another__item").nth(1)
    expect(row.locator(".govuk-error-message, .govuk-select--error, .govuk-input--error")).to_have_count(0)
    axe(page)


@without_a_script
def test_without_a_script_every_question_is_open_and_the_form_is_saved(portal, page):
    page.goto(portal + QUESTIONS)
    expect(page.get_by_label("Reason for the visit")).to_be_visible()
    fill_in(page)

    page.get_by_role("button", name="Save").click()

    expect(page.locator("#answer-visited_on")).to_have_text("1 Feb 2026")


@without_a_script
def test_without_a_script_rows_are_added_and_nothing_typed_is_lost(portal, page):
    page.goto(portal + QUESTIONS)
    page.get_by_label("Visit date").fill("soon")
    page.locator("#id_actions-0-what").fill("Visit")

    page.get_by_role("button", name="Add another action").click()

    expect(page.locator(".moj-add-another__item")).to_have_count(2)
    expect(page.locator("#id_actions-0-what")).to_have_value("Visit")
    expect(page.get_by_label("Visit date")).to_have_value("soon")
    expect(page.locator(".govuk-error-summary")).to_have_count(0)
    page.get_by_role("button", name="Remove action 1").click()
    expect(page.locator(".moj-add-another__item")).to_have_count(1)
    expect(page.locator("#id_actions-0-what")).to_have_value("")


@without_a_script
def test_enter_in_a_box_saves_and_never_removes_a_row(portal, page):
    page.goto(portal + QUESTIONS)
    page.get_by_role("button", name="Add another action").click()
    page.locator("#id_actions-0-what").fill("Visit")

    page.locator("#id_actions-0-what").press("Enter")

    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.locator("#id_actions-0-what")).to_have_value("Visit")


@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without"])
def test_the_record_menu_opens_from_the_keyboard(portal, new_context, javascript):
    page = new_context(java_script_enabled=javascript).new_page()
    page.goto(portal + GUIDE)
    menu = page.get_by_text("Record", exact=True).first
    link = page.get_by_role("link", name="A core group meeting").first
    expect(link).to_be_hidden()

    menu.focus()
    page.keyboard.press("Enter")

    expect(link).to_be_visible()


def test_escape_closes_the_record_menu_and_gives_the_focus_back(portal, page, axe):
    page.goto(portal + GUIDE)
    page.get_by_text("Record", exact=True).first.click()
    axe(page)

    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="A core group meeting").first).to_be_hidden()
    expect(page.get_by_text("Record", exact=True).first).to_be_focused()


def test_filters_are_folded_on_a_phone_until_asked_for(portal, page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(portal + GUIDE)
    expect(page.get_by_role("button", name="Apply filters")).to_be_hidden()

    page.get_by_role("button", name="Show filter").click()

    expect(page.get_by_role("button", name="Apply filters")).to_be_visible()


def test_a_table_stacked_on_a_phone_is_still_a_table(portal, page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(portal + GUIDE)
    table = page.get_by_role("table", name="My deadlines")

    expect(table.get_by_role("row")).to_have_count(7)
    expect(table.get_by_role("columnheader")).to_have_count(5)
    expect(
        table.get_by_role("row", name=re.compile("Jamie Example")).first.get_by_role("cell")
    ).to_have_count(4)


def test_where_the_focus_is_can_be_seen(portal, page):
    page.goto(portal + GUIDE)
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        marked = page.evaluate(
            """() => { const s = getComputedStyle(document.activeElement);
            return s.outlineStyle !== 'none' || s.boxShadow !== 'none' || s.backgroundColor === 'rgb(255, 221, 0)' }"""
        )
        if not marked:
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))

    assert unseen == []


def test_nothing_is_left_behind_in_the_browser(portal, page):
    page.goto(portal + QUESTIONS)

    assert page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])") == "[{},{}]"


def test_on_paper_the_record_stands_without_menus_and_buttons(portal, page):
    page.goto(portal + GUIDE)
    page.emulate_media(media="print")

    expect(page.get_by_text("Record", exact=True).first).to_be_hidden()
    expect(page.locator(".govuk-service-navigation")).to_be_hidden()
    expect(page.locator(".app-identity__name").first).to_be_visible()


def test_forced_colours_leave_bars_and_tags_visible(portal, page, screenshot):
    page.emulate_media(forced_colors="active")
    page.goto(portal + GUIDE)

    bar = page.locator(".app-bars__bar").first.evaluate("e => getComputedStyle(e).fill")
    page_colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert bar != page_colour
    assert page.locator(".govuk-tag").first.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
    screenshot("styleguide-forced-colours")
