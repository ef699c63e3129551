"""What Linux gets: a package with the Depends dpkg computes, a portable archive, a bill of materials; the same bytes twice."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

from desktop.packaging import archive, bom, deb, icons, icu, shipped, stub, tree

linux = pytest.mark.skipif(not sys.platform.startswith("linux") or shutil.which("dpkg-shlibdeps") is None, reason="no dpkg-dev here")
ROOT = Path(__file__).resolve().parents[2]


@linux
def test_the_package_installs_versions_side_by_side_and_names_what_it_needs(small, out, tmp_path):
    shutil.copy2(shutil.which("dpkg"), small.folder / "_internal" / "libsome.so")  # a real ELF file, so that there is something to read
    made = deb.build(small, out, tmp_path / "work")
    fields = dict(line.split(": ", 1) for line in subprocess.run(["dpkg-deb", "-f", made], capture_output=True, text=True, check=True)
                  .stdout.splitlines() if ": " in line)  # fmt: skip
    assert fields["Package"] == "so-phuong"
    needed = {one.split()[0] for one in fields["Depends"].split(", ")}
    assert {"libc6", "fontconfig"} <= needed
    held = subprocess.run(["dpkg-deb", "-c", made], capture_output=True, text=True, check=True).stdout
    for path in ("./opt/so-phuong/app-1.2.3/so-phuong", "./opt/so-phuong/current -> app-1.2.3", "./usr/bin/sophuong", "./usr/bin/so-phuong",
                 "./usr/share/applications/so-phuong.desktop", "./usr/share/icons/hicolor/256x256/apps/so-phuong.png"):  # fmt: skip
        assert path in held
    first = made.read_bytes()
    os.utime(small.folder / "so-phuong", (1, 1))
    assert deb.build(small, out, tmp_path / "again").read_bytes() == first


@linux
def test_the_portable_archive_is_the_same_twice_and_leads_through_its_link(small, out, tmp_path):
    first = archive.tar_xz(small, out).read_bytes()
    os.utime(small.folder / "so-phuong", (1, 1))
    made = archive.tar_xz(small, out)
    assert made.read_bytes() == first
    with tarfile.open(made) as held:
        held.extractall(tmp_path / "there", filter="data")
    assert (tmp_path / "there" / "so-phuong" / "sophuong").resolve().parent.name == "app-1.2.3"
    assert subprocess.run([tmp_path / "there" / "so-phuong" / "sophuong"]).returncode == 0


@linux
def test_a_library_that_stands_in_links_and_does_nothing(tmp_path):
    if shutil.which("ld") is None:
        pytest.skip("no binutils")
    import ctypes

    full = tmp_path / "libicui18n.so.73"
    shutil.copy(shutil.which("ld"), full)  # any file of this machine's kind
    made = stub.build(full, tmp_path / "made", stub.wanted(full.name))
    library = ctypes.CDLL(str(made))
    assert library.ucol_open_73(None, None) == 0
    assert made.stat().st_size < 20_000
    assert stub.wanted("libQt6Core.so.6") == ()
    assert len(icu.data()) == 48


def test_the_bill_of_materials_names_what_is_really_in_it():
    found = shipped.parts(["PySide6.QtCore", "cryptography.x509", "backports.zstd", "desktop.app", "json"])
    assert [part.name for part in found] == ["backports-zstd", "cryptography", "pyside6-essentials"]
    assert found[1].version == distribution("cryptography").version
    told = json.loads(bom.bom(found, version="1.2.3", at=0))
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert {"Qt", "OpenSSL", "cryptography"} <= {one["name"] for one in told["components"]}
    assert bom.bom(found, version="1.2.3", at=0) == bom.bom(found, version="1.2.3", at=0)


def test_the_notices_carry_the_note_of_the_lgpl_and_the_texts():
    said = shipped.notices(shipped.parts(["PySide6.QtCore", "click"]))
    assert "Qt, PySide6, shiboken6" in said
    assert "Pallets" in said
    for name in ("LGPL-3.0", "GPL-3.0"):
        assert (ROOT / "resources" / "licences" / f"{name}.txt").stat().st_size > 7_000


def test_what_must_not_be_in_the_build_is_left_out_by_name():
    spec = (ROOT / "build.spec").read_text(encoding="utf-8")
    for name in ("numpy", "tkinter", "fastapi", "psycopg", "moto", "playwright", "openpyxl", "desktop.packaging", "obstore"):
        assert f'"{name}"' in spec
    assert "upx=False" in spec


def test_the_icon_has_every_size_of_windows(qapp, tmp_path):
    from PIL import Image

    with Image.open(icons.ico(tmp_path / "a.ico")) as made:
        assert {size for size, _ in made.info["sizes"]} == set(icons.SIZES)


def test_the_digests_are_what_sha256sum_reads(tmp_path):
    (tmp_path / "a.deb").write_bytes(b"abc")
    assert tree.sums([tmp_path / "a.deb"]) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.deb\n"


def test_licences_are_read_also_where_the_backport_of_metadata_is_loaded():
    import importlib_metadata  # keyring brings it; its metadata raises where the standard one says nothing

    assert importlib_metadata.distribution("reportlab").metadata.get("License-Expression") is None
    assert {part.name: part.licence for part in shipped.parts(["reportlab", "segno"])}["reportlab"]
