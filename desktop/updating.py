"""Newer versions of the program as window and console ask for them: look, bring, put aside for the next start."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import installed
from desktop.models.errors import InputError, Offline, Rejected, StoreError
from desktop.models.files import atomic_write, told
from desktop.models.text import number_vi

if TYPE_CHECKING:
    from sync.office_file import Route
    from sync.updates.client import Catalogue, Offer
    from sync.updates.sources import Source

ROOT = Path(__file__).resolve().parents[1] / "resources" / "updates" / "root.json"
_ROOTLESS = "Bản này được đóng không có gốc tin cậy của kho cập nhật: hãy cập nhật bằng gói cài đặt."
LOOKED = "looked"  # the day of the last look
SPARE = 3  # a staged version needs this many times its download, at least, on the disk


def version() -> str:
    """Return the version of this program."""
    from importlib import metadata  # 40 ms that a start does not need

    return metadata.version("so-phuong")


def platform_name() -> str:
    """Return the platform as packages name it: "linux-x86_64", "win32-amd64"."""
    import platform

    return f"{sys.platform}-{platform.machine().lower()}"


class Updating:
    """Updates of the versions below one root; `folder` keeps downloads and what was seen of the catalogue."""

    def __init__(self, folder: Path, versions: installed.Installed | None, route: Callable[[], Route | None],
                 root: Path = ROOT, source: str = "") -> None:  # fmt: skip
        self._folder, self._versions, self._route, self._root, self._usual = folder, versions, route, root, source

    @property
    def version(self) -> str:
        """Return the version that runs."""
        return version()

    @property
    def able(self) -> str:
        """Return "" where this program can bring a newer version itself, else why not, in words."""
        try:
            self._place()
        except StoreError as fault:
            return fault.sentence
        return "" if self._root.exists() else _ROOTLESS

    def look(self, source: str = "") -> Offer | None:
        """Return the newer version there is at a source (address, share, stick; "" for the usual one), or None.

        Raises InputError, Offline, Rejected, StoreError.
        """
        offer = self._catalogue(source).newer(version(), platform_name())
        if offer and self._versions and offer.version in self._versions.state().bad:
            raise InputError(f"Bản {offer.version} đã từng không chạy được trên máy này: đợi bản sau, hoặc báo quản trị.")
        return offer

    def bring(self, offer: Offer, source: str = "",
              progress: Callable[[int, int], None] = lambda done, whole: None) -> str:  # fmt: skip
        """Download, verify and lay a version beside this one; it takes over at the next start. Return what was done, in words.

        A cut keeps what came. Where a patch does not fit the program in place, the whole program is brought instead.
        """
        from sync.updates import client

        place = self._place()
        self._room_for(offer)
        older = place.root / f"{installed.PREFIX}{version()}"
        catalogue, kept = self._catalogue(source), self._folder / "packages"
        try:
            client.stage(catalogue.bring(offer, kept, progress), offer, place.root, older)
        except Rejected:
            if not offer.older:
                raise
            offer = catalogue.whole(offer, platform_name())
            client.stage(catalogue.bring(offer, kept, progress), offer, place.root, None)
        place.stage(offer.version)
        for path in kept.glob("*"):
            path.unlink(missing_ok=True)
        size = number_vi(offer.length / 1e6, most=1)
        return f"Bản {offer.version} đã sẵn sàng ({size} MB): lần mở chương trình tới sẽ dùng bản mới."

    def daily(self, today: str) -> Offer | None:
        """Look at the usual place, at most once on a day (ISO date); None too where this program cannot bring or one waits already.

        Raises as `look`; a look that failed is tried again the next time.
        """
        mark = self._folder / LOOKED
        if self.able or self.waits() or (mark.exists() and mark.read_text(encoding="ascii", errors="replace") == today):
            return None
        offer = self.look()
        with told(mark):
            mark.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(mark, today.encode())
        return offer

    def choose(self, source: str) -> None:
        """Keep where updates are looked for; "" for the centre."""
        place = self._place()
        place.keep(replace(place.state(), source=source))

    def waits(self) -> str:
        """Return the version that takes over at the next start, "" for none."""
        return self._versions.state().staged if self._versions else ""

    def take_told(self) -> str:
        """Return what happened with the last update, once."""
        return self._versions.take_told() if self._versions else ""

    def settle(self) -> None:
        """Say that this version works."""
        if self._versions:
            self._versions.settle(version())

    def _place(self) -> installed.Installed:
        if self._versions is None:
            raise StoreError("Bản này không tự cập nhật được (chạy từ mã nguồn hoặc do hệ thống cài): "
                             "hãy cập nhật bằng gói cài đặt.")  # fmt: skip
        if not self._versions.writable():
            raise StoreError("Chương trình do quản trị cài cho mọi người nên không tự cập nhật: hãy nhờ quản trị cài bản mới.")
        return self._versions

    def _room_for(self, offer: Offer) -> None:
        import shutil

        with told(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self._folder).free
        if free < SPARE * offer.whole:
            wanted = number_vi(round(SPARE * offer.whole / 1e6))
            raise StoreError(f"Ổ đĩa còn {number_vi(round(free / 1e6))} MB, cập nhật cần {wanted} MB: "
                             "hãy xóa bớt tệp không cần rồi làm lại.")  # fmt: skip

    def _catalogue(self, source: str) -> Catalogue:
        from sync.updates.client import Catalogue

        if not self._root.exists():
            raise InputError(_ROOTLESS)
        with told(self._root):
            return Catalogue(self._source(source), self._folder / "catalogue", self._root.read_bytes())

    def _source(self, given: str) -> Source:
        from sync import carrier
        from sync.office_file import Route, may_use
        from sync.updates import sources

        given = given or self._usual or (self._versions.state().source if self._versions else "")
        if not given:
            route = self._route()
            if route is None:
                raise InputError("Chưa biết lấy bản mới ở đâu: hãy ghi danh với trung tâm, hoặc chọn thư mục, USB có bản mới.")
            return sources.Web(f"{route.url}/updates", carrier.client(route))
        if "://" not in given:
            folder = Path(given).expanduser()
            if not (folder / "metadata").is_dir():
                raise InputError(f"«{given}» không có danh mục cập nhật: hãy chọn thư mục có «metadata» và «targets».")
            return sources.Folder(folder)
        if not may_use(given, allow_http=False):
            raise InputError("Địa chỉ cập nhật phải bắt đầu bằng https://.")
        return sources.Web(given, carrier.client(Route(given, b"")))


def facts(versions: installed.Installed | None) -> str:
    """Return one JSON line about versions for a self-test or a support bundle: no path of a person in it."""
    state = versions.state() if versions else installed.State()
    return json.dumps({"version": version(), "platform": platform_name(), "frozen": bool(getattr(sys, "frozen", False)),
                       "updates_itself": bool(versions and versions.writable()), "staged": state.staged, "trial": state.trial,
                       "bad": list(state.bad), "pid": os.getpid()})  # fmt: skip


__all__ = ["Offline", "Updating", "facts", "platform_name", "version"]
