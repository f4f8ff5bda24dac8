"""Who agrees to a plan, besides the child."""

from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from children.models import Child, Person


def parties(child: Child, *, today: date) -> list[Person]:
    """The present members of the core group, none who is excluded from it."""
    return import_string(settings.CORE_GROUP_PEOPLE)(child, today=today)
