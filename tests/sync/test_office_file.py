"""The office file: read strictly, every fault with its line and reason."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.models.errors import DeclarationError
from sync import office_file
from sync.office_file import OfficeFile

GOOD = """unit = "20242"
url = "https://sophuong.danang.gov.vn"
code = "D0BC9-QKZ8A-94FFX-YVY4J-FWQZX-V"
centre_key = "{key}"
expires = 2026-11-24T07:48:14Z
""".format(key="ab" * 32)


def read(folder: Path, text: str) -> OfficeFile:
    path = folder / "office.toml"
    path.write_text(text, encoding="utf-8")
    return office_file.read(path)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("-----BEGIN CERTIFICATE-----\n", encoding="ascii")
    office = OfficeFile("20242", "http://10.1.2.3:8094/so", "A" * 26, bytes(range(32)), datetime(2026, 11, 24, 7, tzinfo=UTC),
                        ca_pem="-----BEGIN CERTIFICATE-----\n", proxy="http://proxy:3128", allow_http=True)  # fmt: skip
    path = tmp_path / "office.toml"
    path.write_bytes(office_file.write(office, ca_file="ca.pem"))
    assert office_file.read(path) == office


def test_a_plain_file_is_read(tmp_path: Path) -> None:
    office = read(tmp_path, GOOD)
    assert (office.unit, office.proxy, office.allow_http, office.ca_pem) == ("20242", "", False, "")
    assert office.expires == datetime(2026, 11, 24, 7, 48, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (GOOD + 'colour = "red"\n', 6, "colour"),
        (GOOD.replace("20242", "2024"), 1, "5 chữ số"),
        (GOOD.replace('"20242"', "20242"), 1, "5 chữ số"),
        (GOOD.replace("https://sophuong", "http://sophuong"), 2, "https"),
        (GOOD.replace("https://sophuong", "ftp://sophuong"), 2, "https"),
        (GOOD.replace("https://", "https://user:pass@"), 2, "https"),
        (GOOD.replace("ab" * 32, "ab"), 4, "64"),
        (GOOD.replace("2026-11-24T07:48:14Z", '"tomorrow"'), 5, "giờ"),
        (GOOD.replace("2026-11-24T07:48:14Z", "2026-11-24T07:48:14"), 5, "múi giờ"),
        (GOOD.replace('unit = "20242"\n', ""), 0, "unit"),
        (GOOD + 'ca_file = "../secret"\n', 6, "cạnh tệp"),
        (GOOD + 'ca_file = "missing.pem"\n', 6, "missing.pem"),
        (GOOD + 'allow_http = "yes"\n', 6, "true"),
        (GOOD + "unit = \n", 0, "TOML"),
        ("", 0, "unit"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_line_and_reason(tmp_path: Path, change: str, line: int, reason: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        read(tmp_path, change)
    assert caught.value.line == line
    assert reason in caught.value.reason


def test_files_that_are_no_text_or_not_there_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "office.toml"
    with pytest.raises(DeclarationError):
        office_file.read(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DeclarationError):
        office_file.read(path)
    path.write_bytes(b"#" * (office_file.MAX_SIZE + 1))
    with pytest.raises(DeclarationError):
        office_file.read(path)


@pytest.mark.parametrize(
    ("url", "allow", "fits"),
    [
        ("https://a.vn", False, True), ("http://127.0.0.1:8094", False, True), ("http://localhost", False, True),
        ("http://[::1]:80", False, True), ("http://10.0.0.1", False, False), ("http://10.0.0.1", True, True),
        ("http://127.0.0.1.evil.vn", False, False), ("ftp://a.vn", True, False),
    ],
)  # fmt: skip
def test_http_is_for_this_machine_or_where_it_was_allowed(url: str, allow: bool, fits: bool) -> None:
    assert office_file.may_use(url, allow_http=allow) is fits
