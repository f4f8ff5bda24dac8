"""The daily letters: made first, sent afterwards, so that a mail server that is down delays and loses none."""

import logging
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from alerts.models import Alert, Digest
from audit.letters import letter
from circulation.models import Receipt

log = logging.getLogger(__name__)


def make_digests(*, now: datetime) -> int:
    """Each day from the hour that a person chose, or the authority's: one letter for everybody for whom something is
    due. Made once a day."""
    local = timezone.localtime(now)
    today = local.date()
    had = Digest.objects.filter(day=today).values("person")
    people = User.objects.active().exclude(pk__in=had)
    hour = Coalesce("letter_hour", Value(settings.DIGEST_HOUR))
    told = Exists(Alert.objects.live().filter(person=OuterRef("pk")))
    sent = Exists(Receipt.objects.unacknowledged().filter(user=OuterRef("pk")))
    ready = people.alias(hour=hour).filter(told | sent, hour__lte=local.hour)
    counted = ((person, waiting_for(person, today=today)) for person in ready)
    new = [Digest(person=person, day=today, **each) for person, each in counted if any(each.values())]
    Digest.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def waiting_for(person: User, *, today: date) -> Mapping[str, int]:
    """What the lists behind the letter's link hold: deadlines overdue and due soon, and copies not yet read."""
    late = Q(deadline__due_on__lt=today, deadline__short_notice=False)
    alerts = Alert.objects.shown_to(person, today=today).aggregate(
        overdue=Count("deadline", distinct=True, filter=late),
        due_soon=Count("deadline", distinct=True, filter=~late),
    )
    return {**alerts, "unread": Receipt.objects.filter(user=person).unacknowledged().count()}


GIVE_UP_AFTER = timedelta(days=1)
"""A morning's letter that could not be sent all day is yesterday's news; the next morning's counts the same work."""


FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=9), timedelta(hours=2)
"""The next tick tries again, later ones ever less often: a server in trouble is not helped by being asked."""


def wait_after(failures: int) -> timedelta:
    """How long a letter waits that has failed so often: twice as long each time, to a longest."""
    return min(FIRST_WAIT * 2 ** min(failures - 1, 10), LONGEST_WAIT)


def send_digests(*, now: datetime) -> int:
    """Send what is made and not sent. One letter that fails does not stop the others, and is tried again."""
    waiting = Digest.objects.filter(
        Q(next_try_at=None) | Q(next_try_at__lte=now), sent_at__isnull=True, made_at__gte=now - GIVE_UP_AFTER
    ).order_by("pk")
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
    sent = letter(
        "digest",
        digest.pk,
        subject=f"{settings.SERVICE_NAME}: what is due today",
        # Counts and a link only: letters are read on buses.
        body=render_to_string("emails/digest.txt", {"digest": digest, "address": settings.SERVICE_ADDRESS}),
        to=[digest.person.email],
    )
    try:
        sent.send()
    except OSError as failure:  # smtplib's own errors are OSErrors too
        digest.failures += 1
        digest.last_failure = str(failure)[:300]
        digest.next_try_at = now + wait_after(digest.failures)
        log.warning("digest %s was not sent: %s", digest.pk, failure)
    else:
        digest.sent_at = now
    digest.save()
    return digest.sent_at is not None


def letter_came_back(*, pk: int, because: str, now: datetime) -> bool:
    """The mail server took the letter and says later that it cannot be delivered. It stands among those that do not
    arrive until a later morning's letter does; the same one is not sent again."""
    digest = Digest.objects.select_for_update().filter(pk=pk, sent_at__isnull=False).first()
    if digest is None:
        return False
    digest.sent_at, digest.failures = None, digest.failures + 1
    digest.last_failure = f"It came back: {because}"[:300]
    digest.next_try_at = digest.made_at + GIVE_UP_AFTER
    digest.save()
    return True
