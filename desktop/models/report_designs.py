"""How the official report is worded and arranged: read strictly from resources/reports, so an office can change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.models.declarations import Table, read
from desktop.models.kinds import SECTIONS

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "reports"
SHIPPED = FOLDER / "official.toml"
PLACES = frozenset({"unit", "kind", "period", "window", "basis", "year", "campaign", "activity"})


@dataclass(frozen=True, slots=True)
class Part:
    """A part of section II: its title and the sections of the kinds it tells of."""

    title: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportDesign:
    """The fixed words of the report; texts may hold the PLACES in braces.

    A report of one activity has no `parts`. `list_limit` is how many activities annex II lists at most; `places`
    are the fields that tell where an activity without a place was.
    """

    symbol: str
    title: str
    subject: str
    recipient: str
    basis: str
    opening: str
    closing: str
    recipients: tuple[str, ...]
    signer: tuple[str, ...]
    nothing: str
    to_fill: str
    list_limit: int
    places: tuple[str, ...]
    parts: tuple[Part, ...]
    nouns: Mapping[str, str]

    def noun(self, kind: str) -> str:
        """Return the word by which entries of a kind are counted."""
        return self.nouns.get(kind, "hoạt động")


def of(kind: str) -> ReportDesign:
    """Return the design of a kind of report: "periodic", "campaign" or "activity"."""
    return load(FOLDER / {"periodic": "official.toml"}.get(kind, f"{kind}.toml"))


def load(path: Path = SHIPPED) -> ReportDesign:
    """Read the design. Raises DeclarationError with file, line and reason."""
    table = read(path)
    words = {key: _worded(table, key) for key in
             ("symbol", "title", "subject", "recipient", "basis", "opening", "closing", "nothing", "to_fill")}  # fmt: skip
    lists = {key: table.strings(key, None) for key in ("recipients", "signer", "places")}
    for line in lists["recipients"]:
        _check_places(table, "recipients", line)
    limit = table.whole("list_limit")
    parts = tuple(_part(item) for item in table.tables("parts"))
    if parts:
        _check_sections(table, parts)
    found = table.table("nouns")
    nouns = {code: found.text(code) for code in found.keys()}  # noqa: SIM118
    table.done()
    return ReportDesign(parts=parts, nouns=nouns, list_limit=limit, **words, **lists)  # type: ignore[arg-type]


def _part(table: Table) -> Part:
    part = Part(table.text("title"), table.strings("sections", None))
    for section in part.sections:
        if section not in SECTIONS:
            raise table.fault(f"không có nhóm «{section}»: các nhóm là {', '.join(SECTIONS)}", "sections")
    table.done()
    return part


def _check_sections(table: Table, parts: tuple[Part, ...]) -> None:
    told = [section for part in parts for section in part.sections]
    for section in SECTIONS:
        if told.count(section) != 1:
            raise table.fault(f"nhóm «{section}» phải nằm trong đúng một mục «parts»", "parts")


def _worded(table: Table, key: str) -> str:
    text = table.text(key)
    _check_places(table, key, text)
    return text


def _check_places(table: Table, key: str, text: str) -> None:
    try:
        text.format_map(dict.fromkeys(PLACES, ""))
    except (KeyError, ValueError, IndexError, AttributeError):
        known = ", ".join(f"{{{place}}}" for place in sorted(PLACES))
        raise table.fault(f"«{key}» có chỗ điền lạ: chỉ dùng {known}", key) from None
