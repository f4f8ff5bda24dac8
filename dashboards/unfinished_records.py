"""What a person began to write and has not recorded, for their first page."""

from datetime import date

from django.utils import timezone

from accounts.models import User
from children.models import Child
from govuk_forms import words
from govuk_forms.components import Link
from unfinished.models import Unfinished

SHOWN = 10


def unfinished_records(user: User, *, today: date) -> list[tuple[Link, str]]:
    """Each with when it was saved. A child whom they may no longer see is not named, and the form not offered."""
    kept = list(Unfinished.objects.filter(person=user)[:SHOWN])
    if not kept:
        return []
    visible = Child.objects.visible_to(user, today=today).filter(pk__in=[each.child_pk for each in kept])
    names = {child.pk: child.name for child in visible}
    return [
        (
            Link(f"{each.what}: {names[each.child_pk]}", each.address)
            if each.child_pk in names
            else Link(f"{each.what}, for a child whose record you no longer open", ""),
            words.moment(timezone.localtime(each.saved_at)),
        )
        for each in kept
    ]
