"""A long list in order, of which a page shows a few: which they are is settled by their keys alone.

PostgreSQL then reads an index, where with whole rows it would read half of a table of millions to put eighty thousand
of them in order and send fifty.
"""

from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


class KeysFirst(Generic[Row]):
    """Stands for a queryset where slices are asked of it: KeysFirst(found)[50:100], or a Paginator's pages.

    Two queries a slice, and the rows of the slice as the queryset gives them, prefetched and joined.
    """

    def __init__(self, found: QuerySet[Row]) -> None:
        self.found = found

    def count(self) -> int:
        return self.found.count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Row]:
        keys = list(self.found.values_list("pk", flat=True)[part])
        rows = {row.pk: row for row in self.found.order_by().filter(pk__in=keys)}
        # What somebody recorded between the two questions is no longer of the list.
        return [rows[key] for key in keys if key in rows]
