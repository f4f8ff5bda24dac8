"""The people around a child: family and professionals."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.shortcuts import get_object_or_404

from accounts.roles import Permission
from children.actions import add_to_network, change_person_known, end_relationship
from children.actions.named import check_adult, refuse_checked
from children.actions.network import refuse_ended
from children.forms.network import (
    ABOUT_THE_PERSON,
    AddToNetworkForm,
    CheckAdultForm,
    EndRelationshipForm,
    PersonForm,
)
from children.meanwhile import SeesOtherChanges
from children.models import AdultNamed, Child, Person, Relationship
from children.pages import ChildForm, ChildPage
from govuk_forms.components import Flag
from govuk_forms.words import day as in_words


@dataclass(frozen=True, kw_only=True)
class Connection:
    """A person as the network shows them."""

    relationship: Relationship
    name: str
    what: str
    lasting: str
    works_as: str
    contact: list[str]
    flags: list[Flag]
    warning: str = ""


class Network(ChildPage):
    permission = Permission.VIEW_CHILD
    template_name = "children/network.html"
    section = "Family and network"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        everyone = self.child.relationships.select_related("person")
        now = [as_connection(each, self.today) for each in everyone if each.until_on is None]
        return super().get_context_data(
            heading="Family and network",
            family=[each for each in now if each.relationship.is_family],
            professionals=[each for each in now if not each.relationship.is_family],
            former=[as_connection(each, self.today) for each in everyone if each.until_on],
            named=self.child.adultnameds.unchecked(),
            checked=self.child.adultnameds.exclude(checked_on=None).select_related("person", "checked_by"),
            nobody_responsible=not any(each.relationship.parental_responsibility for each in now),
            **kwargs,
        )


class NetworkForm(ChildForm):
    """Something about the network; afterwards it is shown."""

    permission = Permission.EDIT_CHILD

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_success_url(self) -> str:
        return self.page("children:network")

    @property
    def relationship(self) -> Relationship:
        now = self.child.relationships.filter(until_on__isnull=True).select_related("person")
        return get_object_or_404(now, pk=self.kwargs["relationship_pk"])


class AddToNetwork(NetworkForm):
    form_class = AddToNetworkForm
    heading = "Add somebody to the network"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "child": self.child,
            "known": self.known_to_siblings(),
            "siblings": self.visible_siblings(),
        }

    def visible_siblings(self) -> QuerySet[Child]:
        visible = Child.objects.visible_to(self.request.user, today=self.today)
        return self.child.siblings_on(self.today) & visible

    def known_to_siblings(self) -> list[tuple[Person, str]]:
        """People of the siblings' networks who are not in this child's, and what they are to a sibling."""
        own = self.child.relationships.filter(until_on__isnull=True).values("person")
        theirs = (
            Relationship.objects.on(self.today)
            .filter(child__in=self.visible_siblings().values("pk"))
            .exclude(person__in=own)
            .select_related("person", "child")
            .order_by("person__name", "child__born_on", "pk")
        )
        found: dict[int, tuple[Person, str]] = {}
        for each in theirs:
            words = f"{each.get_kind_display()} of {each.child.name}"
            found.setdefault(each.person_id, (each.person, words))
        return list(found.values())

    def act(self, **answers: Any) -> list[Relationship]:
        return add_to_network(
            children=[self.child, *answers.get("siblings", [])],
            person=answers["person"],
            kind=answers["kind"],
            parental_responsibility=answers["parental_responsibility"],
            from_on=answers["from_on"],
            by=self.request.user,
        )

    def told(self) -> str:
        return f"{self.acted[0].person} is in the network."


class ChangePersonKnown(SeesOtherChanges, NetworkForm):
    form_class = PersonForm
    template_name = "children/person_known.html"

    @property
    def heading(self) -> str:
        return str(self.relationship)

    def get_initial(self) -> dict[str, Any]:
        relationship = self.relationship
        known = {name: getattr(relationship.person, name) for name in ABOUT_THE_PERSON}
        return {**known, "parental_responsibility": relationship.parental_responsibility}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = self.relationship.person.relationships.filter(until_on__isnull=True)
        number = others.exclude(child=self.child).values("child").distinct().count()
        return super().get_context_data(other_children=number, **kwargs)

    def record(self) -> Person:
        return self.relationship.person

    def act(self, **answers: Any) -> Person:
        return change_person_known(relationship=self.relationship, **answers, by=self.request.user)


class EndRelationship(NetworkForm):
    form_class = EndRelationshipForm

    @property
    def heading(self) -> str:
        relationship = self.relationship
        return f"{relationship.person} is no longer {relationship.get_kind_display().lower()}"

    def refuse_beforehand(self) -> None:
        refuse_ended(self.relationship)

    def act(self, **answers: Any) -> Relationship:
        return end_relationship(
            relationship=self.relationship, **answers, by=self.request.user, today=self.today
        )


class CheckAdult(NetworkForm):
    form_class = CheckAdultForm
    heading = "Who is this?"
    done = "It is recorded who it is."

    @cached_property
    def named(self) -> AdultNamed:
        return get_object_or_404(self.child.adultnameds, pk=self.kwargs["adult_named_pk"])

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        _ = self.named  # not found before anything is asked
        return super().get_form(form_class)

    def refuse_beforehand(self) -> None:
        refuse_checked(self.named)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "child": self.child}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = f"“{self.named.words}”, met on {in_words(self.named.met_on)}"
        return super().get_context_data(caption=said, **kwargs)

    def act(self, **answers: Any) -> AdultNamed:
        return check_adult(named=self.named, by=self.request.user, today=self.today, **answers)


def as_connection(relationship: Relationship, today: Any) -> Connection:
    person = relationship.person
    flags = []
    if relationship.parental_responsibility:
        flags.append(Flag("Parental responsibility", "blue"))
    if person.interpreter_needed:
        flags.append(Flag(f"Interpreter: {person.language or 'language not recorded'}", "purple"))
    warning = ""
    if person.staff_safety_warning:
        late = person.staff_safety_review_on < today
        flags.append(Flag("Staff safety", "red"))
        review = in_words(person.staff_safety_review_on)
        asks = f"Review was due by {review}." if late else f"Reviewed by {review}."
        warning = f"{person.staff_safety_warning} {asks}"
    until = f" until {in_words(relationship.until_on)}" if relationship.until_on else ""
    spoken = f"Speaks {person.language}" if person.language and not person.interpreter_needed else ""
    return Connection(
        relationship=relationship,
        name=person.name,
        what=relationship.get_kind_display(),
        lasting=f"Since {in_words(relationship.from_on)}{until}",
        works_as=", ".join(filter(None, [person.job_title, person.agency])),
        contact=list(filter(None, [person.phone, person.email, spoken])),
        flags=flags,
        warning=warning,
    )
