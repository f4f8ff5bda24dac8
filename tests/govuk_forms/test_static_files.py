from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.core.management import call_command

pytestmark = pytest.mark.skipif(
    not (Path(settings.BASE_DIR) / "build" / "app.css").exists(), reason="npm run build has not been run"
)


def test_every_file_the_stylesheets_name_is_there_and_none_that_is_not_ours(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    [stylesheet] = tmp_path.glob("app.*.css")
    text = stylesheet.read_text()
    assert "GDS Transport" not in text
    assert not [
        path for path in tmp_path.rglob("*") if any(word in path.name for word in ("crest", "crown", "woff"))
    ]


@pytest.mark.parametrize(
    "name", ["app.css", "print.css", "app.js", "supported.js", "favicon.svg", "favicon.ico"]
)
def test_the_build_has_what_the_base_page_asks_for(name):
    assert find(name)


def test_the_lock_file_names_no_host():
    lock = (Path(settings.BASE_DIR) / "package-lock.json").read_text()

    assert '"resolved"' not in lock
