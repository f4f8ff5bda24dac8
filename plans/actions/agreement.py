"""Each party signs the plan or does not, for a version; and it is explained to each (B-04, B-05)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from children.models import Person
from govuk_forms.words import day as in_words
from plans.completeness import missing
from plans.models import ChildProtectionPlan, Explanation, PlanVersion, Signature, StandardAgreement
from plans.parties import parties
from plans.signatories import signatories, standard_agreement


@transaction.atomic
def record_signature(
    *,
    version: PlanVersion,
    standing: str,
    on: date,
    by: User,
    today: date,
    person: Person | None = None,
    user: User | None = None,
    reason: str = "",
) -> Signature:
    """What a signatory did about one version: a person of the core group, a user in their office, or with neither the
    child. Said again, it replaces what was said before.

    A refusal does not make the plan void: it goes on the agenda of the next core group. Raises Refused for somebody
    who does not sign here (S3-44), for a day before the version was agreed or to come, for a plan without its required
    parts (B-01), and for anything but "signed" without a reason.
    """
    _refuse_an_ended(version.plan)
    if (person, user) not in {(one.person, one.user) for one in signatories(version.child, today=today)}:
        raise Refused(
            f"{person or user or version.child} does not sign this plan: they are not in the core group, are excluded "
            "from it, or are not asked to by the authority's form of agreement.",
            field="who",
        )
    if on > today or on < version.agreed_on:
        raise Refused(
            f"Version {version.number} was agreed on {in_words(version.agreed_on)}: enter a day from then to today.",
            field="on",
        )
    if standing == Signature.Standing.SIGNED and (left := missing(version.plan, today=today)):
        raise Refused(
            f"The plan cannot be signed yet. What is missing: {'; '.join(left).lower()}.", field="standing"
        )
    if standing != Signature.Standing.SIGNED and not reason.strip():
        raise Refused("Say why it was not signed.", field="reason")
    signature = version.signatures.filter(person=person, user=user).first() or Signature(
        child=version.child, version=version, person=person, user=user
    )
    signature.standing, signature.on, signature.reason = standing, on, reason
    signature.full_clean(exclude=["recorded_by"])
    return signature.save_by(by)


@transaction.atomic
def record_explanation(
    *,
    plan: ChildProtectionPlan,
    person: Person | None,
    explained_on: date,
    how: str,
    understood: str,
    accepted: str,
    by: User,
    today: date,
    interpreter: str = "",
    said: str = "",
    copy_in: str = "",
    told: Sequence[str] = (),
) -> Explanation:
    """Raises Refused for somebody who needs an interpreter and of whose interpreter nothing is said (B-06)."""
    _refuse_who_is_no_party(plan, person, today=today)
    if explained_on > today or explained_on < plan.started_on:
        raise Refused(
            f"The plan began on {in_words(plan.started_on)}: enter a day from then to today.",
            field="explained_on",
        )
    if not how.strip():
        raise Refused("Say how it was explained.", field="how")
    needs_interpreter = person.interpreter_needed if person else plan.child.interpreter_needed
    if needs_interpreter and not interpreter.strip():
        raise Refused(
            f"{person or plan.child} needs an interpreter: say who interpreted, or why nobody did and when it will be "
            "explained again.",
            field="interpreter",
        )
    explanation = Explanation(
        child=plan.child,
        plan=plan,
        person=person,
        explained_on=explained_on,
        how=how,
        interpreter=interpreter,
        understood=understood,
        accepted=accepted,
        said=said,
        copy_in=copy_in,
        told=list(told),
    )
    explanation.full_clean(exclude=["recorded_by"])
    return explanation.save_by(by)


def _refuse_who_is_no_party(plan: ChildProtectionPlan, person: Person | None, *, today: date) -> None:
    _refuse_an_ended(plan)
    if person is not None and person not in parties(plan.child, today=today):
        raise Refused(f"{person} is not in the core group, or is excluded from it.", field="who")


def _refuse_an_ended(plan: ChildProtectionPlan) -> None:
    if plan.ended_on:
        raise Refused(f"The plan ended on {in_words(plan.ended_on)}: it can no longer be changed.")


@transaction.atomic
def set_standard_agreement(
    *, heading: str, opening: str, closing: str, signed_by: Sequence[str], by: User
) -> StandardAgreement:
    """The authority's own form of agreement and who signs it, from now on (S3-44). What was signed stays signed."""
    new = StandardAgreement(heading=heading, opening=opening, closing=closing, signed_by=list(signed_by))
    was = standard_agreement()
    if (was.heading, was.opening, was.closing, set(was.signed_by)) == (
        heading,
        opening,
        closing,
        set(signed_by),
    ):
        raise Refused("Nothing was changed.")
    new.full_clean(exclude=["recorded_by"])
    return new.save_by(by)
