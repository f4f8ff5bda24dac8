"""Taking a list out, which leaves a line that nobody can rewrite."""

from datetime import datetime
from tempfile import TemporaryFile
from typing import BinaryIO, Final

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from audit.models import AccessLog, Export, Refused
from exports.lists import Exportable
from exports.sheets import TooLong, write_csv, write_excel

WRITERS: Final = {Export.Form.EXCEL: write_excel, Export.Form.CSV: write_csv}
FEWEST_WORDS: Final = 2


@transaction.atomic
def take_out(*, taken: Exportable, form: str, why: str, by: User, now: datetime) -> tuple[BinaryIO, Export]:
    """The whole file, ready to be sent, and its line in the log.

    It is made on disk before any of it is sent, so that the log says how many rows there were, and so that a
    file that breaks off in the middle is never taken for the list. A list of one child's record counts as opening it.
    """
    _refuse_without_leave_or_reason(why, by)
    file = TemporaryFile()  # noqa: SIM115  # closed by the answer that sends it
    try:
        rows = WRITERS[Export.Form(form)](file, taken.export_columns, taken.export_rows())
    except TooLong:
        file.close()
        raise Refused(
            "A sheet of Excel holds 1,048,575 rows and this list has more. Narrow it, or choose CSV.",
            field="form",
        ) from None
    except BaseException:
        file.close()
        raise
    line = Export.objects.create(
        user=by,
        what=taken.export_name,
        address=taken.export_address(),
        filters=taken.export_filters(),
        form=form,
        rows=rows,
        why=why.strip(),
        at=now,
    )
    if child_pk := taken.kwargs.get("child_pk"):
        AccessLog.objects.create(user=by, child_pk=child_pk, page="exports:take-out", at=now)
    file.seek(0)
    return file, line


@transaction.atomic
def note_document(
    *, what: str, address: str, child_pk: int, form: str, parts: int, why: str, by: User, now: datetime
) -> Export:
    """The line for a document about one child, which is made by the page that gives it. `parts` are its sections."""
    _refuse_without_leave_or_reason(why, by)
    AccessLog.objects.create(user=by, child_pk=child_pk, page="exports:take-out", at=now)
    return Export.objects.create(
        user=by, what=what, address=address, form=form, rows=parts, why=why.strip(), at=now
    )


def _refuse_without_leave_or_reason(why: str, by: User) -> None:
    if not by.may(Permission.EXPORT_LIST):
        raise Refused(f"Your role may not {Permission.EXPORT_LIST}.")
    if len(why.split()) < FEWEST_WORDS:
        raise Refused("Say in a few words what the file is for.", field="why")
