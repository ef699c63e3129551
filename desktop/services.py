"""Paper, plans, reports, post and copies as the window asks for them; each layer is imported at first use.

The imports stand inside the methods on purpose: ReportLab, httpx2 and cryptography cost more than the whole
start of the window, and most days begin without them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.files import atomic_write
from desktop.models.text import clean, number_vi
from desktop.provisioning import Offer, Provisioner, keep
from desktop.ui.desk import PhotoState, Sending
from desktop.ui.desk_paper import DesignCard, LayoutCard, Picture, Slot

if TYPE_CHECKING:
    from desktop.models.activities import Activities
    from desktop.models.chart import Chart, Drawn, Palette
    from desktop.models.kinds import Kinds
    from desktop.models.papers import Papers
    from desktop.models.people import People
    from desktop.printing.design import Design
    from desktop.printing.order import Order
    from desktop.printing.remarks import Remark

RATE, SLOW_LINE = "line_rate", 8_000  # bytes a second of the last sending; before the first one, as on 64 kbit/s


class Paper:
    """The paper designs, filled from an activity, drawn, and remembered as they were left."""

    def __init__(self, book: Book, kinds: Kinds, activities: Activities) -> None:
        self._book, self._kinds, self._activities = book, kinds, activities

    @cached_property
    def _shelf(self) -> Mapping[str, Design]:
        from desktop.printing import packs

        return packs.shelf(self._book)

    @cached_property
    def _papers(self) -> Papers:
        from desktop.models.papers import Papers

        return Papers(self._book)

    def designs(self) -> Sequence[DesignCard]:
        """Return the designs in the order of the gallery."""
        from desktop.printing.designs import FAMILIES

        ordered = sorted(self._shelf.values(), key=lambda one: FAMILIES.index(one.family))
        return tuple(_card(design) for design in ordered)

    def begin(self, design: str, uid: str, *, afresh: bool = False) -> tuple[Order, bool]:
        """Return a paper as it was left, or as the book fills it (`afresh`: in any case); and which of the two it is."""
        from desktop.printing import order

        kept = None if afresh else self._papers.get(uid, design)
        if kept:
            try:
                left = order.from_json(kept.order)
                self._shelf[design].at(left.layout, left.size, blocks=left.blocks)
                return left, True
            except (InputError, KeyError):
                pass  # the design is another since: what the book says now is better than nothing
        return order.plain(self._shelf[design], self._filled(design, uid)), False

    def set_of(self, uid: str) -> Sequence[tuple[Order, str, bool]]:
        """Return the papers an activity needs: the order, the design in words, whether it was edited before."""
        from desktop.printing import sets

        activity = self._activities.get(uid)
        kind = self._kinds.known(activity.kind)

        def kept(design: str) -> str | None:
            found = self._papers.get(uid, design)
            return found.order if found else None

        found = sets.papers_for(self._shelf, self._book.office, kind, activity.values, kept)
        return [(one.order, self._shelf[one.order.design].label, one.edited) for one in found]

    def render(self, ordered: Order, *, tile: str | None = None, draft: bool = False, outlines: bool = False) -> bytes:
        """Return the PDF: the same bytes are printed and saved; a draft shows what does not fit instead of refusing."""
        from desktop.printing import order

        return order.render(ordered, self._shelf, self._papers.photo, tile=tile, draft=draft, outlines=outlines)

    def on_paper(self, ordered: Order, way: str) -> tuple[bytes, str]:
        """Return the paper as it goes onto office paper, and what that takes, in words.

        `way` is "" (as it is), "A4"/"A3" (tiles), "A4 less"/"A3 less" (a little smaller, fewer tiles), "A4 one"/"A3 one"
        (one tile to try), "A4 up"/"A3 up" (several on a sheet), "A4 fold" (three panels).
        """
        from desktop.printing import imposition, order, paper, tiling

        design = self._shelf[ordered.design]
        slots, look = order.slots(ordered, self._papers.photo), order.look(ordered)
        sheet, _, how = way.partition(" ")
        at = paper.chosen(design, look)
        if how == "up":
            return imposition.repeated(design, slots, look, sheet), imposition.sentence(imposition.grid(at, sheet), sheet, 100)
        if how == "fold":
            return imposition.folded(design, slots, look, sheet), "In hai mặt, lật theo cạnh ngắn, gấp theo vạch."
        if not sheet or not tiling.needed(at, sheet):
            return paper.render(design, slots, look), ""
        offered = tiling.offer(at, sheet)
        share = offered.share if offered and how == "less" else 1.0
        made = tiling.plan(at, sheet, share=share)
        said = tiling.sentence(at, made, sheet)
        if offered and how != "less":
            said += f" {offered.sentence}"
        look = replace(look, tile=sheet, share=share, only=(1,) if how == "one" else ())
        return paper.render(design, slots, look), said

    def for_shop(self, ordered: Order, job: Mapping[str, Any], target: Path) -> Sequence[tuple[bool, str]]:
        """Write the art and its specification for a shop beside each other; return what was looked at: (good, sentence).

        `job` holds quantity, contact, material, eyelets, note, outlines. Nothing is written while a finding is not good.
        """
        from desktop.printing import order, preflight, shop

        design = self._shelf[ordered.design]
        slots = order.slots(ordered, self._papers.photo)
        look = order.look(ordered, outlines=bool(job.get("outlines")))
        art = shop.art(design, slots, look)
        found = preflight.judged(art, design, slots, look)
        if preflight.clean(found):
            told = (str(job.get(name, "")) for name in ("contact", "material", "eyelets", "note"))
            wanted = shop.Job(int(job.get("quantity", 1)), *told)
            sheet = shop.specification(design, slots, look, wanted)
            atomic_write(target, art)
            atomic_write(target.with_name(f"{target.stem}-phieu-dat-in.pdf"), sheet)
        return [(one.good, one.sentence if one.good else f"{one.sentence} {one.way}") for one in found]

    def ink(self, ordered: Order) -> str:
        """Say how much ink a paper takes, and how much less in the thrifty mode."""
        from desktop.printing import coverage, order

        photo = self._papers.photo
        thrifty = None if ordered.mode == "ink" else order.render(replace(ordered, mode="ink"), self._shelf, photo)
        return coverage.sentence(order.render(ordered, self._shelf, photo), thrifty)

    def remarks(self, ordered: Order) -> Sequence[Remark]:
        """Return what a person should know before printing."""
        from desktop.printing import remarks

        return remarks.remarks(self._shelf[ordered.design], ordered, self._papers.photo)

    def with_photo(self, ordered: Order, name: str, data: bytes) -> Order:
        """Return the order with a photo in a slot; empty bytes take it out. Raises InputError over 8 MB."""
        from desktop.printing.order import PhotoRef
        from desktop.printing.pictures import opened

        photos = {key: one for key, one in ordered.photos.items() if key != name}
        if data:
            opened(data)
            photos[name] = PhotoRef(self._papers.add_photo(data))
        return replace(ordered, photos=photos)

    def photo(self, sha256: str, *, side: int) -> Picture:
        """Return a photo of a paper as a small picture, at most `side` pixels either way."""
        from desktop.printing.pictures import opened

        image = opened(self._papers.photo(sha256))
        image.thumbnail((side, side))
        return Picture(image.width, image.height, image.tobytes())

    def keep(self, uid: str, ordered: Order) -> None:
        """Remember a paper beside its activity ("" for none)."""
        self._papers.keep(uid, ordered.design, ordered.to_json(), photos=[one.sha256 for one in ordered.photos.values()])

    def forget(self, uid: str, design: str) -> None:
        """Forget what was edited: the paper is filled from the activity again."""
        self._papers.drop(uid, design)

    def personal(self, design: str) -> bool:
        """Say whether a design is made for one person each."""
        from desktop.printing import batches

        return bool(batches.personal(self._shelf[design]))

    def people(self, source: Path | str) -> People:
        """Read a list of people from a file, or from what was typed or pasted. Raises InputError."""
        from desktop.models import people

        return people.read(source) if isinstance(source, Path) else people.pasted(source)

    def batch(self, ordered: Order, listed: People, sheet: str, target: Path, progress: Callable[[int, int], None],
              stopped: Callable[[], bool]) -> int:  # fmt: skip
        """Write one paper for each person of a list and return the pages; 0 when it was stopped."""
        from desktop.printing import batches, order

        design = self._shelf[ordered.design]
        slots = order.slots(ordered, self._papers.photo)
        job = batches.Batch(design, slots, batches.chosen(design, listed), order.look(ordered), sheet)
        wrong = list(batches.faults(job))
        if wrong:
            number, sentence = wrong[0]
            more = f" Còn {len(wrong) - 1} người khác cũng vậy." if len(wrong) > 1 else ""
            raise InputError(f"Dòng {listed.ready()[number].line}: {sentence}{more}")
        return batches.write(job, target, progress=progress, stopped=stopped)

    def pages(self, pdf: bytes) -> int:
        """Return how many pages a PDF has."""
        from desktop.printing import raster

        return raster.page_count(pdf)

    def picture(self, pdf: bytes, page: int, *, dpi: float) -> Picture:
        """Return one page as a picture."""
        from desktop.printing import raster

        return Picture(*raster.raster(pdf, page, dpi=dpi))

    def chart(self, chart: Chart, width: float, palette: Palette, *, dpi: float) -> tuple[Drawn, Picture]:
        """Return a chart as a page of `width` mm with its marks, and that page as a picture."""
        from desktop.printing import charts, raster

        drawn = charts.page(chart, width, palette)
        return drawn, Picture(*raster.raster(drawn.pdf, 0, dpi=dpi))

    def chart_page(self, chart: Chart) -> bytes:
        """Return a chart as a PDF to keep or to print: A4's width, dark on white."""
        from desktop.printing import charts

        return charts.page(chart, 210, margin=15).pdf

    def _filled(self, design: str, uid: str) -> Mapping[str, str]:
        from desktop.printing import facts

        activity = self._activities.get(uid) if uid else None
        kind = self._kinds.known(activity.kind) if activity else None
        said = facts.facts(self._book.office, kind, activity.values if activity else None)
        return facts.fill(self._shelf[design], said)


def _card(design: Design) -> DesignCard:
    from desktop.printing.designs import MODES

    slots = tuple(Slot(one.name, one.label, one.kind, one.max_length, one.required) for one in design.fields)
    layouts = tuple(LayoutCard(one.id, one.label, one.size, one.sizes) for one in design.layouts)
    return DesignCard(design.id, design.label, design.family, design.hint, design.size,
                      tuple((theme.id, theme.label) for theme in design.themes), tuple(MODES.items()), slots, layouts,
                      tuple((one.id, one.label) for one in design.blocks), design.kinds)  # fmt: skip


class Post:
    """The line to the centre."""

    def __init__(self, book: Book, kinds: Kinds) -> None:
        self._book, self._kinds = book, kinds

    def centre(self) -> str:
        """Return the address of the centre, "" before an office file was opened."""
        return str((self._book.setting("enrolment") or {}).get("url", ""))

    def read(self, path: Path) -> Offer:
        """Read an office file without keeping it; nothing of the book changes."""
        return Provisioner().read(path)

    def ask(self, url: str, code: str) -> Offer:
        """Ask the centre at `url` for the office file a typed code stands for."""
        return Provisioner().ask(url, code)

    def join(self, offer: Offer) -> str:
        """Keep what an office file says; return the address of its centre."""
        return keep(self._book, offer)

    def send(self, progress: Callable[[int, int], None], stop: Callable[[], bool],
             pictures: Callable[[int, int, float], None] = lambda done, total, rate: None) -> Sending:  # fmt: skip
        """Send everything that waits; only what a receipt counted is called sent."""
        from sync.sender import Sender

        done = Sender(self._book).send(progress, stop, pictures)
        if done.rate:
            self._book.set(RATE, round(done.rate))
        return Sending(done.stored + done.known, done.refused, done.left, done.seconds, done.note, done.pulled,
                       done.items, done.returned, done.conflicts)  # fmt: skip

    def photos(self) -> PhotoState:
        """Return which photos wait, in words, and what the person chose for them."""
        from sync import photos

        left = photos.left(self._book)
        setting = self._book.setting
        return PhotoState(left.count, left.bytes, left.sentence(float(setting(RATE, SLOW_LINE))),
                          bool(setting(photos.SEND, True)), bool(setting(photos.NIGHT_ONLY, False)),
                          int(setting(photos.DAILY_MB, 0)))  # fmt: skip

    def choose_photos(self, *, send: bool, night: bool, daily_mb: int) -> None:
        """Keep whether photos go, only at night, and at most so many MB a day (0: no limit)."""
        from sync import photos

        with self._book.tx():
            self._book.set(photos.SEND, send)
            self._book.set(photos.NIGHT_ONLY, night)
            self._book.set(photos.DAILY_MB, daily_mb)

    def pack(self, target: Path, *, photos: bool) -> str:
        """Write what waits into a file for the centre alone; return what was done, in words."""
        from sync import parcels

        done = parcels.pack(self._book, target, photos=photos, kinds=self._kinds)
        more = f" và {number_vi(done.photos)} ảnh" if done.photos else ""
        return (f"Đã gói {number_vi(done.count)} lần lưu{more} vào {target.name}: hãy chuyển tệp cho trung tâm rồi nhận lại "
                "tệp biên nhận.")  # fmt: skip

    def accept(self, path: Path) -> str:
        """Take the receipts of a file into the book; return what they said, in words."""
        from sync import parcels

        done = parcels.accept(self._book, path, kinds=self._kinds)
        counted = done.stored + done.known
        if not (counted or done.refused or done.enrolled):
            return "Các biên nhận trong tệp này đã được nhận từ trước hoặc không phải của sổ này: không có gì thay đổi."
        parts = [f"Biên nhận đã tính {number_vi(counted)} lần lưu"]
        parts += [f"{number_vi(done.refused)} chưa hợp lệ, lý do ở dưới"] if done.refused else []
        parts += ["máy này đã được ghi danh với trung tâm"] if done.enrolled else []
        return ", ".join(parts) + "."

    def receipt_pdf(self, batch: str) -> bytes:
        """Return the receipt of a batch on paper. Raises InputError where it cannot be shown."""
        from desktop import slips
        from desktop.printing import receipt
        from sync import proof

        kept = proof.find(self._book, batch)
        if kept is None:
            raise InputError("Đợt gửi này không có biên nhận in được: hãy in biên nhận của từng hoạt động.")
        return receipt.receipt(slips.of_batch(self._book, self._kinds, kept))


class Keeping:
    """Copies of the book, photos, and files the person asked for."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def backup(self, target: Path) -> int:
        """Write a checked copy of the whole book; return how many saves it holds."""
        from desktop.models import backup

        return backup.backup(self._book, target)

    def clock(self) -> str:
        """Return a sentence where the clock of this PC is behind the last save, else ""."""
        from desktop.models import clock

        return clock.remark(self._book)

    def attach(self, source: Path | bytes, name: str = "", *, place: bool = False) -> dict[str, object]:
        """Keep a photo in the book, made small and freed of its place; return what a photos field keeps of it.

        `taken` beside that is the ISO day it was taken, "" when it does not tell.
        """
        from desktop import evidence
        from desktop.models.attachments import Attachments

        data = evidence.read(source) if isinstance(source, Path) else source
        name = name or (source.name if isinstance(source, Path) else "anh-dan.png")
        store = Attachments(self._book)
        original = evidence.original(data, keep_place=place)
        again = store.of_original(original)
        if again:
            photo, taken = again
            return photo.value | {"name": clean(name)[:120], "taken": taken}
        kept = self._kept(evidence.prepare(data, name, keep_place=place), name)
        store.remember(original, str(kept["sha256"]), str(kept["taken"]))
        return kept

    def turn_photo(self, sha256: str, name: str) -> dict[str, object]:
        """Keep a photo turned a quarter to the right; return what a photos field keeps of it."""
        from desktop import evidence
        from desktop.models.attachments import Attachments

        return self._kept(evidence.turned(Attachments(self._book).data(sha256), name), name)

    def photo(self, sha256: str) -> bytes:
        """Return a kept photo. Raises InputError when the book has none of that digest."""
        from desktop.models.attachments import Attachments

        return Attachments(self._book).data(sha256)

    def thumb(self, sha256: str) -> bytes:
        """Return the small picture of a photo, made now where it is not kept yet; b"" when there is no such photo."""
        from desktop import evidence
        from desktop.models.attachments import Attachments

        store = Attachments(self._book)
        found = store.thumb(sha256)
        if not found:
            try:
                found = evidence.thumb(store.data(sha256))
            except InputError:
                return b""
            store.keep_thumb(sha256, found)
        return found

    def _kept(self, made: Any, name: str) -> dict[str, object]:
        from desktop.models.attachments import Attachments

        kept = Attachments(self._book).keep(made.data, name, made.media_type, made.thumb)
        return kept.value | {"taken": made.taken.isoformat() if made.taken else ""}

    def read(self, path: Path) -> bytes:
        """Return the bytes of a picture for paper. Raises InputError over 20 MB."""
        from desktop import evidence

        return evidence.for_paper(path)

    def write(self, target: Path, data: bytes) -> None:
        """Write a file whole or not at all."""
        atomic_write(target, data)
