"""What beat sends, by the timetable in settings. No date and no state in a message: PostgreSQL says what to do."""

from celery import shared_task
from django.utils import timezone

from alerts import digests, sweeping


@shared_task(name="alerts.tick", ignore_result=True)
def tick(**_later_arguments: object) -> str:
    return sweeping.tick(now=timezone.now())


@shared_task(name="alerts.send_digests", ignore_result=True)
def send_digests(**_later_arguments: object) -> int:
    now = timezone.now()
    digests.make_digests(now=now)
    return digests.send_digests(now=now)
