"""The written agreement as pages show it: who signed the version that holds, and to whom it was explained."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from children.kinds import of
from children.models import Child
from govuk_forms.components import Flag, Happening, Link
from govuk_forms.words import day
from plans.models import ChildProtectionPlan, Explanation, PlanVersion, Signature
from plans.parties import parties
from plans.signatories import Signatory, signatories

COLOURS = {
    Signature.Standing.SIGNED: "green",
    Signature.Standing.REFUSED: "red",
    Signature.Standing.UNABLE: "grey",
    Signature.Standing.NOT_APPROPRIATE: "grey",
}
DOES_NOT_SIGN = Flag("Is not asked to sign", "grey")


@dataclass(frozen=True, kw_only=True)
class PartyRow:
    key: str
    """As `Signatory.key`."""
    name: str
    signs: bool
    """Whether the authority's form of agreement asks them to."""
    standing: Flag
    detail: str
    is_told: bool
    """Whether the plan is explained to them: to child and core group, not to those who sign in their office."""
    explained: str


def rows(plan: ChildProtectionPlan, version: PlanVersion | None, *, today: date) -> list[PartyRow]:
    """The signatories, then whoever the plan is explained to and does not sign, then whoever signed and is neither by
    now, as a chair who has handed over. Who has done nothing waits."""
    signatures = version.signatures.select_related("child", "person", "user") if version else []
    signed = {(each.person_id, each.user_id): each for each in signatures}
    explained: dict[int | None, date] = {}
    for each in plan.explanations.order_by("explained_on"):
        explained[each.person_id] = each.explained_on
    sign = signatories(plan.child, today=today)
    told = [
        Signatory(plan.child.name),
        *(Signatory(person.name, person=person) for person in parties(plan.child, today=today)),
    ]
    known = [*sign, *(each for each in told if each not in sign)]
    who = {(each.person, each.user) for each in known}
    gone = [
        Signatory(each.signatory, person=each.person, user=each.user)
        for each in signatures
        if (each.person, each.user) not in who
    ]
    found = []
    for one in [*known, *gone]:
        person_pk = one.person.pk if one.person else None
        signature = signed.get((person_pk, one.user.pk if one.user else None))
        found.append(
            PartyRow(
                key=one.key,
                name=one.name,
                signs=one in sign,
                standing=_standing(signature) if one in sign or signature else DOES_NOT_SIGN,
                detail=signature.reason if signature else "",
                is_told=one in told,
                explained=day(explained[person_pk]) if one in told and person_pk in explained else "Not yet",
            )
        )
    return found


def _standing(signature: Signature | None) -> Flag:
    if signature is None:
        return Flag("Not asked yet", "yellow")
    return Flag(
        f"{signature.get_standing_display()}, {day(signature.on)}",
        COLOURS[Signature.Standing(signature.standing)],
    )


def explanations(plan: ChildProtectionPlan) -> list[Happening]:
    return [
        Happening(
            title=f"Explained to {each.person or each.child.name}",
            on=each.explained_on,
            by=str(each.recorded_by),
            text="\n".join(_told(each)),
        )
        for each in plan.explanations.select_related("person", "child", "recorded_by")
    ]


def _told(each: Explanation) -> Sequence[str]:
    said = [
        ("", "; ".join(Explanation.Told(one).label for one in each.told)),
        ("", each.how),
        ("Interpreter: ", each.interpreter),
        ("Understood: ", each.get_understood_display().lower()),
        ("Accepts it: ", each.get_accepted_display().lower()),
        ("Said: ", each.said),
        ("Copy given: ", each.copy_in),
    ]
    return [f"{name}{text}" for name, text in said if text]


@of(Signature)
def agenda(children: Collection[Child]) -> list[Link]:
    """Who refused to sign the version that holds (B-04): the next core group speaks about it."""
    later = PlanVersion.objects.filter(plan=OuterRef("version__plan"), number__gt=OuterRef("version__number"))
    refused = Signature.objects.filter(
        ~Exists(later), child__in=children, standing=Signature.Standing.REFUSED, version__plan__ended_on=None
    )
    return [
        Link(
            f"{each.child.name}: {each.signatory} refused to sign the plan",
            reverse("plans:agreement", kwargs={"child_pk": each.child_id}),
        )
        for each in refused.select_related("child", "person", "user").order_by("pk")
    ]
