"""The visits page and the form to record one, of a child with 1 and with 1,000 earlier visits; saving what is typed.

Queries are counted in this process; times are those of a real gunicorn over one kept connection. Saving by itself is
compared with an empty POST to the same server by the same person, sent in turn with it.

    make bench BENCH="visits"
"""

import argparse
from datetime import timedelta
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit.models import record_many
from benchmarks.crowded import with_children
from benchmarks.served import SignedIn, serving
from children.models import Child
from deadlines.projection import refresh
from unfinished.actions import forget
from visits.models import Visit

ROUNDS = 30
WARM = 3
TYPED = "The house was warm, and the table laid for tea. " * 20


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="visits")
    parser.add_argument("--few", type=int, default=1)
    parser.add_argument("--many", type=int, default=1_000)
    asked = parser.parse_args(words)
    with_children(100, today=timezone.localdate())
    worker = (
        User.objects.active()
        .with_role(Role.SOCIAL_WORKER)
        .filter(email__endswith="@crowd.example")
        .earliest("pk")
    )
    few, many = [allocation.child for allocation in worker.allocations.order_by("pk")[:2]]
    _so_many(few, asked.few)
    _so_many(many, asked.many)
    with serving() as port:
        print(f"\n{'page':20}{'queries':>16}{'ms':>20}{'ratio':>8}")
        for page in ("visits:list", "visits:record"):
            a, b = (_page(worker, child, page, port) for child in (few, many))
            print(f"{page:20}{a[0]:>7} → {b[0]:<6}{a[1]:>9.1f} → {b[1]:<8.1f}{b[1] / a[1]:>8.2f}")
        _saving(worker, many, port)


def _so_many(child: Child, number: int) -> None:
    """Whatever visits the child has, and as many more as are missing; those beyond are another child's story."""
    there, today = child.visits.count(), timezone.localdate()
    began = child.plans.get(ended_on=None).started_on
    portal, days = User.objects.the_portal(), max(1, (today - began).days)
    if there > number:
        with connection.cursor() as cursor:
            cursor.execute(
                "delete from visits_visit where child_id = %s and id not in "
                "(select id from visits_visit where child_id = %s order by visited_on desc limit %s)",
                [child.pk, child.pk, number],
            )
    record_many(
        (
            Visit(
                child=child, visited_on=began + timedelta(days=place % days), visited_by=portal, child_seen=True,
                child_seen_alone=True, account="As usual.",
            )
            for place in range(max(0, number - there))
        ),
        by=portal,
    )  # fmt: skip
    refresh([child], by=portal, because="visits were made for a benchmark")


def _page(worker: User, child: Child, page: str, port: int) -> tuple[int, float]:
    path = reverse(page, kwargs={"child_pk": child.pk})
    client = Client(headers={"host": "localhost"})
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    client.get(path)
    with CaptureQueriesContext(connection) as counted:
        client.get(path)
    browser = SignedIn(worker, port)
    took = [browser.get(path)[1] for _ in range(ROUNDS + WARM)]
    return len(counted), median(took[WARM:])


def _saving(worker: User, child: Child, port: int) -> None:
    """What is typed, saved by itself; beside a POST that does nothing."""
    path = reverse("visits:record", kwargs={"child_pk": child.pk})
    forget(person=worker, address=path)  # what an earlier run left behind
    browser = SignedIn(worker, port)
    browser.get(path)
    saved, empty = [], []
    for number in range(ROUNDS + WARM):
        answers = {"_keep": "yes", "_version": str(number), "account": f"{TYPED}{number}"}
        status, took = browser.post(path, answers)
        if status != 200:
            raise RuntimeError(f"saving answered {status}")
        saved.append(took)
        status, took = browser.post("/help/", {})
        if status != 405:
            raise RuntimeError(f"the empty POST answered {status}")
        empty.append(took)
    a, b = median(saved[WARM:]), median(empty[WARM:])
    print(f"\nsaving {len(TYPED):,} characters {a:.1f} ms, an empty POST {b:.1f} ms, ratio {a / b:.1f}")
