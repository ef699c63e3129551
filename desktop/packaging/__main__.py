"""`python -m desktop.packaging`: try the built program, pack it for each system, prove the package in a bare root."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from desktop.models.files import atomic_write
from desktop.packaging import tree
from desktop.packaging.tree import NAME, ROOT, Unbuilt

OUT = ROOT / "dist" / "installers"


def try_out() -> None:
    """Do the whole job with the two built programs."""
    from desktop.packaging.smoke import Programs, smoke, without_python

    folder, end = tree.find().folder, ".exe" if os.name == "nt" else ""
    with tempfile.TemporaryDirectory(prefix="so-phuong-path-") as scratch:
        programs = Programs(
            str(folder / f"sophuong{end}"), str(folder / f"{NAME}{end}"), tools=without_python(Path(scratch))
        )
        for line in smoke(programs):
            _say(line)


def installers() -> None:
    """Make every installer this machine can make, with their digests; say which ones it cannot."""
    from desktop.packaging import archive, deb, msi, nsis, sign

    built = tree.find()
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="so-phuong-pack-") as work:
        room = Path(work)
        windows = (built.folder / f"{NAME}.exe").exists()
        wanted: list[Callable[[], Path]] = [
            lambda: nsis.build(built, OUT, room / "nsis"),
            lambda: msi.build(built, OUT, room / "msi"),
        ]
        if windows:
            _say(sign.programs(built))
            wanted.append(lambda: archive.zipped(built, OUT, "win32-amd64"))
        else:
            wanted = [lambda: deb.build(built, OUT, room / "deb"), lambda: archive.tar_xz(built, OUT)]
        for make in wanted:
            try:
                made = make()
            except Unbuilt as fault:
                _say(f"bỏ qua: {fault}")
            else:
                _say(f"{made.stat().st_size / 1e6:6.1f} MB  {made.name}")
    if windows:
        _say(sign.installers(OUT))
    atomic_write(
        OUT / "sbom.cdx.json",
        (built.folder / "_internal" / "resources" / "licences" / "sbom.cdx.json").read_bytes()
    )
    made_here = [path for path in sorted(OUT.iterdir()) if path.name != "SHA256SUMS"]
    atomic_write(OUT / "SHA256SUMS", tree.sums(iter(made_here)).encode())


def bare(folder: str = "") -> None:
    """Install the .deb in a bare Debian (made anew, or the one in `folder`), do the whole job there, remove it."""
    from desktop.packaging import roots

    package = next(OUT.glob("*.deb"), None)
    if package is None:
        raise Unbuilt("Chưa có gói .deb: hãy chạy python3 dev.py build --installers trước.")
    with tempfile.TemporaryDirectory(prefix="so-phuong-root-") as scratch:
        root = Path(folder) if folder else Path(scratch)
        if not folder:
            roots.make(root)
        for line in roots.prove(root, package):
            _say(line)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


COMMANDS: dict[str, Callable[..., None]] = {"smoke": try_out, "installers": installers, "bare": bare}


def main(arguments: list[str]) -> int:
    """Run one command; 1 for a fault in one sentence."""
    if not arguments or arguments[0] not in COMMANDS:
        _say(f"python -m desktop.packaging {' | '.join(COMMANDS)}")
        return 2
    try:
        COMMANDS[arguments[0]](*arguments[1:])
    except Unbuilt as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
