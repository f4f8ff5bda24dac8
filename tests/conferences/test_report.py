from datetime import UTC, date, datetime, time

import pytest

from accounts.roles import Role
from audit.models import Refused
from children.actions.cover import arrange_cover
from children.models.cover import Cover
from conferences.actions import (
    book_conference,
    countersign_report,
    pass_report,
    send_report,
    share_report,
    write_draft,
)
from conferences.models import ReportStep
from deadlines.models import Deadline
from tests.conferences.conftest import tue_24_february
from tests.factories import RelationshipFactory, TeamFactory, UserFactory

# Booked on Wednesday 11 February for Tuesday 24 February 2026. Working days before it: Monday 23 (1), Friday 20 (2),
# Thursday 19 (3), Wednesday 18 (4).
tue_10_february = date(2026, 2, 10)
wed_11_february = date(2026, 2, 11)
mon_16_february = date(2026, 2, 16)
tue_17_february = date(2026, 2, 17)
wed_18_february = date(2026, 2, 18)
thu_19_february = date(2026, 2, 19)
fri_20_february = date(2026, 2, 20)
mon_23_february = date(2026, 2, 23)
STEPS = {
    "conference-draft-plan": wed_18_february,
    "conference-report-countersigned": thu_19_february,
    "conference-report-to-family": fri_20_february,
    "conference-report-to-chair": mon_23_february,
}


@pytest.fixture
def conference(child, chair, social_worker):
    return book_conference(
        children=[child], booked_for=tue_24_february, chair=chair, by=social_worker, today=wed_11_february
    )


@pytest.fixture
def take(conference, child, social_worker):
    """A step by the social worker, unless it is said who, written down on its own day unless it is said when."""

    def taken(action, on, by=social_worker, **more):
        given = {"children": [child], "today": on} | more
        return action(conference=conference, on=on, by=by, **given)

    return taken


@pytest.fixture
def draft(take):
    def written(on=mon_16_february, words="Who does what.", **more):
        return take(write_draft, on, words=words, **more)

    return written


@pytest.fixture
def clock(child):
    return lambda rule: Deadline.objects.in_force().get(child=child, rule=rule)


@pytest.mark.requirement("T-04", "T-05", "T-06", "T-07", "S2-9", "S2-10", "S2-11", "S2-12")
def test_booking_an_initial_conference_starts_the_countdown(conference, due, child):
    assert {rule: due(child, rule) for rule in STEPS} == STEPS


@pytest.mark.requirement("T-04", "T-05", "T-06", "T-07", "S2-9", "S2-10", "S2-11", "S2-12")
def test_each_step_meets_its_own_clock_on_its_own_day(take, draft, clock, her_manager):
    draft()
    take(pass_report, tue_17_february)
    assert clock("conference-report-countersigned").met_on is None  # passing it on is not enough
    take(countersign_report, wed_18_february, by=her_manager)
    take(share_report, thu_19_february, shared_with="Both parents")
    take(send_report, fri_20_february)

    assert [clock(rule).met_on for rule in STEPS] == [
        mon_16_february, wed_18_february, thu_19_february, fri_20_february,
    ]  # fmt: skip


@pytest.mark.requirement("C-10", "T-04")
def test_a_step_written_down_late_counts_on_the_day_it_was_taken(draft, clock):
    draft(on=tue_17_february, today=mon_23_february)

    assert clock("conference-draft-plan").met_on == tue_17_february


@pytest.mark.requirement("C-11", "T-05", "B-12")
def test_a_draft_changed_after_it_was_countersigned_undoes_that_and_says_why(
    take, draft, clock, her_manager, social_worker
):
    draft()
    take(countersign_report, tue_17_february, by=her_manager)
    draft(on=wed_18_february, words="Who does what, and by when.")

    [signed] = ReportStep.objects.of("countersigned")
    assert signed.void_from == wed_18_february
    assert signed.void_because == f"{social_worker} changed the draft plan, dated 18 February 2026."
    assert clock("conference-report-countersigned").met_on is None

    take(countersign_report, thu_19_february, by=her_manager)
    assert clock("conference-report-countersigned").met_on == thu_19_february
    assert ReportStep.objects.in_force().of("countersigned").get().taken_on == thu_19_february


@pytest.mark.requirement("C-11", "T-05")
def test_a_draft_changed_on_the_very_day_it_was_countersigned_undoes_that_too(
    take, draft, clock, her_manager
):
    draft()
    take(countersign_report, tue_17_february, by=her_manager)
    draft(on=tue_17_february)

    assert clock("conference-report-countersigned").met_on is None


@pytest.mark.requirement("C-11")
def test_a_draft_written_down_late_that_is_older_than_the_countersignature_leaves_it_alone(
    take, draft, clock, her_manager
):
    take(countersign_report, wed_18_february, by=her_manager)
    draft(on=tue_17_february, today=thu_19_february)

    assert clock("conference-report-countersigned").met_on == wed_18_february
    assert ReportStep.objects.in_force().of("countersigned").exists()


@pytest.mark.requirement("B-12", "A-08")
def test_nobody_countersigns_what_they_wrote(take, draft, her_manager):
    draft(by=her_manager)

    with pytest.raises(Refused, match="You wrote the draft plan for Robin Fixture yourself"):
        take(countersign_report, tue_17_february, by=her_manager)


@pytest.mark.requirement("B-12", "A-08", "S1-98")
def test_only_a_manager_of_the_childs_team_countersigns(take, draft, social_worker):
    draft()
    another = UserFactory(role=Role.TEAM_MANAGER, team=TeamFactory(name="South team"))

    with pytest.raises(Refused, match="Robin Fixture is not a child of your team"):
        take(countersign_report, tue_17_february, by=another)
    with pytest.raises(Refused, match="A team manager countersigns a report"):
        take(countersign_report, tue_17_february, by=social_worker)


@pytest.mark.requirement("B-12", "B-13")
def test_while_the_manager_is_away_whoever_covers_countersigns(take, draft, her_manager):
    draft()
    another = UserFactory(role=Role.TEAM_MANAGER, team=TeamFactory(name="South team"))
    arrange_cover(
        away=her_manager,
        covering=another,
        from_on=mon_16_february,
        until_on=mon_23_february,
        reason=Cover.Reason.LEAVE,
        by=UserFactory(role=Role.SERVICE_MANAGER),
        today=mon_16_february,
    )

    [signed] = take(countersign_report, tue_17_february, by=another)

    assert signed.recorded_by == another


def test_a_countersignature_older_than_the_draft_it_is_put_under_is_refused(take, draft, her_manager):
    draft(on=wed_18_february)

    with pytest.raises(Refused, match="was last changed on 18 February 2026"):
        take(countersign_report, tue_17_february, by=her_manager, today=wed_18_february)


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (tue_10_february, "The conference was booked on 11 February 2026"),
        (thu_19_february, "once it has been taken"),
    ],
)
def test_a_step_before_the_booking_or_in_the_future_is_refused(draft, on, why):
    with pytest.raises(Refused, match=why):
        draft(on=on, today=wed_18_february)


@pytest.mark.requirement("T-06", "S2-11")
def test_a_report_shared_with_nobody_needs_the_reason(take):
    with pytest.raises(Refused, match="Say with whom the report was shared, or why with nobody"):
        take(share_report, thu_19_february, shared_with="")
    take(share_report, thu_19_february, shared_with="", not_shared_because="It would put Robin at risk.")


@pytest.mark.requirement("C-11", "T-04")
def test_moving_the_conference_moves_what_is_still_to_be_done(conference, child, due, draft, social_worker):
    from conferences.actions import move_conference

    draft()
    move_conference(
        conference=conference,
        booked_for=date(2026, 2, 26),  # Thursday: Wednesday 25 (1), Tuesday 24 (2), Monday 23 (3)
        booked_at=None,
        because="The interpreter is ill.",
        by=social_worker,
        today=tue_17_february,
    )

    assert due(child, "conference-draft-plan") is None  # what was written stays written
    assert due(child, "conference-report-countersigned") == mon_23_february


@pytest.fixture
def at(child, conference):
    return lambda page="": f"/children/{child.pk}/conferences/{conference.pk}/report/{page}"


@pytest.mark.requirement("T-04", "T-05", "T-06", "T-07")
def test_the_page_lists_every_step_with_its_day(it_is, read, at, social_worker):
    it_is(mon_16_february)

    page = read(social_worker, at())

    for said in ("Wednesday 18 February 2026", "Thursday 19 February 2026", "Friday 20 February 2026"):
        assert f"Due by {said}" in page.words
    assert {"Write the draft plan", "Pass it to the manager", "Share it with the family"} <= page.links.keys()
    assert "Countersign" not in page.links  # a manager's to do


@pytest.mark.requirement("T-33", "B-24")
@pytest.mark.parametrize(
    ("written_on", "said"),
    [
        (mon_16_february, "Draft plan written on Monday 16 February 2026, recorded by Priya Pattern"),
        # Tuesday 17 (1), Wednesday 18 (2), Thursday 19 (3), Friday 20 (4), and Monday 23 (5).
        (mon_23_february, "recorded by Priya Pattern, written down 5 working days later"),
    ],
)
def test_a_step_says_how_much_later_it_was_written_down(
    it_is, read, at, conference, child, social_worker, written_on, said
):
    it_is(written_on)
    ReportStep(
        conference=conference, child=child, step=ReportStep.Step.WRITTEN, words="Who does what.",
        taken_on=mon_16_february, recorded_at=datetime.combine(written_on, time(12), tzinfo=UTC),
    ).save_by(social_worker)  # fmt: skip

    page = read(social_worker, at())

    assert said in page.words
    assert ("written down" in page.words) is (written_on != mon_16_february)


@pytest.mark.requirement("C-11")
def test_a_void_countersignature_is_struck_through_with_its_reason(
    it_is, read, at, take, draft, her_manager, social_worker
):
    draft()
    take(countersign_report, tue_17_february, by=her_manager)
    draft(on=wed_18_february)
    it_is(wed_18_february)

    page = read(her_manager, at())

    assert page.tree.findtext(".//main//s").startswith("Countersigned on Tuesday 17 February 2026")
    assert "Void from 18 February 2026: Priya Pattern changed the draft plan" in page.words
    assert "Countersign" in page.links


@pytest.mark.requirement("C-11")
def test_why_this_date_says_what_undid_the_countersignature(
    it_is, read, child, take, draft, her_manager, social_worker
):
    draft()
    take(countersign_report, tue_17_february, by=her_manager)
    draft(on=wed_18_february)
    it_is(wed_18_february)

    assert (
        "It had been done, and was undone on Wednesday 18 February 2026 (Report to conference: draft plan written)."
        in read(social_worker, f"/children/{child.pk}/dates/").words
    )


def test_out_of_order_is_said_and_not_refused(it_is, signed_in, at, conference, social_worker):
    it_is(tue_17_february)
    browser = signed_in(social_worker)

    warned = browser.get(at("send/")).content.decode()
    assert "draft plan written, passed to the manager, countersigned, shared with the family" in warned
    browser.post(at("send/"), {"on": "17/2/2026"})

    assert conference.report_steps.get().step == "sent"


@pytest.mark.requirement("T-06", "S2-11")
def test_with_everybody_ticked_sharing_is_one_press_and_somebody_left_out_needs_a_reason(
    it_is, signed_in, at, conference, child, social_worker
):
    mother = RelationshipFactory(child=child, parental_responsibility=True).person
    it_is(thu_19_february)
    browser = signed_in(social_worker)

    refused = browser.post(at("share/"), {"on": "19/2/2026", "people": [mother.name]})
    assert "Enter why the report was not shared with the others" in refused.content.decode()
    browser.post(at("share/"), {"on": "19/2/2026", "people": [mother.name, child.name]})

    assert conference.report_steps.get().shared_with == f"{mother.name}, Robin Fixture"


def test_siblings_at_the_conference_are_done_in_one_press(it_is, signed_in, child, sam, chair, social_worker):
    both = book_conference(
        children=[child, sam],
        booked_for=tue_24_february,
        chair=chair,
        by=social_worker,
        today=wed_11_february,
    )
    it_is(mon_16_february)

    signed_in(social_worker).post(
        f"/children/{child.pk}/conferences/{both.pk}/report/draft/",
        {"on": "16/2/2026", "words": "Who does what.", "children": [child.pk, sam.pk]},
    )

    assert {step.child for step in both.report_steps.all()} == {child, sam}
