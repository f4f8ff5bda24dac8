"""Recording a conference that was held: what it decided for each child, and what follows from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.models import User
from audit.models import Refused
from children.models import Child, Person
from conferences.actions.booking import book_conference, refuse_a_day_off, refuse_unless_upcoming
from conferences.models import ChildAtConference, ChildConsidered, Conference, ConferenceAttendance
from conferences.outline import Outline, set_outline
from deadlines.projection import refresh
from govuk_forms.words import day as in_words
from plans.actions import begin_plan, continue_plan, end_plan
from plans.models import AgreedBy, EndReason
from plans.versions import keep_version

Kind, Decision = ChildAtConference.Kind, ChildAtConference.Decision


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What the conference decided for one child. The outline goes with the decision that makes a plan."""

    child: Child
    decision: str
    reason: str = ""
    categories: list[str] = field(default_factory=list)
    dissent: str = ""
    plans_before: int = 0
    outline: Outline | None = None


@dataclass(frozen=True, kw_only=True)
class NextReview:
    """The review that the conference put in the diary before it parted."""

    booked_for: date
    booked_at: time | None = None
    place: str = ""
    late_because: str = ""


@transaction.atomic
def hold_conference(
    *,
    conference: Conference,
    held_on: date,
    quorate: bool,
    decided: Iterable[Decided],
    by: User,
    today: date,
    inquorate_because: str = "",
    record: str = "",
    came: Mapping[Person, str] | None = None,
    next_review: NextReview | None = None,
    manager_came: bool | None = None,
    lead_role_explained: bool | None = None,
    considered: Mapping[Child, str] | None = None,
    first_core_group_on: date | None = None,
) -> Conference:
    """Record that the conference was held and what it decided for each child (B-18).

    A plan begins, continues or ends here, dated with the day of the conference. Every child who was booked needs a
    decision, but for one whose plan ended before its review; a conference held without a quorum needs the reason.
    `considered` says of each other child of the household what was made of their safety.
    """
    refuse_unless_upcoming(conference)
    if held_on > today:
        raise Refused("A conference can be recorded once it has been held. Check the date.", field="held_on")
    if held_on < conference.booked_on:
        raise Refused(
            f"It was booked on {in_words(conference.booked_on)}: it cannot have been held before.",
            field="held_on",
        )
    refuse_a_day_off(held_on, field="held_on")
    if not quorate and not inquorate_because.strip():
        raise Refused("Say why the conference went ahead without a quorum.", field="inquorate_because")
    conference.held_on, conference.quorate, conference.record = held_on, quorate, record
    conference.inquorate_because = "" if quorate else inquorate_because
    conference.manager_came, conference.lead_role_explained = manager_came, lead_role_explained
    conference.full_clean(exclude=["recorded_by"])
    conference.save_by(by)
    for child, words in (considered or {}).items():
        ChildConsidered(child=child, conference=conference, words=words).save_by(by)
    decisions = {one.child.pk: one for one in decided}
    rows = list(conference.for_children.select_related("child"))
    for row in rows:
        one = decisions.get(row.child_id)
        if one and one.decision:
            _decide(row, one, held_on=held_on, by=by, today=today)
        elif not has_nothing_to_decide(row):
            raise Refused(f"Say what the conference decided for {row.child}.")
    for person, answer in (came or {}).items():
        ConferenceAttendance(conference=conference, person=person, came=answer).save_by(by)
    refresh([row.child for row in rows], by=by, because=f"the conference of {in_words(held_on)} was recorded")
    if first_core_group_on:
        _fix_the_first_core_group(rows, first_core_group_on, held_on=held_on, by=by)
    if next_review:
        _book_the_review(conference, rows, next_review, by=by, today=today)
    return conference


def others_at_home(children: Iterable[Child], *, on: date) -> list[Child]:
    """The children who live with any of these that day, and are not among them."""
    those = list(children)
    together = {other for child in those for other in child.siblings_on(on)}
    return sorted(together - set(those), key=lambda child: (child.name, child.pk))


def has_nothing_to_decide(row: ChildAtConference) -> bool:
    """A review was booked and the plan has ended meanwhile, as when the child became looked after."""
    return row.kind == Kind.REVIEW and not row.child.plans.open().exists()


def _decide(row: ChildAtConference, one: Decided, *, held_on: date, by: User, today: date) -> None:
    if one.decision not in ChildAtConference.MAY_DECIDE[row.kind]:
        raise Refused(
            f"{row.get_kind_display()} for {row.child}: it can decide "
            + " or ".join(f"“{Decision(each).label}”" for each in ChildAtConference.MAY_DECIDE[row.kind])
            + "."
        )
    if one.decision in {Decision.PLAN, Decision.CONTINUE} and not one.categories:
        raise Refused(
            f"Choose at least one category of abuse for {row.child}.", field=f"categories_{row.child_id}"
        )
    if one.decision == Decision.PLAN:
        row.plan = begin_plan(
            child=row.child,
            started_on=held_on,
            categories=one.categories,
            plans_before=one.plans_before,
            by=by,
        )
        if one.outline:
            set_outline(row.plan, one.outline, by=by)
    elif row.kind == Kind.REVIEW:
        plan = row.child.plans.open().first()
        if plan is None or held_on <= plan.started_on:
            raise Refused(f"{row.child} had no open plan to review on {in_words(held_on)}.", field="held_on")
        row.plan = plan
        if one.decision == Decision.CONTINUE:
            continue_plan(plan=plan, categories=one.categories, by=by)
        else:
            end_plan(plan=plan, ended_on=held_on, reason=EndReason.NO_LONGER_AT_RISK, by=by, today=today)
    if row.plan:
        keep_version(
            row.plan,
            agreed_by=AgreedBy.CONFERENCE,
            agreed_on=held_on,
            because=f"{row.get_kind_display()}: {Decision(one.decision).label.lower()}",
            by=by,
        )
    row.decision, row.reason, row.dissent = one.decision, one.reason, one.dissent
    row.categories = one.categories if one.decision in {Decision.PLAN, Decision.CONTINUE} else []
    row.full_clean(exclude=["recorded_by"])
    row.save_by(by)


def _fix_the_first_core_group(rows: list[ChildAtConference], on: date, *, held_on: date, by: User) -> None:
    """Core groups stand beside conferences: what puts one in the diary is named in settings (T-09)."""
    children = [row.child for row in rows if row.decision == Decision.PLAN]
    if not children:
        raise Refused("No plan begins. Leave the first core group’s date empty.", field="core_group_on")
    if on <= held_on:
        raise Refused("The first core group is held after this conference.", field="core_group_on")
    refuse_a_day_off(on, field="core_group_on")
    import_string(settings.PLANS_THE_FIRST_CORE_GROUP)(children=children, planned_for=on, by=by)


def _book_the_review(
    conference: Conference, rows: list[ChildAtConference], review: NextReview, *, by: User, today: date
) -> None:
    on_a_plan = [row.child for row in rows if row.decision in {Decision.PLAN, Decision.CONTINUE}]
    if not on_a_plan:
        raise Refused("No child has a plan to review. Leave the review’s date empty.", field="review_on")
    if conference.chair is None:
        raise Refused(
            "This conference has no chair in the portal. Leave the review’s date empty and book it on its own.",
            field="review_on",
        )
    if review.booked_for <= conference.held_on:
        raise Refused("The review is held after this conference.", field="review_on")
    try:
        book_conference(
            children=on_a_plan,
            booked_for=review.booked_for,
            booked_at=review.booked_at,
            place=review.place,
            late_because=review.late_because,
            chair=conference.chair,
            by=by,
            today=today,
        )
    except Refused as refusal:
        # Said of the review: the page of this form calls that date something else.
        raise Refused(f"The review: {refusal}", field="review_on") from refusal
