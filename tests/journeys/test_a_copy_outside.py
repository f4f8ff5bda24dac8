"""A core group's minute from the form to people without an account: looked at first, let go by a second person, opened
by a link and a code; and the members asked to the meeting before (B-10, B-11, A-07)."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from accounts.models import User
from children.models import Child
from circulation.links import send_links
from circulation.models import Receipt
from coregroups.actions import add_member
from coregroups.invitations import send_invitations
from coregroups.models import CoreGroupInvitation
from deadlines.numbers import working_calendar
from tests.circulation.mail import Mailbox, mail_server
from tests.factories import AllocationFactory, PersonFactory, RelationshipFactory, stories
from tests.journeys.people import Passer, Somebody

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.requirement("B-10", "B-11", "A-07", "S1-63"),
]
PASSAGE = "Afraid on Friday evenings."
ASKED = {
    "Who chaired?": "Priya Pattern",
    "The child's lived experience and voice": "Likes the new school.",
    "What the family said": "Finds the visits helpful.",
    "Progress against the plan": "Calmer mornings.",
    "The risks, looked at again": "As before.",
    "What is late, and what is done about it": "Nothing.",
    "Decisions and next steps": "Keep the routine.",
}


@pytest.fixture
def mailbox(settings, live_server):
    with mail_server() as (box, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        settings.SERVICE_ADDRESS = live_server.url
        yield box


@pytest.fixture
def robin(child: Child, social_worker: User) -> Child:
    today = timezone.localdate()
    began = working_calendar().last_working_day_on_or_before(today - timedelta(days=20))
    if not child.allocation_on(today):
        AllocationFactory(child=child, social_worker=social_worker, from_on=began)
    stories.on_a_plan(child, started_on=began)
    stories.core_group_held(child, on=began + timedelta(days=1), by=social_worker)
    nurse = PersonFactory(name="Hattie Visitor", agency="Health Trust", email="post@trust.example", user=None)
    mother = PersonFactory(name="Mara Fixture", agency="", email="post@home.example", user=None)
    RelationshipFactory(child=child, person=mother, kind="mother")
    for person, role in ((nurse, "Health visitor"), (mother, "Mother")):
        add_member(children=[child], person=person, role=role, from_on=began, by=social_worker)
    return child


@pytest.mark.parametrize(
    ("width", "scripts"), [(1280, False), (390, True)], ids=["1280, without scripts", "390"]
)
def test_from_the_meeting_to_a_reader_without_an_account(
    browser: Browser, live_server, social_worker, her_manager, chair, robin, mailbox, width, scripts
):
    given = {"browser": browser, "url": live_server.url, "width": width, "scripts": scripts}
    worker, manager, the_chair = (Somebody(user, **given) for user in (social_worker, her_manager, chair))
    nurse, mother = Passer(**given), Passer(**given)

    the_members_are_asked(worker, robin, mailbox)
    each_copy_is_looked_at_and_sent(worker)
    the_nurse_opens_hers(nurse, mailbox)
    her_manager_lets_the_mothers_go(manager, robin)
    the_mother_is_told_her_code(worker, mother, robin, mailbox)
    the_chair_has_all_of_it(the_chair)

    assert Receipt.objects.get(person__name="Hattie Visitor").acknowledged_at
    assert Receipt.objects.get(person__name="Mara Fixture").read_at
    for name, one in (
        ("worker", worker),
        ("manager", manager),
        ("chair", the_chair),
        ("nurse", nurse),
        ("mother", mother),
    ):
        assert one.complaints == []
        one.leaves(f"a-copy-outside-{name}-{width}")


def the_members_are_asked(worker: Somebody, robin: Child, mailbox: Mailbox) -> None:
    worker.comes_in()
    worker.page.goto(f"{worker.url}{robin.get_absolute_url()}core-groups/plan/")
    worker.can_use_the_page()
    worker.types("Date of the core group", f"{timezone.localdate():%d/%m/%Y}")
    worker.presses("Save")
    worker.reads("Who was asked", "The letter waits to be sent")
    send_invitations(now=timezone.now())
    assert CoreGroupInvitation.objects.filter(asked_at__isnull=False).count() == 2
    assert {letter["To"] for letter in mailbox.letters} == {"post@trust.example", "post@home.example"}
    mailbox.letters.clear()


def each_copy_is_looked_at_and_sent(worker: Somebody) -> None:
    worker.page.reload()
    worker.reads("Asked on")
    worker.follows("Record the core group")
    for question, answer in ASKED.items():
        worker.types(question, answer)
    worker.page.get_by_label("What was said?").fill(PASSAGE)
    worker.page.get_by_role("group", name="Who may not read it?").get_by_label("Mara Fixture").check()
    worker.page.get_by_label("As soon as it is saved").check()
    worker.presses("Look at each copy first")
    worker.reads("Nothing is sent or saved as final yet.")
    worker.can_use_the_page()
    hers = worker.page.locator("details", has_text="Mara Fixture, Mother")
    hers.locator("summary").click()
    assert PASSAGE not in hers.inner_text()
    worker.presses("Finish the minute")
    worker.is_told("The minute is saved and sent.")
    worker.reads("Not sent yet: a second person reads it first", "The letter waits to be sent")
    worker.can_use_the_page()


def the_nurse_opens_hers(nurse: Passer, mailbox: Mailbox) -> None:
    assert send_links(now=timezone.now()) == 1  # the mother's waits
    nurse.page.goto(link_in(mailbox))
    nurse.can_use_the_page()
    nurse.presses("Send me a code")
    nurse.types("Your code", re.search(r"\b\d{6}\b", mailbox.words[-1])[0])
    nurse.presses("Open the document")
    nurse.reads("Core group of", PASSAGE, "not for Mara Fixture")
    nurse.can_use_the_page()
    nurse.presses("I have read it")
    nurse.reads("It is recorded that you have read the document.")
    mailbox.letters.clear()


def her_manager_lets_the_mothers_go(manager: Somebody, robin: Child) -> None:
    manager.comes_in()
    manager.follows(f"{robin.name}: read the copy for Mara Fixture before it is sent")
    manager.can_use_the_page()
    manager.does_not_read(PASSAGE)
    manager.follows("Let it go")
    manager.can_use_the_page()
    manager.page.get_by_label("I have read this copy").check()
    manager.presses("Let it go")
    manager.is_told("The copy was let go.")


def the_mother_is_told_her_code(worker: Somebody, mother: Passer, robin: Child, mailbox: Mailbox) -> None:
    assert send_links(now=timezone.now()) == 1
    mother.page.goto(link_in(mailbox))
    mother.reads("Your social worker tells you the code")
    hers = Receipt.objects.get(person__name="Mara Fixture")
    worker.page.goto(f"{worker.url}{robin.get_absolute_url()}copies/{hers.pk}/")
    worker.presses("Make a code to tell them")
    worker.can_use_the_page()
    code = re.search(r"\b\d{3} \d{3}\b", worker.main.inner_text())[0]
    mother.types("Your code", code)
    mother.presses("Open the document")
    mother.reads("Core group of", "Likes the new school.")
    mother.does_not_read(PASSAGE)
    mother.does_not_read("Also said")


def the_chair_has_all_of_it(the_chair: Somebody) -> None:
    the_chair.comes_in()
    the_chair.chooses("In-box")
    the_chair.follows("Core group of")
    the_chair.reads(PASSAGE, "not for Mara Fixture")
    the_chair.can_use_the_page()


def link_in(mailbox: Mailbox) -> str:
    return re.search(r"http://\S+/copy/\S+", mailbox.words[-1])[0]
