"""Adding to a child's chronology, and saying what of it matters."""

from datetime import date

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from children.models import Child, ChronologyEvent, Significance


@transaction.atomic
def add_event(
    *, child: Child, on: date, what: str, by: User, today: date, agency: str = ""
) -> ChronologyEvent:
    if on > today:
        raise Refused("Enter today or an earlier day: a chronology tells what has happened.", field="on")
    if not what.strip():
        raise Refused("Say what happened.", field="what")
    return ChronologyEvent(child=child, on=on, what=what, agency=agency).save_by(by)


@transaction.atomic
def mark(*, child: Child, happening: str, matters: bool, by: User) -> Significance:
    """Say of something that stands in the chronology by itself that it matters, or that it does not."""
    said = child.significances.filter(happening=happening).first()
    if said is None:
        said = Significance(child=child, happening=happening)
    said.matters = matters
    return said.save_by(by, why="Said what matters")
