"""The program's side: what newer version there is, brought by the shortest way, held against its signatures."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuf.api.exceptions import DownloadError, ExpiredMetadataError, RepositoryError
from tuf.ngclient import Updater

from desktop.models.errors import AppError, Offline, Rejected
from desktop.models.files import told
from sync.updates import packages, sources
from sync.updates.repository import number
from sync.updates.sources import Source, asked

METADATA, TARGETS = "metadata", "targets"


@dataclass(frozen=True, slots=True)
class Offer:
    """A newer version: `length` is what has to come over the line in bytes, `older` "" when it is the whole program."""

    version: str
    notes: str
    older: str
    name: str
    length: int
    sha256: str
    whole: int


class Catalogue:
    """A catalogue as one program trusts it. `root` is the trust it was built with, `kept` remembers what was seen.

    What is remembered is why neither an old catalogue (rolled back) nor a standing one (frozen) is believed.
    """

    def __init__(self, source: Source, kept: Path, root: bytes) -> None:
        self._source, self._kept, self._root = source, kept, root

    def newer(self, than: str, platform: str) -> Offer | None:
        """Return the newest version above `than`, by its shortest way; None when there is none.

        Raises Offline, Rejected (signatures, an older or ended catalogue).
        """
        with _words():
            updater = self._updater()
            updater.refresh()
            index = self._index(updater, platform)
            best = max(index, key=lambda one: number(asked(one, "version")), default=None)
            if best is None or number(best["version"]) <= number(than):
                return None
            ways = best.get("ways", {})
            older = than if than in ways else ""
            target = updater.get_targetinfo(str(ways[older]))
            whole = updater.get_targetinfo(str(ways[""]))
            if target is None or whole is None:
                raise Rejected("Danh mục cập nhật không đúng dạng: hãy báo quản trị.", details="no target")
            return Offer(best["version"], str(best.get("notes", "")), older, target.path, target.length,
                         target.hashes["sha256"], whole.length)  # fmt: skip

    def whole(self, offer: Offer, platform: str) -> Offer:
        """Return the same version as the whole program: the way out where the short way does not fit."""
        with _words():
            updater = self._updater()
            updater.refresh()
            best = next(one for one in self._index(updater, platform) if one["version"] == offer.version)
            target = updater.get_targetinfo(best["ways"][""])
            if target is None:
                raise Rejected("Danh mục cập nhật không đúng dạng: hãy báo quản trị.", details="no target")
            return Offer(offer.version, offer.notes, "", target.path, target.length, target.hashes["sha256"], target.length)

    def bring(self, offer: Offer, folder: Path,
              progress: Callable[[int, int], None] = lambda done, whole: None) -> Path:  # fmt: skip
        """Return the package of an offer in `folder`, downloaded as far as it is not there yet."""
        target = folder / offer.name
        with told(folder):
            folder.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            sources.download(self._source, f"{TARGETS}/{offer.sha256}.{offer.name}", target, length=offer.length,
                             sha256=offer.sha256, progress=progress)  # fmt: skip
        return target

    def _updater(self) -> Updater:
        with told(self._kept):
            self._kept.mkdir(parents=True, exist_ok=True)
        return Updater(str(self._kept), METADATA, str(self._kept), TARGETS, sources.Fetcher(self._source),
                       bootstrap=self._root)  # fmt: skip

    def _index(self, updater: Updater, platform: str) -> list[dict[str, Any]]:
        target = updater.get_targetinfo(f"index-{platform}.json")
        if target is None:
            return []
        path = Path(updater.download_target(target, str(self._kept / f"index-{platform}.json")))
        try:
            found = json.loads(path.read_bytes())["versions"]
        except (ValueError, KeyError, TypeError, RecursionError) as fault:
            raise Rejected("Danh mục cập nhật không đúng dạng: hãy báo quản trị.", details=repr(fault)) from fault
        return list(found)


def stage(package: Path, offer: Offer, root: Path, older: Path | None,
          progress: Callable[[int, int], None] = lambda done, whole: None) -> Path:  # fmt: skip
    """Unfold a package into `root`/app-<version>; it has that name only when every file is right. Return the folder.

    Raises Rejected, StoreError; nothing is left behind then, and a program of that version in place is not touched.
    """
    target, part = root / f"app-{offer.version}", root / f"app-{offer.version}.part"
    if target.exists():
        return target
    shutil.rmtree(part, ignore_errors=True)
    try:
        made = packages.unfold(package, part, older=older if offer.older else None, progress=progress)
        if made.version != offer.version or made.older != offer.older:
            raise Rejected("Gói cập nhật không phải của bản đã báo: hãy báo quản trị.", details=made.version)
        with told(target):
            part.rename(target)
    except AppError:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return target


@contextmanager
def _words() -> Iterator[None]:
    try:
        yield
    except ExpiredMetadataError as fault:
        raise Rejected("Danh mục cập nhật đã quá hạn: hãy dùng nguồn mới hơn (trung tâm, USB mới), hoặc xem lại đồng hồ của máy.",
                       details=str(fault)) from fault  # fmt: skip
    except DownloadError as fault:
        cause = fault.__cause__
        if isinstance(cause, AppError):
            raise cause from fault
        raise Offline("Không thấy danh mục cập nhật ở nguồn đã chọn: hãy kiểm tra đường truyền hoặc USB rồi thử lại.",
                      details=str(fault)) from fault  # fmt: skip
    except RepositoryError as fault:
        raise Rejected("Danh mục cập nhật không đúng chữ ký nên không dùng: bản đang chạy còn nguyên, hãy báo quản trị.",
                       details=str(fault)) from fault  # fmt: skip
