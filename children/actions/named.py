"""Adults whom visitors name are carried to the child's network, until somebody found out who they are."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from accounts.models import User
from audit.models import Refused, record_many
from children.models import AdultNamed, Child, Person
from govuk_forms.words import day as in_words

LONGEST = 300


def carry_to_the_network(
    *, children: Iterable[Child], words: str, met_on: date, by: User
) -> list[AdultNamed]:
    """One for each line of `words` and child; whom the child's record names already in the same words is no news."""
    lines = [line.strip()[:LONGEST] for line in words.splitlines() if line.strip()]
    those = list(children)
    if not lines or not those:
        return []
    known = {
        (child, said.casefold())
        for child, said in AdultNamed.objects.filter(child__in=those).values_list("child", "words")
    }
    new = [
        AdultNamed(child=child, words=line, met_on=met_on)
        for child in those
        for line in dict.fromkeys(lines)
        if (child.pk, line.casefold()) not in known
    ]
    return record_many(new, by=by, why="Named on a visit")


@transaction.atomic
def check_adult(
    *, named: AdultNamed, outcome: str, person: Person | None, how: str, by: User, today: date
) -> AdultNamed:
    """Raises Refused where it was found out already, for nobody in particular, and for no account of how."""
    named = AdultNamed.objects.select_for_update(of=["self"]).select_related("child").get(pk=named.pk)
    refuse_checked(named)
    if outcome == AdultNamed.Outcome.IN_THE_NETWORK:
        if person is None or not named.child.relationships.filter(person=person).exists():
            raise Refused(
                "Select who it is. Add them to the network first if they are not there.", field="person"
            )
    elif not how.strip():
        raise Refused("Say how you know, or what was done to find out.", field="how")
    named.outcome, named.how, named.checked_on, named.checked_by = outcome, how, today, by
    named.person = person if outcome == AdultNamed.Outcome.IN_THE_NETWORK else None
    named.full_clean(exclude=["recorded_by"])
    return named.save_by(by, why="Found out who it is")


def refuse_checked(named: AdultNamed) -> None:
    if named.checked_on:
        raise Refused(f"This was found out on {in_words(named.checked_on)}.")
