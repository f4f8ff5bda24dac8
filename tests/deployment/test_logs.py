"""No log lets anybody in."""

import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings

from cpp_portal.logs import WithoutSecrets, without_secrets


@pytest.mark.requirement("A-07")
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Not Found: /copy/e30BzsfyKQBNeaVnut9H/", "Not Found: /copy/…/"),
        ("/calendar/s3cret.ics", "/calendar/…"),
        ("/password/set/MTI/abc-123/", "/password/set/MTI/…/"),
        ("/children/1/copies/2/", "/children/1/copies/2/"),
        ("/copy/a/ and /copy/b/", "/copy/…/ and /copy/…/"),
    ],
)
def test_what_lets_somebody_in_is_left_out(said, kept):
    assert without_secrets(said) == kept


def test_also_where_the_address_is_an_argument():
    record = logging.LogRecord("django.request", 30, "", 0, "%s: %s", ("Not Found", "/copy/secret/"), None)

    WithoutSecrets().filter(record)

    assert record.getMessage() == "Not Found: /copy/…/"


def test_the_level_that_is_asked_for_holds_for_djangos_own_loggers():
    says = "import django, logging; django.setup(); log = logging.getLogger('django.request'); "
    done = subprocess.run(
        [sys.executable, "-c", says + "log.warning('a warning'); log.error('an error')"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "LOG_LEVEL": "ERROR"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stderr == "ERROR django.request: an error\n"
