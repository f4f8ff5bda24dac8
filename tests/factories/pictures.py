"""Files as a telephone or a scanner makes them, drawn here."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def a_picture(
    colour: str = "white",
    *,
    size: tuple[int, int] = (40, 30),
    kind: str = "JPEG",
    name: str = "IMG_0001.jpg",
    **kept: Any,
) -> SimpleUploadedFile:
    """One colour all over. `kept` is written into the file as a camera would."""
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, kind, **kept)
    return SimpleUploadedFile(name, written.getvalue(), content_type="image/jpeg")
