"""First pages by role with a hundred and with fifty thousand children on plans in the database.

Queries are counted in this process; times are those of a real gunicorn over one kept connection, asked in turn with an
almost empty page (the help page) of the same server by the same person, and with the page's own queries sent straight
to PostgreSQL, every row fetched and nothing done with it. The ratios are to those two.

    make bench BENCH="pages --children 50000"
"""

import argparse
import statistics
import time
from dataclasses import dataclass

import psycopg
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from benchmarks.crowded import with_children
from benchmarks.served import SignedIn, serving

EMPTY = "/help/"
QUERIES = "its own queries"
AROUND = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "UPDATE", "INSERT")
"""What a page says to PostgreSQL besides its questions."""
FIRST_PAGES = (
    (Role.SOCIAL_WORKER, "/my-day/"),
    (Role.SOCIAL_WORKER, "/caseload/"),
    (Role.TEAM_MANAGER, "/team/"),
    (Role.TEAM_MANAGER, "/overdue/"),
    (Role.SERVICE_MANAGER, "/team/"),
    (Role.SERVICE_MANAGER, "/overdue/"),
    (Role.CONFERENCE_CHAIR, "/conferences/"),
    (Role.SAFEGUARDING_UNIT, "/conferences/"),
    (Role.SOCIAL_WORKER, "a child"),
)
ROUNDS = 25


@dataclass(frozen=True)
class Measured:
    queries: int
    milliseconds: float
    empty_milliseconds: float
    own_queries_milliseconds: float

    @property
    def to_empty(self) -> float:
        return self.milliseconds / self.empty_milliseconds

    @property
    def to_own_queries(self) -> float:
        return self.milliseconds / self.own_queries_milliseconds


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="pages")
    parser.add_argument("--few", type=int, default=100)
    parser.add_argument("--children", type=int, default=50_000)
    asked = parser.parse_args(words)
    today = timezone.localdate()
    few = with_children(asked.few, today=today)
    small = measure()
    many = with_children(asked.children, today=today)
    large = measure()
    print(f"\nFirst pages, {few:,} and {many:,} children on open plans")
    print(
        f"{'role':22} {'page':15} {'queries':>15} {'ms':>17} {'times an empty page':>22} {'its queries, ms':>17}"
        f" {'times its queries':>20}"
    )
    for key in small:
        a, b = small[key], large[key]
        print(
            f"{key[0]:22} {key[1]:15} {a.queries:>6} → {b.queries:<6}"
            f" {a.milliseconds:>7.1f} → {b.milliseconds:<7.1f} {a.to_empty:>9.1f} → {b.to_empty:<9.1f}"
            f" {a.own_queries_milliseconds:>7.1f} → {b.own_queries_milliseconds:<7.1f}"
            f" {a.to_own_queries:>8.1f} → {b.to_own_queries:<8.1f}"
        )


def measure() -> dict[tuple[str, str], Measured]:
    with serving() as port:
        return {(str(role), page): _page(role, page, port) for role, page in FIRST_PAGES}


def _page(role: Role, page: str, port: int) -> Measured:
    user = _busiest(role)
    path = page if page != "a child" else user.allocations.latest("pk").child.get_absolute_url()
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    browser = SignedIn(user, port)
    times: dict[str, list[float]] = {path: [], EMPTY: [], QUERIES: []}
    statements = [query["sql"] for query in counted.captured_queries if not query["sql"].startswith(AROUND)]
    for number in range(ROUNDS + 3):
        took = _straight(statements)
        if number >= 3:
            times[QUERIES].append(took * 1000)
        for each in (path, EMPTY):
            status, took = browser.get(each)
            if status != 200:
                raise RuntimeError(f"{each} answered {status}")
            if number >= 3:
                times[each].append(took)
    return Measured(
        len(counted),
        statistics.median(times[path]),
        statistics.median(times[EMPTY]),
        statistics.median(times[QUERIES]),
    )


def _straight(statements: list[str]) -> float:
    """The statements of a page, one after another over a connection of its own: seconds."""
    connection.ensure_connection()
    started = time.perf_counter()
    with connection.connection.cursor(row_factory=psycopg.rows.tuple_row) as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()
    return time.perf_counter() - started


def _busiest(role: Role) -> User:
    """Somebody of the role who has something to see; for roles that see everything, one made for it."""
    people = User.objects.active().with_role(role)
    return (
        people.filter(email__endswith="@crowd.example").order_by("pk").first()
        or people.first()
        or User.objects.create_user(email=f"{role}@bench.example", name=f"Bench {role}", role=role)
    )
