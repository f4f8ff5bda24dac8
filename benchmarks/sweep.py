"""The daily sweep over every open plan, a day of changes, days asleep and one visit: beside PostgreSQL's own reading.

make bench BENCH="sweep --children 5000 --ended 0" for a smaller one
"""

import argparse
import threading
import time
from datetime import date, timedelta
from statistics import median, quantiles
from typing import Any

from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from alerts import sweeping
from audit.models import record_many
from benchmarks import alone
from benchmarks.crowded import with_children
from children.models import Child
from conferences.models import Conference
from coregroups.models import CoreGroupMeeting
from deadlines.models import Deadline, Reckoned
from deadlines.numbers import pack_in_force, read_once, working_calendar
from deadlines.projection import refresh
from deadlines.sources import Added, every_source
from deadlines.what_if import undone
from plans.models import ChildProtectionPlan
from visits.actions import Seen, record_visit
from visits.models import Visit
from visits.timeline import OF_A_VISIT

CHANGES = 9_000
FILLED = 2_000


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="sweep")
    parser.add_argument("--children", type=int, default=50_000)
    parser.add_argument("--ended", type=int, default=450_000, help="children besides whose plans have ended")
    asked = parser.parse_args(words)
    today = timezone.localdate()
    on_plans = with_children(asked.children, today=today, ended=asked.ended)
    sweeping.sweep(today=today)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    _count(on_plans)
    every_other_day = next(day for day in (today, today + timedelta(1)) if day.weekday() != sweeping.SUNDAY)
    floor = median(_floor() for _ in range(3))
    print(f"\n{'the floor: psql reads the same rows and columns':55}{floor:8.2f} s")

    def say(what: str, took: float, memory: float, more: str = "") -> None:
        print(f"{what:55}{took:8.2f} s {took / floor:8.1f} × {memory:6.0f} MB  {more}", flush=True)

    took, memory, run = min(
        (_in_a_process("_sweep", every_other_day) for _ in range(3)), key=lambda one: one[0]
    )
    say("the sweep, nothing to change", took, memory, f"{on_plans / took:,.0f} plans a second, {run} changed")
    changes = min(CHANGES, on_plans // 5)
    _change(changes)
    took, memory, run = _in_a_process("_sweep", every_other_day)
    say(f"{changes:,} children changed behind its back", took, memory, f"{run} dates changed")
    took, memory, run = _in_a_process("_sweep", every_other_day + timedelta(days=4))
    say("four days asleep", took, memory, f"{run} dates changed")
    took, memory, run = _in_a_process("_everybody", every_other_day)
    say("a Sunday: everybody, plans ended too", took, memory, f"{run} differ")
    filled = min(FILLED, on_plans)
    _empty(filled)
    took, memory, _ = _in_a_process("_fill", filled)
    say(f"first fill of {filled:,} children", took, memory, f"{filled / took:,.0f} children a second")
    _one_visit(today)
    _editing_meanwhile(every_other_day, today)


def _count(on_plans: int) -> None:
    counted = {
        "open plans": on_plans,
        "plans": ChildProtectionPlan.objects.count(),
        "visits": Visit.objects.count(),
        "core groups": CoreGroupMeeting.objects.count(),
        "conferences": Conference.objects.count(),
        "dates": Deadline.objects.in_force().count(),
    }
    print("\n" + ", ".join(f"{number:,} {what}" for what, number in counted.items()))


def _floor() -> float:
    """Every row and column that the fingerprints are made of, for children on open plans, and nothing worked out."""
    parts, parameters = [], []
    for facts in every_source():
        statement, its = facts.as_sql
        names = [f"c{place}" for place in range(len(facts.columns))]
        parts.append(
            f"select num_nulls({', '.join(names)}) as part from on_a_plan cross join lateral "
            f"(select * from ({statement}) as row_of (child, {', '.join(names)}) where child = on_a_plan.id) as one"
        )
        parameters.extend(its)
    parts.append(
        "select num_nulls(d.id, d.rule, d.started_on, d.due_on) from on_a_plan join deadlines_deadline as d "
        "on d.child_id = on_a_plan.id where d.met_on is null and d.lapsed_on is null and d.withdrawn_at is null "
        "and d.due_on is not null"
    )
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "with on_a_plan as (select child_id as id from plans_childprotectionplan where ended_on is null) "
            f"select count(*), sum(part) from ({' union all '.join(parts)}) as every_row",
            parameters,
        )
        cursor.fetchall()
    return time.perf_counter() - started


def _in_a_process(work: str, argument: Any) -> tuple[float, float, int]:
    """How long it took, the memory at its peak and what it says."""
    connections.close_all()
    return alone.run("benchmarks.sweep", work, argument)


def _sweep(day: date) -> int:
    return sweeping.sweep(today=day).deadlines_changed


def _everybody(_day: date) -> int:
    return sum(len(sweeping.differing(children)) for children in sweeping.to_check(everybody=True))


def _change(number: int) -> None:
    """The latest visit of so many children is found to have been a day earlier."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update visits_visit set visited_on = visited_on - 1 where id in (
                select distinct on (v.child_id) v.id from visits_visit as v
                join plans_childprotectionplan as p on p.child_id = v.child_id and p.ended_on is null
                where v.child_seen order by v.child_id, v.visited_on desc limit %s
            )
            """,
            [number],
        )


def _some(number: int) -> list[int]:
    on_a_plan = Child.objects.filter(plans__isnull=False, plans__ended_on__isnull=True)
    return list(on_a_plan.order_by("-pk").values_list("pk", flat=True)[:number])


def _empty(number: int) -> None:
    with connection.cursor() as cursor:
        children = _some(number)
        for statement in (
            "delete from alerts_alert where deadline_id in "
            "(select id from deadlines_deadline where child_id = any(%s))",
            "delete from deadlines_deadlinechange where deadline_id in "
            "(select id from deadlines_deadline where child_id = any(%s))",
            "delete from deadlines_deadline where child_id = any(%s)",
            "delete from deadlines_reckoned where child_id = any(%s)",
        ):
            cursor.execute(statement, [children])
    assert not Reckoned.objects.filter(child__in=children).exists()


def _fill(number: int) -> int:
    return refresh(_some(number), by=User.objects.the_portal(), because="nothing was there").changed


def _one_visit(today: date) -> None:
    """Recorded as the portal does it, and undone: the whole action, and its dates alone.

    Within a request, as here, the numbers and the closures in force have been read by the form.
    """
    portal = User.objects.the_portal()
    print(f"\n{'one visit recorded':30}{'whole action':>16}{'its dates':>14}{'queries of the dates':>24}")
    for earlier in (1, 1_000):
        child = ChildProtectionPlan.objects.open().select_related("child").order_by("pk").last().child
        with transaction.atomic(), read_once():
            pack_in_force(), working_calendar()
            started_on = child.plans.get(ended_on=None).started_on
            _only_so_many_visits(child, earlier, started_on, today, portal)
            whole, dates = [], []
            for _ in range(20):
                with undone():
                    started = time.perf_counter()
                    record_visit(
                        seen=[Seen(child=child, child_seen=True, child_seen_alone=True, child_awake=True)],
                        visited_on=today, account="As usual.", by=portal, today=today,
                    )  # fmt: skip
                    whole.append((time.perf_counter() - started) * 1000)
                with undone():
                    dates.append(_dates_of_a_visit(child, today, portal) * 1000)
            with undone(), CaptureQueriesContext(connection) as captured:
                _dates_of_a_visit(child, today, portal)
            transaction.set_rollback(True)
        # The visit itself and its history stand before them.
        _, _, *of_the_dates = captured.captured_queries
        asked = sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in of_the_dates)
        name = f"with {earlier:,} earlier"
        print(f"{name:30}{median(whole):13.1f} ms{median(dates):11.1f} ms{asked:24}")


def _only_so_many_visits(child: Child, number: int, started_on: date, today: date, by: User) -> None:
    days = max(1, (today - started_on).days)
    there = Visit.objects.filter(child=child).count()
    record_many(
        (
            Visit(
                child=child, visited_on=started_on + timedelta(days=place % days), visited_by=by, child_seen=True,
                child_seen_alone=True, child_awake=True,
            )
            for place in range(max(0, number - there))
        ),
        by=by,
    )  # fmt: skip
    refresh([child], by=by, because="visits were made for a benchmark")


def _dates_of_a_visit(child: Child, today: date, by: User) -> float:
    """How long the dates of a visit take that was just added."""
    visit = Visit(
        child=child, visited_on=today, visited_by=by, child_seen=True, child_seen_alone=True, child_awake=True
    ).save_by(by)
    started = time.perf_counter()
    refresh([child], by=by, because="a visit was recorded", added=Added(OF_A_VISIT, [visit.pk], today))
    return time.perf_counter() - started


def _editing_meanwhile(day: date, today: date) -> None:
    """Visits recorded one after another while the sweep runs over children of whom many differ."""
    _change(min(CHANGES, 3_000))
    portal, took, failed = User.objects.the_portal(), [], []
    children = list(Child.objects.filter(pk__in=_some(2_000)))
    connections.close_all()
    stop = threading.Event()

    def edit() -> None:
        for child in children:
            if stop.is_set():
                return
            started = time.perf_counter()
            try:
                record_visit(
                    seen=[Seen(child=child, child_seen=True, child_seen_alone=True, child_awake=True)],
                    visited_on=today, account="As usual.", by=portal, today=today,
                )  # fmt: skip
            except Exception as failure:  # a deadlock would be one; it is counted and shown
                failed.append(failure)
            took.append((time.perf_counter() - started) * 1000)

    process, _ = alone.begin("benchmarks.sweep", "_sweep", day)
    editor = threading.Thread(target=edit)
    editor.start()
    process.join()
    stop.set()
    editor.join()
    p50, p99 = median(took), quantiles(took, n=100)[98]
    print(
        f"\nEditing while the sweep works: {len(took)} visits recorded, p50 {p50:.1f} ms, p99 {p99:.1f} ms, "
        f"longest {max(took):.0f} ms, {len(failed)} failed {failed[:1]}"
    )
