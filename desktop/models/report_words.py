"""What an official writes into a report, section by section, beside or instead of what was drafted."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from desktop.models.errors import InputError
from desktop.models.report import Paragraph, Report, Section
from desktop.models.text import clean, number_vi

LONGEST = 20_000
_DASHES = ("- ", "– ", "+ ", "• ", "* ")


@dataclass(frozen=True, slots=True)
class Own:
    """The office's words for a section: one paragraph a line, lines that begin with "- " are items.

    `instead` of the drafted ones, or after them; `drafted` is the mark of the draft they were written against.
    """

    text: str
    instead: bool = False
    drafted: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A section or part that can be written into: its key ("II.3"), heading, drafted words and the mark of these.

    `stale`: the office wrote its own words instead, and the draft has changed since.
    """

    key: str
    heading: str
    drafted: str
    mark: str
    own: Own | None = None
    stale: bool = False


def places(report: Report, own: Mapping[str, Own]) -> tuple[Place, ...]:
    """Return every place of a drafted report in order, with what the office wrote there."""
    return tuple(_place(key, section, own.get(key)) for key, section in _walk(report.sections))


def written(report: Report, own: Mapping[str, Own], *, to_fill: str) -> Report:
    """Return the drafted report with the office's words; a lone "to be filled in" gives way to them."""
    return replace(report, sections=tuple(_written(one, "", own, to_fill) for one in report.sections))


def cleaned(text: str) -> str:
    """Return the words as they are kept. Raises InputError when they are too long."""
    said = "\n".join(line.rstrip() for line in clean(text).splitlines()).strip("\n")
    if len(said) > LONGEST:
        raise InputError(f"Đoạn viết dài {number_vi(len(said))} ký tự, nhiều nhất {number_vi(LONGEST)}: hãy rút gọn.")
    return said


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return the lines of a text as paragraphs and items."""
    return tuple(_paragraph(line.strip()) for line in text.splitlines() if line.strip())


def _paragraph(line: str) -> Paragraph:
    dash = next((sign for sign in _DASHES if line.startswith(sign)), "")
    return Paragraph(line.removeprefix(dash).strip(), "item" if dash else "body")


def _walk(sections: tuple[Section, ...], above: str = "") -> Iterator[tuple[str, Section]]:
    for one in sections:
        key = f"{above}.{one.number}" if above else one.number
        yield key, one
        yield from _walk(one.parts, key)


def _place(key: str, section: Section, own: Own | None) -> Place:
    drafted = "\n".join(f"- {one.text}" if one.kind == "item" else one.text for one in section.paragraphs)
    mark = hashlib.sha256(drafted.encode()).hexdigest()[:16]
    stale = own is not None and own.instead and own.drafted != mark
    return Place(key, f"{section.number}. {section.title}", drafted, mark, own, stale)


def _written(section: Section, above: str, own: Mapping[str, Own], to_fill: str) -> Section:
    key = f"{above}.{section.number}" if above else section.number
    parts = tuple(_written(part, key, own, to_fill) for part in section.parts)
    said = own.get(key)
    if said is None or not said.text.strip():
        return replace(section, parts=parts)
    # "To be filled in" is a question, and this is its answer.
    drafted = () if said.instead else tuple(one for one in section.paragraphs if one.text != to_fill)
    return replace(section, paragraphs=(*drafted, *paragraphs(said.text)), parts=parts)
