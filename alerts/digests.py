"""The morning's letters: made first, sent afterwards, so that a mail server that is down delays and loses none."""

import logging
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils import timezone

from alerts.models import Alert, Digest
from circulation.models import Receipt

log = logging.getLogger(__name__)


def make_digests(*, now: datetime) -> int:
    """Each morning from the hour set: one letter for everybody for whom something is due. Made once a day."""
    local = timezone.localtime(now)
    if local.hour < settings.DIGEST_HOUR:
        return 0
    today = local.date()
    had = set(Digest.objects.filter(day=today).values_list("person", flat=True))
    counts = waiting_for_each(today=today)
    new = [
        Digest(person_id=person, day=today, **each) for person, each in counts.items() if person not in had
    ]
    Digest.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def waiting_for_each(*, today: date) -> Mapping[int, dict[str, int]]:
    """For each active person: deadlines overdue and due soon among their live alerts, and copies not yet read."""
    counts: dict[int, dict[str, int]] = defaultdict(lambda: {"overdue": 0, "due_soon": 0, "unread": 0})
    live = Alert.objects.live().filter(person__is_active=True).order_by()
    late = Q(deadline__due_on__lt=today)
    by_person = live.values_list("person").annotate(
        overdue=Count("deadline", distinct=True, filter=late),
        soon=Count("deadline", distinct=True, filter=~late),
    )
    for person, overdue, soon in by_person:
        counts[person].update(overdue=overdue, due_soon=soon)
    unread = Receipt.objects.unacknowledged().filter(user__is_active=True).order_by()
    for person, number in unread.values_list("user").annotate(number=Count("pk")):
        counts[person]["unread"] = number
    return counts


GIVE_UP_AFTER = timedelta(days=1)
"""A morning's letter that could not be sent all day is yesterday's news; the next morning's counts the same work."""


def send_digests(*, now: datetime) -> int:
    """Send what is made and not sent. One letter that fails does not stop the others, and is tried again."""
    waiting = Digest.objects.filter(sent_at__isnull=True, made_at__gte=now - GIVE_UP_AFTER).order_by("pk")
    sent = 0
    for pk in waiting.values_list("pk", flat=True):
        with transaction.atomic():
            digest = (
                Digest.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("person")
                .filter(pk=pk, sent_at__isnull=True)
                .first()
            )
            if digest:
                sent += _send(digest, now=now)
    return sent


def _send(digest: Digest, *, now: datetime) -> bool:
    letter = EmailMessage(
        subject=f"{settings.SERVICE_NAME}: what is due today",
        # Counts and a link only: letters are read on buses.
        body=render_to_string("emails/digest.txt", {"digest": digest, "address": settings.SERVICE_ADDRESS}),
        to=[digest.person.email],
    )
    try:
        letter.send()
    except OSError as failure:  # smtplib's own errors are OSErrors too
        digest.failures += 1
        digest.last_failure = str(failure)[:300]
        log.warning("digest %s was not sent: %s", digest.pk, failure)
    else:
        digest.sent_at = now
    digest.save()
    return digest.sent_at is not None
