"""Verbs of assessments, and of children who move here with a plan made elsewhere."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from children.models import Child
from conferences.models import Assessment, TransferIn
from deadlines.projection import refresh
from govuk_forms.words import day as in_words


@transaction.atomic
def start_assessment(
    *, children: Iterable[Child], started_on: date, by: User, today: date
) -> list[Assessment]:
    """For each child one of its own, under the referral that was open that day (T-22, T-23)."""
    those = list(children)
    if not those:
        raise Refused("Choose at least one child.", field="children")
    if started_on > today:
        raise Refused("An assessment is recorded once it has begun.", field="started_on")
    started = []
    for child in those:
        open_one = child.assessments.filter(authorised_on__isnull=True).first()
        if open_one:
            raise Refused(
                f"{child} has an assessment since {in_words(open_one.started_on)} that no manager has authorised yet."
            )
        referral = child.referrals.filter(ended_on__isnull=True, received_on__lte=started_on).first()
        assessment = Assessment(child=child, referral=referral, started_on=started_on)
        assessment.full_clean(exclude=["recorded_by"])
        started.append(assessment.save_by(by))
    refresh(those, by=by, because=f"an assessment began on {in_words(started_on)}")
    return started


@transaction.atomic
def authorise_assessment(
    *, assessment: Assessment, authorised_on: date, findings: str, by: User, today: date
) -> Assessment:
    """The manager has read it and stands by it (B-12): whoever began it cannot."""
    if not by.may(Permission.COUNTERSIGN):
        raise Refused("A team manager authorises an assessment.")
    if assessment.recorded_by_id == by.pk:
        raise Refused("You began this assessment yourself. Ask another manager to authorise it.")
    refuse_authorised(assessment)
    if authorised_on > today:
        raise Refused("Give today or an earlier day.", field="authorised_on")
    if authorised_on < assessment.started_on:
        raise Refused(
            f"The assessment began on {in_words(assessment.started_on)}: it was authorised then or later.",
            field="authorised_on",
        )
    assessment.authorised_on, assessment.authorised_by, assessment.findings = authorised_on, by, findings
    assessment.full_clean(exclude=["recorded_by"])
    assessment.save_by(by)
    refresh([assessment.child], by=by, because="the assessment was authorised")
    return assessment


@transaction.atomic
def record_transfer_in(
    *,
    children: Iterable[Child],
    notified_on: date,
    from_authority: str,
    by: User,
    today: date,
    their_plan: str = "",
) -> list[TransferIn]:
    """Another authority says that they have moved here with a plan; a conference is owed from now (T-28)."""
    those = list(children)
    if not those:
        raise Refused("Choose at least one child.", field="children")
    if notified_on > today:
        raise Refused("Give the day the notification came: today or an earlier one.", field="notified_on")
    recorded = []
    for child in those:
        refuse_on_a_plan(child)
        transfer = TransferIn(
            child=child, notified_on=notified_on, from_authority=from_authority, their_plan=their_plan
        )
        transfer.full_clean(exclude=["recorded_by"])
        recorded.append(transfer.save_by(by))
    refresh(those, by=by, because=f"{from_authority} told us of a move here")
    return recorded


def refuse_authorised(assessment: Assessment) -> None:
    if assessment.authorised_on:
        raise Refused(f"It was authorised on {in_words(assessment.authorised_on)}.")


def refuse_on_a_plan(child: Child) -> None:
    if child.plans.open().exists():
        raise Refused(f"{child} is on a plan of this authority already.")
