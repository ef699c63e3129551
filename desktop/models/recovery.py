"""The code on a recovery sheet: 135 random bits that a person can type from paper, group by group.

Six groups of six signs. No vowel, no W, no D: Unikey makes of what is typed no other letter, by Telex, VNI or VIQR. No two
signs that look alike: who reads an O types it, and a 0 is understood. The last sign of each group checks it and its place.
"""

import secrets

from desktop.models.errors import InputError, Problem
from desktop.models.text import fold

SIGNS = "0123456789CFGHJKMNPRTVX"  # 23, a prime: one wrong sign and two swapped ones are always noticed
GROUPS, LENGTH = 6, 6
_LIKE = str.maketrans("ODQILZSBU", "00011258V")


def new_code() -> str:
    """Return a fresh code as it is printed: groups with «-» between them."""
    return "-".join(_closed([secrets.randbelow(len(SIGNS)) for _ in range(LENGTH - 1)], at) for at in range(GROUPS))


def read_code(typed: str) -> str:
    """Return the code that was typed, scanned or pasted, as it is printed. Raises InputError that names the wrong groups."""
    signs = [sign for sign in fold(typed).upper().translate(_LIKE) if sign.isalnum()]
    if len(signs) != GROUPS * LENGTH:
        raise _wrong(f"Mã trên phiếu có {GROUPS} nhóm, mỗi nhóm {LENGTH} ký tự, đang có {len(signs)} ký tự: hãy gõ đủ cả mã.")
    groups = ["".join(signs[at : at + LENGTH]) for at in range(0, len(signs), LENGTH)]
    wrong = [str(at + 1) for at, group in enumerate(groups) if not is_whole(group, at)]
    if wrong:
        raise _wrong(f"Nhóm {', '.join(wrong)} gõ chưa đúng: hãy so lại từng ký tự với phiếu.")
    return "-".join(groups)


def is_whole(group: str, at: int) -> bool:
    """Tell whether a typed group is as it stands in a code at this place (0 first)."""
    values = [SIGNS.find(sign) for sign in fold(group).upper().translate(_LIKE)]
    return len(values) == LENGTH and min(values) >= 0 and _closed(values[:-1], at) == "".join(SIGNS[one] for one in values)


def same_group(typed: str, group: str) -> bool:
    """Tell whether a person typed this group, look-alikes forgiven."""
    return fold(typed).upper().replace(" ", "").translate(_LIKE) == group


def _closed(values: list[int], at: int) -> str:
    total = sum((place + 2) * value for place, value in enumerate(values)) + 7 * at + 1
    return "".join(SIGNS[one] for one in (*values, total % len(SIGNS)))


def _wrong(sentence: str) -> InputError:
    return InputError(sentence, problems=(Problem("code", sentence),))
