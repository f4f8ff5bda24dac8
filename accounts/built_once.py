"""Statements that are put together once and then only filled in.

Whose records are whose stands in nearly every statement of the portal, several times on one page, and the ORM takes
ten milliseconds to put the longest of them together. The statement is the same for everybody of one role on every day
but for two values, so it is made once, for nobody on no day, with these to be replaced.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import User

NOBODY: Final = -1
NO_DAY: Final = date.min


class BuiltOnce:
    """What `build` selects for a person on a day, as SQL.

    `build` may use the person's key and role, and the day only as it is: what it worked out of either would be worked
    out for nobody on no day. A day is refused that is neither; for keys there is no telling.
    """

    def __init__(self, build: Callable[[User, date], QuerySet[Any]]) -> None:
        self.build = build
        self._for_role: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def subquery(self, user: User, today: date) -> RawSQL:
        """To stand behind `__in`."""
        return RawSQL(*self.filled_in(user, today))

    def filled_in(self, user: User, today: date) -> tuple[str, list[Any]]:
        """The statement and its parameters."""
        if user.role not in self._for_role:
            self._for_role[user.role] = self._put_together(user.role)
        statement, parameters = self._for_role[user.role]
        return statement, [_filled_in(each, user, today) for each in parameters]

    def count(self, user: User, today: date) -> int:
        [number] = counted([self], user, today)
        return number

    def _put_together(self, role: str) -> tuple[str, tuple[Any, ...]]:
        nobody = User(pk=NOBODY, role=role)
        statement, parameters = self.build(nobody, NO_DAY).query.sql_with_params()
        if any(isinstance(each, date) and each != NO_DAY for each in parameters):
            raise ValueError(f"{self.build.__qualname__} works something out of the day.")
        return statement, parameters


def _filled_in(parameter: Any, user: User, today: date) -> Any:
    if parameter == NO_DAY:
        return today
    return user.pk if type(parameter) is int and parameter == NOBODY else parameter


def counted(many: Sequence[BuiltOnce], user: User, today: date) -> list[int]:
    """How many rows each of them selects: one question to the database, in the order of `many`."""
    if not many:
        return []
    parts, parameters = [], []
    for one in many:
        statement, its = one.filled_in(user, today)
        parts.append(f"(select count(*) from ({statement}) as these)")
        parameters += its
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(parts)}", parameters)
        return list(cursor.fetchone())
