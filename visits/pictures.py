"""A photograph or a scanned drawing as it is kept: the picture alone, decoded and written anew.

Whatever else a file carries does not survive: where and when it was taken, the telephone's number, a program behind
the picture, a second picture.
"""

import contextlib
import hashlib
import io
from dataclasses import dataclass
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from audit.models import Refused

LARGEST: Final = 15 * 1024 * 1024
# Decoded, one point takes four bytes: beyond this a small file could fill the memory.
MOST_POINTS: Final = 50_000_000
LONGEST_SIDE: Final = 2400
KINDS: Final = ("JPEG", "PNG", "WEBP")
NO_PICTURE: Final = (
    "The file is not a picture that can be read. Choose a JPEG, PNG or WebP file, or photograph it again."
)
TOO_MANY_POINTS: Final = (
    f"The picture has too many points. Choose one with fewer than {MOST_POINTS // 1_000_000} million, or photograph it "
    "again with a smaller size set on the telephone."
)
# What Pillow raises for files that are broken, each in another place.
BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError)


@dataclass(frozen=True)
class Picture:
    jpeg: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.jpeg).hexdigest()


def taken_in(file: UploadedFile) -> Picture:
    """The picture in an uploaded file, upright, at most 2,400 points long.

    Raises Refused for a file that is too large, holds too many points, or is no JPEG, PNG or WebP picture whatever
    its name says.
    """
    if file.size > LARGEST:
        raise Refused(
            f"The file is {megabytes(file.size)}. Choose one of at most {megabytes(LARGEST)}, or photograph it again "
            "with a smaller size set on the telephone.",
            field="picture",
        )
    try:
        with Image.open(file, formats=KINDS) as image:
            if image.width * image.height > MOST_POINTS:
                raise Refused(TOO_MANY_POINTS, field="picture")
            return _written_anew(image)
    except Image.DecompressionBombError as bomb:
        raise Refused(TOO_MANY_POINTS, field="picture") from bomb
    except (UnidentifiedImageError, *BROKEN) as broken:
        raise Refused(NO_PICTURE, field="picture") from broken


def _written_anew(image: Image.Image) -> Picture:
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = _on_white(ImageOps.exif_transpose(_in_srgb(image)))
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    written = io.BytesIO()
    clean.save(written, "JPEG", quality=85, optimize=True)
    return Picture(written.getvalue(), clean.width, clean.height)


def _in_srgb(image: Image.Image) -> Image.Image:
    """The colour of a bruise must be the same on every screen, without the camera's own profile beside it."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA"):
        return image
    with contextlib.suppress(ImageCms.PyCMSError):
        ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), inPlace=True
        )
    return image


def _on_white(image: Image.Image) -> Image.Image:
    """A drawing scanned with a transparent ground is not to turn black."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGB", layer.size, "white")
    ground.paste(layer, mask=layer)
    return ground


def megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"
