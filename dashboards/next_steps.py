"""What a person can do about a deadline, as a link: the page on which that which it waits for is recorded."""

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from conferences.models import ChildAtConference
from deadlines.milestones import Milestone as M
from deadlines.models import Deadline
from deadlines.rules import RULES
from govuk_forms.components import Link


class Step(NamedTuple):
    """`about` is what the page's address calls the record that started the clock, for a page about one of those."""

    label: str
    page: str
    permission: Permission
    about: str = ""
    of_child: bool = True
    """Whether the page stands below the child's record."""


BOOK: Final = Step("Book a conference", "conferences:book", Permission.BOOK_CONFERENCE)
BOOKED: Final = Step("See the conference", "conferences:list", Permission.VIEW_CHILD)
REPORT: Final = ("conferences:report", Permission.WRITE_REPORT, "conference_pk")
STEPS: Final = {
    M.ALLOCATED: Step("Allocate", "children:allocate", Permission.ALLOCATE_CHILD),
    M.COVER_ARRANGED: Step("Arrange cover", "cover", Permission.ARRANGE_COVER, of_child=False),
    M.CHILD_SEEN: Step("Record a visit", "visits:record", Permission.RECORD_VISIT),
    M.CHILD_SEEN_ALONE: Step("Record a visit", "visits:record", Permission.RECORD_VISIT),
    M.DELEGATION_MONITORED: Step(
        "Look into it", "children:look-into", Permission.RECORD_VISIT, "delegation_pk"
    ),
    M.CHAIR_ANSWERED: Step(
        "Answer the chair", "questions:answer", Permission.ANSWER_CHAIR, "chairs_question_pk"
    ),
    M.CHANGE_DECIDED: Step(
        "Decide what follows", "coregroups:decide-change", Permission.DECIDE_CHANGE, "significant_change_pk"
    ),
    M.BORN: Step("Record the birth", "children:record-birth", Permission.EDIT_CHILD),
    M.PLAN_STILL_NEEDED_DECIDED: Step(
        "Decide about the plan", "children:still-needed", Permission.OVERSEE_PLAN, "looked_after_pk"
    ),
    M.MEMBER_ANSWERED: Step(
        "Answer the member", "coregroups:answer-member", Permission.RECORD_CORE_GROUP, "word_of_member_pk"
    ),
    M.CONTRIBUTION_CAME: Step(
        "Record what came", "coregroups:take-what-came", Permission.RECORD_CORE_GROUP, "asked_of_member_pk"
    ),
    M.INJURY_DECIDED: Step(
        "Decide what follows", "visits:decide-injury", Permission.DECIDE_INJURY, "visit_pk"
    ),
    M.UNSEEN_TOLD_MANAGER: Step(
        "Record the discussion", "visits:tell-manager", Permission.RECORD_VISIT, "unseen_episode_pk"
    ),
    M.UNSEEN_TOLD_CHAIR: Step(
        "Record the discussion", "visits:tell-chair", Permission.RECORD_VISIT, "unseen_episode_pk"
    ),
    M.UNSEEN_TOLD_CORE_GROUP: Step(
        "Record whom you told", "visits:tell-core-group", Permission.RECORD_VISIT, "unseen_episode_pk"
    ),
    M.CORE_GROUP_HELD: Step("Plan or record a core group", "coregroups:list", Permission.RECORD_CORE_GROUP),
    M.ENQUIRIES_DECIDED: Step("Record the decision", "conferences:list", Permission.RECORD_ENQUIRY),
    M.INITIAL_CONFERENCE_HELD: BOOK,
    M.REVIEW_HELD: BOOK,
    M.DRAFT_PLAN_WRITTEN: Step("Write the draft plan", *REPORT),
    M.REPORT_SHARED_WITH_FAMILY: Step("Share the report", *REPORT),
    M.REPORT_SENT_TO_CHAIR: Step("Send the report", *REPORT),
    M.REPORT_COUNTERSIGNED: Step(
        "See the report", "conferences:report", Permission.VIEW_CHILD, "conference_pk"
    ),
    M.DECISION_LETTER_SENT: Step(
        "Record that it was sent", "conferences:send-letter", Permission.HOLD_CONFERENCE, "conference_pk"
    ),
    M.CONFERENCE_RECORD_SENT: Step(
        "Record that it was sent", "conferences:send-record", Permission.HOLD_CONFERENCE, "conference_pk"
    ),
    M.EXCLUSION_REQUEST_SENT: Step(
        "Record that it reached the chair",
        "conferences:exclusion-sent",
        Permission.WRITE_REPORT,
        "exclusion_request_pk",
    ),
    M.RESOURCE_PANEL_DECIDED: Step(
        "Record what it decided", "conferences:decide-panel", Permission.EDIT_PLAN, "resource_panel_pk"
    ),
    M.ASSESSMENT_AUTHORISED: Step("See the assessment", "conferences:list", Permission.VIEW_CHILD),
    M.CORE_GROUP_CIRCULATED: Step(
        "Circulate the minute", "coregroups:circulate", Permission.RECORD_CORE_GROUP, "meeting_pk"
    ),
    M.ACTION_DONE: Step("Record progress", "plans:action-progress", Permission.EDIT_PLAN, "action_pk"),
    M.PLAN_UPDATED: Step("Update the plan", "plans:plan", Permission.EDIT_PLAN),
    M.CIN_PLAN_STARTED: Step("Start a child in need plan", "plans:plan", Permission.EDIT_PLAN),
    M.PLAN_ENDED: Step("See the plan", "plans:plan", Permission.VIEW_CHILD),
}


def booked(child_ids: Iterable[int]) -> set[int]:
    """Those of the children who have a conference booked."""
    return set(
        ChildAtConference.objects.filter(
            child__in=list(child_ids), conference__held_on=None, conference__cancelled_on=None
        ).values_list("child", flat=True)
    )


def next_step(deadline: Deadline, user: User, *, booked: Collection[int] = ()) -> Link | None:
    """Nothing for somebody who may not do it."""
    expects = RULES[deadline.rule].expects
    step = next((step for milestone, step in STEPS.items() if milestone in expects), None)
    if step is BOOK and deadline.child_id in booked:
        step = BOOKED
    if step is None or not user.may(step.permission):
        return None
    if not step.of_child:
        return Link(step.label, reverse(step.page))
    about = {step.about: deadline.started_by_pk} if step.about else {}
    return Link(step.label, reverse(step.page, kwargs={"child_pk": deadline.child_id, **about}))
