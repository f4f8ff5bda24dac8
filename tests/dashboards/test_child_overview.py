from datetime import date

import pytest

from audit.models import AccessLog
from children.actions import allocate, arrange_cover, end_allocation
from children.models import Cover
from conferences.actions import (
    book_conference,
    countersign_report,
    move_conference,
    record_strategy_discussion,
    write_draft,
)
from plans.actions import update_plan
from tests.factories import (
    AllocationFactory,
    ChildFactory,
    HouseholdFactory,
    PersonFactory,
    RelationshipFactory,
    ResidenceFactory,
    UserFactory,
)
from tests.factories.stories import core_group_held, not_seen, on_a_plan, reviewed, seen

wed_28_jan = date(2026, 1, 28)
wed_4_feb = date(2026, 2, 4)
fri_27_feb = date(2026, 2, 27)
mon_2_mar = date(2026, 3, 2)

pytestmark = pytest.mark.usefixtures("it_is_today")


def told(page) -> list[str]:
    return [happening.title for happening in page.context["page"].object_list]


def fact(page, name: str):
    return next(row for row in [*page.context["people"], *page.context["plan"]] if row.name == name)


def test_what_is_due_stands_first_with_what_to_do_and_why(read, child, social_worker):
    on_a_plan(child, started_on=wed_4_feb)
    page = read(social_worker, child.get_absolute_url())
    rows = {row.what: row for row in page.context["owed"]}
    assert rows["Visit to the child"].action.label == "Record a visit"
    assert rows["First review conference"].action.label == "Book a conference"
    assert "Worked out: 10 working days after Wednesday 4 February 2026" in page.words


def test_a_review_that_is_booked_leads_to_its_conference_and_not_to_booking_it_again(
    read, child, chair, social_worker, today
):
    on_a_plan(child, started_on=wed_4_feb)
    book_conference(children=[child], booked_for=date(2026, 4, 23), chair=chair, by=chair, today=today)
    rows = {row.what: row for row in read(social_worker, child.get_absolute_url()).context["owed"]}
    assert rows["First review conference"].action.label == "See the conference"


def test_an_auditor_reads_the_record_and_is_offered_nothing_to_do(read, child, auditor):
    on_a_plan(child, started_on=wed_4_feb)
    page = read(auditor, child.get_absolute_url())
    allowed = {"See the conference", "See the plan"}
    assert {row.action.label for row in page.context["owed"] if row.action} <= allowed
    assert fact(page, "Lead social worker").action is None


def test_everything_that_happened_stands_on_one_timeline_newest_first(
    read, child, chair, social_worker, today
):
    record_strategy_discussion(
        children=[child], held_on=date(2026, 1, 26), enquiry_agreed=True, by=social_worker, today=today
    )
    ResidenceFactory(child=child, household=HouseholdFactory(), from_on=date(2026, 1, 12))
    on_a_plan(child, started_on=wed_4_feb)
    core_group_held(child, on=date(2026, 2, 11), by=social_worker)
    seen(child, on=date(2026, 2, 12), by=social_worker)
    seen(child, on=date(2026, 2, 13), by=social_worker, alone=False)
    not_seen(child, on=date(2026, 2, 24), by=social_worker)
    update_plan(
        plan=child.plans.get(), revised_on=date(2026, 2, 25), what_changed="Mornings.", by=social_worker,
        today=today,
    )  # fmt: skip
    conference = book_conference(
        children=[child], booked_for=date(2026, 4, 23), chair=chair, by=chair, today=date(2026, 2, 26)
    )
    move_conference(
        conference=conference, booked_for=date(2026, 4, 24), booked_at=None, because="School closed", by=chair,
        today=fri_27_feb,
    )  # fmt: skip
    assert told(read(social_worker, child.get_absolute_url())) == [
        "Review conference moved",
        "Review conference booked",
        "Plan updated",
        "The child was not seen",
        "Visit: not seen: no reply",
        "Visit: seen, not alone",
        "Visit: seen alone",
        "Core group held",
        "Child protection plan began",
        "Initial conference held: child protection plan",
        "Report to conference: sent to the chair",
        "Report to conference: shared with the family",
        "Report to conference: countersigned",
        "Report to conference: passed to the manager",
        "Report to conference: draft plan written",
        "Initial conference booked",
        "Strategy discussion",
        "Moved in",
        "Priya Pattern became lead social worker",
        "Born",
    ]


def test_an_unallocated_child_says_since_when_and_only_a_manager_is_offered_to_allocate(
    read, child, her_manager, auditor, today
):
    on_a_plan(child, started_on=wed_4_feb)
    end_allocation(allocation=child.allocations.get(), until_on=mon_2_mar, by=her_manager, today=today)
    page = read(her_manager, child.get_absolute_url())
    lead = fact(page, "Lead social worker")
    assert lead.flag.words == "Nobody: unallocated since 2 March 2026"
    assert lead.action.label == "Allocate"
    assert "Priya Pattern no longer lead social worker" in told(page)
    assert fact(read(auditor, child.get_absolute_url()), "Lead social worker").action is None


def test_a_child_never_allocated_says_so(read, her_manager):
    child = ChildFactory(team=her_manager.team)
    page = read(her_manager, child.get_absolute_url())
    assert fact(page, "Lead social worker").flag.words == "Nobody: never allocated"
    assert "There has been no child protection plan." in page.words


def test_a_handover_is_one_line_and_not_two(read, child, her_manager, today):
    allocate(child=child, social_worker=her_manager, from_on=mon_2_mar, by=her_manager, today=today)
    titles = told(read(her_manager, child.get_absolute_url()))
    assert "Martin Model became lead social worker" in titles
    assert "Priya Pattern no longer lead social worker" not in titles


def test_an_ended_plan_says_why_it_ended_and_what_followed(read, child, social_worker):
    on_a_plan(child, started_on=wed_28_jan)
    reviewed(child, held_on=fri_27_feb, ends=True)
    page = read(social_worker, child.get_absolute_url())
    assert fact(page, "Why it ended").value == "No longer at continuing risk of significant harm"
    assert fact(page, "Child in need plan").value == "None is recorded"
    assert "Child protection plan ended" in told(page)


def test_the_school_and_the_health_visitor_are_there_with_their_telephone(read, child, social_worker):
    teacher = PersonFactory(name="Tess Teacher", agency="Exampleton Primary", phone="01632 960001")
    RelationshipFactory(child=child, person=teacher, kind="school")
    said = fact(read(social_worker, child.get_absolute_url()), "School or nursery").value
    assert said == "Tess Teacher\nExampleton Primary\n01632 960001"


def test_a_safe_address_is_never_written_into_the_timeline(read, child, social_worker):
    household = HouseholdFactory(address="1 Secret Street", is_safe_address=True)
    ResidenceFactory(child=child, household=household, from_on=mon_2_mar)
    page = read(social_worker, child.get_absolute_url())
    assert "At a safe address" in page.words
    assert "Secret Street" not in page.response.content.decode()


def test_an_unborn_child_has_a_page_too(read, social_worker):
    child = ChildFactory(unborn=True, team=social_worker.team)
    AllocationFactory(child=child, social_worker=social_worker)
    on_a_plan(child, started_on=wed_4_feb)
    page = read(social_worker, child.get_absolute_url())
    assert page.status == 200
    assert "Visit to the child" not in [row.what for row in page.context["owed"]]


def test_a_long_history_has_pages(read, child, social_worker):
    on_a_plan(child, started_on=wed_28_jan)
    for day in range(1, 28):
        seen(child, on=date(2026, 2, day), by=social_worker)
    page = read(social_worker, child.get_absolute_url())
    assert len(told(page)) == 25
    assert "Born" in told(read(social_worker, child.get_absolute_url() + "?page=2"))


def test_opening_the_record_is_written_down_and_a_stranger_finds_nothing(
    read, child, social_worker, stranger
):
    read(social_worker, child.get_absolute_url())
    assert AccessLog.objects.get().user == social_worker
    assert read(stranger, child.get_absolute_url()).status == 404
    assert AccessLog.objects.count() == 1


def test_a_report_is_in_the_timeline_with_a_countersignature_that_no_longer_holds_marked_void(
    it_is, read, child, chair, social_worker, her_manager
):
    given = {
        "conference": book_conference(
            children=[child],
            booked_for=date(2026, 3, 17),
            chair=chair,
            by=social_worker,
            today=date(2026, 3, 3),
        ),
        "children": [child],
        "on": date(2026, 3, 4),
        "today": date(2026, 3, 4),
    }
    write_draft(words="Who does what.", by=social_worker, **given)
    countersign_report(by=her_manager, **given)
    write_draft(words="Who does what by when.", by=social_worker, **given)
    it_is(date(2026, 3, 4))

    page = read(social_worker, f"/children/{child.pk}/")

    void = [each for each in page.context["page"].object_list if each.flags]
    assert [each.title for each in void] == ["Report to conference: countersigned"]
    assert "changed the draft plan" in void[0].text


@pytest.mark.requirement("B-13", "S1-102")
class TestALeadSocialWorkerWhoIsAway:
    @pytest.fixture
    def arrange(self, child, social_worker, her_manager, today):
        def arrange(covering=None, **different):
            return arrange_cover(
                **{
                    "away": social_worker, "covering": covering, "from_on": today, "until_on": date(2026, 3, 18),
                    "reason": Cover.Reason.LEAVE, "by": her_manager, "today": today, **different,
                }
            )  # fmt: skip

        return arrange

    def lead(self, read, child, person):
        return fact(read(person, child.get_absolute_url()), "Lead social worker")

    def test_who_acts_and_until_when_stands_on_the_child_s_page(self, read, child, chair, arrange, team):
        arrange(UserFactory(name="Carla Copy", team=team))

        row = self.lead(read, child, chair)

        assert row.value.endswith("\nAway, back on 18 March 2026: Carla Copy covers")
        assert row.flag is None

    def test_that_nobody_does_is_said(self, read, child, chair, arrange):
        arrange()

        row = self.lead(read, child, chair)

        assert row.value.endswith("\nAway, back on 18 March 2026")
        assert row.flag.words == "Nobody covers: the team manager answers"

    def test_cover_of_other_children_is_none_for_this_one(
        self, read, child, social_worker, chair, arrange, team
    ):
        other = ChildFactory(team=team, conference_chair=chair)
        AllocationFactory(child=other, social_worker=social_worker, from_on=date(2026, 1, 5))
        carla = UserFactory(name="Carla Copy", team=team)
        arrange(carla, children=[other])

        assert self.lead(read, child, chair).flag
        assert "Carla Copy covers" in self.lead(read, other, chair).value

        carla.is_active = False
        carla.save_by(social_worker)
        assert self.lead(read, other, chair).flag

    def test_an_absence_to_come_is_not_one_yet(self, read, child, chair, arrange):
        arrange(from_on=date(2026, 3, 5))

        row = self.lead(read, child, chair)

        assert "Away" not in row.value
        assert row.flag is None
