"""A package: a whole program, or what turns one version into the next.

A zip of stored entries: `manifest.json`, `solid.zst` (the new files behind one another in one stream), and one
`patch-N.zst` for each file made from the file of the same path in the older version (zstd with that file as prefix).
Every file that comes out is held against the digest of the manifest, and the package against its signed catalogue.
"""

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from backports import zstd

from desktop.models.files import sync_folder, told
from sync.updates import trees
from sync.updates.trees import PIECE, Entry

MANIFEST, SOLID = "manifest.json", "solid.zst"
_LONGEST_MANIFEST = 8 * 2**20
SMALL = 1_000  # bytes of an older file below which a patch is not worth its entry
_WINDOW = 27  # as a power of two: 128 MB, what a patch of the largest file may reach back
def _pressing(window: int) -> Mapping[int, int]:
    asked = zstd.CompressionParameter
    return {asked.compression_level.value: 19, asked.window_log.value: window,
            asked.enable_long_distance_matching.value: 1, asked.checksum_flag.value: 1}  # fmt: skip


_FULL, _PATCH = _pressing(26), _pressing(_WINDOW)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package says of itself. `older` is "" for a whole program; `keep`, `patch` and `solid` share out the files."""

    version: str
    older: str
    platform: str
    keep: tuple[Entry, ...]
    patch: tuple[Entry, ...]
    solid: tuple[Entry, ...]
    links: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """Return how many bytes the program takes on disk."""
        return sum(one.size for one in (*self.keep, *self.patch, *self.solid))


def make(target: Path, tree: Path, *, version: str, platform: str, older: tuple[str, Path] | None = None) -> Manifest:
    """Write the package of a built tree, or what turns the tree of `older` (version, folder) into it."""
    new = trees.listed(tree)
    old = trees.listed(older[1]) if older else {}
    files = [one for one in new.values() if not one.link]
    keep = tuple(one for one in files if _same(one, old.get(one.path)))
    patch = tuple(one for one in files if one not in keep and (was := old.get(one.path)) and not was.link and was.size >= SMALL)
    solid = tuple(one for one in files if one not in keep and one not in patch)
    links = tuple(one for one in new.values() if one.link)
    manifest = Manifest(version, older[0] if older else "", platform, keep, patch, solid, links)
    with told(target), zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        _write(archive, MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=0).encode())
        if solid:
            press = zstd.ZstdCompressor(options=_FULL)
            with archive.open(_info(SOLID), "w") as out:
                for one in solid:
                    for piece in _pieces(tree / one.path):
                        out.write(press.compress(piece))
                out.write(press.flush())
        for number, one in enumerate(patch):
            before = (older[1] / one.path).read_bytes() if older else b""
            pressed = zstd.ZstdCompressor(options=_PATCH, zstd_dict=_prefix(before))
            data = (tree / one.path).read_bytes()
            _write(archive, f"patch-{number}.zst", pressed.compress(data, zstd.ZstdCompressor.FLUSH_FRAME))
    return manifest


def read(archive: zipfile.ZipFile) -> Manifest:
    """Read and judge the manifest of a package. Raises Rejected."""
    try:
        info = archive.getinfo(MANIFEST)
        if info.file_size > _LONGEST_MANIFEST or any(one.compress_type != zipfile.ZIP_STORED for one in archive.infolist()):
            raise trees.unfit("manifest too long, or pressed entries")
        given: Mapping[str, Any] = json.loads(archive.read(MANIFEST))
        parts = {name: tuple(trees.entry(one) for one in given[name]) for name in ("keep", "patch", "solid", "links")}
        manifest = Manifest(str(given["version"]), str(given["older"]), str(given["platform"]), **parts)
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile, RecursionError) as fault:
        raise trees.unfit(repr(fault)) from fault
    every = [one.path.casefold() for group in parts.values() for one in group]
    if len(every) > trees.MOST_FILES or manifest.size > trees.MOST_BYTES or len(set(every)) != len(every):
        raise trees.unfit(f"{len(every)} files, {manifest.size} bytes, or one path twice")
    return manifest


def unfold(package: Path, target: Path, *, older: Path | None = None,
           progress: Callable[[int, int], None] = lambda done, whole: None) -> Manifest:  # fmt: skip
    """Make the program of a package in the empty folder `target`, from the older program's folder where it needs one.

    Raises Rejected where a byte is not what the manifest says, StoreError when the disk refuses; what was made by
    then may be thrown away. Nothing is written outside `target`.
    """
    with told(package), zipfile.ZipFile(_opened(package)) as archive:
        manifest = read(archive)
        if manifest.older and older is None:
            raise trees.unfit("a patch without what it patches")
        done = 0

        def tell(size: int) -> None:
            nonlocal done
            done += size
            progress(done, manifest.size)

        with told(target):
            target.mkdir(parents=True, exist_ok=True)
            for one in manifest.keep:
                _keep(one, older or target, target)
                tell(one.size)
            _solid(archive, manifest.solid, target, tell)
            for number, one in enumerate(manifest.patch):
                _patched(archive, f"patch-{number}.zst", one, older or target, target)
                tell(one.size)
            for one in manifest.links:
                _place(target, one).symlink_to(one.link)
            for folder in {path.parent for path in target.rglob("*")} | {target}:
                sync_folder(folder)
    return manifest


def _opened(package: Path) -> Path:
    if not zipfile.is_zipfile(package):
        raise trees.unfit("no zip")
    return package


def _same(new: Entry, old: Entry | None) -> bool:
    return old is not None and (old.sha256, old.size, old.executable) == (new.sha256, new.size, new.executable)


def _prefix(data: bytes) -> Any:
    return zstd.ZstdDict(data, is_raw=True).as_prefix


def _unpressed(raw: IO[bytes], prefix: Any = None) -> Any:
    # A frame that asks for more memory than the longest window we write is not ours.
    options = {zstd.DecompressionParameter.window_log_max.value: _WINDOW}
    return zstd.ZstdFile(raw, "r", options=options, zstd_dict=prefix)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _info(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # the same package twice is the same bytes


def _write(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(_info(name), data)


def _place(target: Path, one: Entry) -> Path:
    path = target / one.path
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _keep(one: Entry, older: Path, target: Path) -> None:
    source, path = older / one.path, _place(target, one)
    if not source.is_file() or source.stat().st_size != one.size or trees.digest(source) != one.sha256:
        raise trees.unfit(f"{one.path} is not the file that was shipped")
    try:
        os.link(source, path)
    except OSError:  # a file system without hard links, as on a stick
        shutil.copy2(source, path)


def _solid(archive: zipfile.ZipFile, files: tuple[Entry, ...], target: Path, tell: Callable[[int], None]) -> None:
    if not files:
        return
    try:
        with archive.open(SOLID) as raw, _unpressed(raw) as stream:
            for one in files:
                _poured(stream, one, _place(target, one))
                tell(one.size)
    except (zstd.ZstdError, KeyError, EOFError, zipfile.BadZipFile) as fault:
        raise trees.unfit(repr(fault)) from fault


def _patched(archive: zipfile.ZipFile, name: str, one: Entry, older: Path, target: Path) -> None:
    source = older / one.path
    if not source.is_file() or source.stat().st_size < SMALL:
        raise trees.unfit(f"{one.path} is not the file that was shipped")
    try:
        with archive.open(name) as raw, _unpressed(raw, _prefix(source.read_bytes())) as stream:
            _poured(stream, one, _place(target, one))
    except (zstd.ZstdError, KeyError, EOFError, zipfile.BadZipFile) as fault:
        raise trees.unfit(repr(fault)) from fault


def _poured(stream: Any, one: Entry, path: Path) -> None:
    """Take the bytes of one file off a stream, hold them against its digest, and make them last."""
    hashed, left = hashlib.sha256(), one.size
    with path.open("xb") as file:
        while left:
            piece = stream.read(min(PIECE, left))
            if not piece:
                raise trees.unfit(f"{one.path} ends early")
            hashed.update(piece)
            file.write(piece)
            left -= len(piece)
        file.flush()
        os.fsync(file.fileno())
    if hashed.hexdigest() != one.sha256:
        raise trees.unfit(f"{one.path} is another file")
    path.chmod(0o755 if one.executable else 0o644)
