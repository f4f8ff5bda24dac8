"""Photographs and drawings: what is taken in, what survives of the file, and who sees the picture."""

import io
import struct
import zlib
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from audit.models import AccessLog
from tests.factories import UserFactory, stories
from tests.factories.pictures import a_picture
from visits.models import Attachment, AttachmentContent
from visits.pictures import LARGEST, LONGEST_SIDE, taken_in

pytestmark = [pytest.mark.requirement("B-09"), pytest.mark.usefixtures("it_is_today")]

GPS_INFO, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


@pytest.fixture
def visit(child, social_worker):
    stories.on_a_plan(child, started_on=date(2026, 2, 24))
    return stories.seen(child, on=date(2026, 3, 3), by=social_worker, today=date(2026, 3, 4))


@pytest.fixture
def add(visit):
    return reverse("visits:attach", kwargs={"child_pk": visit.child_id, "visit_pk": visit.pk})


def signed_in(person) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def posted(file, **changed):
    return {"picture": file, "kind": "drawing", "shows": "A house with four people.", **changed}


def page_of(attachment: Attachment, name: str = "visits:attachment") -> str:
    kept = {"child_pk": attachment.child_id, "visit_pk": attachment.visit_id, "attachment_pk": attachment.pk}
    return reverse(name, kwargs=kept)


@pytest.fixture
def attachment(social_worker, add):
    assert signed_in(social_worker).post(add, posted(a_picture("red"))).status_code == 302
    return Attachment.objects.get()


def with_camera_details() -> SimpleUploadedFile:
    exif = Image.Exif()
    exif[MAKE] = "Telephone of Priya"
    exif[ORIENTATION] = 6  # lies on its side
    exif.get_ifd(GPS_INFO)[1] = "N"
    exif.get_ifd(GPS_INFO)[2] = (51.0, 30.0, 12.0)
    return a_picture("red", exif=exif, comment=b"taken at 12 Safe Street")


class TestWhatIsKept:
    def test_nothing_but_the_picture_is_kept_and_it_stands_upright(self, social_worker, add):
        file = with_camera_details()
        sent = file.read()
        file.seek(0)
        assert b"Telephone of Priya" in sent
        assert b"Safe Street" in sent

        signed_in(social_worker).post(add, posted(file))

        jpeg = bytes(AttachmentContent.objects.get().jpeg)
        kept = Image.open(io.BytesIO(jpeg))
        assert not kept.getexif()
        assert {"exif", "comment", "icc_profile"}.isdisjoint(kept.info)
        assert b"Priya" not in jpeg
        assert b"Safe Street" not in jpeg
        assert kept.size == (30, 40)
        assert kept.getpixel((5, 5))[0] > 240

    def test_what_is_hidden_behind_the_picture_is_gone(self):
        file = a_picture("red")
        hidden = SimpleUploadedFile("a.jpg", file.read() + b"PK\x03\x04<script>alert(1)</script>")

        assert b"script" not in taken_in(hidden).jpeg

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_three_kinds_are_read_whatever_the_name(self, kind):
        kept = Image.open(io.BytesIO(taken_in(a_picture("blue", kind=kind, name="drawing")).jpeg))

        assert kept.format == "JPEG"

    def test_a_large_picture_becomes_as_large_as_a_page_needs(self):
        picture = taken_in(a_picture("blue", size=(4000, 3000)))

        assert (picture.width, picture.height) == (LONGEST_SIDE, 1800)

    def test_a_drawing_on_a_transparent_ground_stays_on_white(self):
        written = io.BytesIO()
        Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(written, "PNG")

        kept = Image.open(io.BytesIO(taken_in(SimpleUploadedFile("a.png", written.getvalue())).jpeg))

        assert kept.getpixel((5, 5)) == (255, 255, 255)


def a_png_that_claims(width: int, height: int) -> bytes:
    """A few bytes whose head says that they are a picture of that size."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
        + struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    )  # fmt: skip


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "content",
        [
            b"MZ\x90\x00\x03" + bytes(500),
            b"#!/bin/sh\nrm -rf /\n",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            b"GIF89a" + bytes(100),
            a_picture("red").read()[:200],
            b"\xff\xd8\xff\xe0" + bytes(50),
            a_png_that_claims(10, 10),
        ],
        ids=["program", "script", "svg", "gif", "half a picture", "head of a JPEG", "empty PNG"],
    )
    def test_what_is_no_picture_though_it_is_named_jpg(self, content, social_worker, add):
        page = signed_in(social_worker).post(
            add, posted(SimpleUploadedFile("photo.jpg", content, "image/jpeg"))
        )

        text = page.content.decode()
        assert page.status_code == 200
        assert "The file is not a picture that can be read. Choose a JPEG, PNG or WebP file" in text
        assert "A house with four people." in text
        assert not Attachment.objects.exists()

    def test_twenty_megabytes(self, social_worker, add):
        file = SimpleUploadedFile("photo.jpg", a_picture("red").read() + bytes(20 * 1024 * 1024))

        page = signed_in(social_worker).post(add, posted(file)).content.decode()

        assert "The file is 20 MB. Choose one of at most 15 MB" in page
        assert "A house with four people." in page

    def test_just_as_large_as_is_allowed(self):
        file = a_picture("red").read()

        assert taken_in(SimpleUploadedFile("a.jpg", file + bytes(LARGEST - len(file)))).jpeg

    @pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (10_000, 5_001)])
    def test_few_bytes_that_would_fill_the_memory(self, social_worker, add, width, height):
        bomb = SimpleUploadedFile("photo.png", a_png_that_claims(width, height))

        page = signed_in(social_worker).post(add, posted(bomb)).content.decode()

        assert "The picture has too many points. Choose one with fewer than 50 million" in page
        assert not Attachment.objects.exists()

    def test_without_words_the_picture_is_asked_for_again(self, social_worker, add):
        page = signed_in(social_worker).post(add, posted(a_picture(), shows="")).content.decode()

        assert "Enter what it shows" in page
        assert "Choose the picture again" in page

    def test_the_same_picture_twice(self, social_worker, add, attachment):
        page = signed_in(social_worker).post(add, posted(a_picture("red"))).content.decode()

        assert "This picture is on the record of the visit already." in page
        assert Attachment.objects.count() == 1


class TestWhoSeesIt:
    def test_who_may_open_the_record_sees_it_with_its_words(self, social_worker, visit, attachment):
        browser = signed_in(social_worker)

        page = browser.get(reverse("visits:visit", kwargs={"child_pk": visit.child_id, "visit_pk": visit.pk}))
        picture = browser.get(page_of(attachment, "visits:picture"))

        assert page_of(attachment, "visits:picture") in page.content.decode()
        assert 'alt="A house with four people."' in browser.get(page_of(attachment)).content.decode()
        assert picture["Content-Type"] == "image/jpeg"
        assert picture["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in picture["Cache-Control"]
        assert picture.content == bytes(attachment.content.jpeg)
        assert AccessLog.objects.filter(user=social_worker, page="visits:picture").exists()

    def test_nobody_else_does(self, attachment):
        stranger = signed_in(UserFactory())

        assert stranger.get(page_of(attachment)).status_code == 404
        assert stranger.get(page_of(attachment, "visits:picture")).status_code == 404
        assert Client().get(page_of(attachment, "visits:picture")).status_code == 302

    def test_it_is_on_no_siblings_record_of_the_same_visit(self, social_worker, sam, visit, add, attachment):
        theirs = stories.seen(sam, on=date(2026, 3, 3), by=social_worker, today=date(2026, 3, 4))
        kept = {"child_pk": sam.pk, "visit_pk": theirs.pk, "attachment_pk": attachment.pk}

        assert signed_in(social_worker).get(reverse("visits:picture", kwargs=kept)).status_code == 404

    def test_an_auditor_sees_and_does_not_add(self, auditor, add, attachment):
        browser = signed_in(auditor)

        assert browser.get(page_of(attachment)).status_code == 200
        assert browser.post(add, posted(a_picture("blue"))).status_code == 403


class TestTakenOut:
    @pytest.fixture
    def taken_out(self, social_worker, attachment):
        browser = signed_in(social_worker)
        answer = browser.post(page_of(attachment, "visits:take-out"), {"because": "It shows another child."})
        assert answer.status_code == 302
        attachment.refresh_from_db()
        return attachment

    def test_nobody_sees_it_and_why_stays(self, social_worker, taken_out):
        browser = signed_in(social_worker)

        page = browser.get(page_of(taken_out)).content.decode()

        assert browser.get(page_of(taken_out, "visits:picture")).status_code == 404
        assert "by Priya Pattern: It shows another child." in page
        assert "picture.jpg" not in page
        assert AttachmentContent.objects.filter(attachment=taken_out).exists()

    def test_only_with_a_reason_and_only_once(self, social_worker, attachment):
        browser = signed_in(social_worker)
        take_out = page_of(attachment, "visits:take-out")

        assert "Enter why the picture is taken out" in browser.post(take_out, {}).content.decode()
        browser.post(take_out, {"because": "It shows another child."})
        again = browser.post(take_out, {"because": "Again."}).content.decode()

        assert "This picture was taken out already." in again

    def test_the_same_picture_can_then_be_put_on_again(self, social_worker, add, taken_out):
        assert signed_in(social_worker).post(add, posted(a_picture("red"))).status_code == 302


def test_the_database_lets_nobody_change_a_picture(attachment):
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        AttachmentContent.objects.filter(attachment=attachment).update(jpeg=b"another")
