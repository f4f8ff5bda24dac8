"""Somebody without an account opens one copy: a letter with a link, a code that comes by itself, one document."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Refused
from circulation import links
from circulation.models import CopyCode, CopyLink, LinkGuess, Receipt
from coregroups.actions import add_member, circulate_minute
from tests.circulation.mail import mail_server
from tests.factories import PersonFactory, stories
from tests.plans.conftest import signed_in

mon_12_jan, tue_20_jan = date(2026, 1, 12), date(2026, 1, 20)
now = datetime(2026, 3, 4, 17, 30, tzinfo=UTC)
pytestmark = [
    pytest.mark.requirement("B-11", "A-07", "S1-63"),
    pytest.mark.usefixtures("it_is_today"),
]


@pytest.fixture
def mailbox(settings):
    with mail_server() as (box, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        settings.SERVICE_ADDRESS = "https://plans.example.test"
        yield box


@pytest.fixture
def nurse():
    return PersonFactory(name="Hattie Visitor", agency="Health Trust", email="post@trust.example", user=None)


@pytest.fixture
def mother():
    return PersonFactory(
        name="Mara Fixture", agency="", email="mara@home.example", phone="07700 900123", user=None
    )


@pytest.fixture
def sent_to(child, social_worker):
    """The receipt of somebody who is sent the minute of a core group."""

    def sent(person, role="Member") -> Receipt:
        stories.on_a_plan(child, started_on=mon_12_jan)
        add_member(children=[child], person=person, role=role, from_on=mon_12_jan, by=social_worker)
        held = stories.core_group_held(child, on=tue_20_jan, by=social_worker)
        [circulation] = circulate_minute(meeting=held, by=social_worker)
        return circulation.receipts.get(person=person)

    return sent


@pytest.fixture
def nurses(sent_to, nurse, mailbox):
    receipt = sent_to(nurse, "Health visitor")
    assert links.send_links(now=now) == 1
    return receipt


@pytest.fixture
def address(nurses, mailbox):
    [found] = re.findall(r"https://plans\.example\.test(\S+)", mailbox.words[0])
    return found


@pytest.fixture
def anybody():
    return Client()


@pytest.fixture
def at_half_past_five(monkeypatch, it_is_today):
    """The pages' own clock, for what lasts minutes."""
    moment = [now]
    monkeypatch.setattr("circulation.outside_views.timezone.now", lambda: moment[0])
    return moment


def code_in(mailbox):
    return re.search(r"\b\d{6}\b", mailbox.words[-1])[0]


class TestTheLetter:
    def test_it_has_the_link_and_no_word_of_what_it_is_about(self, nurses, mailbox, child, social_worker):
        [letter] = mailbox.letters
        whole = letter.as_string()

        assert letter["To"] == "post@trust.example"
        assert letter["Subject"] == "A document from Exampleshire Council"
        for secret in (child.given_name, child.family_name, "Hattie", "core group", str(social_worker.name)):
            assert secret.casefold() not in whole.casefold()
        assert "until 18 March 2026" in whole  # 4 March and 14 days
        nurses.refresh_from_db()
        assert nurses.sent_at == now

    def test_neither_link_nor_code_is_kept(self, nurses, mailbox, address, anybody, at_half_past_five):
        anybody.post(address, {"do": "code"})

        token, code = address.rstrip("/").split("/")[-1], code_in(mailbox)
        kept = str(
            [vars(link) for link in CopyLink.objects.all()] + [vars(each) for each in CopyCode.objects.all()]
        )
        assert token not in kept
        assert code not in kept

    def test_it_is_sent_once(self, nurses, mailbox):
        assert links.send_links(now=now + timedelta(hours=3)) == 0
        assert len(mailbox.letters) == 1

    def test_a_mailbox_that_there_is_not_comes_back_in_the_servers_words(self, sent_to, nurse, mailbox):
        mailbox.refuses = "550 No such mailbox"
        receipt = sent_to(nurse)

        links.send_links(now=now)

        receipt.refresh_from_db()
        assert receipt.came_back_on == now.date()
        assert receipt.came_back_because == "The mail server did not take it: 550 No such mailbox"
        assert links.send_links(now=now + timedelta(days=1)) == 0

    def test_a_server_in_trouble_is_tried_again_and_after_a_day_it_came_back(self, sent_to, nurse, mailbox):
        mailbox.refuses = "451 Try later"
        receipt = sent_to(nurse)
        made = receipt.links.get().made_at

        links.send_links(now=made)
        assert links.send_links(now=made + timedelta(minutes=4)) == 0
        mailbox.refuses = ""
        assert links.send_links(now=made + timedelta(minutes=5)) == 1
        assert len(mailbox.letters) == 1

    def test_given_up_after_a_day(self, sent_to, nurse, mailbox):
        mailbox.refuses = "451 Try later"
        receipt = sent_to(nurse)
        made = receipt.links.get().made_at

        links.send_links(now=made)
        links.send_links(now=made + timedelta(days=1))

        receipt.refresh_from_db()
        assert "for a day: 451 Try later" in receipt.came_back_because

    def test_without_an_address_no_link_is_promised(self, sent_to):
        nobody = PersonFactory(name="Nan Nomail", email="", user=None)

        assert sent_to(nobody).way == Receipt.Way.POST

    def test_nor_chosen(self, sent_to, child, social_worker):
        nobody = PersonFactory(name="Nan Nomail", email="", user=None)
        stories.on_a_plan(child, started_on=mon_12_jan)
        add_member(children=[child], person=nobody, role="Aunt", from_on=mon_12_jan, by=social_worker)
        held = stories.core_group_held(child, on=tue_20_jan, by=social_worker)

        with pytest.raises(Refused, match="No email address of Nan Nomail is known"):
            circulate_minute(meeting=held, ways={nobody.pk: Receipt.Way.LINK}, by=social_worker)
        assert not Receipt.objects.exists()


@pytest.mark.usefixtures("at_half_past_five")
class TestOpeningIt:
    def test_a_professional_gets_a_code_in_the_same_mailbox_and_reads_one_document(
        self, address, anybody, mailbox, nurses, child
    ):
        first = anybody.get(address).content.decode()
        assert child.family_name not in first
        assert "child protection" not in first.casefold()

        assert "A code is on its way" in anybody.post(address, {"do": "code"}).content.decode()
        page = anybody.post(address, {"code": code_in(mailbox), "wanted": "read"}).content.decode()

        assert f"Core group of 20 January 2026: {child}" in page
        nurses.refresh_from_db()
        assert nurses.read_at == now
        assert nurses.acknowledged_at is None
        leave = re.search(r'name="leave" value="([^"]+)"', page)[1]
        assert (
            "It is recorded" in anybody.post(address, {"do": "acknowledge", "leave": leave}).content.decode()
        )
        nurses.refresh_from_db()
        assert nurses.acknowledged_at == now

    def test_a_code_opens_it_once(self, address, anybody, mailbox, child):
        anybody.post(address, {"do": "code"})
        code = code_in(mailbox)
        anybody.post(address, {"code": code, "wanted": "read"})

        again = anybody.post(address, {"code": code, "wanted": "read"}).content.decode()

        assert "That code is wrong, used already or too old" in again
        assert child.family_name not in again

    def test_as_a_pdf(self, address, anybody, mailbox):
        anybody.post(address, {"do": "code"})

        answer = anybody.post(address, {"code": code_in(mailbox), "wanted": "pdf"})

        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
        assert "Fixture" not in answer["Content-Disposition"]
        assert CopyCode.objects.get().taken_as == "pdf"

    def test_after_a_quarter_of_an_hour_a_code_is_too_old(self, address, anybody, mailbox, at_half_past_five):
        anybody.post(address, {"do": "code"})
        at_half_past_five[0] = now + timedelta(minutes=15)

        page = anybody.post(address, {"code": code_in(mailbox), "wanted": "read"}).content.decode()

        assert "too old" in page

    def test_a_newer_code_replaces_the_one_before(self, address, anybody, mailbox):
        anybody.post(address, {"do": "code"})
        older = code_in(mailbox)
        anybody.post(address, {"do": "code"})

        assert "too old" in anybody.post(address, {"code": older, "wanted": "read"}).content.decode()

    def test_the_fifth_wrong_code_closes_the_link_and_the_worker_sees_it(
        self, address, anybody, mailbox, nurses, child
    ):
        anybody.post(address, {"do": "code"})
        right = code_in(mailbox)
        wrong = "000000" if right != "000000" else "111111"
        for _ in range(4):
            assert (
                "That code is wrong"
                in anybody.post(address, {"code": wrong, "wanted": "read"}).content.decode()
            )

        assert "fifth wrong code" in anybody.post(address, {"code": wrong, "wanted": "read"}).content.decode()

        assert anybody.post(address, {"code": right, "wanted": "read"}).status_code == 404
        nurses.refresh_from_db()
        assert nurses.came_back_because == "The link was closed after 5 wrong codes"
        assert nurses.read_at is None

    def test_four_codes_an_hour(self, address, anybody, mailbox):
        for _ in range(4):
            anybody.post(address, {"do": "code"})

        assert (
            "Four codes were sent in the last hour" in anybody.post(address, {"do": "code"}).content.decode()
        )
        assert len(mailbox.letters) == 5

    def test_it_ends_after_14_days(self, address, anybody, at_half_past_five):
        at_half_past_five[0] = now + timedelta(days=14) - timedelta(seconds=1)
        assert anybody.get(address).status_code == 200
        at_half_past_five[0] = now + timedelta(days=14)

        answer = anybody.get(address)

        assert answer.status_code == 404
        assert "This link does not work" in answer.content.decode()

    def test_sent_again_the_old_link_opens_nothing(
        self, address, anybody, nurses, child, social_worker, mailbox
    ):
        kept = {"child_pk": child.pk, "receipt_pk": nurses.pk}
        signed_in(social_worker).post(reverse("copies:send-again", kwargs=kept), {"way": "link"})
        links.send_links(now=now)

        [newer] = re.findall(r"https://plans\.example\.test(\S+)", mailbox.words[-1])
        assert newer != address
        assert anybody.get(address).status_code == 404
        assert anybody.get(newer).status_code == 200

    def test_nothing_stays_in_the_browser_or_goes_to_another_site(self, address, anybody):
        answer = anybody.get(address)

        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Robots-Tag"] == "noindex"

    def test_an_empty_answer_says_what_to_enter(self, address, anybody):
        assert "Enter your code" in anybody.post(address, {"wanted": "read"}).content.decode()

    @pytest.mark.parametrize("leave", ["", "1", "1:x:y"])
    def test_nobody_acknowledges_without_having_opened_it(self, address, anybody, leave, nurses):
        page = anybody.post(address, {"do": "acknowledge", "leave": leave}).content.decode()

        assert "Open the document again with another code" in page
        nurses.refresh_from_db()
        assert nurses.acknowledged_at is None


@pytest.mark.usefixtures("at_half_past_five")
class TestGuessing:
    def test_a_guessed_link_opens_nothing_and_is_counted(self, anybody, db):
        assert anybody.get("/copy/guessed/").status_code == 404

        assert LinkGuess.objects.get().from_address == "127.0.0.1"

    def test_after_twenty_in_an_hour_they_are_not_answered_from_there(self, anybody, at_half_past_five, db):
        for number in range(20):
            assert anybody.get(f"/copy/guess-{number}/").status_code == 404

        refused = anybody.get("/copy/guess-20/")

        assert refused.status_code == 429
        assert "Try again in an hour" in refused.content.decode()
        assert LinkGuess.objects.count() == 20
        assert Client(REMOTE_ADDR="192.0.2.7").get("/copy/guess-20/").status_code == 404
        at_half_past_five[0] = now + timedelta(hours=1, seconds=1)
        assert anybody.get("/copy/guess-20/").status_code == 404

    def test_whoever_holds_a_link_is_not_kept_out_by_who_guesses_beside_them(self, anybody, address):
        """Behind a proxy, or in one office, everybody has the same address."""
        for number in range(25):
            anybody.get(f"/copy/guess-{number}/")

        assert anybody.get(address).status_code == 200

    def test_guesses_are_forgotten_after_a_day(self, anybody, db):
        anybody.get("/copy/guessed/")

        links.send_links(now=now + timedelta(days=1, seconds=1))

        assert not LinkGuess.objects.exists()


@pytest.mark.requirement("A-01")
class TestSomebodyOfTheFamily:
    @pytest.fixture
    def mothers(self, sent_to, mother, mailbox):
        receipt = sent_to(mother, "Mother")
        links.send_links(now=now)
        return receipt

    @pytest.fixture
    def to_copy(self, mothers, child):
        kept = {"child_pk": child.pk, "receipt_pk": mothers.pk}
        return lambda page: reverse(f"copies:{page}", kwargs=kept)

    @pytest.fixture
    def her_link(self, mothers, mailbox):
        return re.findall(r"https://plans\.example\.test(\S+)", mailbox.words[0])[0]

    def test_her_code_is_told_and_never_sent(self, her_link, anybody, mailbox, at_half_past_five):
        page = anybody.post(her_link, {"do": "code"}).content.decode()

        assert "Your social worker tells you the code" in page
        assert "Send me a code" not in page
        assert len(mailbox.letters) == 1

    def test_the_worker_makes_one_and_reads_it_out(
        self, to_copy, her_link, anybody, social_worker, child, mothers
    ):
        page = signed_in(social_worker).post(to_copy("code")).content.decode()
        assert "07700 900123" in page
        code = re.search(r"\b\d{3} \d{3}\b", page)[0]

        read = anybody.post(her_link, {"code": code, "wanted": "read"}).content.decode()

        assert str(child) in read
        log = signed_in(social_worker).get(to_copy("copy")).content.decode()
        assert "read on the page, with a code that they were told" in log

    def test_a_stranger_and_the_chair_make_none(self, to_copy, stranger, chair):
        assert signed_in(stranger).post(to_copy("code")).status_code == 404
        assert signed_in(chair).post(to_copy("code")).status_code == 403
        assert not CopyCode.objects.exists()

    def test_a_told_code_is_good_for_two_days(self, mothers, social_worker):
        code = links.code_to_tell(receipt=mothers, by=social_worker, now=now)
        link = mothers.links.get()

        with pytest.raises(Refused):
            links.use_code(link, code, taken_as="read", now=now + timedelta(days=2))
        assert links.use_code(link, code, taken_as="read", now=now + timedelta(days=2, seconds=-1)).used_at
