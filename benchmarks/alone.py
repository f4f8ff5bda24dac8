"""Work in a process of its own, so that its memory is its own. Imports no model: the process sets Django up first."""

import multiprocessing
import re
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import django


def begin(module: str, work: str, argument: Any) -> tuple[multiprocessing.Process, Any]:
    """The process, started, and the end of a pipe that gives (seconds, peak memory in MB, what it says)."""
    receiver, sender = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_work, args=(sender, module, work, argument))
    process.start()
    sender.close()  # so that a process that dies is an EOFError here, and not waited for
    return process, receiver


def run(module: str, work: str, argument: Any) -> tuple[float, float, int]:
    process, receiver = begin(module, work, argument)
    found = receiver.recv()
    process.join()
    return found


def _work(sender: Any, module: str, work: str, argument: Any) -> None:
    django.setup()
    from django.db import connection

    does = getattr(import_module(module), work)
    connection.ensure_connection()
    started = time.perf_counter()
    said = does(argument)
    took = time.perf_counter() - started
    sender.send((took, _peak(), said))


def _peak() -> float:
    """The most memory this process has held, in MB. Not `getrusage`, whose figure starts from the parent's."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else float("nan")
