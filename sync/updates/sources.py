"""Where updates come from: the centre over HTTP, a share, a stick; large files go on where a cut left them."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import httpx2
from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface

from desktop.models.errors import Offline, Rejected
from desktop.models.files import told
from sync.updates.trees import PIECE

STEP = 64 * 1024
PATIENCE = 30.0  # seconds without a byte


class Source(Protocol):
    """A folder of an update catalogue, wherever it lies."""

    def pieces(self, path: str, start: int = 0) -> Iterator[bytes]:
        """Yield the bytes of a file from `start` on. Raises DownloadHTTPError (404) where there is none, Offline."""


class Folder:
    """A catalogue on a share or a stick."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pieces(self, path: str, start: int = 0) -> Iterator[bytes]:
        """Yield the bytes of a file from `start` on."""
        place = self._folder / path
        if not place.is_file():
            raise DownloadHTTPError(f"no {path}", 404)
        with told(place), place.open("rb") as file:
            file.seek(start)
            while piece := file.read(PIECE):
                yield piece


class Web:
    """A catalogue behind an address; `client` carries TLS, proxy and patience."""

    def __init__(self, address: str, client: httpx2.Client) -> None:
        self._address, self._client = address.rstrip("/"), client

    def pieces(self, path: str, start: int = 0) -> Iterator[bytes]:
        """Yield the bytes of a file from `start` on; a server that knows no ranges begins anew and we skip."""
        headers = {"Range": f"bytes={start}-"} if start else {}
        try:
            with self._client.stream("GET", f"{self._address}/{path}", headers=headers, timeout=PATIENCE) as answer:
                if answer.status_code not in (200, 206):
                    raise DownloadHTTPError(f"{path}: {answer.status_code}", answer.status_code)
                skip = start if answer.status_code == 200 else 0
                for piece in answer.iter_raw(STEP):
                    yield piece[skip:]
                    skip = max(0, skip - len(piece))
        except (httpx2.HTTPError, OSError) as fault:
            raise Offline("Đường truyền đứt khi đang tải bản mới: phần đã tải được giữ lại, lần sau tải tiếp.",
                          details=repr(fault)) from fault  # fmt: skip


class Fetcher(FetcherInterface):
    """What python-tuf asks for metadata: the files of a source."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def _fetch(self, url: str) -> Iterator[bytes]:
        return self._source.pieces(url)


def download(source: Source, path: str, target: Path, *, length: int, sha256: str,
             progress: Callable[[int, int], None] = lambda done, whole: None) -> None:  # fmt: skip
    """Bring a file to `target`, going on where an earlier try ended; it stands there only when its digest is right.

    Raises Offline (what came is kept), Rejected (what came is thrown away), StoreError.
    """
    part = target.with_name(f"{target.name}.part")
    with told(target):
        done = part.stat().st_size if part.exists() else 0
        if done > length:
            part.unlink()
            done = 0
        with part.open("ab") as file:
            if done < length:
                for piece in source.pieces(path, done):
                    file.write(piece)
                    done += len(piece)
                    progress(done, length)
                    if done > length:
                        break
            file.flush()
        if done < length:
            raise Offline("Đường truyền đứt khi đang tải bản mới: phần đã tải được giữ lại, lần sau tải tiếp.",
                          details=f"{done} of {length}")  # fmt: skip
        with part.open("rb") as file:
            right = done == length and hashlib.file_digest(file, "sha256").hexdigest() == sha256
        if not right:
            part.unlink()
            raise Rejected("Tệp cập nhật tải về không đúng chữ ký nên đã bỏ: hãy thử lại, hoặc báo quản trị.", details=path)
        part.replace(target)


def asked(given: Mapping[str, Any], name: str) -> str:
    """Return a text of an index. Raises Rejected where it is missing."""
    found = given.get(name)
    if not isinstance(found, str):
        raise Rejected("Danh mục cập nhật không đúng dạng: hãy báo quản trị.", details=name)
    return found
