"""Every action of the window once: its words, its keys, its picture. No Qt: paper tells the same keys."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done: `keys` as QKeySequence reads them, `icon` a file of resources/icons."""

    name: str
    text: str
    icon: str
    keys: str = ""
    tip: str = ""


PAGES = (
    Action("today", "Hôm nay", "house", "Ctrl+1", "Việc đang chờ và ghi nhanh"),
    Action("activities", "Sổ hoạt động", "book-open", "Ctrl+2", "Tìm, xem và sửa các hoạt động đã ghi"),
    Action("plans", "Kế hoạch", "target", "Ctrl+3", "Chỉ tiêu và mức đã đạt"),
    Action("printing", "In ấn", "printer", "Ctrl+4", "Áp phích, tờ rơi, băng rôn, danh sách ký nhận"),
    Action("reports", "Báo cáo", "file-chart-column", "Ctrl+5", "Báo cáo của kỳ theo Nghị định 30"),
    Action("sending", "Gửi dữ liệu", "send", "Ctrl+6", "Gửi về thành phố và xem kết quả"),
    Action("settings", "Cài đặt", "settings", "Ctrl+7", "Đơn vị, cỡ chữ, sao lưu"),
)
_OTHERS = (
    Action("new", "Ghi hoạt động", "plus", "Ctrl+N", "Ghi một hoạt động mới"),
    Action("grid", "Nhập nhiều dòng", "list-filter", "Ctrl+Shift+N", "Gõ hoặc dán nhiều hoạt động cùng loại trong một bảng"),
    Action("import", "Nhập từ Excel", "folder-open", "Ctrl+I", "Đưa các sổ theo dõi cũ (.xlsx, .csv, bảng dán) vào sổ"),
    Action("find", "Tìm trong sổ", "search", "Ctrl+F", "Tìm có dấu hoặc không dấu"),
    Action("save", "Lưu", "save", "Ctrl+S", "Lưu vào sổ"),
    Action("save_next", "Lưu và ghi tiếp", "corner-down-left", "Ctrl+Return", "Lưu rồi mở phiếu trống cùng loại"),
    Action("repeat", "Như lần trước", "copy", "F4", "Lặp lại lần ghi trước của loại này: chỉ còn ngày và các con số"),
    Action("copy", "Chép thành hoạt động mới", "copy", "Ctrl+D", "Mở phiếu mới với cùng nội dung, trừ ngày và ảnh"),
    Action("back", "Quay lại", "arrow-left", "Esc", "Quay lại; phần đang ghi được giữ làm bản nháp"),
    Action("edit", "Sửa", "file-pen", "F2", "Mở phiếu để sửa"),
    Action("undo", "Hoàn tác lần lưu cuối", "undo-2", "Ctrl+Alt+Z", "Trở về nội dung trước lần lưu cuối"),
    Action("history", "Lịch sử", "history", "Ctrl+H", "Ai sửa gì, lúc nào"),
    Action("bin", "Bỏ vào thùng rác", "trash-2", "", "Cất khỏi sổ; khôi phục được"),
    Action("restore", "Khôi phục", "archive-restore", "", "Đưa trở lại sổ"),
    Action("trash", "Thùng rác", "trash-2", "Ctrl+Shift+T", "Những gì đã bỏ trong 90 ngày, khôi phục được"),
    Action("safety", "An toàn của sổ", "database-backup", "Ctrl+8", "Sao lưu, khôi phục, sức khỏe và khóa của sổ"),
    Action("report_one", "Báo cáo hoạt động", "file-chart-column", "", "Báo cáo của riêng hoạt động này"),
    Action("attendees", "Danh sách người dự", "users", "", "Ai đã dự: giữ trong máy này, in phiếu ký tên, giấy chứng nhận"),
    Action("print", "In cho hoạt động này", "printer", "Ctrl+P", "Danh sách ký nhận, áp phích… điền sẵn"),
    Action("lock", "Khóa", "lock", "Ctrl+L", "Khóa màn hình; mở lại bằng PIN"),
    Action("switch", "Đổi người dùng", "users", "Ctrl+Shift+U", "Người khác ngồi vào máy; phần đang ghi được giữ"),
    Action("approve", "Duyệt", "circle-check", "Ctrl+Shift+D", "Lãnh đạo duyệt để gửi về thành phố"),
    Action("help", "Hướng dẫn", "info", "F1", "Trang đang mở để làm gì, dùng thế nào, phím nào"),
    Action("send_now", "Gửi ngay", "send", "Ctrl+Shift+G", "Gửi mọi thứ đang chờ"),
)
ACTIONS = {action.name: action for action in PAGES + _OTHERS}
