"""`python -m cpp_portal.is_healthy web|worker|beat FILE`: what the health checks of docker-compose.yml ask.

Ends with 0 when it is, and with a sentence when it is not.
"""

import os
import socket
import sys
import time
import urllib.error
import urllib.request

OLDEST = 11 * 60  # beat writes its schedule at least every few minutes, and sends something every five


def web() -> None:
    """Asked by one of the names that the portal answers to, as a visitor would."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".*") or "localhost"
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz"
    request = urllib.request.Request(address, headers={"Host": host})
    try:
        urllib.request.urlopen(request, timeout=5).close()
    except urllib.error.URLError as error:
        sys.exit(f"The web server does not answer {address}: {error}")


def worker() -> None:
    from cpp_portal.celery import app

    name = f"celery@{os.environ.get('WORKER_NAME') or socket.gethostname()}"
    if not app.control.inspect(destination=[name], timeout=5).ping():
        sys.exit(f"The worker {name} does not answer.")


def beat(schedule: str) -> None:
    names = [schedule, f"{schedule}.db", f"{schedule}.dat"]
    written = [os.path.getmtime(name) for name in names if os.path.exists(name)]
    if not written:
        sys.exit(f"The scheduler has not written {schedule}.")
    if time.time() - max(written) > OLDEST:
        sys.exit(f"The scheduler last wrote {schedule} {(time.time() - max(written)) / 60:.0f} minutes ago.")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["web"]:
            web()
        case ["worker"]:
            worker()
        case ["beat", schedule]:
            beat(schedule)
        case _:
            sys.exit(__doc__)
