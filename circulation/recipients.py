"""To whom a record goes, by which way, and what each of them will read: before anything is sent."""

from dataclasses import dataclass

from accounts.models import User
from children.models import Child, Person
from circulation.actions import comes_to_the_portal
from circulation.models import Receipt

CHAIR = "Conference chair"


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Somebody a record concerns, once, however many of the children they belong to."""

    person: Person | None
    user: User | None
    part: str
    children: tuple[Child, ...]
    excluded_because: str = ""

    @property
    def name(self) -> str:
        return str(self.person or self.user)

    @property
    def has_an_inbox(self) -> bool:
        return comes_to_the_portal(self.user)

    @property
    def usual_way(self) -> str:
        if self.has_an_inbox:
            return Receipt.Way.PORTAL
        return Receipt.Way.LINK if self.person and self.person.email else Receipt.Way.POST


@dataclass(frozen=True, kw_only=True)
class CopyToSend:
    """What one recipient will read."""

    recipient: Recipient
    sections: list[tuple[str, str]]
    is_shortened: bool
    """Whether a passage was left out of it for this person."""
    held_because: str
