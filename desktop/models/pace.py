"""Whether a target is on time today, what is missing, and how fast it has to go: pure, from its progress alone."""

from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from desktop.models import campaigns
from desktop.models.progress import Progress
from desktop.models.text import number_vi

STATES = {"done": "Đạt", "on": "Đúng tiến độ", "risk": "Có nguy cơ", "late": "Chậm", "missed": "Hết hạn, chưa đạt",
          "open": "Không đặt số"}  # fmt: skip
ON_TIME, AT_RISK = 0.9, 0.6  # of what is expected by today; below is late
LAST_MONTH = 30  # days before its end a yes-or-no target that is still "no" is at risk


@dataclass(frozen=True, slots=True)
class Pace:
    """How a target stands: a key of STATES, the share expected by today (0 to 1), what is missing, days left, in words."""

    state: str
    expected: float
    missing: float
    days_left: int
    sentence: str

    @property
    def label(self) -> str:
        """The state in words."""
        return STATES[self.state]


def pace(one: Progress, today: date) -> Pace:
    """Judge a target as of a day.

    By then the part of its window that has passed is expected, in whole units; a target of dated campaigns is expected
    when their days are over; a yes-or-no target by its end. From 90 % of that on it is on time, from 60 % at risk,
    below late.
    """
    left = max(0, (one.ends - today).days)
    wanted = one.target.amount
    if wanted is None:
        return Pace("open", 0, 0, left, "")
    missing = max(0.0, wanted - one.done)
    expected = _expected(one, today)
    if not missing:
        return Pace("done", expected, 0, left, "Đã đạt chỉ tiêu.")
    if today > one.ends:
        said = "Hết hạn, chưa có." if one.target.how == "yesno" else f"Hết hạn, còn thiếu {_amount(missing, one)}."
        return Pace("missed", 1, missing, 0, said)
    return Pace(_state(one, wanted, expected, left), expected, missing, left, _sentence(one, missing, left))


def _expected(one: Progress, today: date) -> float:
    dated = [span for code in one.target.campaigns if (span := campaigns.days(code, one.ends.year))]
    if dated and len(dated) == len(one.target.campaigns):
        return sum(1 for _, until in dated if until < today) / len(dated)
    if one.target.how == "yesno":
        return 0.0 if today <= one.ends else 1.0
    whole = (one.ends - one.since).days + 1
    passed = min(max((today - one.since).days + 1, 0), whole)
    return passed / whole


def _state(one: Progress, wanted: float, expected: float, left: int) -> str:
    if one.target.how == "yesno":
        return "risk" if left <= LAST_MONTH else "on"
    due = floor(wanted * expected) if wanted >= 1 else wanted * expected
    reached = one.done / due if due else 1.0
    return "on" if reached >= ON_TIME else "risk" if reached >= AT_RISK else "late"


def _sentence(one: Progress, missing: float, left: int) -> str:
    if one.target.how == "yesno":
        return f"Chưa có, còn {number_vi(left)} ngày."
    said = f"Còn thiếu {_amount(missing, one)}, còn {number_vi(left)} ngày"
    units = ceil(missing)
    if one.target.unit == "%" or left < 1:
        return f"{said}."
    if units >= left:
        return f"{said}, cần khoảng {number_vi(ceil(units / left))} {one.target.unit} mỗi ngày."
    return f"{said}, cần khoảng 1 {one.target.unit} mỗi {number_vi(max(1, left // units))} ngày."


def _amount(value: float, one: Progress) -> str:
    shown = int(value) if float(value).is_integer() else round(value, 1)
    return f"{number_vi(shown)} {one.target.unit}".replace(" %", "%")


def due_soon(found: list[tuple[Progress, Pace]]) -> list[tuple[Progress, Pace]]:
    """Return the targets that need an act, the worst and the nearest first."""
    order = {"late": 0, "risk": 1}
    wanted = [one for one in found if one[1].state in order]
    return sorted(wanted, key=lambda one: (order[one[1].state], one[0].ends, one[0].target.code))


def on_time(found: list[Pace]) -> tuple[int, int]:
    """Return how many targets with a number are done or on time, and how many there are."""
    counted = [one for one in found if one.state != "open"]
    return sum(1 for one in counted if one.state in {"done", "on"}), len(counted)
