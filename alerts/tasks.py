"""What beat sends, by the timetable in settings. No date and no state in a message: PostgreSQL says what to do."""

from celery import shared_task
from django.utils import timezone

from alerts import actions, digests, returned_mail, sweeping


@shared_task(name="alerts.tick", ignore_result=True)
def tick(**_later_arguments: object) -> str:
    return sweeping.tick(now=timezone.now())


@shared_task(name="alerts.send_digests", ignore_result=True)
def send_digests(**_later_arguments: object) -> int:
    now = timezone.now()
    digests.make_digests(now=now)
    return digests.send_digests(now=now)


@shared_task(name="alerts.read_returned_mail", ignore_result=True)
def read_returned_mail(**_later_arguments: object) -> int:
    return returned_mail.read_returned_mail(now=timezone.now())


@shared_task(name="alerts.tell", ignore_result=True)
def tell(*, children: list[int], **_later_arguments: object) -> int:
    """Raise what has been reached for these children, if a tick has not done it meanwhile."""
    return actions.raise_alerts(today=timezone.localdate(), children=children)
