"""A sum of money in Vietnamese words, as it is written below the figures."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu", "tỷ", "nghìn tỷ", "triệu tỷ")


def in_words(amount: int) -> str:
    """Return "Mười hai triệu năm trăm nghìn đồng" for 12500000 (đồng, from 0 to below 10^18)."""
    groups = _groups(amount)
    parts = [f"{_group(value, first=place == len(groups) - 1)} {_SCALES[place]}".strip()
             for place, value in reversed(list(enumerate(groups))) if value]  # fmt: skip
    text = " ".join(parts) or _DIGITS[0]
    return f"{text[0].upper()}{text[1:]} đồng"


def _groups(amount: int) -> list[int]:
    groups = []
    while amount:
        amount, rest = divmod(amount, 1000)
        groups.append(rest)
    return groups


def _group(value: int, *, first: bool) -> str:
    hundreds, rest = divmod(value, 100)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or not first else []
    if rest:
        words.append(_below_hundred(rest, spoken=bool(words)))
    return " ".join(words)


def _below_hundred(value: int, *, spoken: bool) -> str:
    tens, units = divmod(value, 10)
    if not tens:
        return f"lẻ {_DIGITS[units]}" if spoken else _DIGITS[units]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    return f"{head} {_unit(units, tens)}".strip()


def _unit(units: int, tens: int) -> str:
    special = {0: "", 1: "mốt" if tens > 1 else "một", 5: "lăm"}
    return special.get(units, _DIGITS[units])
