"""The colour space that every colour of ours means, as an ICC profile (version 2): sRGB, IEC 61966-2-1."""

import struct
from functools import cache

STEPS = 1024  # of the tone curve
WHITE = (0.9642, 1.0, 0.8249)  # D50, the white of every ICC profile
PRIMARIES = {"rXYZ": (0.43607, 0.22249, 0.01392), "gXYZ": (0.38515, 0.71687, 0.09708), "bXYZ": (0.14307, 0.06061, 0.71410)}
NAME, TERMS = "sRGB IEC61966-2-1", "No copyright, use freely"


@cache
def profile() -> bytes:
    """Return the profile, the same bytes always; it is computed from the numbers of the standard."""
    curve = b"curv" + struct.pack(">2I", 0, STEPS) + b"".join(struct.pack(">H", _tone(n / (STEPS - 1))) for n in range(STEPS))
    parts = {"desc": _description(NAME), "cprt": b"text" + bytes(4) + TERMS.encode("ascii") + b"\0", "wtpt": _place(WHITE)}
    parts |= {name: _place(where) for name, where in PRIMARIES.items()}
    at = 128 + 4 + 12 * (len(parts) + 3)
    table, body = [], b""
    for name, part in parts.items():
        table.append((name, at + len(body), len(part)))
        body += part + bytes(-len(part) % 4)
    table += [(name, at + len(body), len(curve)) for name in ("rTRC", "gTRC", "bTRC")]
    body += curve + bytes(-len(curve) % 4)
    tags = b"".join(struct.pack(">4s2I", name.encode("ascii"), start, length) for name, start, length in table)
    header = struct.pack(">I4sI4s4s4s12s4s4s", at + len(body), bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ",
                         struct.pack(">6H", 2000, 1, 1, 0, 0, 0), b"acsp", bytes(4))  # fmt: skip
    header += struct.pack(">I4s4sQI", 0, bytes(4), bytes(4), 0, 0) + _fixed(*WHITE)
    return header.ljust(128, b"\0") + struct.pack(">I", len(table)) + tags + body


def _tone(share: float) -> int:
    linear = share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
    return round(linear * 65535)


def _fixed(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _place(where: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(*where)


def _description(name: str) -> bytes:
    text = name.encode("ascii") + b"\0"
    return b"desc" + struct.pack(">2I", 0, len(text)) + text + bytes(4 + 4 + 2 + 1 + 67)
