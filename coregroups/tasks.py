"""What beat and a planned meeting ask for. PostgreSQL says which letters wait."""

from celery import shared_task
from django.utils import timezone

from coregroups import invitations


@shared_task(name="coregroups.send_invitations", ignore_result=True)
def send_invitations(**_later_arguments: object) -> int:
    return invitations.send_invitations(now=timezone.now())
