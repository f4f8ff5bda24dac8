from datetime import date

import pytest
from django.urls import resolve, reverse

from children.actions import arrange_cover
from children.models import Cover
from conferences.actions import ask_for_panel, book_conference
from dashboards.next_steps import next_step
from deadlines.models import Deadline
from govuk_forms.components import Link
from plans.actions import add_action
from tests.factories.stories import core_group_held, on_a_plan

tue_24_feb = date(2026, 2, 24)
wed_11_feb = date(2026, 2, 11)
wed_4_mar = date(2026, 3, 4)


def step_of(child, rule, user):
    return next_step(Deadline.objects.in_force().get(child=child, rule=rule), user)


@pytest.mark.requirement("T-04", "T-05", "T-06", "T-07")
@pytest.mark.parametrize(
    ("rule", "label"),
    [
        ("conference-draft-plan", "Write the draft plan"),
        ("conference-report-countersigned", "See the report"),
        ("conference-report-to-family", "Share the report"),
        ("conference-report-to-chair", "Send the report"),
    ],
)
def test_a_step_towards_a_conference_leads_to_the_report_to_that_conference(
    child, chair, social_worker, rule, label
):
    conference = book_conference(
        children=[child], booked_for=tue_24_feb, chair=chair, by=social_worker, today=wed_11_feb
    )

    link = step_of(child, rule, social_worker)

    assert link.label == label
    assert link.url == f"/children/{child.pk}/conferences/{conference.pk}/report/"


def test_what_waits_for_one_record_leads_to_the_page_about_it(child, chair, social_worker):
    plan = on_a_plan(child, started_on=tue_24_feb)
    meeting = core_group_held(child, on=date(2026, 3, 3), by=social_worker)
    action = add_action(
        plan=plan, outcome=None, what="Call", who="Mother", by_when=date(2026, 3, 9), by=social_worker
    )
    panel = ask_for_panel(
        conference=plan.conferences.get().conference, child=child, what_for="A place.", by=social_worker
    )

    def kwargs(rule):
        found = resolve(step_of(child, rule, social_worker).url).kwargs
        return {name: pk for name, pk in found.items() if name != "child_pk"}

    assert kwargs("core-group-circulated") == {"meeting_pk": meeting.pk}
    assert kwargs("plan-action") == {"action_pk": action.pk}
    assert kwargs("resource-panel") == {"resource_panel_pk": panel.pk}


def test_nothing_is_offered_to_who_may_not_do_it(child, chair, social_worker):
    book_conference(children=[child], booked_for=tue_24_feb, chair=chair, by=social_worker, today=wed_11_feb)

    assert step_of(child, "conference-report-to-chair", chair) is None


@pytest.mark.requirement("B-13", "S1-102")
def test_a_manager_arranges_cover_for_whom_nobody_acts(child, social_worker, her_manager):
    on_a_plan(child, started_on=tue_24_feb)
    arrange_cover(
        away=social_worker, covering=None, from_on=wed_4_mar, until_on=date(2026, 3, 11),
        reason=Cover.Reason.SICKNESS, by=her_manager, today=wed_4_mar,
    )  # fmt: skip

    assert step_of(child, "cover-arranged", her_manager) == Link("Arrange cover", reverse("cover"))
    assert step_of(child, "cover-arranged", social_worker) is None
