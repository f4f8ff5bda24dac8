"""The members are asked to a core group by a letter that names nobody, or by word of mouth; apologies stay open."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from audit.models import Refused
from circulation.links import send_links
from coregroups.actions import (
    add_member,
    cancel_meeting,
    circulate_minute,
    exclude_member,
    keep_excluded,
    lift_exclusion,
    plan_meeting,
)
from coregroups.invitations import invite, place_without_homes, send_invitations, told
from coregroups.models import CoreGroupAttendance, CoreGroupInvitation
from coregroups.owed import agenda
from plans.actions.lines import add_line
from tests.circulation.mail import mail_server
from tests.factories import HouseholdFactory, PersonFactory, ResidenceFactory, stories
from tests.plans.conftest import signed_in

mon_12_jan, tue_3_mar, wed_4_mar, tue_10_mar = (
    date(2026, 1, 12),
    date(2026, 3, 3),
    date(2026, 3, 4),
    date(2026, 3, 10),
)
now = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("it_is_today")
Came = CoreGroupAttendance.Came


@pytest.fixture
def mailbox(settings):
    with mail_server() as (box, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        yield box


@pytest.fixture
def planned(child, group, social_worker):
    def plan(**more):
        return plan_meeting(
            children=[child], planned_for=tue_10_mar, planned_at=time(16, 30), by=social_worker, is_invited=True,
            **{"place": "Sampleton School", **more},
        )  # fmt: skip

    return plan


def standing(meeting):
    return {
        str(each.person): (each.way, each.asked_at is not None)
        for each in meeting.invitations.select_related("person")
    }


@pytest.mark.requirement("T-11", "B-10")
class TestAsking:
    def test_each_in_their_way_and_whoever_is_kept_out_in_none(self, planned, mailbox):
        meeting = planned()
        assert standing(meeting) == {"Anna Aunt": ("told", False), "Hattie Visitor": ("email", False)}

        assert send_invitations(now=now) == 1

        assert standing(meeting)["Hattie Visitor"] == ("email", True)
        assert [letter["To"] for letter in mailbox.letters] == ["post@trust.example"]
        assert send_invitations(now=now) == 0

    def test_the_letter_puts_it_into_a_calendar_and_names_nobody(self, planned, mailbox, child):
        planned()
        send_invitations(now=now)

        [letter] = mailbox.letters
        assert letter["Subject"] == "Meeting on Tuesday 10 March 2026 at 4:30pm"
        [entry] = letter.iter_attachments()
        assert entry.get_content_type() == "text/calendar"
        assert entry.get_param("method") == "REQUEST"
        [event] = Calendar.from_ical(entry.get_content()).walk("VEVENT")
        assert event.decoded("dtstart") == datetime(2026, 3, 10, 16, 30, tzinfo=UTC)
        assert event.decoded("dtend") == datetime(2026, 3, 10, 17, 30, tzinfo=UTC)
        assert (event["location"], event["summary"]) == (
            "Sampleton School",
            "Meeting with Exampleshire Council",
        )
        whole = letter.as_string() + entry.get_content()
        for secret in (
            child.given_name,
            child.family_name,
            "Hattie",
            "Anna",
            "core group",
            "child protection",
        ):
            assert secret.casefold() not in whole.casefold()

    def test_in_summer_the_hour_is_the_one_on_the_clock(self, child, group, social_worker, mailbox):
        plan_meeting(
            children=[child],
            planned_for=date(2026, 4, 7),
            planned_at=time(16, 30),
            by=social_worker,
            is_invited=True,
        )
        send_invitations(now=now)

        [entry] = mailbox.letters[0].iter_attachments()
        [event] = Calendar.from_ical(entry.get_content()).walk("VEVENT")
        assert event.decoded("dtstart") == datetime(2026, 4, 7, 15, 30, tzinfo=UTC)

    @pytest.mark.requirement("A-07")
    @pytest.mark.parametrize(
        "place", ["12 Refuge Row", "at 12, refuge row", "HG1 2AB", "Flat, 12 Refuge Row, hg12ab"]
    )
    def test_a_home_of_the_family_is_in_no_letter(self, planned, mailbox, child, place):
        home = HouseholdFactory(address="12 Refuge Row\nExampleton", postcode="HG1 2AB", is_safe_address=True)
        ResidenceFactory(child=child, household=home, from_on=mon_12_jan)
        meeting = planned(place=place)

        send_invitations(now=now)

        [letter] = mailbox.letters
        [entry] = letter.iter_attachments()
        whole = (letter.get_body().get_content() + entry.get_content()).casefold().replace(" ", "")
        assert "refuge" not in whole
        assert "hg12ab" not in whole
        assert "told the place by the social worker" in place_without_homes(meeting)

    def test_cancelled_it_is_taken_out_of_the_calendar(self, planned, mailbox, social_worker):
        meeting = planned()
        send_invitations(now=now)
        cancel_meeting(meeting=meeting, because="School closed.", by=social_worker, today=wed_4_mar)

        assert send_invitations(now=now) == 1
        assert send_invitations(now=now) == 0

        first, second = [next(letter.iter_attachments()) for letter in mailbox.letters]
        [asked], [off] = (Calendar.from_ical(entry.get_content()).walk("VEVENT") for entry in (first, second))
        assert second.get_param("method") == "CANCEL"
        assert (asked["uid"], off["status"], off["sequence"]) == (off["uid"], "CANCELLED", 1)
        assert "School closed" not in mailbox.letters[1].as_string()

    def test_cancelled_before_a_letter_went_nobody_is_written_to(self, planned, mailbox, social_worker):
        cancel_meeting(meeting=planned(), because="School closed.", by=social_worker, today=wed_4_mar)

        assert send_invitations(now=now) == 0

    def test_a_refused_address_is_in_sight_and_the_worker_tells_them(
        self, planned, mailbox, social_worker, child
    ):
        mailbox.refuses = "550 No such mailbox"
        meeting = planned()
        send_invitations(now=now)
        browser, at = signed_in(social_worker), f"/children/{child.pk}/core-groups/{meeting.pk}/"

        page = browser.get(at).content.decode()
        assert "The letter did not go" in page
        assert "No such mailbox" in page
        assert "Tell them yourself: no email is known" in page
        for invitation in meeting.invitations.all():
            browser.post(f"{at}told/{invitation.pk}/")

        page = browser.get(at).content.decode()
        assert page.count("Asked on 4 March 2026") == 2
        assert "I have told them" not in page

    def test_a_server_that_is_away_is_tried_for_a_day(self, planned, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 9, False
        meeting = planned()

        send_invitations(now=now)
        letter = meeting.invitations.get(way="email")
        assert letter.failed_because == ""

        send_invitations(now=letter.recorded_at + timedelta(days=1))
        letter.refresh_from_db()
        assert letter.failed_because

    def test_somebody_who_joins_later_is_asked_and_nobody_twice(self, planned, child, social_worker, mailbox):
        meeting = planned()
        late = PersonFactory(name="Late Comer", email="late@trust.example", user=None)
        add_member(children=[child], person=late, role="GP", from_on=wed_4_mar, by=social_worker)

        invite(meeting=meeting, by=social_worker)

        assert meeting.invitations.count() == 3

    def test_nobody_is_asked_to_one_that_was_cancelled(self, planned, social_worker):
        meeting = planned()
        cancel_meeting(meeting=meeting, because="School closed.", by=social_worker, today=wed_4_mar)

        with pytest.raises(Refused, match="nobody is asked to it any more"):
            invite(meeting=meeting, by=social_worker)

    def test_the_form_asks_them_unless_it_is_unticked_and_never_to_a_day_that_is_past(
        self, child, group, social_worker
    ):
        browser, at = signed_in(social_worker), f"/children/{child.pk}/core-groups/plan/"

        browser.post(at, {"planned_for": "3/3/2026", "children": [child.pk], "is_invited": "on"})
        browser.post(at, {"planned_for": "11/3/2026", "children": [child.pk]})
        assert not CoreGroupInvitation.objects.exists()

        browser.post(at, {"planned_for": "10/3/2026", "children": [child.pk], "is_invited": "on"})
        assert CoreGroupInvitation.objects.count() == 2

    def test_nobody_else_asks(self, planned, stranger, chair, child):
        at = f"/children/{child.pk}/core-groups/{planned().pk}/ask/"

        assert signed_in(stranger).post(at).status_code == 404
        assert signed_in(chair).post(at).status_code == 403


@pytest.mark.requirement("T-12", "T-13", "B-29")
class TestWhereItIsPlanned:
    def test_the_page_shows_what_the_law_leaves_and_the_familys_days(self, child, group, social_worker):
        plan = child.plans.get()
        add_line(
            plan=plan, kind="festival", words="Eid", from_on=date(2026, 3, 20), until_on=date(2026, 3, 22),
            by=social_worker,
        )  # fmt: skip
        browser, at = signed_in(social_worker), f"/children/{child.pk}/core-groups/plan/"

        page = browser.get(at).content.decode()
        # The plan began on Monday 12 January: ten working days later is Monday 26 January.
        assert "The last day was Monday 26 January 2026. Choose the first day that is possible." in page
        assert "Eid, 20 March 2026 to 22 March 2026" in page

        after = browser.post(
            at, {"planned_for": "20/3/2026", "children": [child.pk]}, follow=True
        ).content.decode()
        assert "That day falls into Eid, 20 March 2026 to 22 March 2026" in after


@pytest.mark.requirement("A-02", "A-14", "S1-61")
class TestExclusion:
    def test_it_is_looked_at_again_on_its_day(self, child, group, social_worker, her_manager):
        member = child.coregroupmembers.get(person__name="Anna Aunt")
        browser = signed_in(social_worker)
        at = f"/children/{child.pk}/core-groups/members/{member.pk}/"
        answers = {"because": "Threats.", "agreed_by": her_manager.pk}

        missing = browser.post(f"{at}exclude/", answers).content.decode()
        assert "Enter the day on which it is looked at again" in missing
        assert "Write down what they are told, or that they are told nothing and why" in missing
        browser.post(
            f"{at}exclude/", {**answers, "review_on": "4/3/2026", "told_instead": "By phone, after each."}
        )

        page = browser.get(f"/children/{child.pk}/core-groups/").content.decode()
        assert "Told instead: By phone, after each." in page
        [link] = spoken_about(child)
        assert link.label.endswith("Anna Aunt is excluded is to be looked at again since 4 March 2026")

        browser.post(link.url, {**answers, "review_on": "1/4/2026", "told_instead": "By phone."})
        assert spoken_about(child) == []

    def test_before_its_day_nothing_is_asked(self, child, group, social_worker, her_manager):
        member = child.coregroupmembers.get(person__name="Anna Aunt")
        exclude_member(
            member=member,
            because="Threats.",
            agreed_by=her_manager,
            by=social_worker,
            review_on=date(2026, 3, 5),
        )

        assert spoken_about(child) == []

    def test_whoever_knows_when_and_where_is_not_forgotten(
        self, child, group, planned, social_worker, her_manager
    ):
        meeting = planned()
        [told_aunt] = meeting.invitations.filter(person__name="Anna Aunt")
        told(invitation=told_aunt, by=social_worker, now=now)
        member = child.coregroupmembers.get(person__name="Anna Aunt")

        page = signed_in(social_worker).post(
            f"/children/{child.pk}/core-groups/members/{member.pk}/exclude/",
            {"because": "Threats.", "agreed_by": her_manager.pk, "review_on": "1/4/2026", "told_instead": "By phone."},
            follow=True,
        ).content.decode()  # fmt: skip

        assert "They were asked already to the core group on Tuesday 10 March 2026" in page

    @pytest.mark.requirement("A-07")
    def test_a_link_that_they_were_sent_and_did_not_open_opens_nothing_more(
        self, child, group, social_worker, her_manager, mailbox
    ):
        aunt = group[1]
        aunt.email = "anna@home.example"
        aunt.save_by(social_worker)
        [circulation] = circulate_minute(
            meeting=stories.core_group_held(child, on=tue_3_mar, by=social_worker), by=social_worker
        )
        send_links(now=now)
        hers = circulation.receipts.get(person=aunt).links.get()
        assert hers.closed_at is None

        member = child.coregroupmembers.get(person=aunt)
        exclude_member(member=member, because="Threats.", agreed_by=her_manager, by=social_worker)

        hers.refresh_from_db()
        assert hers.closed_because == "They were excluded from the core group"
        nurses = circulation.receipts.get(person=group[0]).links.get()
        assert nurses.closed_at is None

    def test_lifted_nothing_of_it_stays(self, child, group, social_worker, her_manager):
        member = child.coregroupmembers.get(person__name="Anna Aunt")
        exclude_member(
            member=member, because="Threats.", agreed_by=her_manager, by=social_worker, review_on=wed_4_mar,
            told_instead="By phone.",
        )  # fmt: skip

        lift_exclusion(member=member, by=social_worker)

        member.refresh_from_db()
        assert (member.exclusion_review_on, member.told_instead) == (None, "")
        assert spoken_about(child) == []

    def test_whoever_is_not_excluded_is_not_kept_so(self, child, group, social_worker, her_manager):
        member = child.coregroupmembers.get(person__name="Anna Aunt")

        with pytest.raises(Refused, match="Anna Aunt is not excluded"):
            keep_excluded(
                member=member, because="Threats.", agreed_by=her_manager, by=social_worker, review_on=wed_4_mar,
                told_instead="",
            )  # fmt: skip


def spoken_about(child):
    """But for the plan, which is drafted in detail before the first core group."""
    return [link for link in agenda([child]) if "before the first core group" not in link.label]
