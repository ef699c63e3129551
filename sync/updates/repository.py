"""The maker's side: keys, the signed catalogue (The Update Framework), packages added to it.

A folder that any web server, share or stick can hold:
    metadata/  N.root.json, N.targets.json, N.snapshot.json, timestamp.json
    targets/   <sha256>.<name>: packages and the index of a platform
Keys lie in a folder of their own that is never published: root-1..3.pem (two of them sign), targets.pem,
snapshot.pem, timestamp.pem. Losing one root key costs nothing; the catalogue is renewed before `timestamp` ends.
"""

import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Role, Root, Snapshot, TargetFile, Targets, Timestamp

from desktop.models.errors import InputError
from desktop.models.files import atomic_write, told
from sync.updates import packages

ROOTS, THRESHOLD = 3, 2
ROLES = ("targets", "snapshot", "timestamp")
LASTS = {"root": 3 * 365, "targets": 365, "snapshot": 180, "timestamp": 180}  # days; sticks travel slowly
KEPT = 3  # older versions from which there is a short way to the newest


def begin(folder: Path, keys: Path) -> bytes:
    """Make keys and an empty catalogue; return the root a program is built with. Raises InputError where keys lie."""
    if keys.exists() and any(keys.iterdir()):
        raise InputError(f"«{keys}» đã có tệp: hãy chọn thư mục khóa còn trống, không ghi đè khóa cũ.")
    with told(keys):
        keys.mkdir(parents=True, exist_ok=True)
        keys.chmod(0o700)
    signers = {name: CryptoSigner.generate_ed25519() for name in (*_root_names(), *ROLES)}
    for name, signer in signers.items():
        atomic_write(keys / f"{name}.pem", signer.private_bytes, mode=0o600)
    root = Root(expires=_until("root"), consistent_snapshot=True, roles={
        name: Role([], THRESHOLD if name == "root" else 1) for name in ("root", *ROLES)})  # fmt: skip
    for name, signer in signers.items():
        root.add_key(signer.public_key, "root" if name.startswith("root") else name)
    signed = Metadata(root)
    for name in _root_names()[:THRESHOLD]:
        signed.sign(signers[name], append=True)
    for part in ("metadata", "targets"):
        with told(folder):
            (folder / part).mkdir(parents=True, exist_ok=True)
    data = signed.to_bytes()
    atomic_write(folder / "metadata" / "1.root.json", data)
    _write(folder, keys, Targets(), 0)
    return data


def add(folder: Path, keys: Path, tree: Path, *, version: str, platform: str, notes: str = "") -> Mapping[str, Any]:
    """Put a built program into the catalogue: whole, and as the way from the newest older versions.

    Return the index of the platform as it now stands. Raises InputError for a version that is not newer than all.
    """
    index = read_index(folder, platform)
    known = [one["version"] for one in index["versions"]]
    if known and number(version) <= max(map(number, known)):
        raise InputError(f"Bản {version} không mới hơn bản {max(known, key=number)} đã có: hãy tăng số phiên bản.")
    files: dict[str, Path] = {}
    with tempfile.TemporaryDirectory(dir=folder, prefix=".packing-") as scratch:
        room = Path(scratch)
        whole = room / f"so-phuong-{version}-{platform}.zip"
        made = packages.make(whole, tree, version=version, platform=platform)
        files[whole.name] = whole
        ways = {"": whole.name}
        for older in sorted(known, key=number)[-KEPT:]:
            before = next(one for one in index["versions"] if one["version"] == older)
            packages.unfold(_target(folder, before["ways"][""]), room / older)
            short = room / f"so-phuong-{older}-to-{version}-{platform}.zip"
            packages.make(short, tree, version=version, platform=platform, older=(older, room / older))
            ways[older], files[short.name] = short.name, short
        entry = {"version": version, "ways": ways, "notes": notes, "size": made.size,
                 "sizes": {name: path.stat().st_size for name, path in files.items()}}  # fmt: skip
        index = {"format": 1, "platform": platform, "versions": [*index["versions"], entry]}
        listing = room / _index_name(platform)
        atomic_write(listing, json.dumps(index, ensure_ascii=False, indent=1).encode())
        files[listing.name] = listing
        _publish(folder, keys, files)
    return index


def renew(folder: Path, keys: Path) -> datetime:
    """Sign the catalogue anew, unchanged; return until when it now counts."""
    _publish(folder, keys, {})
    return _until("timestamp")


def read_index(folder: Path, platform: str) -> Mapping[str, Any]:
    """Return the index of a platform in a folder of ours (not verified: for the maker alone)."""
    newest = _newest(folder, "targets")
    targets = Metadata[Targets].from_file(str(newest)).signed if newest else Targets()
    known = targets.targets.get(_index_name(platform))
    if known is None:
        return {"versions": []}
    path = folder / "targets" / f"{known.hashes['sha256']}.{known.path}"
    found: Mapping[str, Any] = json.loads(path.read_bytes())
    return found


def number(version: str) -> tuple[int, ...]:
    """Return a version as numbers that compare. Raises InputError for anything but 1.2 or 1.2.3."""
    try:
        parts = tuple(int(part) for part in version.split("."))
    except ValueError:
        parts = ()
    if not 2 <= len(parts) <= 3 or min(parts, default=-1) < 0:
        raise InputError(f"Phiên bản «{version}» không đúng dạng: hãy viết như 1.2.3.")
    return parts + (0,) * (3 - len(parts))


def _publish(folder: Path, keys: Path, files: Mapping[str, Path]) -> None:
    newest = _newest(folder, "targets")
    targets = Metadata[Targets].from_file(str(newest)).signed if newest else Targets()
    for name, path in files.items():
        targets.targets[name] = TargetFile.from_file(name, str(path), ["sha256"])
        kept = folder / "targets" / f"{targets.targets[name].hashes['sha256']}.{name}"
        with told(kept):
            shutil.move(path, kept)
    _write(folder, keys, targets, targets.version if newest else 0)


def _write(folder: Path, keys: Path, targets: Targets, last: int) -> None:
    """Sign targets, snapshot and timestamp; the timestamp is written last: until then readers see the old catalogue."""
    version = last + 1
    targets.version, targets.expires = version, _until("targets")
    snapshot = Snapshot(version, expires=_until("snapshot"), meta={"targets.json": MetaFile(version)})
    timestamp = Timestamp(version, expires=_until("timestamp"), snapshot_meta=MetaFile(version))
    at = folder / "metadata"
    atomic_write(at / f"{version}.targets.json", _signed(targets, keys, "targets"))
    atomic_write(at / f"{version}.snapshot.json", _signed(snapshot, keys, "snapshot"))
    atomic_write(at / "timestamp.json", _signed(timestamp, keys, "timestamp"))


def _signed(content: Targets | Snapshot | Timestamp, keys: Path, name: str) -> bytes:
    path = keys / f"{name}.pem"
    with told(path):
        key: Any = load_pem_private_key(path.read_bytes(), None)
    metadata: Metadata[Any] = Metadata(content)
    metadata.sign(CryptoSigner(key))
    return metadata.to_bytes()


def _root_names() -> list[str]:
    return [f"root-{n}" for n in range(1, ROOTS + 1)]


def _until(role: str) -> datetime:
    return (datetime.now(UTC) + timedelta(days=LASTS[role])).replace(microsecond=0)


def _newest(folder: Path, role: str) -> Path | None:
    found = [path for path in (folder / "metadata").glob(f"*.{role}.json")]
    return max(found, key=lambda path: int(path.name.split(".")[0]), default=None)


def _target(folder: Path, name: str) -> Path:
    return next((folder / "targets").glob(f"*.{name}"))


def _index_name(platform: str) -> str:
    return f"index-{platform}.json"
