"""Which report a person asks for: of a period, of a campaign, of one activity."""

from dataclasses import dataclass

from desktop.models import periods
from desktop.models.errors import InputError
from desktop.models.periods import Period
from desktop.models.text import fold

KINDS = {"periodic": "Báo cáo định kỳ", "campaign": "Báo cáo chiến dịch", "activity": "Báo cáo một hoạt động"}
COMPARED = {"previous": "kỳ trước", "year": "cùng kỳ năm trước"}
# Half a year and more are told beside the year before, as are the days of a campaign.
_BESIDE_LAST_YEAR = frozenset({"half", "nine", "year"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A report: `kind` of KINDS, `period` as `periods.parse` takes it, `preset` of the windows.

    `subject` is the code of the campaign or the uid of the activity; `compared` is "previous", "year" or "" for what is
    usual. A report of one activity has no period ("").
    """

    kind: str = "periodic"
    period: str = ""
    preset: str = "nd09"
    subject: str = ""
    compared: str = ""

    def window(self) -> Period:
        """Return the period. Raises InputError when it cannot be read."""
        return periods.parse(self.period, preset=self.preset)

    def beside(self) -> Period:
        """Return the period it is set beside."""
        window = self.window()
        usual = "year" if window.span in _BESIDE_LAST_YEAR or self.kind == "campaign" else "previous"
        return window.same_last_year() if (self.compared or usual) == "year" else window.previous()

    def file_name(self) -> str:
        """Return what its file is called unless changed, without a suffix: "bao-cao-quy-iii-2026"."""
        words = fold(f"bao cao {self.window().label if self.period else 'hoat dong'}")
        return "-".join(words.replace("/", "-").split())[:80]

    def check(self) -> None:
        """Raise InputError for what no report can be made of."""
        if self.kind not in KINDS:
            raise InputError(f"Không có kiểu báo cáo «{self.kind[:40]}»: hãy chọn {', '.join(KINDS)}.")
        if self.compared not in {"", *COMPARED}:
            raise InputError(f"Không biết so với «{self.compared[:40]}»: hãy chọn previous (kỳ trước) hoặc year (cùng kỳ).")
        if self.kind == "activity":
            return
        self.window()
        if self.kind == "campaign" and not self.subject:
            raise InputError("Chưa chọn chiến dịch của báo cáo: hãy chọn chiến dịch.")
