"""What is larger than memory should hold lies on the volume for uploads while it comes in, and never by a name."""

import errno
import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from cpp_portal.uploads import OnDiskWithoutAName
from returns import actions
from tests.deployment.test_production_settings import setting
from tests.factories import UserFactory

MORE_THAN_MEMORY_TAKES = 3 << 20


@pytest.fixture
def volume(settings, tmp_path) -> Path:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    return tmp_path


@pytest.fixture
def request_of_somebody(rf):
    request = rf.post("/")
    request.user = User()
    return request


def coming_in(request) -> OnDiskWithoutAName:
    handler = OnDiskWithoutAName(request)
    handler.new_file("census", "cin.xml", "text/xml", None)
    handler.receive_data_chunk(b"<Message>", 0)
    return handler


def on_disk(handler: OnDiskWithoutAName) -> os.stat_result:
    return os.fstat(handler.file.fileno())


def test_it_is_on_the_volume_and_in_no_folder(request_of_somebody, volume):
    handler = coming_in(request_of_somebody)

    assert on_disk(handler).st_dev == volume.stat().st_dev
    assert on_disk(handler).st_nlink == 0
    assert list(volume.iterdir()) == []
    taken = handler.file_complete(9)
    assert (taken.name, taken.size, taken.read()) == ("cin.xml", 9, b"<Message>")
    taken.close()


def test_an_upload_that_is_broken_off_leaves_nothing(request_of_somebody, volume):
    handler = coming_in(request_of_somebody)

    handler.upload_interrupted()

    assert handler.file.closed
    assert list(volume.iterdir()) == []


@pytest.mark.django_db
def test_a_large_census_return_comes_in_whole_and_leaves_nothing_beside_itself(
    client, volume, settings, monkeypatch
):
    settings.UPLOADS_DIR = volume / "uploads"
    client.force_login(UserFactory(role=Role.SYSTEM_ADMINISTRATOR, team=None))
    came: dict[str, object] = {}

    def begin_import(*, census, **rest):
        came.update(size=census.size, links=os.fstat(census.fileno()).st_nlink, text=census.read())
        raise OSError(errno.ENOSPC, "enough has been seen")

    monkeypatch.setattr(actions, "begin_import", begin_import)
    content = b"<Message>" + b" " * MORE_THAN_MEMORY_TAKES
    with pytest.raises(OSError, match="enough has been seen"):
        client.post(reverse("returns:begin"), {"census": SimpleUploadedFile("cin.xml", content, "text/xml")})

    assert came == {"size": len(content), "links": 0, "text": content}
    assert list(volume.iterdir()) == []


@pytest.mark.django_db
def test_nobody_fills_a_disk_who_is_not_signed_in(client, volume, monkeypatch):
    written: list[int] = []
    monkeypatch.setattr(
        OnDiskWithoutAName, "receive_data_chunk", lambda handler, data, start: written.append(len(data))
    )
    large = SimpleUploadedFile("cin.xml", b" " * MORE_THAN_MEMORY_TAKES, "text/xml")

    answer = client.post("/sign-in/", {"username": "ada@authority.test", "large": large})

    assert answer.status_code == 200
    assert 'value="ada@authority.test"' in answer.content.decode(), "what was typed is read all the same"
    assert written == []


def test_in_production_that_is_the_volume_where_there_is_one(tmp_path):
    assert setting("FILE_UPLOAD_TEMP_DIR", UPLOADS_DIR=str(tmp_path)) == str(tmp_path)
    assert setting("FILE_UPLOAD_TEMP_DIR", UPLOADS_DIR=str(tmp_path / "not-there")) == "None"
