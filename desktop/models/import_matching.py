"""Which column fills which fact: by the words of headings, by our own export's names, or as the office chose before."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from desktop.models import reading
from desktop.models.errors import InputError
from desktop.models.fields import Field
from desktop.models.import_reading import KindWords
from desktop.models.import_table import ORDINALS, Table
from desktop.models.kinds import Kind, Kinds
from desktop.models.text import fold

KIND, UID, IGNORED = "kind", "uid", ""
_ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    KIND: ("loai", "loai hoat dong", "ma loai", "loai hinh", "loai hinh hoat dong", "hinh thuc tuyen truyen",
           "hinh thuc truyen thong"),
    UID: ("uid", "ma", "ma hoat dong", "ma so"),
    "title": ("ten hoat dong", "noi dung hoat dong", "hoat dong", "ten viec", "ten cong viec", "noi dung cong viec", "ten su kien",
              "noi dung thuc hien", "ten chuong trinh", "ten lop", "ten", "noi dung cong tac", "noi dung, hoat dong", "cong viec"),
    "starts_on": ("ngay", "thoi gian", "ngay thuc hien", "ngay to chuc", "thoi gian thuc hien", "thoi gian to chuc", "tu ngay",
                  "ngay bat dau", "ngay thang", "ngay dien ra", "ngay, thang", "ngay thang nam", "bat dau", "tu"),
    "ends_on": ("den ngay", "ngay ket thuc", "ket thuc", "den"),
    "starts_at": ("gio", "gio bat dau", "gio to chuc"),
    "place": ("dia diem", "noi to chuc", "dia diem to chuc", "noi thuc hien", "vi tri", "dia diem thuc hien", "noi dien ra"),
    "areas": ("thon", "to dan pho", "thon, to dan pho", "thon/to dan pho", "khu dan cu", "tdp", "dia ban", "thon/tdp", "thon, tdp"),
    "topics": ("chu de", "chu de, noi dung", "noi dung tuyen truyen", "linh vuc", "chuyen de"),
    "audiences": ("doi tuong", "doi tuong tham gia", "thanh phan", "thanh phan tham du", "thanh phan tham gia"),
    "campaign": ("chien dich", "dot", "dot tuyen truyen", "dot cao diem"),
    "participants": ("so luot nguoi", "luot nguoi", "so nguoi", "so nguoi tham gia", "so luot nguoi tham gia", "so luot",
                     "so nguoi tham du", "nguoi tham gia", "tong so nguoi", "tong so luot nguoi", "so luong nguoi", "sl nguoi",
                     "so luong tham gia", "so luong nguoi tham gia", "tong so", "so luot tham gia", "luot nguoi tham gia"),
    "households": ("so ho", "ho", "so ho dan", "so ho gia dinh", "ho gia dinh"),
    "businesses": ("so doanh nghiep", "doanh nghiep", "so dn", "so ho kinh doanh"),
    "results": ("ket qua", "ket qua thuc hien", "ket qua dat duoc", "danh gia ket qua"),
    "difficulties": ("kho khan", "ton tai, han che", "kho khan, vuong mac", "ton tai", "han che"),
    "proposals": ("de xuat", "kien nghi, de xuat", "de xuat, kien nghi"),
    "links": ("link", "lien ket", "duong dan", "link bai viet", "minh chung", "url", "link minh chung"),
    "cost_planned": ("du toan", "kinh phi du kien", "kinh phi du toan"),
    "cost_actual": ("kinh phi", "kinh phi thuc hien", "chi phi", "so tien", "thuc chi", "quyet toan", "kinh phi quyet toan"),
    "host": ("don vi chu tri", "chu tri", "don vi to chuc", "don vi thuc hien", "co quan chu tri", "don vi"),
    "partners": ("don vi phoi hop", "phoi hop", "co quan phoi hop"),
    "person": ("nguoi phu trach", "can bo phu trach", "phu trach", "nguoi thuc hien"),
    "phone": ("dien thoai", "so dien thoai", "sdt"),
    "quantity": ("so luong", "sl"),
})  # fmt: skip
_BY_WORDS = {word: name for name, said in _ALIASES.items() for word in said}
_OUR_OWN = frozenset({"revision", "state", "lan luu", "trang thai"})  # of our exports, told by the book itself
_UNIMPORTED = frozenset({"photos"})  # but under its own name, which only our exports write
_MANY = re.compile(r"tri[eệ]u|tr\.?\s?đ|trđ", re.IGNORECASE)
_THOUSAND = re.compile(r"ngh[iì]n|ng[aà]n|1[.,]?000\s*đ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Matching:
    """How the columns of one table are read.

    `columns` holds for each column what it fills: "" nothing, "kind", "uid", a field's name or "field.group" of people.
    `kind` is the kind of every row, "" where a column says it. `constants` fill a fact where a row says nothing.
    `year` is meant in «28/8». `doubtful` says for a column whether «1,500» is "thousands" or "decimal", `factors` what its
    money is to be multiplied by. `legacy` is the answer about old fonts: None not asked yet, else encoding by column.
    """

    columns: tuple[str, ...]
    kind: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)
    year: int = 0
    doubtful: Mapping[int, str] = field(default_factory=dict)
    factors: Mapping[int, int] = field(default_factory=dict)
    legacy: Mapping[int, str] | None = None

    def with_column(self, at: int, target: str) -> "Matching":
        """Return the matching with another target of one column; another column that had it lets it go."""
        columns = [IGNORED if one == target and target else one for one in self.columns]
        columns[at] = target
        return replace(self, columns=tuple(columns))

    def with_constant(self, target: str, value: str) -> "Matching":
        """Return the matching with a value for every row that has none; "" takes it away."""
        rest = {name: said for name, said in self.constants.items() if name != target}
        return replace(self, constants=rest | ({target: value} if value.strip() else {}))

    def to_json(self) -> str:
        """Return what is worth remembering for the next table with these headings."""
        kept = {"columns": list(self.columns), "kind": self.kind, "constants": dict(self.constants),
                "doubtful": {str(at): said for at, said in self.doubtful.items()},
                "factors": {str(at): factor for at, factor in self.factors.items()}}  # fmt: skip
        return json.dumps(kept, ensure_ascii=False)


def remembered(text: str, year: int) -> Matching:
    """Read what `to_json` wrote."""
    kept = json.loads(text)
    return Matching(tuple(kept["columns"]), kept["kind"], kept["constants"], year,
                    {int(at): said for at, said in kept["doubtful"].items()},
                    {int(at): factor for at, factor in kept["factors"].items()})  # fmt: skip


def key(table: Table) -> str:
    """Return what a table is remembered by: its folded headings in their order."""
    return "\n".join(fold(column.heading) for column in table.columns)


def recogniser(kinds: Kinds) -> Any:
    """Return a function that says whether a heading is one we know."""
    labels = {fold(field.label) for kind in kinds.values() for field in kind.fields}
    names = {field.name for kind in kinds.values() for field in kind.fields}
    groups = {fold(group.label) for kind in kinds.values() for field in kind.fields for group in field.groups}

    def known(heading: str) -> bool:
        return any(said in _BY_WORDS or said in labels or said in groups or said in ORDINALS or said in _OUR_OWN
                   or heading.strip() in names for said in _sayings(heading))  # fmt: skip

    return known


def targets(kinds: Kinds, kind: str) -> list[tuple[str, str]]:
    """Return what a column can fill as (target, label): of one kind, or of all of them when it is ""."""
    found: dict[str, str] = {} if kind else {KIND: "Loại hoạt động"}
    for one in [kinds[kind]] if kind else kinds.values():
        for fact in one.fields:
            found.setdefault(fact.name, fact.label)
            for group in fact.groups:
                found.setdefault(f"{fact.name}.{group.code}", f"{fact.label}: {group.label.lower()}")
    return [*found.items(), (UID, "Mã trong sổ")]


def guess(table: Table, kinds: Kinds, *, name: str = "", today_year: int, kind: str = "") -> Matching:
    """Return the matching the headings speak for; `name` is the file's, `kind` what the person chose already."""
    words = KindWords(kinds)
    at = _kind_column(table, words)
    if not kind and at < 0:
        kind = named_kind(table, kinds, name) or _by_particulars(table, kinds)
    alone = kind or _only_kind(table, at, words)  # a column that says the same kind in every row
    columns = [_target(column.heading, kinds, alone) for column in table.columns]
    if at >= 0 and not kind:
        columns[at] = KIND
    columns = [IGNORED if target == KIND and (kind or place != at) else target for place, target in enumerate(columns)]
    columns = _once(_own_state(columns, table, kinds, alone))
    if "title" not in columns:
        columns = _titled(columns, table)
    fields = {field.name: field for one in kinds.values() for field in one.fields}
    factors = {place: factor for place, target in enumerate(columns) if target in fields and fields[target].type == "money"
               and (factor := _factor(table.columns[place].heading)) > 1}  # fmt: skip
    return Matching(tuple(columns), kind, year=_year(table, name) or today_year, factors=factors)


def named_kind(table: Table, kinds: Kinds, name: str) -> str:
    """Return the kind that the names of the sheet, the table or the file speak of, "" when none does."""
    words = KindWords(kinds)
    return words.within(table.sheet) or words.within(table.title) or words.within(name)


def fitting(matching: Matching, table: Table, kinds: Kinds) -> bool:
    """Say whether a remembered matching still speaks of things that exist."""
    offered = {target for target, _ in targets(kinds, matching.kind)} if matching.kind in {"", *kinds} else set()
    return len(matching.columns) == len(table.columns) and {one for one in matching.columns if one} <= offered


def chosen(matching: Matching, table: Table, kinds: Kinds, *, columns: Sequence[str] = (),
           constants: Sequence[str] = ()) -> Matching:  # fmt: skip
    """Apply what was said in words: "Cột=field" and "field=value". Raises InputError for what is not there."""
    offered = dict(targets(kinds, matching.kind))
    by_label = {fold(label): target for target, label in offered.items()}
    for said in columns:
        heading, _, wanted = said.partition("=")
        at = next((at for at, one in enumerate(table.columns) if fold(one.heading) == fold(heading)), -1)
        target = wanted.strip() if wanted.strip() in offered else by_label.get(fold(wanted), "")
        if at < 0:
            offer = ", ".join(f"«{one.heading}»" for one in table.columns[:12])
            raise InputError(f"Không có cột «{heading[:40]}»: các cột là {offer}.")
        if wanted.strip() and not target:
            raise InputError(f"Không có trường «{wanted[:40]}»: xem «sophuong kinds LOẠI».")
        matching = matching.with_column(at, target)
    for said in constants:
        name, _, value = said.partition("=")
        target = name.strip() if name.strip() in offered else by_label.get(fold(name), "")
        if not target:
            raise InputError(f"Không có trường «{name[:40]}»: xem «sophuong kinds LOẠI».")
        matching = matching.with_constant(target, value)
    return matching


def doubts(table: Table, matching: Matching, kinds: Kinds) -> list[tuple[int, str, tuple[str, str]]]:
    """Return the columns with numbers such as «1,500» nobody has explained: (column, cell, its two readings)."""
    numeric = {"number", "money", "people", "duration"}
    fields = {field.name: field for one in kinds.values() for field in one.fields}
    found = []
    for at, target in enumerate(matching.columns):
        fact = fields.get(target.partition(".")[0])
        if fact is None or fact.type not in numeric or at in matching.doubtful:
            continue
        texts = (str(entry.cells[at]) for entry in table.entries if at < len(entry.cells) and isinstance(entry.cells[at], str))
        said = next((text for text in texts if reading.doubt(text)), "")
        if said:
            thousands, half = reading.doubt(said)  # type: ignore[misc]
            found.append((at, said, (thousands, half)))
    return found


def missing(matching: Matching, kinds: Kinds) -> list[Field]:
    """Return the required facts of the one kind that no column and no constant fills."""
    kind = kinds.get(matching.kind)
    filled = {target.partition(".")[0] for target in (*matching.columns, *matching.constants)}
    return [field for field in kind.fields if field.required and field.default is None and field.name not in filled] if kind else []


def _sayings(heading: str) -> Iterable[str]:
    """Yield a heading as it may be known: whole, without what stands in brackets, its lower half, its upper half."""
    said = fold(heading).strip(" :.*")
    yield said
    yield re.sub(r"\s*\(.*?\)", "", said).strip(" :.*")
    upper, dash, lower = said.partition(" – ")
    if dash:
        yield re.sub(r"^trong do:?\s*|^so\s+", "", lower)
        yield lower


def _target(heading: str, kinds: Kinds, kind: str) -> str:
    sayings = list(_sayings(heading))
    if not sayings[0] or sayings[0] in ORDINALS or sayings[0] in _OUR_OWN:
        return IGNORED
    searched = [kinds[kind]] if kind else list(kinds.values())
    if ":" in heading:  # as our own export writes a group of people
        whole = fold(heading)
        for target, label in targets(kinds, kind):
            if fold(label) == whole:
                return target
    for said in sayings:
        for find in (_by_label, _by_alias, _by_group):
            if target := find(said, heading.strip(), searched):
                return target
    return _by_start(sayings[-1], searched)


def _by_label(said: str, raw: str, kinds: list[Kind]) -> str:
    return next((field.name for one in kinds for field in one.fields if raw == field.name
                 or (said == fold(field.label) and field.name not in _UNIMPORTED)), "")  # fmt: skip


def _by_alias(said: str, raw: str, kinds: list[Kind]) -> str:
    target = _BY_WORDS.get(said, "")
    return target if target in {KIND, UID} or any(target in one.names for one in kinds) else ""


def _by_group(said: str, raw: str, kinds: list[Kind]) -> str:
    bare = re.sub(r"^(?:trong do:?|so luot|so)\s+", "", said)
    return next((f"{field.name}.{group.code}" for one in kinds for field in one.fields for group in field.groups
                 if bare == fold(group.label)), "")  # fmt: skip


def _by_start(said: str, kinds: list[Kind]) -> str:
    for word in sorted(_BY_WORDS, key=len, reverse=True):
        if " " in word and said.startswith(f"{word} "):
            return _by_alias(word, word, kinds)
    return IGNORED


def _own_state(columns: list[str], table: Table, kinds: Kinds, kind: str) -> list[str]:
    """Let a fact have the heading of a column of our exports («Trạng thái») where that column stands before it or not at all."""
    found = list(columns)
    heads = [fold(column.heading).strip(" :.*") for column in table.columns]
    for one in kinds[kind].fields if kind else ():
        places = [at for at, head in enumerate(heads) if head == fold(one.label)]
        if fold(one.label) in _OUR_OWN and places and (len(places) > 1 or UID not in columns):
            found[places[-1]] = one.name
    return found


def _once(columns: list[str]) -> list[str]:
    return [target if target and target not in columns[:at] else IGNORED for at, target in enumerate(columns)]


def _titled(columns: list[str], table: Table) -> list[str]:
    """Let the column that says most in words be the name where no heading said so: «Nội dung»."""
    spoken = ("noi dung", "noi dung tuyen truyen", "noi dung khau hieu", "ten ban tin", "tieu de", "chuyen de", "mo ta")
    for word in spoken:
        for at, column in enumerate(table.columns):
            if fold(column.heading).strip(" :.*") == word:
                return [*columns[:at], "title", *columns[at + 1 :]]
    return columns


def _kind_column(table: Table, words: KindWords) -> int:
    for at, column in enumerate(table.columns):
        said = next((one for one in _sayings(column.heading) if _BY_WORDS.get(one) == KIND or one == KIND), "")
        cells = [str(entry.cells[at]) for entry in table.entries[:200]
                 if said and entry.skip != "dòng cộng" and at < len(entry.cells) and entry.cells[at] != ""]  # fmt: skip
        if said and cells and sum(bool(words.within(cell)) for cell in cells) * 2 >= len(cells):
            return at
        if said == KIND:
            return at
    return -1


def _only_kind(table: Table, at: int, words: KindWords) -> str:
    said = {entry.cells[at] for entry in table.entries if 0 <= at < len(entry.cells) and entry.cells[at] != ""}
    return words.within(str(said.pop())) if len(said) == 1 else ""


def _by_particulars(table: Table, kinds: Kinds) -> str:
    heads = {fold(column.heading).strip(" :.*") for column in table.columns}
    scores = {kind.code: sum(fold(field.label) in heads for field in kind.particulars) for kind in kinds.of_family("activity")}
    best = max(scores, key=lambda code: scores[code])
    alone = sum(score == scores[best] for score in scores.values()) == 1
    return best if scores[best] and alone else ""


def _factor(heading: str) -> int:
    return 1_000_000 if _MANY.search(heading) else 1_000 if _THOUSAND.search(heading) else 1


def _year(table: Table, name: str) -> int:
    hit = re.search(r"\b(20[0-4]\d)\b", f"{table.title} {table.sheet} {name}")
    return int(hit[1]) if hit else 0
