"""A file handed over on a stick: written whole, pushed to the medium, read back and compared."""

import hashlib
import os
import re
from pathlib import Path

from desktop.models.errors import StoreError
from desktop.models.files import atomic_write, told

LONGEST = 80  # letters of a file's name: old sticks and old Windows
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def save(folder: Path, name: str, pdf: bytes) -> Path:
    """Write a PDF into a folder under a name that is free there, and read it back; return where it is.

    Raises StoreError when the medium refuses, or gives back something else.
    """
    target = free(folder, name)
    atomic_write(target, pdf)
    with told(target), target.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            # From the medium, not from what the system still remembers.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        same = hashlib.file_digest(file, "sha256").digest() == hashlib.sha256(pdf).digest()
    if not same:
        raise StoreError(f"Tệp «{target.name}» đọc lại không đúng như đã ghi: hãy dùng USB khác.")
    return target


def free(folder: Path, name: str) -> Path:
    """Return a path in the folder, named after a title, that no file has yet."""
    plain = " ".join(FORBIDDEN.sub(" ", name).split()).strip(". ")[:LONGEST].rstrip(". ") or "Tài liệu"
    target, number = folder / f"{plain}.pdf", 1
    while target.exists():
        number += 1
        target = folder / f"{plain} ({number}).pdf"
    return target
