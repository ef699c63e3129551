"""What Windows gets, as far as it can be seen from here: the scripts compile, every switch and every condition is there."""

import ast
import shutil
import subprocess

import pytest

from desktop.packaging import msi, nsis, sign, winver
from desktop.packaging.tree import Unbuilt

needs_nsis = pytest.mark.skipif(shutil.which("makensis") is None, reason="makensis is not installed (apt-get install nsis)")
needs_wixl = pytest.mark.skipif(not all(map(shutil.which, ("wixl", "msibuild", "msiinfo"))), reason="no wixl (apt-get install wixl msitools)")


@needs_nsis
def test_the_installer_compiles_and_is_a_windows_program(small, out, tmp_path):
    made = nsis.build(small, out, tmp_path / "work")
    assert made.name == "so-phuong-1.2.3-setup.exe"
    data = made.read_bytes()
    assert data[:2] == b"MZ"
    assert "Bộ cài Sổ Phường".encode("utf-16-le") in data
    assert nsis.build(small, out, tmp_path / "again").read_bytes() == data, "the same tree makes the same installer"


def test_the_version_resource_is_one_windows_tools_read(tmp_path):
    path = winver.resource("so-phuong", "1.2.3", tmp_path / "a.version")
    told = ast.unparse(ast.parse(path.read_text(encoding="utf-8"), mode="eval"))
    assert told.startswith("VSVersionInfo(ffi=FixedFileInfo(filevers=(1, 2, 3, 0)")
    for said in ("'OriginalFilename', 'so-phuong.exe'", "'FileDescription', 'Sổ Phường'", "'ProductVersion', '1.2.3'"):
        assert f"StringStruct({said})" in told


@pytest.mark.parametrize("said", [
    "MULTIUSER_INSTALLMODE_COMMANDLINE", '"/PROVISION="', '"/DESKTOP="', '"/PURGE="', "!define OLDEST_BUILD 17763", "${RunningX64}",
    "mklink /J", "app-${VERSION}", "${VersionCompare}", '"QuietUninstallString"', 'MUI_LANGUAGE "Vietnamese"',
    "MULTIUSER_EXECUTIONLEVEL Highest",
], ids=str.split)  # fmt: skip
def test_the_script_has_what_it_is_asked_for(said):
    assert said in nsis.SCRIPT.read_text(encoding="utf-8")


def test_every_refusal_is_a_sentence_that_says_what_to_do_and_holds_in_silence():
    lines = [line for line in nsis.SCRIPT.read_text(encoding="utf-8").splitlines() if "MessageBox" in line]
    assert len(lines) >= 6
    assert all("/SD IDOK" in line for line in lines), "a silent install would stand still"
    assert all(any(word in line for word in ("Hãy", "hãy")) for line in lines)


@needs_wixl
def test_the_msi_has_its_conditions_words_and_properties(small, out, tmp_path):
    made = msi.build(small, out, tmp_path / "work")

    def table(name):
        told = subprocess.run(["msiinfo", "export", made, name], capture_output=True, check=True, text=True, encoding="utf-8").stdout
        return [line.split("\t") for line in told.replace("\r", "").splitlines()[3:]]

    properties = dict(table("Property"))
    assert properties["ProductName"] == "Sổ Phường"
    assert {"INSTALLDIR", "DESKTOPSHORTCUT", "PROVISIONFILE"} <= set(properties["SecureCustomProperties"].split(";"))
    assert properties["ALLUSERS"] == "1"
    conditions = dict(table("LaunchCondition"))
    assert conditions["Installed OR (VersionNT64 AND CURRENTBUILD >= 17763)"].endswith("hãy cập nhật Windows rồi cài lại.")
    assert "sổ vẫn được giữ" in conditions["NOT WIX_DOWNGRADE_DETECTED"]
    assert {row[0] for row in table("Upgrade")} == {f"{{{msi.UPGRADE}}}"}
    components = {row[0]: row for row in table("Component")}
    assert components["provision"][4] == "PROVISIONFILE"
    assert components["desktop"][4] == "DESKTOPSHORTCUT = 1"
    assert all(int(row[3]) & 256 for row in components.values()), "a component of the 32-bit part"
    assert len(table("File")) == 7
    assert [row[1:5] for row in table("Registry") if row[0] == "office"] == [
        ["2", r"Software\Policies\SoPhuong", "office_file", "[PROVISIONFILE]"]]  # fmt: skip
    assert {row[2] for row in table("Shortcut")} == {"Sổ Phường"}


@needs_wixl
def test_a_component_keeps_its_name_from_version_to_version(small):
    from dataclasses import replace

    def guids(tree):
        return {part.split('"')[0] for part in msi.wxs(tree).split('Guid="')[1:]}

    assert guids(small) == guids(replace(small, version="1.2.4"))
    assert msi.wxs(small) != msi.wxs(replace(small, version="1.2.4"))


def test_without_a_certificate_nothing_is_signed_and_that_is_said(tmp_path):
    assert "SIGN_PFX" in sign.sign([tmp_path / "a.exe"], {})


@needs_nsis
@pytest.mark.skipif(not all(map(shutil.which, ("osslsigncode", "openssl"))), reason="no osslsigncode or openssl")
def test_with_a_certificate_the_installer_is_signed(small, out, tmp_path):
    key, certificate, both = tmp_path / "key.pem", tmp_path / "cert.pem", tmp_path / "both.pfx"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=So Phuong",
                    "-addext", "extendedKeyUsage=codeSigning", "-keyout", key, "-out", certificate], check=True, capture_output=True)  # fmt: skip
    subprocess.run(["openssl", "pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", both, "-passout", "pass:thu"],
                   check=True, capture_output=True)  # fmt: skip
    made = nsis.build(small, out, tmp_path / "work")
    before = made.stat().st_size
    assert sign.sign([made], {"SIGN_PFX": str(both), "SIGN_PASSWORD": "thu"}) == "đã ký 1 tệp"
    assert made.stat().st_size > before
    with pytest.raises(Unbuilt):
        sign.sign([made], {"SIGN_PFX": str(both), "SIGN_PASSWORD": "sai"})
