"""The dictionary of indicators: what each figure means, how it is counted, its unit; written from the declarations alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from desktop.models import campaigns
from desktop.models.declarations import read
from desktop.models.fields import Field
from desktop.models.kinds import Kind, Kinds
from desktop.models.plans import Plan, Target
from desktop.models.text import date_official, number_vi

CLASSES = Path(__file__).resolve().parents[2] / "resources" / "class49.toml"
HEADS = ("Mã", "Chỉ tiêu", "Định nghĩa", "Cách tính", "Đơn vị tính", "Căn cứ")
WINDOW = "Tính các hoạt động có ngày bắt đầu trong kỳ, kể cả ngày đầu và ngày cuối của kỳ; không tính bản nháp và thùng rác."
ATTENDANCE = "Một người tham gia hoặc nhận hai lần là hai lượt; không phải số người."
MONEY, OPEN = "đồng", "ghi ở hoạt động"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure: `chapter` is the part of the dictionary it stands in, `source` its basis in law or in a plan."""

    chapter: str
    code: str
    name: str
    definition: str
    method: str
    unit: str
    source: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The indicator as a row under HEADS."""
        return self.code, self.name, self.definition, self.method, self.unit, self.source


def dictionary(kinds: Kinds, plans: Sequence[Plan]) -> tuple[Indicator, ...]:
    """Return every indicator: common ones, those of each kind, those of registers and evaluations, targets of plans."""
    found = [*_shared(kinds)]
    for kind in kinds.values():
        found += _of_kind(kind)
    for plan in plans:
        found += (_target(plan, target, kinds) for target in plan.targets)
    return tuple(found)


def chapters(found: Sequence[Indicator]) -> Mapping[str, tuple[Indicator, ...]]:
    """Return the indicators by chapter, in their order."""
    names = dict.fromkeys(one.chapter for one in found)
    return MappingProxyType({name: tuple(one for one in found if one.chapter == name) for name in names})


def markdown(found: Sequence[Indicator], *, head: str = "# Từ điển chỉ tiêu\n") -> str:
    """Return the dictionary as text with tables."""
    parts = [head, f"{WINDOW}\n"]
    for name, rows in chapters(found).items():
        lines = [f"## {name}\n", f"| {' | '.join(HEADS)} |", f"|{'---|' * len(HEADS)}"]
        lines += [f"| {' | '.join(cell.replace('|', '/').replace(chr(10), ' ') for cell in one.cells)} |" for one in rows]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


@cache
def classes() -> Mapping[str, str]:
    """Return the classes of NĐ 49/2024 by their number. Raises DeclarationError."""
    table, found = read(CLASSES), {}
    for item in table.tables("classes"):
        found[item.text("code")] = item.text("label")
        item.done()
    table.done()
    return MappingProxyType(found)


def _shared(kinds: Kinds) -> Iterator[Indicator]:
    source = "Mẫu ghi chung của sổ"
    chapter, fields, users = "Chỉ tiêu chung", dict[str, Field](), dict[str, list[Kind]]()
    activities = kinds.of_family("activity")
    for kind in activities:
        for field in kind.fields:
            if field.common and field.summed:
                fields.setdefault(field.name, field)
                users.setdefault(field.name, []).append(kind)
    yield Indicator(chapter, "CHUNG", "Số hoạt động", "Mọi hoạt động truyền thông chuyển đổi số đã lưu trong sổ.",
                    f"Đếm hoạt động của {len(activities)} loại; mỗi hoạt động một lần.", "hoạt động", source)  # fmt: skip
    for name, field in fields.items():
        where = "mọi loại" if len(users[name]) == len(activities) else f"{len(users[name])} loại có ghi số này"
        yield Indicator(chapter, f"CHUNG.{name}", field.label, _meaning(field), f"Cộng «{field.label}» của {where}.{_twice(field)}",
                        _unit(field), source)  # fmt: skip
        for group in field.groups:
            yield Indicator(chapter, f"CHUNG.{name}.{group.code}", f"Trong đó: {group.label}",
                            f"Phần của «{field.label}» thuộc nhóm này.",
                            "Cộng số của nhóm; một lượt có thể thuộc nhiều nhóm nên không cộng các nhóm với nhau. Chỉ ghi tổng số, "
                            "không ghi tên.", _unit(field), source)  # fmt: skip


def _of_kind(kind: Kind) -> Iterator[Indicator]:
    families = {"activity": "Theo loại hoạt động", "register": "Danh mục", "evaluation": "Đánh giá"}
    chapter, source = families[kind.family], _class49(kind)
    noun = {"activity": "hoạt động", "register": "mục", "evaluation": "lượt đánh giá"}[kind.family]
    how = {"activity": "Đếm hoạt động của loại này; mỗi hoạt động một lần, dù kéo dài nhiều ngày.",
           "register": "Đếm mọi mục còn trong danh mục đến hết kỳ, không chỉ mục ghi trong kỳ.",
           "evaluation": "Đếm lượt đánh giá có ngày trong kỳ."}[kind.family]  # fmt: skip
    yield Indicator(chapter, kind.code, kind.label, kind.hint, how, noun, source)
    for field in kind.particulars:
        if field.summed:
            method = f"Cộng «{field.label}» của loại «{kind.label}».{_twice(field)}"
            yield Indicator(chapter, f"{kind.code}.{field.name}", f"{kind.label}: {_lower(field.label)}", _meaning(field), method,
                            _unit(field), source)  # fmt: skip


def _target(plan: Plan, target: Target, kinds: Kinds) -> Indicator:
    chapter = f"{plan.title} ({plan.status_label})"
    wanted = f" Mức đề ra: {number_vi(target.amount)} {target.unit}." if target.amount is not None and \
        target.how != "yesno" else ""  # fmt: skip
    period = "cả giai đoạn của kế hoạch" if target.period == "phase" else "năm báo cáo"
    method = f"{_counted(target)} {_which(target, kinds)} Thời gian: {period}."
    return Indicator(chapter, f"{plan.code}/{target.code}", target.label, f"Chỉ tiêu {target.code} của kế hoạch.{wanted}", method,
                     target.unit, _document(plan))  # fmt: skip


def _counted(target: Target) -> str:
    field = f"«{target.field.label}»" if target.field else ""
    said = {"activities": "Đếm hoạt động", "sum": f"Cộng {field}", "yesno": "Đạt khi có ít nhất một hoạt động",
            "hosts": "Đếm số đơn vị chủ trì khác nhau",
            "share": f"Tỷ lệ phần trăm số mục của danh mục có {field} trong thời gian tính"}[target.how]  # fmt: skip
    return f"{said}.{_twice(target.field) if target.field and target.how == 'sum' else ''}"


def _which(target: Target, kinds: Kinds) -> str:
    parts = []
    if target.kinds:
        parts.append("loại " + "; ".join(f"«{kinds[code].label}»" for code in target.kinds))
    if target.campaigns:
        parts.append("chiến dịch " + "; ".join(_campaign(code, kinds) for code in target.campaigns))
    if target.marked:
        parts.append(f"ghi «Thuộc chỉ tiêu» {target.marked}")
    rule = f"Tính hoạt động: {', '.join(parts)}. " if parts and target.how != "share" else ""
    if target.how == "share":
        return f"Danh mục «{kinds[target.kinds[0]].label}», mọi mục còn trong danh mục."
    return f"{rule}Thêm hoạt động chọn bằng tay vào chỉ tiêu này, bớt hoạt động chọn bằng tay là không thuộc."


def _campaign(code: str, kinds: Kinds) -> str:
    field = next(kind.field("campaign") for kind in kinds.of_family("activity"))
    days = campaigns.load().get(code)
    when = f" (từ {_day(days[0])} đến {_day(days[1])} hằng năm)" if days else ""
    return f"«{field.choice_label(code)}»{when}"


def _document(plan: Plan) -> str:
    number = f"số {plan.number}" if plan.number else ""
    on = date_official(plan.on) if plan.on else ""
    return ", ".join(part for part in (" ".join(filter(None, (number, on))), plan.body, plan.phase) if part)


def _class49(kind: Kind) -> str:
    if kind.family != "activity":
        return ""
    by = set(kind.class49_by[1].values()) if kind.class49_by else set()
    numbers = sorted({kind.class49, *by} - {""})
    said = "; ".join(f"{number}: {classes()[number]}" for number in numbers)
    return f"NĐ 49/2024/NĐ-CP, loại hình {said}" if said else ""


def _meaning(field: Field) -> str:
    if field.help:
        return field.help
    if field.name == "participants" or field.type == "people":
        return "Số lượt người tham gia hoạt động, theo số đếm tại chỗ."
    return f"«{field.label}» ghi ở từng hoạt động."


def _twice(field: Field) -> str:
    return f" {ATTENDANCE}" if field.type == "people" or "lượt người" in field.unit else ""


def _unit(field: Field) -> str:
    return field.unit or (MONEY if field.type == "money" else "lượt người" if field.type == "people" else OPEN)


def _lower(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _day(month_day: str) -> str:
    month, _, day = month_day.partition("-")
    return f"{int(day):02d}/{int(month):02d}"
