"""The Celery application. Its timetable is CELERY_BEAT_SCHEDULE in settings: sentences, each naming a task."""

import ctypes
import os
import signal
import sys

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cpp_portal.settings")

app = Celery("cpp_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

PR_SET_PDEATHSIG = 1


@worker_process_init.connect
def end_with_the_worker(**_signal: object) -> None:
    """A pool child must not outlive the worker's main process, however that one ends (kill -9, out of memory)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
