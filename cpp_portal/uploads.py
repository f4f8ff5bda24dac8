"""Files on their way in: on disk beyond a few megabytes, and gone with the process that takes them, whatever ends it.

Django's own lie in /tmp by a name until they are closed: in a container that is memory, and after a kill a census
return would stay behind.
"""

import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler


class OnDiskWithoutAName(TemporaryFileUploadHandler):
    """Takes nothing from anybody who is not signed in: no page of theirs asks for a file, and a disk can be filled."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if not self.request.user.is_authenticated:
            raise SkipFile
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = UploadedFile(
            tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR),  # noqa: SIM115  closed with the request
            self.file_name,
            self.content_type,
            0,
            self.charset,
            self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()
