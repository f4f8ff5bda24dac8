"""The long parts of a change to the timetable, in the background."""

from celery import shared_task

from deadlines import runs
from deadlines.models import ChangeRun


@shared_task(name="deadlines.carry_out", ignore_result=True)
def carry_out(*, run_pk: int, **_later_arguments: object) -> None:
    run = (
        ChangeRun.objects.select_related("change__recorded_by", "change__approved_by")
        .prefetch_related("change__limits__change")
        .get(pk=run_pk)
    )
    runs.carry_out(run)


@shared_task(name="deadlines.work_out_anew", ignore_result=True)
def work_out_anew(**_later_arguments: object) -> int:
    """Everybody with something outstanding, after the calendar changed. Returns how many dates differed."""
    return runs.work_out_anew()
