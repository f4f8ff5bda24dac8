"""Whose deadlines no longer agree with the facts: found by PostgreSQL, without working anything out.

For every child the database keeps what its dates were last worked out from (`Reckoned`): a fingerprint of its facts,
one of the dates that came of them and are outstanding, and a name for numbers, calendar and program. A fact that was
changed behind the portal's back, a date that was lost, a new number: each makes a difference that `differing` finds.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import connection

from deadlines.sources import Added, fingerprints, parts_added
from deadlines.timelines import reckoned_with

_OUTSTANDING: Final = """
    select deadline.child_id as child, bit_xor(hash_record_extended(row(
        deadline.id, deadline.rule, deadline.started_on, deadline.opens_on, deadline.due_on, deadline.short_notice
    ), 0)) as outstanding
    from wanted join deadlines_deadline as deadline on deadline.child_id = any(wanted.ids)
    where deadline.met_on is null and deadline.lapsed_on is null and deadline.withdrawn_at is null
      and deadline.due_on is not null
    group by 1
"""


def _wanted_now() -> tuple[str, list[object]]:
    """Both fingerprints of each child asked about, as they are in the database now."""
    facts, parameters = fingerprints()
    return (
        f"""
        with wanted as (select %s::bigint[] as ids), facts as ({facts}), outstanding as ({_OUTSTANDING})
        select child, facts.facts, outstanding.outstanding
        from wanted cross join unnest(wanted.ids) as child
        left join facts using (child) left join outstanding using (child)
        """,
        list(parameters),
    )


def differing(child_ids: Sequence[int]) -> list[int]:
    """Those of the children whose dates have to be worked out again."""
    now, parameters = _wanted_now()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            select now.child from ({now}) as now left join deadlines_reckoned as was on was.child_id = now.child
            where was.child_id is null or was.facts is distinct from now.facts
               or was.outstanding is distinct from now.outstanding or was.reckoned_with <> %s
            """,
            [list(child_ids), *parameters, reckoned_with()],
        )
        return [child for (child,) in cursor.fetchall()]


def note_reckoned(child_ids: Sequence[int], facts: Mapping[int, int]) -> None:
    """The dates of these children, as they stand now, were worked out from these facts."""
    known = [child for child in child_ids if child in facts]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            with wanted as (select %s::bigint[] as ids), outstanding as ({_OUTSTANDING})
            insert into deadlines_reckoned (child_id, facts, outstanding, reckoned_with, at)
            select known.child, known.facts, outstanding.outstanding, %s, clock_timestamp()
            from unnest(%s::bigint[], %s::bigint[]) as known (child, facts) left join outstanding using (child)
            on conflict (child_id) do update set facts = excluded.facts, outstanding = excluded.outstanding,
                reckoned_with = excluded.reckoned_with, at = excluded.at
            """,
            [list(child_ids), reckoned_with(), known, [facts[child] for child in known]],
        )


def note_added(child_ids: Sequence[int], added: Added) -> None:
    """The dates take the added records into account too.

    The fingerprint is changed by the added records alone: whatever else may have changed is still found.
    """
    parts, parameters = parts_added(added)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            with wanted as (select %s::bigint[] as ids), outstanding as ({_OUTSTANDING}), added as ({parts})
            update deadlines_reckoned as was set facts = coalesce(was.facts, 0) # coalesce(added.facts, 0),
                outstanding = outstanding.outstanding, at = clock_timestamp()
            from wanted cross join unnest(wanted.ids) as child
            left join outstanding using (child) left join added using (child)
            where was.child_id = child
            """,
            [list(child_ids), *parameters],
        )
