"""What every measurement needs: quantiles, memory, a row, a child process without this shell's Python habits."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def milliseconds(seconds: float) -> float:
    """Return seconds as milliseconds with two decimals."""
    return round(seconds * 1000, 2)


def peak_mb() -> float:
    """Return the highest resident memory of this program so far, in MB.

    On Linux from VmHWM: `ru_maxrss` of a child starts at what its parent had reached before the exec.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(one for one in status.read_text(encoding="ascii").splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def beside(what: str, value: float, unit: str, *, peer: str, peer_value: float, most: float | None = None,
           ratio_at_most: float | None = None, **more: Any) -> dict[str, Any]:  # fmt: skip
    """Return one row: a figure, its peer, their ratio, and whether the goal is reached."""
    ratio = round(value / peer_value, 2) if peer_value else None
    row: dict[str, Any] = {"what": what, "value": value, "unit": unit, "peer": peer, "peer_value": peer_value,
                           "ratio": ratio, "goal": ""}  # fmt: skip
    if most is not None:
        row |= {"goal": f"≤ {most:g} {unit}", "ok": value <= most}
    if ratio_at_most is not None:
        row |= {"goal": f"tỉ lệ ≤ {ratio_at_most:g}", "ok": ratio is not None and ratio <= ratio_at_most}
    return row | more


def child_environment() -> dict[str, str]:
    """Return the environment of a measured program: no screen, no keyring, compiled modules kept as anywhere."""
    ours = {"QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | ours
