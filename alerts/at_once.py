"""Alerts for what cannot wait for the next tick: a child not seen, nobody who holds a child.

Only a hint goes through the broker, after the record is safe. A broker that is down costs nobody a saved record, and no
alert: the tick asks PostgreSQL in any case (0006).
"""

import logging
from collections.abc import Collection
from typing import Final

from django.db import transaction

log = logging.getLogger(__name__)

A_MOMENT: Final = {"socket_connect_timeout": 1, "socket_timeout": 1, "max_retries": 0}
"""Somebody waits for the page: `retry=False` alone still tries to connect for six seconds, and reads for ten."""


def tell_at_once(*, children: Collection[int]) -> None:
    """Once the record is committed, have the alerts of these children raised."""
    transaction.on_commit(lambda: _ask_for_it(sorted(children)))


def _ask_for_it(children: list[int]) -> None:
    from alerts import tasks  # which stands on the actions that call this

    try:
        with tasks.tell.app.connection_for_write() as broker:
            # Of its own: the workers' may wait longer for a broker, and try it again.
            broker.transport_options = {**broker.transport_options, **A_MOMENT}
            tasks.tell.apply_async(kwargs={"children": children}, connection=broker, retry=False)
    except Exception as unreachable:  # whatever is wrong with the broker, the record was saved
        log.warning("alerts wait for the next tick: %s", unreachable)
