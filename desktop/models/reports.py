"""The official periodic report, drafted from the book: every section of the usual outline, zeros told too."""

from collections.abc import Iterator
from datetime import date

from desktop.models import figures, plans, progress, report_designs
from desktop.models.annexes import Row, annexes
from desktop.models.book import Book
from desktop.models.kinds import Kinds
from desktop.models.periods import Period
from desktop.models.phrases import amount, change, listed, sentence
from desktop.models.reckoning import Reckoning, reckon
from desktop.models.report import Paragraph, Report, Section
from desktop.models.report_designs import ReportDesign
from desktop.models.report_parts import parts
from desktop.models.text import date_official, date_vi

NOTES, DOCUMENTS, SCHEDULED, NAMED = 12, 15, 12, 6


def build(book: Book, kinds: Kinds, period: Period, *, on: date | None = None, signer: str = "",
          signer_title: str = "", basis: str = "", compared: Period | None = None,
          targets: tuple[Row, ...] | None = None, design: ReportDesign | None = None,
          campaign: str = "") -> Report:  # fmt: skip
    """Draft the report of a period, or of a campaign in a window of days.

    `on` is the day of the document, today by default; `signer_title` is what stands under "TM. ỦY BAN NHÂN DÂN",
    one line or more; `basis` is the document it answers to, else the one most activities name; `compared` is
    the period it is set beside, the one before by default; `targets` are rows for annex I, by default those
    of the plans that run.
    """
    design = design or report_designs.of("campaign" if campaign else "periodic")
    facts = reckon(book, kinds, period, design=design, compared=compared or period.previous(), campaign=campaign)
    return frame(facts, on=on, signer=signer, signer_title=signer_title, basis=basis, targets=targets)


def frame(facts: Reckoning, *, on: date | None = None, signer: str = "", signer_title: str = "", basis: str = "",
          targets: tuple[Row, ...] | None = None) -> Report:  # fmt: skip
    """Draft the report of figures that were reckoned already."""
    book, kinds, period, design = facts.book, facts.kinds, facts.period, facts.design
    if targets is None and facts.campaign:
        targets = ()
    if targets is None:
        targets = tuple(row for plan in plans.of_book(book, kinds) if plan.status == "current" and _runs(plan, period)
                        for row in progress.rows(book, plan, period, facts.compared))  # fmt: skip
    unit, documents = book.office.unit, _documents(facts)
    words = {"unit": unit.lowered, "kind": unit.kind, "period": period.label, "window": period.days_label,
             "year": str(period.year), "campaign": facts.label("campaign", facts.campaign), "activity": ""}  # fmt: skip
    words["basis"] = basis or next(iter(documents), design.basis.format_map(words))
    title_lines = tuple(line.strip() for line in signer_title.splitlines() if line.strip())
    return Report(
        unit_name=unit.name, unit_kind=unit.kind, place=unit.place, title=design.title,
        subject=design.subject.format_map(words), recipient=design.recipient, period=period.label,
        opening=_opening(design, words, period), sections=tuple(_sections(facts, documents)),
        closing=design.closing.format_map(words),
        recipients=tuple(line.format_map(words) for line in design.recipients),
        signer_title_lines=(design.signer[0], *title_lines) if title_lines else design.signer,
        signer_name=signer, on=on or date.today(), annexes=annexes(facts, targets), number_symbol=design.symbol,
    )  # fmt: skip


def _runs(plan: plans.Plan, period: Period) -> bool:
    """Tell whether a plan is of the reporting year: a year of the 15th to the 14th begins in December before."""
    return plan.since.year <= period.year <= plan.until.year


def _opening(design: ReportDesign, words: dict[str, str], period: Period) -> str:
    # A free window is its own name: told once, not twice.
    named = words | {"period": ""} if period.span == "free" else words
    return " ".join(design.opening.format_map(named).split())


def _sections(facts: Reckoning, documents: list[str]) -> Iterator[Section]:
    yield Section("I", "CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI", tuple(_direction(facts, documents)))
    yield Section("II", "KẾT QUẢ THỰC HIỆN", tuple(_overview(facts)), parts(facts))
    judged = (("Ưu điểm", _strengths), ("Tồn tại, hạn chế", _difficulties), ("Nguyên nhân", _to_fill))
    yield Section("III", "ĐÁNH GIÁ CHUNG", (), tuple(
        Section(str(number), title, tuple(told(facts))) for number, (title, told) in enumerate(judged, start=1)))  # fmt: skip
    yield Section("IV", f"PHƯƠNG HƯỚNG, NHIỆM VỤ {facts.following.upper()}", tuple(_next(facts)))
    yield Section("V", "KIẾN NGHỊ, ĐỀ XUẤT", tuple(_proposals(facts)))


def _direction(facts: Reckoning, found: list[str]) -> Iterator[Paragraph]:
    if found:
        yield Paragraph("Các hoạt động trong kỳ được triển khai theo:")
        yield from (Paragraph(f"{document};" if at < len(found) else f"{document}.", "item")
                    for at, document in enumerate(found, start=1))  # fmt: skip
    else:
        yield Paragraph(f"Văn bản chỉ đạo, triển khai trong kỳ: {facts.design.to_fill}")
    hosts = facts.book.query(
        f"SELECT host, count(*) FROM activities WHERE {facts.scope.where} AND family = 'activity' AND host IS NOT NULL "
        "GROUP BY host ORDER BY 2 DESC, 1 LIMIT ?", (*facts.scope.parameters, NAMED))  # fmt: skip
    if hosts:
        yield Paragraph(f"Đơn vị chủ trì: {listed([f'{host} ({_times(number)})' for host, number in hosts])}.")
    partners = _tally(facts, "partners")
    if partners:
        yield Paragraph(f"Đơn vị phối hợp: {partners}.")


def _overview(facts: Reckoning) -> Iterator[Paragraph]:
    now, before, year = facts.totals
    if not now.activities:
        yield Paragraph(f"Trong kỳ: {facts.design.nothing} hoạt động (0 hoạt động); {facts.than}: "
                        f"{_times(before.activities)}; lũy kế năm {facts.period.year}: {_times(year.activities)}.")  # fmt: skip
        return
    moved = change(now.activities, before.activities, "hoạt động", than=facts.than)
    came = change(now.people, before.people, "lượt người", than=facts.than)
    yield Paragraph(f"Trong kỳ đã thực hiện {_times(now.activities)} ({moved}), có {amount(now.people, 'lượt người')} "
                    f"tham gia ({came}). Lũy kế năm {facts.period.year}: {_times(year.activities)}, "
                    f"{amount(year.people, 'lượt người')}. Chi tiết tại các Phụ lục I, II, III.")  # fmt: skip
    rows = facts.book.query(
        f"SELECT campaign, count(*) FROM activities WHERE {facts.scope.where} AND family = 'activity' "
        "AND campaign IS NOT NULL GROUP BY campaign ORDER BY 2 DESC", facts.scope.parameters)  # fmt: skip
    if facts.campaign:
        return
    told = [f"{facts.label('campaign', code)} ({_times(number)})" for code, number in rows]
    yield Paragraph(f"Theo chiến dịch: {listed(told)}.")


def _strengths(facts: Reckoning) -> Iterator[Paragraph]:
    now, before, _ = facts.totals
    if not now.activities:
        yield from _to_fill(facts)
        return
    codes = facts.activity_codes
    done = len(codes) - len(facts.idle())
    moved = change(now.activities, before.activities, "hoạt động", than=facts.than)
    yield Paragraph(f"Đã triển khai {done}/{len(codes)} loại hình truyền thông với {_times(now.activities)}, {moved}; "
                    f"có {amount(now.people, 'lượt người')} tham gia.")  # fmt: skip
    topics = _tally(facts, "topics")
    if topics:
        yield Paragraph(f"Nội dung tập trung vào: {topics}.")
    audiences = _tally(facts, "audiences")
    if audiences:
        yield Paragraph(f"Đối tượng được tuyên truyền: {audiences}.")


def _difficulties(facts: Reckoning) -> Iterator[Paragraph]:
    found = _notes(facts, "difficulties")
    yield from found
    idle = facts.idle()
    if idle and facts.totals[0].activities:
        names = listed([kind.label for kind in idle])
        yield Paragraph(f"Còn {len(idle)}/{len(facts.activity_codes)} loại hình chưa triển khai trong kỳ: {names}.",
                        "item")  # fmt: skip
    elif not found:
        yield from _to_fill(facts)


def _next(facts: Reckoning) -> Iterator[Paragraph]:
    following = facts.period.next()
    rows = facts.book.query(
        "SELECT title, starts_on FROM activities WHERE family = 'activity' AND binned = 0 AND id >= ? AND id < ? "
        "ORDER BY id LIMIT ?", (*figures.span(following.since, following.until), SCHEDULED))  # fmt: skip
    if rows:
        yield Paragraph(f"Triển khai các hoạt động đã có trong sổ, {facts.following}:")
        yield from (Paragraph(f"{title} (từ ngày {date_vi(day)}).", "item") for title, day in rows)
    idle = facts.idle()
    if idle and facts.totals[0].activities:
        yield Paragraph(f"Triển khai các loại hình chưa thực hiện: {listed([kind.label for kind in idle])}.")
    yield from _to_fill(facts)


def _proposals(facts: Reckoning) -> Iterator[Paragraph]:
    yield from _notes(facts, "proposals") or _to_fill(facts)


def _to_fill(facts: Reckoning) -> Iterator[Paragraph]:
    yield Paragraph(facts.design.to_fill)


def _notes(facts: Reckoning, column: str) -> list[Paragraph]:
    texts = figures.notes(facts.book, column, facts.scope, limit=NOTES)
    return [Paragraph(sentence(text), "item") for text in texts]


def _tally(facts: Reckoning, column: str) -> str:
    found = figures.tally(facts.book, column, facts.scope)
    named = [f"{facts.label(column, code)} ({_times(number)})" for code, number in list(found.items())[:NAMED]]
    return listed(named)


def _documents(facts: Reckoning) -> list[str]:
    rows = facts.book.query(
        "SELECT json_extract(b.value, '$.type'), json_extract(b.value, '$.number'), json_extract(b.value, '$.date') d, "
        f"json_extract(b.value, '$.body') FROM activities, json_each(basis) b WHERE basis IS NOT NULL AND {facts.scope.where} "
        "GROUP BY 1, 2 ORDER BY count(*) DESC, d LIMIT ?", (*facts.scope.parameters, DOCUMENTS))  # fmt: skip
    return [_document(facts, *row) for row in rows]


def _document(facts: Reckoning, kind: str, number: str, day: str | None, body: str | None) -> str:
    dated = f" {date_official(date.fromisoformat(day))}" if day else ""
    return f"{facts.label('basis', kind)} số {number}{dated}" + (f" của {body}" if body else "")


def _times(number: int) -> str:
    return amount(number, "hoạt động")
