"""What beat and a circulation ask for. No copy's number is in a message: PostgreSQL says what waits."""

from celery import shared_task
from django.utils import timezone

from circulation import links


@shared_task(name="circulation.send_links", ignore_result=True)
def send_links(**_later_arguments: object) -> int:
    return links.send_links(now=timezone.now())
