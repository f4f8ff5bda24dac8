"""Where a child lives, since when and with whom."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.roles import Permission
from children.actions import adult_moves_in, correct_address, move_home, move_out
from children.addresses import shown_to
from children.forms.home import LEAVES, AddressForm, AdultMovesInForm, MoveForm, MoveOutForm
from children.meanwhile import SeesOtherChanges
from children.models import Child, Household, Person, Residence
from children.pages import ChildForm, ChildPage
from govuk_forms.words import day as in_words


@dataclass(frozen=True, kw_only=True)
class Resident:
    residence: Residence
    name: str
    what: str
    since: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Home:
    """A home of the child, as the person who looks may see it."""

    household: Household
    address: str
    since: str
    until: str = ""
    residents: list[Resident] = field(default_factory=list)


class HouseholdPage(ChildPage):
    permission = Permission.VIEW_CHILD
    template_name = "children/household.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        living = Residence.objects.filter(until_on__isnull=True).select_related("child", "person")
        residences = self.child.residences.select_related("household").prefetch_related(
            Prefetch("household__residences", living.order_by("from_on", "pk"), to_attr="living")
        )
        homes = [self.as_home(residence) for residence in residences]
        return super().get_context_data(
            heading="Where the child lives",
            homes=[home for home in homes if not home.until],
            earlier=[home for home in homes if home.until],
            **kwargs,
        )

    def as_home(self, residence: Residence) -> Home:
        household = residence.household
        return Home(
            household=household,
            address=shown_to(self.request.user, household),
            since=in_words(residence.from_on),
            until=in_words(residence.until_on) if residence.until_on else "",
            residents=list(self.residents(household)) if not residence.until_on else [],
        )

    def residents(self, household: Household) -> Iterator[Resident]:
        for residence in household.living:
            child, since = residence.child, in_words(residence.from_on)
            if child is None:
                what = self.connections.get(residence.person_id, "Adult")
                yield Resident(residence=residence, name=residence.person.name, what=what, since=since)
            elif child == self.child:
                yield Resident(residence=residence, name=child.name, what="This child", since=since)
            else:
                url = child.get_absolute_url() if child.pk in self.visible else ""
                yield Resident(residence=residence, name=child.name, what="Child", since=since, url=url)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        now = self.child.relationships.on(self.today)
        self.connections = {each.person_id: each.get_kind_display() for each in now}
        siblings = self.child.siblings_on(self.today).values("pk")
        visible = Child.objects.visible_to(request.user, today=self.today).filter(pk__in=siblings)
        self.visible = set(visible.values_list("pk", flat=True))


class HomeForm(ChildForm):
    """Something about where the child lives; afterwards the household is shown."""

    permission = Permission.EDIT_CHILD

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_success_url(self) -> str:
        return self.page("children:household")

    def household(self) -> Household:
        """One in which the child lives or lived."""
        own = Household.objects.filter(residences__child=self.child).distinct()
        return get_object_or_404(own, pk=self.kwargs["household_pk"])


class Move(HomeForm):
    form_class = MoveForm
    heading = "The child lives somewhere else"
    done = "The move is recorded."

    def get_form_kwargs(self) -> dict[str, Any]:
        siblings = self.visible_siblings()
        return {
            **super().get_form_kwargs(),
            "child": self.child,
            "siblings": siblings,
            "homes": [
                (home, shown_to(self.request.user, home, one_line=True)) for home in self.known_homes()
            ],
        }

    def visible_siblings(self) -> QuerySet[Child]:
        visible = Child.objects.visible_to(self.request.user, today=self.today)
        return self.child.siblings_on(self.today) & visible

    def known_homes(self) -> QuerySet[Household]:
        """Where the child or a sibling ever lived, and where the child does not live now."""
        family = [self.child.pk, *self.visible_siblings().values_list("pk", flat=True)]
        now = self.child.residences.filter(until_on__isnull=True).values("household")
        return (
            Household.objects.filter(residences__child__in=family)
            .exclude(pk__in=now)
            .distinct()
            .order_by("pk")
        )

    def act(self, **answers: Any) -> list[Residence]:
        return move_home(
            children=[self.child, *answers.get("together", [])],
            household=answers["household"],
            from_on=answers["from_on"],
            leaves_others=answers["leaves"] == LEAVES,
            by=self.request.user,
            today=self.today,
        )


class MoveOut(HomeForm):
    form_class = MoveOutForm

    @property
    def residence(self) -> Residence:
        """Of the child, or of somebody else in one of the child's homes."""
        homes = Household.objects.filter(residences__child=self.child).values("pk")
        living = Residence.objects.filter(household__in=homes, until_on__isnull=True)
        living = living.filter(Q(child=self.child) | Q(person__isnull=False)).select_related(
            "child", "person"
        )
        return get_object_or_404(living, pk=self.kwargs["residence_pk"])

    @property
    def heading(self) -> str:
        return f"{self.residence.child or self.residence.person} no longer lives there"

    def act(self, **answers: Any) -> Residence:
        return move_out(residence=self.residence, **answers, by=self.request.user, today=self.today)


class AdultMovesIn(HomeForm):
    form_class = AdultMovesInForm
    template_name = "children/adult_moves_in.html"
    heading = "An adult lives here"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": self.people()}

    def people(self) -> QuerySet[Person]:
        network = Person.objects.filter(
            relationships__child=self.child, relationships__until_on__isnull=True, agency=""
        )
        there = (
            self.household().residences.filter(until_on__isnull=True, person__isnull=False).values("person")
        )
        return network.exclude(pk__in=there).distinct()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(people=self.people(), **kwargs)

    def act(self, **answers: Any) -> Residence:
        return adult_moves_in(household=self.household(), **answers, by=self.request.user, today=self.today)


class CorrectAddress(SeesOtherChanges, HomeForm):
    form_class = AddressForm
    template_name = "children/correct_address.html"
    heading = "Correct the address"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["today"]
        return kwargs

    def get_initial(self) -> dict[str, Any]:
        home = self.household()
        return {name: getattr(home, name) for name in ("address", "postcode", "is_safe_address")}

    def record(self) -> Household:
        return self.household()

    def act(self, **answers: Any) -> Household:
        return correct_address(household=self.household(), **answers, by=self.request.user)
