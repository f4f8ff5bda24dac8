"""Having a worker do something soon, without whoever waits for the page waiting for the broker."""

import logging
from typing import Any, Final

from django.db import transaction

log = logging.getLogger(__name__)

A_MOMENT: Final = {"socket_connect_timeout": 1, "socket_timeout": 1, "max_retries": 0}
"""Somebody waits for the page: `retry=False` alone still tries to connect for six seconds, and reads for ten."""


def ask_for(task: Any, **arguments: Any) -> None:
    """Once the record is committed, ask for this task. Beat asks for it anyway: nothing is lost when nobody hears."""
    transaction.on_commit(lambda: _ask(task, arguments))


def _ask(task: Any, arguments: dict[str, Any]) -> None:
    try:
        with task.app.connection_for_write() as broker:
            # Of its own: the workers' may wait longer for a broker, and try it again.
            broker.transport_options = {**broker.transport_options, **A_MOMENT}
            task.apply_async(kwargs=arguments, connection=broker, retry=False)
    except Exception as unreachable:  # whatever is wrong with the broker, the record was saved
        log.warning("%s waits for beat: %s", task.name, unreachable)
