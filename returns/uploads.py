"""Uploaded files, in a private folder that no web server knows, for as long as their run needs them."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files import File

from returns.models import ImportRun


@dataclass(frozen=True, slots=True)
class Files:
    """The two files of a run, wherever they lie."""

    census: Path
    annex_a: Path | None


def files_of(run: ImportRun) -> Files:
    folder = _folder(run)
    return Files(folder / "census.xml", folder / "annex-a.xlsx" if run.annex_a_name else None)


def keep(run: ImportRun, *, census: File, annex_a: File | None) -> None:
    folder = _folder(run)
    folder.mkdir(parents=True, mode=0o700)
    files = files_of(run)
    _write(files.census, census.chunks())
    if annex_a is not None and files.annex_a is not None:
        _write(files.annex_a, annex_a.chunks())


def forget(run: ImportRun) -> None:
    """The files hold children's records: they go as soon as nothing is to be read from them any more."""
    folder = _folder(run)
    if folder.exists():
        shutil.rmtree(folder)


def _folder(run: ImportRun) -> Path:
    return settings.UPLOADS_DIR / str(run.folder)


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("xb") as file:
        path.chmod(0o600)
        for piece in pieces:
            file.write(piece)
