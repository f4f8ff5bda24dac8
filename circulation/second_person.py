"""Which copy a second person reads before it goes: one for the family that tells of others (A-07, B-11).

What is looked for is what a writer overlooks: a grandparent's new partner, an adult who must not learn of the other, a
child of another family, a place where a safe address stood. That something is found holds the copy; it takes nothing
out of it.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from audit.models import Refused
from children.models import Child, Person, Relationship
from circulation.links import begin_link
from circulation.models import Receipt
from circulation.withheld import WITHHELD

Sections = Sequence[tuple[str, str]]

# Two to four words that each begin like a name, one after the other.
LIKE_A_NAME = re.compile(r"\b[^\W\d_a-z][\w'’-]+(?:[ \u00a0]+[^\W\d_a-z][\w'’-]+){1,3}")
# A first name alone is looked for as it is written, with its capital; an initial is none.
SHORTEST = 3
TITLES = "Mr|Mrs|Ms|Miss|Mx|Dr"
ALSO_WORDS = frozenset(
    {
        "April", "Art", "Bill", "Chase", "Dawn", "Drew", "Faith", "Frank", "Grace", "Grant", "Guy", "Hope", "Joy",
        "June", "Mark", "May", "Pat", "Penny", "Rob", "Rose", "Sue", "Summer", "Will",
    }
)  # fmt: skip
"""At the beginning of a sentence these are more often not a name."""


class SecondPerson:
    """Decides of each copy about these children whether a second person reads it; reads once who is around them."""

    def __init__(self, children: Collection[Child]) -> None:
        self.children = children

    def why_held(
        self, person: Person, sections: Sections, *, known: Collection[str], is_shortened: bool
    ) -> str:
        """Why this person's copy waits; empty when it may go.

        `known` are the names of everybody else it is sent to or who took part.
        """
        if person.pk not in self.family:
            return ""
        text = "\n".join(words for section in sections for words in section)
        reasons = []
        named = sorted(set(self._others_named(text, person, {*known, person.name})))
        if named:
            reasons.append(f"It names {', '.join(named)}.")
        if WITHHELD in text:
            reasons.append("An address that is kept safe was taken out of it.")
        if is_shortened:
            reasons.append("Something that this person may not read was left out of it.")
        return " ".join(reasons)

    @cached_property
    def family(self) -> set[int]:
        """The numbers of those who are of the family of one of the children, or were."""
        kin = Relationship.objects.filter(child__in=self.children, kind__in=Relationship.FAMILY)
        return set(kin.order_by().values_list("person", flat=True))

    @cached_property
    def _around(self) -> dict[int, str]:
        people = Person.objects.filter(
            Q(relationships__child__in=self.children)
            | Q(residences__household__residences__child__in=self.children)
        )
        return dict(people.order_by().values_list("pk", "name"))

    def _others_named(self, text: str, person: Person, known: Collection[str]) -> Iterator[str]:
        """People of the children's lives who are not among those who know, and other families' children."""
        shared = {
            word for name in (*known, *(child.name for child in self.children)) for word in name.split()
        }
        for pk, name in self._around.items():
            if pk != person.pk and name not in known and _is_named(name, text, but_not_by=shared):
                yield name
        yield from self._children_named(text) - {child.name for child in self.children} - {*known}

    def _children_named(self, text: str) -> set[str]:
        if text not in self._read:
            self._read[text] = _children_named(text)
        return self._read[text]

    @cached_property
    def _read(self) -> dict[str, set[str]]:
        return {}


def _is_named(name: str, text: str, *, but_not_by: Collection[str]) -> bool:
    """Whether somebody is named in a text: in full, by their first name alone, or as Mr, Mrs or Dr so-and-so.

    A part of their name that is also a part of `but_not_by` may mean another, and does not count.
    """
    if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
        return True
    first, *rest = name.split()
    if len(first) >= SHORTEST and first not in but_not_by:
        before = r"(?<!^)(?<!\n)(?<![.!?]\s)" if first in ALSO_WORDS else ""
        if re.search(rf"{before}\b{re.escape(first)}\b", text):
            return True
    if not rest or rest[-1] in but_not_by:
        return False
    return re.search(rf"\b(?:{TITLES})\.?\s+{re.escape(rest[-1])}\b", text) is not None


def _children_named(text: str) -> set[str]:
    """The names in a text that are names of children here, of whichever family."""
    written = {found for run in LIKE_A_NAME.findall(text) for found in _within(run)}
    halves = [
        (" ".join(words[:cut]), " ".join(words[cut:]))
        for words in map(str.split, written)
        for cut in range(1, len(words))
    ]
    given, family = {first for first, _ in halves}, {last for _, last in halves}
    found = Child.objects.filter(given_name__in=given, family_name__in=family)
    names = {" ".join(name) for name in found.values_list("given_name", "family_name")}
    return names & written


def _within(run: str) -> Iterator[str]:
    """Every name of two words or more in a run of capitalised words: "Today Tom Hale" holds Tom Hale."""
    words = run.split()
    for start in range(len(words) - 1):
        for end in range(start + 2, len(words) + 1):
            yield " ".join(words[start:end])


@transaction.atomic
def release(*, receipt: Receipt, by: User) -> Receipt:
    """A second person has read this copy as its reader will, and lets it go."""
    receipt = _waiting(receipt, by)
    now = timezone.now()
    receipt.released_at, receipt.released_by = now, by
    if receipt.way == Receipt.Way.LINK:
        receipt.save_by(by, why="Released")
        begin_link(receipt, now=now)
        return receipt
    receipt.sent_at = now
    return receipt.save_by(by, why="Released")


@transaction.atomic
def keep_from_them(*, receipt: Receipt, because: str, by: User) -> Receipt:
    """The second person decides that this copy is not sent. It stays in sight, with the reason."""
    receipt = _waiting(receipt, by)
    if not because.strip():
        raise Refused("Say why they are not sent it.", field="because")
    receipt.kept_from_them_because = because
    return receipt.save_by(by, why="Not sent")


def _waiting(receipt: Receipt, by: User) -> Receipt:
    """Raises Refused unless this copy waits for somebody like them."""
    locked = Receipt.objects.select_for_update(of=["self"]).select_related("circulation")
    receipt = locked.get(pk=receipt.pk)
    refuse_decided(receipt)
    if not may_decide(receipt, by):
        raise Refused("Somebody other than the person who sends it decides whether this copy goes.")
    return receipt


def refuse_decided(receipt: Receipt) -> None:
    if not receipt.is_held or receipt.kept_from_them_because:
        raise Refused("It was decided already whether this copy goes.")


def may_decide(receipt: Receipt, by: User) -> bool:
    return by.may(Permission.RELEASE_COPY) and by.pk != receipt.circulation.recorded_by_id
