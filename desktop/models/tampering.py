"""What was tampered with in a book, named: which row, which activity, what kind of change.

It says what the book alone can tell. Who rewrites every row behind a change, links them anew and also changes what the
centre and the issued papers hold, is found only by these: by the centre's receipts, or by the code on a paper report.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desktop.models import journal
from desktop.models.book import Book
from desktop.models.identity import START, revision_id
from desktop.models.kinds import Kinds
from desktop.models.report_codes import broken_issues

MOST = 50
SENTENCES = {
    "content": "Dòng {seq} của nhật ký bị sửa nội dung hoặc thời điểm sau khi lưu.",
    "who": "Dòng {seq} của nhật ký bị sửa người lưu, máy, thứ tự hoặc thông tin chỉ giữ trong máy sau khi lưu.",
    "missing": "Dòng {seq} của nhật ký bị xóa.",
    "redaction": "Dòng {seq} của nhật ký mang ghi nhận xóa dữ liệu cá nhân không khớp: một lần sửa được che bằng ghi nhận ấy.",
    "tail": "Phần cuối nhật ký bị cắt từ dòng {seq}: sổ còn giữ biên nhận hoặc báo cáo của những dòng đã mất.",
    "rewritten": "Nhật ký bị viết lại trước dòng {seq}, khác lúc báo cáo được phát hành hoặc trung tâm xác nhận.",
    "receipt": "Kết quả gửi của dòng {seq} không có biên nhận của trung tâm đứng sau.",
    "list": "Hoạt động của dòng {seq} trong danh sách khác lần lưu cuối trong nhật ký.",
    "issue": "Báo cáo đã phát hành lần {seq} bị sửa sau khi phát hành.",
}
ADVICE = "Đừng gửi tiếp: hãy khôi phục sổ từ bản sao lưu, rồi báo người phụ trách."


@dataclass(frozen=True, slots=True)
class Tampered:
    """One thing found: `what` is a key of SENTENCES, `seq` the row (of an issue its version), `uid` of what."""

    what: str
    seq: int
    uid: str

    @property
    def sentence(self) -> str:
        """What to tell a person."""
        return SENTENCES[self.what].format(seq=self.seq)


def examine(book: Book, kinds: Kinds) -> tuple[Tampered, ...]:
    """Return what was tampered with, at most MOST things; () for an honest book. Reads every row of the journal."""
    found: list[Tampered] = []
    for one in _all(book, kinds):
        found.append(one)
        if len(found) == MOST:
            break
    return tuple(found)


def _all(book: Book, kinds: Kinds) -> Iterator[Tampered]:
    last = 0
    chain, expected = START, 1
    for row in journal.Journal(book).rows(0):
        seq, uid = row[0], row[1]
        if seq != expected:
            yield Tampered("missing", expected, "")
            # What follows a gap cannot be linked to what is gone: it is judged from its own link on.
        elif not journal.linked(chain, row):
            yield Tampered(_kind_of(row, kinds), seq, uid)
        chain, expected, last = row[7], seq + 1, seq
    yield from _tail(book, last)
    for (seq,) in book.query(
        "SELECT min(said.seq) FROM (SELECT seq, chain FROM issues UNION ALL SELECT seq, chain FROM anchors) AS said "
        "JOIN journal j ON j.seq = said.seq WHERE j.chain <> said.chain HAVING min(said.seq) IS NOT NULL"
    ):
        yield Tampered("rewritten", seq, "")
    for seq, uid in book.query(
        "SELECT max(j.seq), a.uid FROM activities a JOIN journal j ON j.uid = a.uid WHERE a.revision > 0 "
        "GROUP BY a.uid HAVING max(j.revision) <> a.revision LIMIT 20"
    ):
        yield Tampered("list", seq, uid)
    for seq, uid in book.query(
        "SELECT r.seq, j.uid FROM receipts r JOIN journal j ON j.seq = r.seq "
        "WHERE r.row IS NOT NULL AND r.batch NOT IN (SELECT batch FROM sealed_receipts) LIMIT 20"
    ):
        yield Tampered("receipt", seq, uid)
    for uid, version in broken_issues(book):
        yield Tampered("issue", version, uid)


def _tail(book: Book, last: int) -> Iterator[Tampered]:
    told = book.query("SELECT max((SELECT coalesce(max(seq), 0) FROM receipts), (SELECT coalesce(max(seq), 0) FROM issues), "
                      "(SELECT coalesce(max(seq), 0) FROM redactions), (SELECT coalesce(max(seq), 0) FROM anchors))")  # fmt: skip
    verified = int(book.setting(journal.VERIFIED, [0, ""])[0])
    if max(told[0][0], verified) > last:
        yield Tampered("tail", last + 1, "")


def _kind_of(row: tuple[Any, ...], kinds: Kinds) -> str:
    """Tell what was changed in a row that does not link; its rid covers what may leave, its link all of it."""
    if row[12] is not None:
        return "redaction"
    try:
        one = journal.revision_of(row[:11])
        rid = revision_id(one.uid, one.revision, one.parents, one.kind, one.at, one.binned, kinds.outgoing(one.kind, one.values))
    except (ValueError, KeyError, TypeError, AttributeError):
        return "content"
    return "who" if rid == one.rid else "content"
