"""Every page in every role, strangers included, gives exactly the code that the two tables say.

Which verbs: `accounts.roles.GRANTED` (403). Whose records: `Child.objects.visible_to` (404, and that first, so that a
stranger does not even learn that there is a record). The pages are those of the URLconf; nothing here lists them.
"""

from contextlib import nullcontext

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import GRANTED, Role
from tests.house_rules.pages import PAGES, Page
from tests.house_rules.world import NO_RECORDS, World, models_named_in, not_drawn, not_put_together, whose

BEHIND_THE_DOOR = [page for page in PAGES if not page.is_open_to_anyone]
OPEN = [page for page in PAGES if page.is_open_to_anyone]
METHODS = ("GET", "POST")

NOT_FOUND, FORBIDDEN, NOT_OFFERED = frozenset({404}), frozenset({403}), frozenset({405})
SENT_ON, SHOWN = frozenset({302}), frozenset({200})
# An empty form is shown again with its errors; a button alone does its work and goes on.
ANSWERED = SHOWN | SENT_ON


@pytest.fixture(autouse=True)
def _nothing_is_drawn():
    """`test_costs.py` draws every page for every role that may open it, `test_refusals.py` what refuses."""
    with not_drawn():
        yield


def may_be_told(
    world: World, page: Page, user: User, method: str, records: dict[str, object], owners: set[User]
) -> frozenset[int]:
    """The codes that the tables allow this person."""
    if page.is_of_a_child and not world.sees(user, records["child_pk"]):
        return NOT_FOUND
    is_theirs_or_everyones = owners <= {user}
    if page.view.permission not in GRANTED[Role(user.role)]:
        return FORBIDDEN if is_theirs_or_everyones else FORBIDDEN | NOT_FOUND
    if not is_theirs_or_everyones:
        return NOT_FOUND
    if not page.offers(method):
        return NOT_OFFERED
    if method == "POST":
        return ANSWERED
    if page.only_sends_on:
        return SENT_ON
    return ANSWERED if page.may_send_on else SHOWN


def owners_of(page: Page, records: dict[str, object]) -> set[User]:
    """The people whom the records in an address are for alone: nobody, where they are everybody's or a child's."""
    if page.is_of_a_child:
        return set()
    named = [(name, pk) for name, pk in records.items() if name not in NO_RECORDS]
    found = [
        record for name, pk in named for record in models_named_in(name)[0]._default_manager.filter(pk=pk)
    ]
    return {owner for record in found if (owner := whose(record))}


def wrong(answers: dict[str, tuple[int, frozenset[int]]]) -> dict[str, str]:
    return {
        who: f"{code}, not {' or '.join(map(str, sorted(allowed)))}"
        for who, (code, allowed) in answers.items()
        if code not in allowed
    }


def test_whose_records_they_are_is_true_of_the_people_who_ask(world: World):
    # What the codes below are worked out from, said once in so many words.
    seeing = {who for who, user in world.actors.items() if world.sees(user, world.first_child().pk)}

    assert seeing == {
        "social-worker",
        "team-manager",
        "service-manager",
        "conference-chair",
        "safeguarding-unit",
        "auditor",
    }


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("each", BEHIND_THE_DOOR, ids=str)
def test_everybody_gets_what_the_tables_say(each: Page, method: str, world: World):
    records = world.records_for(each)
    address, owners = each.at(**records), owners_of(each, records)

    # Of a child's page the child decides, at the door; of others the record may, which is found further in.
    with not_put_together() if each.is_of_a_child else nullcontext():
        answers = {
            who: (
                world.ask(user, method, address).status_code,
                may_be_told(world, each, user, method, records, owners),
            )
            for who, user in world.actors.items()
        }

    assert wrong(answers) == {}


@pytest.mark.parametrize("each", BEHIND_THE_DOOR, ids=str)
def test_a_page_asks_for_its_permission_and_not_only_for_the_child(each: Page, world: World, monkeypatch):
    records = world.records_for(each)
    holders = world.holders(each)
    reader = next(user for user in holders if not each.is_of_a_child or world.sees(user, records["child_pk"]))
    role = Role(reader.role)
    monkeypatch.setitem(GRANTED, role, GRANTED[role] - {each.view.permission})

    for method in METHODS:
        assert world.ask(reader, method, each.at(**records)).status_code in (
            FORBIDDEN if owners_of(each, records) <= {reader} else FORBIDDEN | NOT_FOUND
        )


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("each", BEHIND_THE_DOOR, ids=str)
def test_who_is_not_signed_in_is_asked_to_and_comes_back_to_where_they_were_going(each, method, world):
    address = each.at(**world.records_for(each))

    response = world.ask(None, method, address)

    assert response.status_code == 302
    assert response["Location"].startswith(f"{reverse('sign-in')}?next={address}")


@pytest.mark.parametrize("each", OPEN, ids=str)
def test_an_open_page_answers_whoever_asks(each: Page, world: World):
    address = each.at(**world.records_for(each))
    everybody = {"nobody": None, **world.actors}

    for method in METHODS:
        allowed = ANSWERED | {503} if each.offers(method) else NOT_OFFERED
        answers = {
            who: (world.ask(user, method, address).status_code, allowed) for who, user in everybody.items()
        }
        assert wrong(answers) == {}


@pytest.mark.parametrize("each", [page for page in BEHIND_THE_DOOR if page.is_of_a_child], ids=str)
def test_a_child_who_does_not_exist_is_answered_like_one_who_is_not_theirs(each: Page, world: World):
    records = world.records_for(each)
    nowhere = each.at(**{**records, "child_pk": 10**12})
    stranger = world.actors["social-worker of another team"]

    assert world.ask(stranger, "GET", nowhere).status_code == 404
    assert world.ask(stranger, "GET", each.at(**records)).status_code == 404


@pytest.mark.parametrize(
    "each", [page for page in BEHIND_THE_DOOR if len({*page.asks_for} - NO_RECORDS.keys()) > 1], ids=str
)
def test_a_record_of_one_child_is_not_found_under_another(each: Page, world: World):
    records = world.records_for(each)
    reader = next(user for user in world.holders(each) if world.sees(user, records["child_pk"]))
    other = world.another_child(reader, than=records["child_pk"])

    for method in filter(each.offers, METHODS):
        assert world.ask(reader, method, each.at(**{**records, "child_pk": other})).status_code == 404


@pytest.mark.parametrize("each", [page for page in PAGES if page.offers("post")], ids=str)
def test_nothing_can_be_posted_from_another_site(each: Page, world: World):
    records = world.records_for(each)
    user = None if each.is_open_to_anyone else world.holders(each)[0]
    client = Client(enforce_csrf_checks=True)
    if user:
        client.cookies["session"] = world.session_of(user)

    assert client.post(each.at(**records)).status_code == 403


@pytest.mark.requirement("B-24")
@pytest.mark.parametrize(
    "each", [page for page in PAGES if page.is_of_a_child and page.offers("get")], ids=str
)
def test_who_opened_a_childs_page_is_written_down_and_who_was_refused_did_not_open_it(
    each: Page, world: World
):
    records = world.records_for(each)
    reader = next(user for user in world.holders(each) if world.sees(user, records["child_pk"]))
    written_down = {}

    for user in (reader, world.actors["social-worker of another team"]):
        with CaptureQueriesContext(connection) as asked:
            opened = world.ask(user, "GET", each.at(**records)).status_code == 200
        written_down[user] = sum('INSERT INTO "audit_accesslog"' in query["sql"] for query in asked)
        assert written_down[user] == opened

    assert written_down[reader] == (not each.only_sends_on)
