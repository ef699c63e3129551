"""How reports word amounts: always with a unit, "lượt người" for sums of people, change in figures and percent."""

from desktop.models.fields import Field
from desktop.models.text import fold, number_vi


def amount(value: float, unit: str = "") -> str:
    """Write a number with its unit: "1.500 tờ"; sums of decimals are rounded to two places."""
    return f"{number_vi(round(value, 2) if isinstance(value, float) else value)} {unit}".strip()


def measured(field: Field, value: float) -> str:
    """Write the sum of a field: "180 lượt phát", and with its label where the unit alone would not tell."""
    label = field.label[0].lower() + field.label[1:]
    bare = fold(label).removeprefix("so ")
    if bare == "luong" or fold(field.unit).endswith(bare):
        return amount(value, field.unit)
    return f"{label} {amount(value, field.unit)}"


def change(now: float, before: float, unit: str, *, than: str) -> str:
    """Tell a change in figures and percent: "tăng 12 lớp (25,0%) so với Quý II/2026"."""
    if now == before:
        return f"bằng {than}" if now else f"{than} cũng không phát sinh"
    if not before:
        return f"{than} không phát sinh"
    verb = "tăng" if now > before else "giảm"
    return f"{verb} {amount(abs(now - before), unit)} ({percent(abs(now - before), before)}) so với {than}"


def percent(part: float, whole: float) -> str:
    """Write a share: "94,2%"; "" when there is no whole."""
    return f"{number_vi(part * 100 / whole, decimals=1)}%" if whole else ""


def sentence(text: str) -> str:
    """Return what a person wrote as one line that begins with a capital and ends with a stop."""
    line = " ".join(text.split())
    line = line[:1].upper() + line[1:]
    return line if line.endswith((".", "!", "?", "…", ":")) else f"{line.rstrip(',;')}."


def listed(parts: list[str]) -> str:
    """Join parts by semicolons, as units such as "tin, bài" hold commas themselves."""
    return "; ".join(part for part in parts if part)
