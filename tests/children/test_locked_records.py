"""A locked record opens for a few, and for others who may see the child only with a reason that is read (A-13)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from accounts.roles import Role
from audit.models import AccessLog, Refused
from children.actions import allocate
from children.actions.locked import lift_lock, lock_record, open_locked, read_opening
from children.locked import lock_that_asks
from children.models import RecordLockOpening
from dashboards.agreements import openings_to_read
from tests.factories import ChildFactory, ResidenceFactory, UserFactory
from tests.factories.stories import on_a_plan, seen
from tests.plans.conftest import signed_in

tue_24_feb, wed_4_mar = date(2026, 2, 24), date(2026, 3, 4)
pytestmark = pytest.mark.requirement("A-13", "B-24")


@pytest.fixture
def team_mate(team):
    return UserFactory(name="Sam Sketch", role=Role.SOCIAL_WORKER, team=team)


@pytest.fixture
def lock(child, her_manager):
    return lock_record(child=child, reason="A cousin works here.", names=[], by=her_manager, today=wed_4_mar)


def asked(child, *users, today=wed_4_mar):
    return {user.name for user in users if lock_that_asks(child, user, today=today)}


class TestWhomItAsks:
    def test_not_the_lead_nor_the_chair_nor_who_is_named(
        self, child, chair, social_worker, her_manager, service_manager, auditor, lock
    ):
        child.conference_chair = chair
        child.save_by(her_manager)

        assert asked(child, social_worker, chair, her_manager, service_manager, auditor) == {
            service_manager.name, auditor.name,
        }  # fmt: skip

    def test_nobody_where_there_is_no_lock(self, child, auditor):
        assert not asked(child, auditor)

    def test_the_lead_of_yesterday_is_asked_and_the_new_one_is_not(
        self, child, social_worker, team_mate, her_manager, lock
    ):
        assert asked(child, social_worker, team_mate) == {team_mate.name}

        allocate(child=child, social_worker=team_mate, from_on=wed_4_mar, by=her_manager, today=wed_4_mar)

        assert asked(child, social_worker, team_mate) == {social_worker.name}

    def test_a_reason_is_good_for_its_day_and_its_person(self, child, auditor, service_manager, lock):
        open_locked(lock=lock, because="An inspection.", by=auditor, today=wed_4_mar)

        assert asked(child, auditor, service_manager) == {service_manager.name}
        assert asked(child, auditor, today=wed_4_mar + timedelta(days=1)) == {auditor.name}

    def test_nobody_once_it_is_lifted(self, child, auditor, her_manager, lock):
        lift_lock(lock=lock, because="She left.", by=her_manager, today=wed_4_mar)

        assert not asked(child, auditor)


class TestBrothersAndSisters:
    """What is written of several children is read through each of them: their records are locked together."""

    @pytest.fixture
    def sister(self, child, team):
        sister = ChildFactory(given_name="Sparkle", family_name="Sample", team=team)
        home = ResidenceFactory(child=child).household
        ResidenceFactory(child=sister, household=home)
        return sister

    def lock(self, child, *siblings, by):
        return lock_record(
            child=child, reason="A cousin works here.", names=[], siblings=siblings, by=by, today=wed_4_mar
        )

    def test_are_locked_with_the_same_reason_and_names(self, child, sister, her_manager, auditor):
        lock = self.lock(child, sister, by=her_manager)

        assert lock.child == child
        [hers] = sister.recordlocks.in_force()
        assert (hers.reason, hers.locked_on) == (lock.reason, lock.locked_on)
        assert [each.user for each in hers.names.all()] == [her_manager]
        assert asked(child, auditor) == asked(sister, auditor) == {auditor.name}

    def test_nothing_is_locked_when_one_is_locked_already(self, child, sister, her_manager):
        self.lock(sister, by=her_manager)

        with pytest.raises(Refused, match="The record of Sparkle Sample is locked already"):
            self.lock(child, sister, by=her_manager)
        assert not child.recordlocks.exists()

    @pytest.mark.usefixtures("it_is_today")
    def test_are_offered_and_ticked_until_they_are_locked(self, child, sister, her_manager):
        browser, address = signed_in(her_manager), reverse("children:lock-record", args=[child.pk])

        ticked = html.fromstring(browser.get(address).content).xpath(
            "//input[@name='siblings'][@checked]/@value"
        )
        assert ticked == [str(sister.pk)]

        done = browser.post(
            address, {"reason": "A cousin.", "siblings": ticked}, follow=True
        ).content.decode()
        assert "2 records are locked" in done
        assert sister.recordlocks.in_force().exists()

    @pytest.mark.usefixtures("it_is_today")
    def test_one_who_is_locked_and_one_who_lives_elsewhere_are_not_offered(
        self, child, sister, team, her_manager
    ):
        elsewhere = ChildFactory(team=team)
        self.lock(sister, by=her_manager)
        browser, address = signed_in(her_manager), reverse("children:lock-record", args=[child.pk])

        assert 'name="siblings"' not in browser.get(address).content.decode()
        browser.post(address, {"reason": "A cousin.", "siblings": [elsewhere.pk]})
        assert child.recordlocks.in_force().exists()
        assert not elsewhere.recordlocks.exists()


class TestRefused:
    def test_two_locks_at_once_and_a_lock_without_a_reason(self, child, her_manager, lock):
        with pytest.raises(Refused, match="locked already"):
            lock_record(child=child, reason="Again.", names=[], by=her_manager, today=wed_4_mar)
        with pytest.raises(Refused, match="Say why the lock is lifted"):
            lift_lock(lock=lock, because=" ", by=her_manager, today=wed_4_mar)
        with pytest.raises(Refused, match="Say why you have to open it"):
            open_locked(lock=lock, because="", by=her_manager, today=wed_4_mar)

    def test_a_lock_that_was_lifted_is_not_lifted_again_and_asks_for_nothing(
        self, her_manager, auditor, lock
    ):
        lock = lift_lock(lock=lock, because="She left.", by=her_manager, today=wed_4_mar)

        with pytest.raises(Refused, match="lifted already"):
            lift_lock(lock=lock, because="Once more.", by=her_manager, today=wed_4_mar)
        with pytest.raises(Refused, match="opens without a reason"):
            open_locked(lock=lock, because="A call.", by=auditor, today=wed_4_mar)

    def test_an_opening_is_read_by_another_manager_and_once(
        self, auditor, her_manager, service_manager, lock
    ):
        opening = open_locked(lock=lock, because="A call.", by=service_manager, today=wed_4_mar)

        for nobody in (service_manager, auditor):
            with pytest.raises(Refused, match="Somebody else reads"):
                read_opening(opening=opening, by=nobody, today=wed_4_mar)
        assert read_opening(opening=opening, by=her_manager, today=wed_4_mar).read_by == her_manager
        with pytest.raises(Refused, match="read already"):
            read_opening(opening=opening, by=her_manager, today=wed_4_mar)


@pytest.mark.usefixtures("it_is_today")
class TestPages:
    @pytest.fixture
    def plan(self, child, social_worker):
        plan = on_a_plan(child, started_on=tue_24_feb)
        seen(child, on=date(2026, 3, 3), by=social_worker, today=wed_4_mar)
        return plan

    def test_every_page_leads_to_the_question_and_on_to_where_one_was_going(self, child, plan, lock, auditor):
        browser, wanted = signed_in(auditor), f"/children/{child.pk}/plan/"

        question = browser.get(wanted, follow=True)
        text = question.content.decode()

        assert "This record is locked" in text
        assert "Neglect" not in text
        assert not AccessLog.objects.filter(user=auditor, page="plans:plan").exists()

        address = question.request["PATH_INFO"]
        opened = browser.post(f"{address}?next={wanted}", {"because": "An inspection."}, follow=True)
        assert opened.request["PATH_INFO"] == wanted
        assert AccessLog.objects.filter(user=auditor, page="plans:plan").exists()

    def test_nothing_can_be_sent_into_it_either(self, child, plan, lock, service_manager, team_mate):
        # A team-mate sees the child only through cover or a shared household; a manager of every team does.
        answer = signed_in(service_manager).post(f"/children/{child.pk}/allocation/", {})

        assert answer.status_code == 302
        assert "/lock/" in answer["Location"]

    def test_no_list_of_it_is_taken_out_as_a_file_before_it_is_opened(self, child, plan, lock, auditor):
        browser = signed_in(auditor)
        take_out = f"{reverse('exports:take-out')}?of={reverse('children:audit', args=[child.pk])}"
        answers = {"why": "The inspection", "form": "csv"}

        assert browser.get(take_out).status_code == 403
        assert browser.post(take_out, answers).status_code == 403

        open_locked(lock=lock, because="An inspection.", by=auditor, today=timezone.localdate())
        opened = browser.post(take_out, answers)
        assert opened.status_code == 200
        assert b"".join(opened).startswith(b"\xef\xbb\xbfWhen,Who,What")

    @pytest.mark.parametrize(
        "elsewhere", ["https://evil.example/", "//evil.example/", "/children/1/", "/exports/"]
    )
    def test_it_leads_nowhere_but_into_the_record(self, child, plan, lock, auditor, elsewhere):
        address = reverse("children:open-locked", args=[child.pk, lock.pk])

        answer = signed_in(auditor).post(f"{address}?next={elsewhere}", {"because": "An inspection."})

        assert answer["Location"] == child.get_absolute_url()

    def test_without_a_reason_it_stays_closed(self, child, plan, lock, auditor):
        address = reverse("children:open-locked", args=[child.pk, lock.pk])

        page = signed_in(auditor).post(address, {"because": ""}).content.decode()

        assert "Enter why you have to open it" in page
        assert not RecordLockOpening.objects.exists()

    def test_the_child_is_on_every_list_as_before(self, child, plan, lock, service_manager):
        browser = signed_in(service_manager)

        assert child.reference in browser.get("/overdue/?kind=all").content.decode()
        found = browser.post("/children/find/", {"text": child.reference}, follow=True)
        assert child.get_absolute_url() in found.content.decode()

    def test_a_manager_finds_the_opening_on_the_first_page_and_reads_it(
        self, child, plan, lock, her_manager, auditor
    ):
        opening = open_locked(lock=lock, because="An inspection.", by=auditor, today=wed_4_mar)
        browser = signed_in(her_manager)

        [link] = openings_to_read(her_manager, today=wed_4_mar)
        assert "opened the locked record on 4 March 2026" in link.label
        assert link.label in browser.get("/team/").content.decode()
        assert "An inspection." in browser.get(link.url).content.decode()
        browser.post(reverse("children:read-opening", args=[child.pk, opening.pk]))

        opening.refresh_from_db()
        assert (opening.read_by, opening.read_on) == (her_manager, timezone.localdate())
        assert openings_to_read(her_manager, today=wed_4_mar) == []

    def test_locking_naming_and_lifting(self, child, plan, her_manager, team_mate):
        browser, here = signed_in(her_manager), reverse("children:lock", args=[child.pk])

        browser.post(
            reverse("children:lock-record", args=[child.pk]), {"reason": "A cousin.", "names": [team_mate.pk]}
        )
        page = browser.get(here).content.decode()
        assert "Record locked" in page
        assert "Martin Model, Sam Sketch" in page
        again = browser.get(reverse("children:lock-record", args=[child.pk]))
        assert (again.status_code, again["Location"]) == (302, here)

        [lock] = child.recordlocks.all()
        browser.post(reverse("children:lift-lock", args=[child.pk, lock.pk]), {"because": "She left."})
        assert "The record is not locked" in browser.get(here).content.decode()
