"""Verbs of strategy discussions and section 47 enquiries."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from audit.models import Refused
from children.models import Child
from conferences.models import Section47Enquiry, StrategyDiscussion
from deadlines.projection import refresh
from govuk_forms.words import day as in_words

# A discussion may be about a child not yet born, and about nobody before that.
LONGEST_PREGNANCY = timedelta(days=300)


@transaction.atomic
def record_strategy_discussion(
    *, children: Iterable[Child], held_on: date, enquiry_agreed: bool, by: User, today: date, **details: Any
) -> list[StrategyDiscussion]:
    """For each child a record of its own; when an enquiry was agreed it starts that day, and so do its clocks."""
    those = list(children)
    if not those:
        raise Refused("Choose at least one child.", field="children")
    if held_on > today:
        raise Refused("A strategy discussion can be recorded once it has been held.", field="held_on")
    discussions = []
    for child in those:
        _refuse_before_or_after_a_life(child, held_on)
        discussion = StrategyDiscussion(
            child=child, held_on=held_on, enquiry_agreed=enquiry_agreed, **details
        )
        discussion.full_clean(exclude=["recorded_by"])
        discussion.save_by(by)
        if enquiry_agreed:
            referral = child.referrals.filter(ended_on__isnull=True, received_on__lte=held_on).first()
            Section47Enquiry(
                child=child, discussion=discussion, referral=referral, started_on=held_on
            ).save_by(by)
        discussions.append(discussion)
    refresh(those, by=by, because=f"the strategy discussion of {in_words(held_on)} was recorded")
    return discussions


@transaction.atomic
def decide_enquiry(
    *, enquiry: Section47Enquiry, decided_on: date, outcome: str, findings: str, agreed_by: User | None, by: User,
    today: date,
) -> Section47Enquiry:  # fmt: skip
    """Whether a conference is needed, agreed by the lead social worker and a manager (T-01, S2-7)."""
    refuse_decided(enquiry)
    if decided_on > today:
        raise Refused("A decision can be recorded once it has been made.", field="decided_on")
    if decided_on < enquiry.started_on:
        raise Refused(
            f"The enquiry began on {in_words(enquiry.started_on)}: it was decided then or later.",
            field="decided_on",
        )
    if agreed_by is None or agreed_by.role not in {Role.TEAM_MANAGER, Role.SERVICE_MANAGER}:
        raise Refused("A manager must agree the decision. Choose who did.", field="agreed_by")
    enquiry.decided_on, enquiry.outcome = decided_on, outcome
    enquiry.findings, enquiry.agreed_by = findings, agreed_by
    enquiry.full_clean(exclude=["recorded_by"])
    enquiry.save_by(by)
    refresh([enquiry.child], by=by, because="the enquiry was decided")
    return enquiry


@transaction.atomic
def decide_enquiries(*, enquiries: Iterable[Section47Enquiry], **decision: Any) -> list[Section47Enquiry]:
    """The same decision about several children of a family: all of it or nothing."""
    those = list(enquiries)
    if not those:
        raise Refused("Choose at least one child.", field="children")
    return [decide_enquiry(enquiry=enquiry, **decision) for enquiry in those]


def _refuse_before_or_after_a_life(child: Child, held_on: date) -> None:
    if child.born_on and held_on < child.born_on - LONGEST_PREGNANCY:
        raise Refused(
            f"{child} was born on {in_words(child.born_on)}: nobody could have been expecting them on "
            f"{in_words(held_on)}. Check the year.",
            field="held_on",
        )
    if child.died_on and held_on > child.died_on:
        raise Refused(f"{child} died on {in_words(child.died_on)}. Check the date.", field="held_on")


def refuse_decided(enquiry: Section47Enquiry) -> None:
    if enquiry.decided_on:
        raise Refused(f"The enquiry about {enquiry.child} was decided on {in_words(enquiry.decided_on)}.")
