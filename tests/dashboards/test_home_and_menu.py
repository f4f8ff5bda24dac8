import pytest

from alerts.actions import acknowledge, raise_alerts
from tests.factories.stories import on_a_plan


@pytest.mark.parametrize(
    ("role", "first"),
    [
        ("social_worker", "/my-day/"),
        ("her_manager", "/team/"),
        ("service_manager", "/team/"),
        ("chair", "/conferences/"),
        ("safeguarding_unit", "/conferences/"),
        ("professional", "/in-box/"),
        ("auditor", "/team/"),
        ("data_officer", "/returns/plans/"),
    ],
)
def test_everybody_is_sent_to_where_they_begin_and_may_open_it(read, request, role, first):
    person = request.getfixturevalue(role)
    assert read(person, "/").response.headers["Location"] == first
    assert read(person, first).status == 200


def test_who_has_no_list_of_their_own_is_shown_what_they_can_do(read, administrator):
    page = read(administrator, "/")
    assert page.status == 200
    assert {"/timetable/", "/people/"} <= {*page.links.values()}


ROLES = [
    "social_worker", "her_manager", "service_manager", "chair", "safeguarding_unit", "professional", "auditor",
    "data_officer", "administrator",
]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_every_entry_of_the_menu_opens_for_whoever_is_offered_it(read, request, role):
    person = request.getfixturevalue(role)
    menu = read(person, "/help/").context["navigation"]
    assert menu
    for entry in menu:
        assert read(person, entry.url).status == 200, entry.label


def test_the_menu_marks_the_page_that_is_open(read, social_worker):
    assert [
        entry.label for entry in read(social_worker, "/caseload/").context["navigation"] if entry.active
    ] == ["My caseload"]


def test_the_menu_says_how_much_waits(read, it_is_today, child, social_worker, today):
    on_a_plan(child, started_on=today.replace(month=2))
    raise_alerts(today=today)
    menu = {entry.label: entry.waiting for entry in read(social_worker, "/help/").context["navigation"]}
    tile = next(tile for tile in read(social_worker, "/caseload/").context["tiles"] if tile.label == "Alerts")
    assert menu["Alerts"] == tile.number > 0
    alert = social_worker.alerts.latest("since", "pk")  # the furthest step answers for those before it
    acknowledge(alert=alert, note="Visiting tomorrow.", by=social_worker, now=alert.raised_at)
    fewer = {entry.label: entry.waiting for entry in read(social_worker, "/help/").context["navigation"]}
    assert fewer["Alerts"] == menu["Alerts"] - 1


@pytest.mark.parametrize("role", ROLES)
def test_whether_the_deadlines_were_checked_is_told_to_those_who_have_a_dashboard(read, request, role):
    freshness = read(request.getfixturevalue(role), "/help/").context["sweep_freshness"]
    has_one = role not in {"professional", "data_officer", "administrator"}
    assert (freshness is not None) == has_one
    if has_one:
        assert not freshness.ok
        assert "never been checked" in freshness.sentence


@pytest.mark.parametrize("address", ["/accessibility/", "/privacy/"])
def test_what_the_footer_promises_can_be_read_by_anybody(client, db, address):
    response = client.get(address)
    assert response.status_code == 200
    assert "sign-in" not in response.headers.get("Location", "")


def test_the_help_says_what_this_person_may_do(read, auditor):
    words = read(auditor, "/help/").words
    assert "open a child's record" in words
    assert "record a visit" not in words
