"""What a web server reads before it starts its processes."""

import subprocess
import sys

from cpp_portal.launcher import running
from cpp_portal.launcher.places import ROOT

NOWHERE = {
    "DATABASE_URL": "postgres://nobody@nowhere.invalid/nothing",
    "REDIS_URL": "redis://nowhere.invalid",
}
WHICH = """
import sys
import cpp_portal.wsgi
from django.urls import get_resolver
print("url_patterns" in vars(get_resolver()), "children.views" in sys.modules, "conferences.forms" in sys.modules)
"""


def test_every_page_is_read_before_the_first_is_asked_for_and_without_a_database():
    env = {**running.development_values(), **NOWHERE}
    asked = subprocess.run(
        [sys.executable, "-c", WHICH], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )

    assert (asked.stdout.split(), asked.stderr) == (["True"] * 3, "")
