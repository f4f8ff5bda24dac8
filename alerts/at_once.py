"""Alerts for what cannot wait for the next tick: a child not seen, nobody who holds a child.

Only a hint goes through the broker, after the record is safe. A broker that is down costs nobody a saved record, and no
alert: the tick asks PostgreSQL in any case (0006).
"""

from collections.abc import Collection

from audit.soon import ask_for


def tell_at_once(*, children: Collection[int]) -> None:
    """Once the record is committed, have the alerts of these children raised."""
    from alerts import tasks  # which stands on the actions that call this

    ask_for(tasks.tell, children=sorted(children))
