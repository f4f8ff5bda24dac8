"""The portal's records of one child from the census, not yet saved; and saving many children's at once.

What the census does not say is not made up. Where a record cannot be without it, it is written so that it says
where it comes from:

- A plan begins at a conference. When the file rightly has none (a plan from an earlier year), one is recorded on the
  plan's first day, which is what that day means.
- The strategy discussion is the day on which the enquiry began, which is what that day means.
- The day on which an enquiry was decided is not in the census. It was by the day of the conference, or else by the
  day the referral was closed or the census describes; the enquiry's findings say so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from accounts.models import Team, User
from audit.models import AuditedModel, record_many
from children.codes import Ethnicity, ReferralSource
from children.models import Allocation, Child, Referral
from conferences.models import ChildAtConference, Conference, Section47Enquiry, StrategyDiscussion
from plans.models import ChildInNeedPlan, ChildProtectionPlan, EndReason
from returns.baseline import LastVisit
from returns.census.facts import CensusChild, CensusPlan, CensusReferral, CensusSection47
from visits.models import Visit

WHY = "From the previous system"
DECIDED_BY_THEN = "From the previous system. The day of the decision is not known; it had been made by then."

Kind, Decision = ChildAtConference.Kind, ChildAtConference.Decision


@dataclass(slots=True)
class Holder:
    """Who holds the child, from List 7. The day on which they began is not known, so it is today."""

    team: Team | None = None
    worker: User | None = None


@dataclass(slots=True)
class ChildRecords:
    """Everything to be saved of one child, each kind after those that it refers to."""

    child: Child
    rows: list[AuditedModel] = field(default_factory=list)

    @property
    def has_clocks(self) -> bool:
        """Nothing is due for a child who was only referred."""
        return any(isinstance(row, ChildProtectionPlan | StrategyDiscussion) for row in self.rows)


# In this order each record's own references are saved before it.
SAVED_IN_ORDER = (
    Referral,
    ChildProtectionPlan,
    ChildInNeedPlan,
    StrategyDiscussion,
    Section47Enquiry,
    Conference,
    ChildAtConference,
    Visit,
    Allocation,
)


def save_all(children: Iterable[ChildRecords], *, by: User) -> None:
    """A few statements for any number of children. Wants a transaction around it."""
    children = list(children)
    record_many((each.child for each in children), by=by, why=WHY)
    for model in SAVED_IN_ORDER:
        record_many((row for each in children for row in each.rows if type(row) is model), by=by, why=WHY)


def records_of(
    told: CensusChild, *, visit: LastVisit | None, holder: Holder, reference_on: date, today: date
) -> ChildRecords:
    child = Child(
        reference=told.reference,
        born_on=told.born_on,
        expected_on=told.expected_on,
        died_on=told.died_on,
        sex=told.sex,
        ethnicity=told.ethnicity or Ethnicity.NOBT,
        disabilities=list(told.disabilities),
        upn=told.upn,
        former_upn=told.former_upn,
        upn_unknown=told.reason_without_upn,
        team=holder.team,
        from_previous_system=True,
    )
    records = ChildRecords(child)
    for referral in told.referrals:
        _add_referral(records, referral, reference_on)
    _add_conferences(records, told)
    if visit is not None:
        records.rows.append(
            Visit(
                child=child,
                visited_on=visit.visited_on,
                child_seen=True,
                child_seen_alone=visit.seen_alone,
                account=WHY + ".",
                from_previous_system=True,
            )
        )
    if holder.worker is not None and holder.worker.team is not None:
        records.rows.append(
            Allocation(child=child, social_worker=holder.worker, team=holder.worker.team, from_on=today)
        )
    return records


def _add_referral(records: ChildRecords, told: CensusReferral, reference_on: date) -> None:
    child = records.child
    referral = Referral(
        child=child,
        received_on=told.referred_on,
        source=told.source or ReferralSource.UNKNOWN,
        primary_need=told.primary_need,
        no_further_action=bool(told.no_further_action),
        ended_on=told.closed_on,
        reason_ended=told.closure_reason,
    )
    records.rows.append(referral)
    for enquiry in told.enquiries:
        _add_enquiry(records, referral, told, enquiry, reference_on)
    for in_need in told.in_need_plans:
        records.rows.append(
            ChildInNeedPlan(
                child=child,
                started_on=in_need.started_on,
                ended_on=in_need.ended_on,
                from_previous_system=True,
            )
        )


def _add_enquiry(
    records: ChildRecords,
    referral: Referral,
    told: CensusReferral,
    enquiry: CensusSection47,
    reference_on: date,
) -> None:
    discussion = StrategyDiscussion(
        child=records.child, held_on=enquiry.started_on, enquiry_agreed=True, from_previous_system=True
    )
    outcome, decided_on = "", None
    if enquiry.conference_on:
        outcome, decided_on = Section47Enquiry.Outcome.CONFERENCE, enquiry.conference_on
    elif enquiry.conference_not_required or told.closed_on:
        outcome = Section47Enquiry.Outcome.NO_CONFERENCE
        decided_on = max(enquiry.started_on, told.closed_on or reference_on)
    records.rows += [
        discussion,
        Section47Enquiry(
            child=records.child,
            discussion=discussion,
            referral=referral,
            started_on=enquiry.started_on,
            decided_on=decided_on,
            outcome=outcome,
            findings=DECIDED_BY_THEN if outcome else "",
            from_previous_system=True,
        ),
    ]


def _add_conferences(records: ChildRecords, told: CensusChild) -> None:
    """Each day once: the conference that began each plan, its reviews, and initial conferences without a plan."""
    begun = set()
    after_enquiry = {enquiry.conference_on for referral in told.referrals for enquiry in referral.enquiries}
    for referral in told.referrals:
        for plan in referral.plans:
            begun.add(plan.started_on)
            moved_in = plan.started_on == referral.conference_on and plan.started_on not in after_enquiry
            _add_plan(records, plan, told, kind=Kind.TRANSFER_IN if moved_in else Kind.INITIAL)
    for referral in told.referrals:
        for held_on in sorted(referral.conference_days() - begun):
            begun.add(held_on)
            kind = Kind.INITIAL if held_on in after_enquiry else Kind.TRANSFER_IN
            _add_conference(records, held_on, kind, Decision.NO_PLAN)


def _add_plan(records: ChildRecords, told: CensusPlan, child: CensusChild, *, kind: str) -> None:
    end_reason = ""
    if told.ended_on:
        end_reason = EndReason.DIED if told.ended_on == child.died_on else EndReason.UNKNOWN
    earlier = sum(plan.started_on < told.started_on for plan in child.plans())
    plan = ChildProtectionPlan(
        child=records.child,
        started_on=told.started_on,
        ended_on=told.ended_on,
        end_reason=end_reason,
        initial_categories=[told.initial_category],
        latest_categories=[told.latest_category],
        plans_before=earlier if told.earlier_plans is None else told.earlier_plans,
        from_previous_system=True,
    )
    records.rows.append(plan)
    _add_conference(
        records, told.started_on, kind, Decision.PLAN, plan=plan, categories=[told.initial_category]
    )
    for held_on in told.reviews_on:
        ended = held_on == told.ended_on
        _add_conference(
            records, held_on, Kind.REVIEW, Decision.END if ended else Decision.CONTINUE, plan=plan
        )


def _add_conference(
    records: ChildRecords,
    held_on: date,
    kind: str,
    decision: str,
    *,
    plan: ChildProtectionPlan | None = None,
    categories: list[str] | None = None,
) -> None:
    conference = Conference(booked_on=held_on, booked_for=held_on, held_on=held_on, from_previous_system=True)
    records.rows += [
        conference,
        ChildAtConference(
            child=records.child,
            conference=conference,
            kind=kind,
            decision=decision,
            categories=categories or [],
            plan=plan,
        ),
    ]
