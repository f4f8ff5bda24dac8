"""From planning a core group to the chair who acknowledges its minute, as people meet it in pages."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from circulation.models import Receipt
from coregroups.actions import REQUIRED, add_member, circulate_minute, plan_meeting, recipients
from coregroups.models import CoreGroupMeeting
from tests.coregroups.conftest import signed_in
from tests.factories import HouseholdFactory, ResidenceFactory, UserFactory
from tests.factories.stories import OF_THE_FIRST, core_group_held


def typed(day):
    return f"{day:%d/%m/%Y}"


@pytest.fixture
def at(child, plan):
    return f"/children/{child.pk}/core-groups/"


@pytest.fixture
def yesterday(now_today):
    return now_today - timedelta(days=1)


@pytest.fixture
def meeting(child, plan, social_worker, yesterday):
    return plan_meeting(children=[child], planned_for=yesterday, by=social_worker)


@pytest.fixture
def minute(meeting):
    return {
        "held_on": typed(meeting.planned_for),
        "chaired_by": "Priya Pattern",
        **dict.fromkeys(REQUIRED, "None."),
        "childs_voice": "Likes the new school.",
        "decisions": "Keep the routine.",
        **OF_THE_FIRST,
        "sent": "later",
    }


@pytest.mark.requirement("B-10", "B-11", "S1-63", "S1-85")
def test_the_chair_finds_a_circulated_minute_unread_in_the_in_box_and_acknowledges_it(
    worker, child, chair, join, at, yesterday, professional
):
    teacher = join(child, "Tess Teach", user=professional).person
    gp = join(child, "Gil Practice", role="GP").person
    father = join(child, "Fred Fixture", role="Father", excluded="Bail conditions.").person

    worker.post(at + "plan/", {"planned_for": typed(yesterday), "children": [child.pk]})
    meeting = CoreGroupMeeting.objects.get()
    worker.post(
        f"{at}{meeting.pk}/record/",
        {
            "held_on": typed(yesterday),
            "chaired_by": "Priya Pattern",
            "present": [teacher.pk],
            "apologies": [gp.pk],
            **OF_THE_FIRST,
            **dict.fromkeys(REQUIRED, "None."),
            "childs_voice": "Likes the new school.",
            "sent": "later",
        },
    )
    offered = worker.get(f"{at}{meeting.pk}/circulate/").content.decode()
    assert offered.index("Chandra Chart") < offered.index("Gil Practice") < offered.index("Tess Teach")
    assert "Not sent. Excluded: Bail conditions." in offered
    worker.post(f"{at}{meeting.pk}/circulate/", {f"way_{gp.pk}": "by-hand"})

    inbox = signed_in(chair)
    assert ">Unread<" in inbox.get("/in-box/").content.decode()
    copy = Receipt.objects.get(user=chair)
    words = inbox.get(f"/in-box/{copy.pk}/").content.decode()
    assert "Likes the new school." in words
    assert "Gil Practice: sent apologies" in words
    inbox.post(f"/in-box/{copy.pk}/")

    receipts = worker.get(f"{at}{meeting.pk}/").content.decode()
    assert "Acknowledged on" in receipts
    assert "By hand" in receipts
    assert set(Receipt.objects.values_list("person__name", "user__name", "way")) == {
        (None, "Chandra Chart", "portal"),
        ("Tess Teach", "Tomas Template", "portal"),
        ("Gil Practice", None, "by-hand"),
    }
    assert not Receipt.objects.filter(person=father).exists()


@pytest.mark.requirement("A-02", "A-06")
def test_somebody_excluded_for_one_sibling_is_sent_nothing_of_a_minute_about_both(
    child, sibling, join, social_worker, now_today
):
    father = join(child, "Fred Fixture", role="Father", excluded="Bail conditions.").person
    add_member(
        children=[sibling],
        person=father,
        role="Father",
        from_on=now_today - timedelta(days=9),
        by=social_worker,
    )
    meeting = core_group_held(child, sibling, on=now_today - timedelta(days=1), by=social_worker)

    circulate_minute(meeting=meeting, by=social_worker)

    assert not Receipt.objects.filter(person=father).exists()


@pytest.mark.requirement("B-18")
def test_a_member_of_both_siblings_core_groups_is_shown_once(child, sibling, join, social_worker, yesterday):
    teacher = join(child, "Tess Teach").person
    add_member(
        children=[sibling],
        person=teacher,
        role="Teacher",
        from_on=yesterday - timedelta(days=5),
        by=social_worker,
    )
    meeting = core_group_held(child, sibling, on=yesterday, by=social_worker)

    shown = [(one.name, one.children) for one in recipients(meeting)]
    assert shown == [("Chandra Chart", (child, sibling)), ("Tess Teach", (child, sibling))]


def test_a_sibling_who_lives_at_home_is_offered_and_planned_for_in_one_go(
    worker, child, sibling, at, now_today
):
    assert "Sam Fixture" in worker.get(at + "plan/").content.decode()

    worker.post(at + "plan/", {"planned_for": typed(now_today), "children": [child.pk, sibling.pk]})

    assert {row.child for row in CoreGroupMeeting.objects.get().for_children.all()} == {child, sibling}


@pytest.mark.requirement("T-11")
def test_the_due_date_is_shown_and_a_later_plan_is_warned_of(worker, child, plan, at, now_today):
    page = worker.get(at + "plan/").content.decode()
    assert "When a core group is to be held" in page
    assert "Overdue by" in page

    told = worker.post(
        at + "plan/",
        {"planned_for": typed(now_today + timedelta(days=3)), "children": [child.pk]},
        follow=True,
    ).content.decode()

    assert "This is later than allowed: a core group is due by" in told


def test_a_meeting_before_the_plan_is_refused_in_the_page_and_what_was_typed_is_kept(worker, child, at):
    page = worker.post(
        at + "plan/",
        {"planned_for": "5/1/2026", "planned_at": "4.30pm", "place": "School", "children": [child.pk]},
    ).content.decode()

    assert "had no child protection plan on 5 January 2026" in page
    for kept in ('value="5/1/2026"', 'value="4.30pm"', 'value="School"'):
        assert kept in page


@pytest.mark.requirement("S0-31")
def test_a_minute_without_the_child_s_voice_is_refused_and_nothing_typed_is_lost(worker, at, meeting, minute):
    page = worker.post(f"{at}{meeting.pk}/record/", {**minute, "childs_voice": ""}).content.decode()

    assert "Write down the child's lived experience and voice" in unescape(page)
    assert "Keep the routine." in page
    meeting.refresh_from_db()
    assert meeting.held_on is None


def test_a_meeting_held_tomorrow_is_refused(worker, at, meeting, minute, now_today):
    page = worker.post(
        f"{at}{meeting.pk}/record/", {**minute, "held_on": typed(now_today + timedelta(days=1))}
    ).content.decode()

    assert "must be today or in the past" in page


def test_somebody_cannot_have_come_and_sent_apologies(worker, child, at, meeting, minute, join):
    teacher = join(child, "Tess Teach").person

    page = worker.post(
        f"{at}{meeting.pk}/record/", {**minute, "present": [teacher.pk], "apologies": [teacher.pk]}
    ).content.decode()

    assert "Ticked as having come and as having sent apologies: Tess Teach. Untick one" in page


@pytest.mark.requirement("B-27")
def test_whoever_is_ticked_nowhere_did_not_come(worker, child, at, meeting, minute, join):
    join(child, "Tess Teach")

    worker.post(f"{at}{meeting.pk}/record/", minute)

    assert [row.came for row in meeting.attendance.all()] == ["absent"]


@pytest.mark.requirement("B-06", "S0-14", "S3-49")
def test_the_minute_asks_who_interpreted_for_whoever_came_and_needs_it(
    worker, child, at, meeting, minute, join
):
    mother = join(child, "Ola Pattern", role="Mother", interpreter_needed=True, language="Polish").person
    present = {**minute, "present": [mother.pk]}

    refused = worker.post(f"{at}{meeting.pk}/record/", present).content.decode()
    assert "Say who interpreted for Ola Pattern, or why nobody did" in refused
    worker.post(f"{at}{meeting.pk}/record/", {**present, f"interpreter_{mother.pk}": "Language line"})

    assert meeting.attendance.get().interpreter == "Language line"


def test_without_a_chair_circulating_is_refused_in_words_and_sends_nothing(
    worker, child, chair, at, social_worker, yesterday
):
    meeting = core_group_held(child, on=yesterday, by=social_worker)
    child.conference_chair = None
    child.save_by(social_worker)

    page = worker.post(f"{at}{meeting.pk}/circulate/").content.decode()

    assert "Robin Fixture has no conference chair yet" in page
    assert not Receipt.objects.exists()


def test_a_minute_is_circulated_once(worker, child, at, social_worker, yesterday):
    meeting = core_group_held(child, on=yesterday, by=social_worker)
    worker.post(f"{at}{meeting.pk}/circulate/")

    page = worker.post(f"{at}{meeting.pk}/circulate/").content.decode()

    assert "This minute was already circulated on" in page


def test_what_is_circulated_never_tells_a_safe_address(worker, child, at, meeting, minute, social_worker):
    home = HouseholdFactory(address="12 Refuge Row", postcode="HG1 2AB", is_safe_address=True)
    ResidenceFactory(child=child, household=home)
    worker.post(f"{at}{meeting.pk}/record/", {**minute, "updates": "Settled at 12 Refuge Row, HG1 2AB."})

    worker.post(f"{at}{meeting.pk}/circulate/")

    sent = str(Receipt.objects.get().circulation.sections)
    assert "Refuge" not in sent
    assert "[address withheld]" in sent


def test_a_meeting_is_found_only_through_a_child_it_is_for(worker, child, sibling, at, meeting):
    assert worker.get(f"/children/{sibling.pk}/core-groups/{meeting.pk}/").status_code == 404
    assert worker.get(f"{at}{meeting.pk}/").status_code == 200


def test_a_stranger_finds_nothing_and_a_chair_reads_but_does_not_write(stranger, chair, at, meeting):
    assert signed_in(stranger).get(f"{at}{meeting.pk}/").status_code == 404
    assert signed_in(stranger).post(f"{at}{meeting.pk}/record/").status_code == 404
    assert signed_in(chair).get(f"{at}{meeting.pk}/").status_code == 200
    assert "Record the core group" not in signed_in(chair).get(f"{at}{meeting.pk}/").content.decode()
    assert signed_in(chair).post(f"{at}{meeting.pk}/record/").status_code == 403


def test_a_cancelled_meeting_says_why(worker, at, meeting):
    worker.post(f"{at}{meeting.pk}/cancel/", {"because": "The school is closed."})

    assert "The school is closed." in worker.get(at).content.decode()
    assert "Record the core group" not in worker.get(f"{at}{meeting.pk}/").content.decode()


def test_longer_lists_and_more_members_cost_no_more_queries(
    worker, child, at, join, social_worker, yesterday
):
    def add(number, start):
        for one in range(number):
            user = UserFactory(role=Role.CORE_GROUP_PROFESSIONAL)
            join(child, f"Member {start + one}", user=user)
            plan_meeting(children=[child], planned_for=yesterday, by=social_worker)

    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            worker.get(address)
        return len(queries)

    add(2, 0)
    meeting = core_group_held(child, on=yesterday, by=social_worker)
    pages = (at, f"{at}{meeting.pk}/", f"{at}{meeting.pk}/circulate/")
    with_two = [cost(page) for page in pages]
    add(10, 2)
    assert [cost(page) for page in pages] == with_two


def test_a_person_with_an_address_for_email_is_sent_it_that_way(child, plan, join, social_worker, yesterday):
    join(child, "Gil Practice", email="gp@practice.test")
    join(child, "Nan Nomail")
    meeting = core_group_held(child, on=yesterday, by=social_worker)

    assert {one.name: one.usual_way for one in recipients(meeting)} == {
        "Chandra Chart": "portal",
        "Gil Practice": "link",
        "Nan Nomail": "post",
    }


@pytest.mark.parametrize("form", ["record", "cancel"])
def test_nothing_is_asked_about_a_core_group_that_was_recorded_meanwhile(
    worker, child, at, yesterday, social_worker, form
):
    held = core_group_held(child, on=yesterday, by=social_worker)

    response = worker.get(f"{at}{held.pk}/{form}/", follow=True)

    assert response.redirect_chain == [(f"{at}{held.pk}/", 302)]
    assert "This core group is recorded already." in response.content.decode()
