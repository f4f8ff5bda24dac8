"""How gunicorn serves the portal, here and in production.

    gunicorn --config python:cpp_portal.web_server cpp_portal.wsgi

WEB_PROCESSES and WEB_THREADS say how many requests are answered at once; PostgreSQL must allow that many connections,
and the worker's besides.
"""

import os
import time

from cpp_portal import environment

worker_class = "gthread"
workers = environment.number("WEB_PROCESSES", 2, lowest=1, highest=64)
threads = environment.number("WEB_THREADS", 4, lowest=1, highest=64)
preload_app = True  # read once, shared by all
graceful_timeout = environment.number("WEB_GRACEFUL_TIMEOUT", 25, lowest=1, highest=600)
# The heartbeat of each process: in memory, not on a disk that may be slow or may not be written.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True


def on_starting(_arbiter: object) -> None:
    """The code has been read. `make run` reads it while the database is made ready, which takes as long again."""
    if waits_for := os.environ.get("WEB_WAITS_FOR"):
        while not os.path.exists(waits_for):
            time.sleep(0.02)


accesslog = "-"
logger_class = "cpp_portal.logs.AccessLog"
# Without what follows the question mark and without where the visitor came from: both can hold a child's name.
access_log_format = "%(h)s %(m)s %(U)s %(s)s %(M)s ms"
loglevel = environment.level("WEB_LOG_LEVEL", "INFO").lower()
