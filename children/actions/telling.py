"""Telling the apps above that a child's facts changed, without knowing them."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from children.models import Child


def facts_changed(children: Iterable[Child], *, by: User, because: str) -> None:
    """Bring the children's deadlines up to date. The app that keeps them stands above and is named in settings."""
    those = list(children)
    for name in settings.WHEN_A_CHILD_CHANGES:
        import_string(name)(those, by=by, because=because)
