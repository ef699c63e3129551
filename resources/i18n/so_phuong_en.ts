<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="vi_VN">
 <context>
  <name>AccountsCard</name>
  <message>
   <source>10 phút</source>
   <translation>10 minutes</translation>
  </message>
  <message>
   <source>30 phút</source>
   <translation>30 minutes</translation>
  </message>
  <message>
   <source>5 phút</source>
   <translation>5 minutes</translation>
  </message>
  <message>
   <source>Bản ghi mới chờ ở máy này đến khi được duyệt; sửa sau khi duyệt thì chờ lại.</source>
   <translation>New records wait on this PC until they are approved; changed after that, they wait again.</translation>
  </message>
  <message>
   <source>Bỏ mọi tài khoản</source>
   <translation>Remove all accounts</translation>
  </message>
  <message>
   <source>Bỏ mọi tài khoản…</source>
   <translation>Remove all accounts…</translation>
  </message>
  <message>
   <source>Chưa lập tài khoản: ai mở chương trình cũng dùng được. Khi nhiều người dùng chung máy, lập tài khoản để lịch sử ghi đúng tên, màn hình tự khóa, và lãnh đạo có thể duyệt trước khi gửi.</source>
   <translation>No accounts yet: whoever opens the program can use it. Where several people share this PC, make accounts so that the history names the right person, the screen locks itself and the leader can approve before sending.</translation>
  </message>
  <message>
   <source>Chương trình sẽ mở ra là dùng được, không hỏi ai. Tên người ghi trong lịch sử vẫn còn.</source>
   <translation>The program will open ready for use and ask nobody. The names in the history stay.</translation>
  </message>
  <message>
   <source>Duyệt tất cả</source>
   <translation>Approve all</translation>
  </message>
  <message>
   <source>Giữ tài khoản</source>
   <translation>Keep the accounts</translation>
  </message>
  <message>
   <source>Khóa ngay</source>
   <translation>Lock now</translation>
  </message>
  <message>
   <source>Không cần duyệt nữa: mọi thứ đang chờ sẽ được gửi.</source>
   <translation>Approval is no longer needed: everything that waits will be sent.</translation>
  </message>
  <message>
   <source>Không tự khóa</source>
   <translation>Never lock by itself</translation>
  </message>
  <message>
   <source>Lãnh đạo duyệt trước khi gửi về thành phố</source>
   <translation>The leader approves before sending to the city</translation>
  </message>
  <message>
   <source>Lập tài khoản đầu tiên…</source>
   <translation>Make the first account…</translation>
  </message>
  <message>
   <source>Người của đơn vị</source>
   <translation>People of the office</translation>
  </message>
  <message>
   <source>PIN giữ bàn làm việc, không thay mật khẩu máy tính: ai đăng nhập được vào máy này thì đặt lại được PIN.</source>
   <translation>The PIN guards the desk and does not replace the PC's password: whoever can sign in to this PC can reset a PIN.</translation>
  </message>
  <message>
   <source>Sửa…</source>
   <translation>Change…</translation>
  </message>
  <message>
   <source>Thêm người</source>
   <translation>Add a person</translation>
  </message>
  <message>
   <source>Thêm người…</source>
   <translation>Add a person…</translation>
  </message>
  <message>
   <source>Tài khoản đầu tiên</source>
   <translation>First account</translation>
  </message>
  <message>
   <source>Từ giờ bản ghi mới chờ lãnh đạo duyệt.</source>
   <translation>From now on new records wait for the leader's approval.</translation>
  </message>
  <message>
   <source>Tự khóa khi không ai dùng</source>
   <translation>Lock when nobody is working</translation>
  </message>
  <message>
   <source>Tự khóa khi không ai dùng sau</source>
   <translation>Lock when nobody has worked for</translation>
  </message>
  <message>
   <source>chưa có PIN</source>
   <translation>no PIN yet</translation>
  </message>
  <message>
   <source>quản lý</source>
   <translation>manager</translation>
  </message>
  <message>
   <source>{n} hoạt động đang chờ duyệt.</source>
   <translation>{n} activities wait for approval.</translation>
  </message>
  <message>
   <source>Đã bỏ PIN của {name}: lần tới người đó đặt PIN mới.</source>
   <translation>The PIN of {name} was removed: they set a new one next time.</translation>
  </message>
  <message>
   <source>Đã bỏ mọi tài khoản.</source>
   <translation>All accounts were removed.</translation>
  </message>
  <message>
   <source>Đã duyệt {n} hoạt động: sẽ được gửi về thành phố.</source>
   <translation>{n} activities approved: they will be sent to the city.</translation>
  </message>
  <message>
   <source>Đã lập tài khoản của {name}. Ctrl+L khóa máy, Ctrl+Shift+U đổi người dùng.</source>
   <translation>The account of {name} was made. Ctrl+L locks, Ctrl+Shift+U changes the user.</translation>
  </message>
  <message>
   <source>Đã sửa tài khoản của {name}.</source>
   <translation>The account of {name} was changed.</translation>
  </message>
  <message>
   <source>Đã thêm {name}.</source>
   <translation>{name} was added.</translation>
  </message>
  <message>
   <source>Đã đổi PIN.</source>
   <translation>The PIN was changed.</translation>
  </message>
  <message>
   <source>Đổi PIN của tôi…</source>
   <translation>Change my PIN…</translation>
  </message>
  <message>
   <source>Đổi PIN của {name}</source>
   <translation>Change the PIN of {name}</translation>
  </message>
  <message>
   <source>đang ngồi đây</source>
   <translation>sitting here</translation>
  </message>
  <message>
   <source>đã ngừng</source>
   <translation>no longer here</translation>
  </message>
 </context>
 <context>
  <name>Action</name>
  <message>
   <source>Ai sửa gì, lúc nào</source>
   <translation>Who changed what, and when</translation>
  </message>
  <message>
   <source>Ai đã dự: giữ trong máy này, in phiếu ký tên, giấy chứng nhận</source>
   <translation>Who came: kept on this PC; print the sign-in sheet and certificates</translation>
  </message>
  <message>
   <source>An toàn của sổ</source>
   <translation>Safety of the book</translation>
  </message>
  <message>
   <source>Báo cáo</source>
   <translation>Reports</translation>
  </message>
  <message>
   <source>Báo cáo của kỳ theo Nghị định 30</source>
   <translation>Report of the period as Decree 30 has it</translation>
  </message>
  <message>
   <source>Báo cáo của riêng hoạt động này</source>
   <translation>Report of this activity alone</translation>
  </message>
  <message>
   <source>Báo cáo hoạt động</source>
   <translation>Report of the activity</translation>
  </message>
  <message>
   <source>Bỏ vào thùng rác</source>
   <translation>Put into the bin</translation>
  </message>
  <message>
   <source>Chép thành hoạt động mới</source>
   <translation>Copy to a new activity</translation>
  </message>
  <message>
   <source>Chỉ tiêu và mức đã đạt</source>
   <translation>Targets and what is reached</translation>
  </message>
  <message>
   <source>Cài đặt</source>
   <translation>Settings</translation>
  </message>
  <message>
   <source>Cất khỏi sổ; khôi phục được</source>
   <translation>Put away; can be restored</translation>
  </message>
  <message>
   <source>Danh sách ký nhận, áp phích… điền sẵn</source>
   <translation>List to sign, poster…, filled in</translation>
  </message>
  <message>
   <source>Danh sách người dự</source>
   <translation>List of attendees</translation>
  </message>
  <message>
   <source>Duyệt</source>
   <translation>Approve</translation>
  </message>
  <message>
   <source>Ghi hoạt động</source>
   <translation>Record an activity</translation>
  </message>
  <message>
   <source>Ghi một hoạt động mới</source>
   <translation>Record a new activity</translation>
  </message>
  <message>
   <source>Gõ hoặc dán nhiều hoạt động cùng loại trong một bảng</source>
   <translation>Type or paste many activities of a kind in one table</translation>
  </message>
  <message>
   <source>Gửi dữ liệu</source>
   <translation>Send</translation>
  </message>
  <message>
   <source>Gửi mọi thứ đang chờ</source>
   <translation>Send everything that waits</translation>
  </message>
  <message>
   <source>Gửi ngay</source>
   <translation>Send now</translation>
  </message>
  <message>
   <source>Gửi về thành phố và xem kết quả</source>
   <translation>Send to the city and see the result</translation>
  </message>
  <message>
   <source>Hoàn tác lần lưu cuối</source>
   <translation>Undo the last save</translation>
  </message>
  <message>
   <source>Hôm nay</source>
   <translation>Today</translation>
  </message>
  <message>
   <source>Hướng dẫn</source>
   <translation>Help</translation>
  </message>
  <message>
   <source>In cho hoạt động này</source>
   <translation>Print for this activity</translation>
  </message>
  <message>
   <source>In ấn</source>
   <translation>Print</translation>
  </message>
  <message>
   <source>Khóa</source>
   <translation>Lock</translation>
  </message>
  <message>
   <source>Khóa màn hình; mở lại bằng PIN</source>
   <translation>Lock the screen; opened again with the PIN</translation>
  </message>
  <message>
   <source>Khôi phục</source>
   <translation>Restore</translation>
  </message>
  <message>
   <source>Kế hoạch</source>
   <translation>Plans</translation>
  </message>
  <message>
   <source>Lãnh đạo duyệt để gửi về thành phố</source>
   <translation>The leader approves for sending to the city</translation>
  </message>
  <message>
   <source>Lưu</source>
   <translation>Save</translation>
  </message>
  <message>
   <source>Lưu rồi mở phiếu trống cùng loại</source>
   <translation>Save, then open an empty form of the same kind</translation>
  </message>
  <message>
   <source>Lưu và ghi tiếp</source>
   <translation>Save and record the next</translation>
  </message>
  <message>
   <source>Lưu vào sổ</source>
   <translation>Save in the book</translation>
  </message>
  <message>
   <source>Lặp lại lần ghi trước của loại này: chỉ còn ngày và các con số</source>
   <translation>Repeat the last record of this kind: only the day and the numbers are left</translation>
  </message>
  <message>
   <source>Lịch sử</source>
   <translation>History</translation>
  </message>
  <message>
   <source>Mở phiếu mới với cùng nội dung, trừ ngày và ảnh</source>
   <translation>Open a new form with the same content, without day and photos</translation>
  </message>
  <message>
   <source>Mở phiếu để sửa</source>
   <translation>Open the form to change it</translation>
  </message>
  <message>
   <source>Người khác ngồi vào máy; phần đang ghi được giữ</source>
   <translation>Somebody else sits down; what is being written is kept</translation>
  </message>
  <message>
   <source>Như lần trước</source>
   <translation>As last time</translation>
  </message>
  <message>
   <source>Nhập nhiều dòng</source>
   <translation>Enter many rows</translation>
  </message>
  <message>
   <source>Nhập từ Excel</source>
   <translation>Import from Excel</translation>
  </message>
  <message>
   <source>Những gì đã bỏ trong 90 ngày, khôi phục được</source>
   <translation>What was removed in 90 days, can be restored</translation>
  </message>
  <message>
   <source>Quay lại</source>
   <translation>Back</translation>
  </message>
  <message>
   <source>Quay lại; phần đang ghi được giữ làm bản nháp</source>
   <translation>Go back; what is being written is kept as a draft</translation>
  </message>
  <message>
   <source>Sao lưu, khôi phục, sức khỏe và khóa của sổ</source>
   <translation>Backups, going back, health and key of the book</translation>
  </message>
  <message>
   <source>Sổ hoạt động</source>
   <translation>Activities</translation>
  </message>
  <message>
   <source>Sửa</source>
   <translation>Change</translation>
  </message>
  <message>
   <source>Thùng rác</source>
   <translation>Bin</translation>
  </message>
  <message>
   <source>Trang đang mở để làm gì, dùng thế nào, phím nào</source>
   <translation>What the open page is for, how to use it, which keys</translation>
  </message>
  <message>
   <source>Trở về nội dung trước lần lưu cuối</source>
   <translation>Go back to what it was before the last save</translation>
  </message>
  <message>
   <source>Tìm có dấu hoặc không dấu</source>
   <translation>Search with or without marks</translation>
  </message>
  <message>
   <source>Tìm trong sổ</source>
   <translation>Search the book</translation>
  </message>
  <message>
   <source>Tìm, xem và sửa các hoạt động đã ghi</source>
   <translation>Find, view and change recorded activities</translation>
  </message>
  <message>
   <source>Việc đang chờ và ghi nhanh</source>
   <translation>What waits, and quick records</translation>
  </message>
  <message>
   <source>Áp phích, tờ rơi, băng rôn, danh sách ký nhận</source>
   <translation>Posters, leaflets, banners, lists to sign</translation>
  </message>
  <message>
   <source>Đơn vị, cỡ chữ, sao lưu</source>
   <translation>Office, text size, backup</translation>
  </message>
  <message>
   <source>Đưa các sổ theo dõi cũ (.xlsx, .csv, bảng dán) vào sổ</source>
   <translation>Bring old tracking files (.xlsx, .csv, a pasted table) into the book</translation>
  </message>
  <message>
   <source>Đưa trở lại sổ</source>
   <translation>Bring back into the book</translation>
  </message>
  <message>
   <source>Đổi người dùng</source>
   <translation>Change the user</translation>
  </message>
 </context>
 <context>
  <name>Activities</name>
  <message>
   <source>Ghi</source>
   <translation>Record</translation>
  </message>
  <message>
   <source>Ghi hoạt động</source>
   <translation>Record an activity</translation>
  </message>
  <message>
   <source>Ghi hoạt động đầu tiên</source>
   <translation>Record the first activity</translation>
  </message>
  <message>
   <source>Hiển thị</source>
   <translation>Display</translation>
  </message>
  <message>
   <source>Mọi hoạt động trong sổ</source>
   <translation>All activities in the book</translation>
  </message>
  <message>
   <source>Mỗi việc đã làm là một dòng: buổi phát thanh, lớp tập huấn, băng rôn, tin bài. Ghi ở đây một lần, danh sách, báo cáo và số liệu gửi đi lấy từ đó.</source>
   <translation>Everything done is one line: a broadcast, a training class, a banner, an article. Record it here once; the list, the reports and what is sent draw on it.</translation>
  </message>
  <message>
   <source>Nhập nhiều dòng</source>
   <translation>Enter many rows</translation>
  </message>
  <message>
   <source>Nhập từ Excel, thùng rác</source>
   <translation>Import from Excel, bin</translation>
  </message>
  <message>
   <source>Sổ chưa có hoạt động nào</source>
   <translation>No activity in the book yet</translation>
  </message>
  <message>
   <source>Sổ hoạt động</source>
   <translation>Activities</translation>
  </message>
  <message>
   <source>Sổ lớn: xếp theo cột này mất vài giây, thứ tự theo ngày thì tức thì.</source>
   <translation>A big book: sorting by this column takes a few seconds, by day it is instant.</translation>
  </message>
  <message>
   <source>Thứ tự và các cột của danh sách</source>
   <translation>Order and columns of the list</translation>
  </message>
  <message>
   <source>Tìm có dấu hoặc không dấu: tap huan, CĐS, tên thôn, mã 8F3A-21C4…</source>
   <translation>Search with or without marks: tap huan, CĐS, a village, code 8F3A-21C4…</translation>
  </message>
  <message>
   <source>Tìm trong sổ</source>
   <translation>Search the book</translation>
  </message>
  <message>
   <source>tìm «{text}»</source>
   <translation>search “{text}”</translation>
  </message>
  <message>
   <source>{n} bản nháp</source>
   <translation>{n} drafts</translation>
  </message>
  <message>
   <source>{n} hoạt động</source>
   <translation>{n} activities</translation>
  </message>
 </context>
 <context>
  <name>ActivityTable</name>
  <message>
   <source>Danh sách hoạt động</source>
   <translation>List of activities</translation>
  </message>
 </context>
 <context>
  <name>AgainButton</name>
  <message>
   <source>Các mẫu của đơn vị…</source>
   <translation>Templates of the office…</translation>
  </message>
  <message>
   <source>Lưu thành mẫu…</source>
   <translation>Save as template…</translation>
  </message>
  <message>
   <source>Mẫu</source>
   <translation>Templates</translation>
  </message>
  <message>
   <source>Mẫu: lặp lại, dùng mẫu, lưu thành mẫu</source>
   <translation>Templates: repeat, use one, save as one</translation>
  </message>
 </context>
 <context>
  <name>AttendeesDialog</name>
  <message>
   <source>Bỏ qua {n} dòng chưa đúng. {first}</source>
   <translation>{n} wrong rows left out. {first}</translation>
  </message>
  <message>
   <source>Chưa có danh sách. Gõ tên, dán từ Excel (Ctrl+V) hoặc mở tệp.</source>
   <translation>No list yet. Type names, paste from Excel (Ctrl+V) or open a file.</translation>
  </message>
  <message>
   <source>Chưa ghi được số người vào hoạt động: {why}</source>
   <translation>The number could not be written into the activity: {why}</translation>
  </message>
  <message>
   <source>Có {n} người, giữ đến hết ngày {day}. Tên được ẩn cho đến khi cần xem.</source>
   <translation>{n} people, kept until {day}. Names stay hidden until somebody needs them.</translation>
  </message>
  <message>
   <source>Danh sách (*.xlsx *.xls *.ods *.csv *.txt)</source>
   <translation>List (*.xlsx *.xls *.ods *.csv *.txt)</translation>
  </message>
  <message>
   <source>Danh sách người dự</source>
   <translation>List of attendees</translation>
  </message>
  <message>
   <source>Danh sách người dự: {title}</source>
   <translation>Attendees: {title}</translation>
  </message>
  <message>
   <source>Danh sách để ký tên, có lời báo về dữ liệu cá nhân</source>
   <translation>A list for signing, with what people must be told about their data</translation>
  </message>
  <message>
   <source>Dòng {n} thiếu họ và tên: hãy điền thêm hoặc xóa dòng.</source>
   <translation>Row {n} has no name: fill it in or delete the row.</translation>
  </message>
  <message>
   <source>Ghi số người này vào «Số lượt người tham gia» của hoạt động</source>
   <translation>Write this number into «Số lượt người tham gia» of the activity</translation>
  </message>
  <message>
   <source>Giữ danh sách</source>
   <translation>Keep the list</translation>
  </message>
  <message>
   <source>Giữ đến hết ngày</source>
   <translation>Keep until</translation>
  </message>
  <message>
   <source>Giữ để làm gì</source>
   <translation>Kept for</translation>
  </message>
  <message>
   <source>Hiện danh sách</source>
   <translation>Show the list</translation>
  </message>
  <message>
   <source>Họ và tên</source>
   <translation>Full name</translation>
  </message>
  <message>
   <source>Mở tệp xlsx, csv…</source>
   <translation>Open xlsx or csv file…</translation>
  </message>
  <message>
   <source>Mở «An toàn của sổ»</source>
   <translation>Open “Safety of the book”</translation>
  </message>
  <message>
   <source>Người dự</source>
   <translation>Attendees</translation>
  </message>
  <message>
   <source>Phiếu ký tên (PDF)…</source>
   <translation>Sign-in sheet (PDF)…</translation>
  </message>
  <message>
   <source>Xóa danh sách</source>
   <translation>Delete the list</translation>
  </message>
  <message>
   <source>Xóa danh sách…</source>
   <translation>Delete the list…</translation>
  </message>
  <message>
   <source>Xóa hẳn danh sách này? Tên trong đó không lấy lại được; bản sao lưu cũ mất trong vòng 30 ngày.</source>
   <translation>Delete this list for good? Its names cannot be brought back; older backups go within 30 days.</translation>
  </message>
  <message>
   <source>danh-sach-ky-ten</source>
   <translation>sign-in-sheet</translation>
  </message>
  <message>
   <source>{n} người</source>
   <translation>{n} people</translation>
  </message>
  <message>
   <source>{what} Biên nhận số {n}.</source>
   <translation>{what} Receipt no. {n}.</translation>
  </message>
  <message>
   <source>Điện thoại</source>
   <translation>Phone</translation>
  </message>
  <message>
   <source>Đã giữ danh sách {n} người đến hết ngày {day}.</source>
   <translation>List of {n} people kept until {day}.</translation>
  </message>
  <message>
   <source>Đóng</source>
   <translation>Close</translation>
  </message>
  <message>
   <source>Đơn vị chưa bật giữ danh sách người dự: sổ chỉ đếm số người. Vẫn in được phiếu ký tên để trống. Người quản lý bật ở trang «An toàn của sổ», thẻ Dữ liệu cá nhân.</source>
   <translation>Lists of attendees are switched off here: the book only counts people. An open sign-in sheet can still be printed. Who manages switches lists on in “Safety of the book”, card Personal data.</translation>
  </message>
  <message>
   <source>Đơn vị, khu dân cư</source>
   <translation>Unit, neighbourhood</translation>
  </message>
  <message>
   <source>Để lại</source>
   <translation>Leave it</translation>
  </message>
 </context>
 <context>
  <name>BatchDialog</name>
  <message>
   <source>, bỏ qua {n} dòng chưa đúng</source>
   <translation>, {n} faulty lines left out</translation>
  </message>
  <message>
   <source>Danh sách</source>
   <translation>List</translation>
  </message>
  <message>
   <source>Danh sách (*.xlsx *.xls *.ods *.csv *.txt)</source>
   <translation>Lists (*.xlsx *.xls *.ods *.csv *.txt)</translation>
  </message>
  <message>
   <source>Danh sách tên chỉ nằm trong cửa sổ này: không lưu vào sổ, không gửi đi.</source>
   <translation>The list of names lives in this window only: not saved in the book, not sent.</translation>
  </message>
  <message>
   <source>Dừng</source>
   <translation>Stop</translation>
  </message>
  <message>
   <source>In theo danh sách: {design}</source>
   <translation>Print from a list: {design}</translation>
  </message>
  <message>
   <source>Lưu PDF</source>
   <translation>Save PDF</translation>
  </message>
  <message>
   <source>Lưu PDF…</source>
   <translation>Save PDF…</translation>
  </message>
  <message>
   <source>Mỗi dòng một người. Dán thẳng từ Excel cũng được: họ và tên, chức vụ, đơn vị…</source>
   <translation>One person a line. Pasting from Excel works too: name, position, unit…</translation>
  </message>
  <message>
   <source>Mở tệp xlsx, csv…</source>
   <translation>Open xlsx, csv…</translation>
  </message>
  <message>
   <source>Người dự của hoạt động này</source>
   <translation>Attendees of this activity</translation>
  </message>
  <message>
   <source>Tài liệu PDF (*.pdf)</source>
   <translation>PDF document (*.pdf)</translation>
  </message>
  <message>
   <source>và {n} điều khác</source>
   <translation>and {n} other things</translation>
  </message>
  <message>
   <source>{n} người</source>
   <translation>{n} people</translation>
  </message>
  <message>
   <source>Đã dừng, không có tệp nào được ghi.</source>
   <translation>Stopped; no file was written.</translation>
  </message>
  <message>
   <source>Đã lưu {n} trang vào {file}.</source>
   <translation>{n} pages saved to {file}.</translation>
  </message>
  <message>
   <source>Đóng</source>
   <translation>Close</translation>
  </message>
 </context>
 <context>
  <name>Bin</name>
  <message>
   <source>Bỏ nhầm một hoạt động thì tìm lại ở đây trong {n} ngày.</source>
   <translation>An activity removed by mistake is found here for {n} days.</translation>
  </message>
  <message>
   <source>Hiện cả những gì quá {n} ngày</source>
   <translation>Show what is older than {n} days too</translation>
  </message>
  <message>
   <source>Khôi phục (Enter)</source>
   <translation>Restore (Enter)</translation>
  </message>
  <message>
   <source>Quá {n} ngày, hoạt động thôi hiện ở đây nhưng chưa mất: nhật ký của sổ giữ mọi lần lưu, không ai xóa được. Những gì ở đây không được tính vào báo cáo; việc bỏ đi cũng được báo về thành phố.</source>
   <translation>After {n} days an activity is no longer shown here but is not lost: the journal of the book keeps every save and nobody can delete it. What is here is not counted in reports; that it was removed is told to the city too.</translation>
  </message>
  <message>
   <source>Thùng rác</source>
   <translation>Bin</translation>
  </message>
  <message>
   <source>Thùng rác trống</source>
   <translation>The bin is empty</translation>
  </message>
  <message>
   <source>hết hạn</source>
   <translation>over</translation>
  </message>
  <message>
   <source>{n} hoạt động</source>
   <translation>{n} activities</translation>
  </message>
  <message>
   <source>{n} ngày</source>
   <translation>{n} days</translation>
  </message>
  <message>
   <source>Đã khôi phục «{title}».</source>
   <translation>“{title}” was restored.</translation>
  </message>
 </context>
 <context>
  <name>Calendar</name>
  <message>
   <source>Lịch</source>
   <translation>Calendar</translation>
  </message>
 </context>
 <context>
  <name>CalendarCard</name>
  <message>
   <source>+{n} việc</source>
   <translation>+{n} more</translation>
  </message>
  <message>
   <source>Không có gì trong ngày này.</source>
   <translation>Nothing on this day.</translation>
  </message>
  <message>
   <source>Lịch tháng</source>
   <translation>Calendar of the month</translation>
  </message>
  <message>
   <source>Mở</source>
   <translation>Open</translation>
  </message>
  <message>
   <source>Tháng này</source>
   <translation>This month</translation>
  </message>
  <message>
   <source>Tháng sau</source>
   <translation>Next month</translation>
  </message>
  <message>
   <source>Tháng trước</source>
   <translation>Previous month</translation>
  </message>
  <message>
   <source>Tháng {month} năm {year}</source>
   <translation>Month {month} of {year}</translation>
  </message>
 </context>
 <context>
  <name>ChartsCard</name>
  <message>
   <source>Biểu đồ</source>
   <translation>Charts</translation>
  </message>
  <message>
   <source>Chép biểu đồ để dán vào Zalo, Word</source>
   <translation>Copy the chart to paste into Zalo or Word</translation>
  </message>
  <message>
   <source>Chép ảnh</source>
   <translation>Copy picture</translation>
  </message>
  <message>
   <source>Chỉ tiêu</source>
   <translation>Targets</translation>
  </message>
  <message>
   <source>Kỳ</source>
   <translation>Period</translation>
  </message>
  <message>
   <source>Lưu PDF…</source>
   <translation>Save PDF…</translation>
  </message>
  <message>
   <source>Số hoạt động</source>
   <translation>Number of activities</translation>
  </message>
  <message>
   <source>Số lượt người</source>
   <translation>Number of attendances</translation>
  </message>
  <message>
   <source>Theo loại</source>
   <translation>By kind</translation>
  </message>
  <message>
   <source>Theo tháng</source>
   <translation>By month</translation>
  </message>
  <message>
   <source>Theo thôn, tổ dân phố</source>
   <translation>By village, residential group</translation>
  </message>
  <message>
   <source>Từ điển chỉ tiêu…</source>
   <translation>Dictionary of indicators…</translation>
  </message>
  <message>
   <source>Đã chép biểu đồ: dán (Ctrl+V) vào Zalo, Word hoặc thư.</source>
   <translation>The chart was copied: paste it (Ctrl+V) into Zalo, Word or a letter.</translation>
  </message>
  <message>
   <source>Đếm</source>
   <translation>Count</translation>
  </message>
  <message>
   <source>Định nghĩa, cách tính, đơn vị của từng con số</source>
   <translation>Definition, method and unit of every figure</translation>
  </message>
 </context>
 <context>
  <name>Chooser</name>
  <message>
   <source>Gõ để tìm: tap huan, to roi, loa…</source>
   <translation>Type to find: tap huan, to roi, loa…</translation>
  </message>
  <message>
   <source>Hoạt động khác</source>
   <translation>Other activities</translation>
  </message>
  <message>
   <source>Không có loại nào như vậy. Hãy thử từ khác, hoặc chọn «Khác».</source>
   <translation>There is no such kind. Try another word, or choose “Khác”.</translation>
  </message>
  <message>
   <source>Mẫu của đơn vị</source>
   <translation>Templates of the office</translation>
  </message>
  <message>
   <source>Mẫu: {kind}</source>
   <translation>Template: {kind}</translation>
  </message>
  <message>
   <source>Tìm loại hoạt động</source>
   <translation>Find a kind of activity</translation>
  </message>
 </context>
 <context>
  <name>CodeLine</name>
  <message>
   <source>Mã trên phiếu khôi phục</source>
   <translation>Code on the recovery sheet</translation>
  </message>
  <message>
   <source>Nhóm {groups} chưa đúng: hãy so lại từng ký tự với phiếu.</source>
   <translation>Group {groups} is not right yet: compare each character with the sheet.</translation>
  </message>
  <message>
   <source>Sáu nhóm, mỗi nhóm sáu ký tự, như in trên phiếu.</source>
   <translation>Six groups of six characters, as printed on the sheet.</translation>
  </message>
  <message>
   <source>Đúng {n}/{of} nhóm.</source>
   <translation>{n} of {of} groups are right.</translation>
  </message>
  <message>
   <source>Đủ sáu nhóm, mã gõ đúng.</source>
   <translation>All six groups are right.</translation>
  </message>
 </context>
 <context>
  <name>Columns</name>
  <message>
   <source>(không nhập)</source>
   <translation>(not imported)</translation>
  </message>
  <message>
   <source>Chiến dịch</source>
   <translation>Campaign</translation>
  </message>
  <message>
   <source>Chủ trì</source>
   <translation>Lead unit</translation>
  </message>
  <message>
   <source>Cột {column} nhập vào</source>
   <translation>Column {column} goes into</translation>
  </message>
  <message>
   <source>Cột {n}</source>
   <translation>Column {n}</translation>
  </message>
  <message>
   <source>Cột «{column}»: «{text}» là bao nhiêu?</source>
   <translation>Column “{column}”: how much is “{text}”?</translation>
  </message>
  <message>
   <source>Giữ nguyên</source>
   <translation>Leave as it is</translation>
  </message>
  <message>
   <source>Kinh phí (đồng)</source>
   <translation>Cost (đồng)</translation>
  </message>
  <message>
   <source>Loại</source>
   <translation>Kind</translation>
  </message>
  <message>
   <source>Lượt người</source>
   <translation>Attendances</translation>
  </message>
  <message>
   <source>Ngày</source>
   <translation>Day</translation>
  </message>
  <message>
   <source>Người ghi</source>
   <translation>Recorded by</translation>
  </message>
  <message>
   <source>Số tiền ở «{column}» tính bằng</source>
   <translation>The amounts in “{column}” are in</translation>
  </message>
  <message>
   <source>Sửa lần cuối</source>
   <translation>Last changed</translation>
  </message>
  <message>
   <source>Thôn, TDP</source>
   <translation>Village, residential group</translation>
  </message>
  <message>
   <source>Trạng thái</source>
   <translation>State</translation>
  </message>
  <message>
   <source>Tên hoạt động</source>
   <translation>Name of the activity</translation>
  </message>
  <message>
   <source>Tên loại</source>
   <translation>Name of the kind</translation>
  </message>
  <message>
   <source>Tệp chưa có, dùng cho mọi dòng:</source>
   <translation>Not in the file, used for every row:</translation>
  </message>
  <message>
   <source>Tệp viết bằng phông cũ {font}. Đổi sang Unicode?</source>
   <translation>The file was written with the old font {font}. Convert to Unicode?</translation>
  </message>
  <message>
   <source>{field} cho mọi dòng</source>
   <translation>{field} for every row</translation>
  </message>
  <message>
   <source>Đơn vị tính của cột {column}</source>
   <translation>Unit of the column {column}</translation>
  </message>
  <message>
   <source>Địa điểm</source>
   <translation>Place</translation>
  </message>
  <message>
   <source>Đổi sang Unicode</source>
   <translation>Convert to Unicode</translation>
  </message>
  <message>
   <source>Ảnh</source>
   <translation>Photos</translation>
  </message>
  <message>
   <source>– chọn –</source>
   <translation>– choose –</translation>
  </message>
 </context>
 <context>
  <name>ConflictDialog</name>
  <message>
   <source>Giữ các lựa chọn</source>
   <translation>Keep these choices</translation>
  </message>
  <message>
   <source>Hai máy cùng sửa</source>
   <translation>Changed on two PCs</translation>
  </message>
  <message>
   <source>Máy kia</source>
   <translation>The other PC</translation>
  </message>
  <message>
   <source>Máy này</source>
   <translation>This PC</translation>
  </message>
  <message>
   <source>Trong thùng rác</source>
   <translation>In the bin</translation>
  </message>
  <message>
   <source>«{title}» được sửa ở hai máy cùng lúc. Mỗi dòng chọn một giá trị đúng; giá trị kia vẫn nằm trong lịch sử.</source>
   <translation>“{title}” was changed on two PCs at once. Choose the right value in each line; the other stays in the history.</translation>
  </message>
  <message>
   <source>Để sau</source>
   <translation>Later</translation>
  </message>
  <message>
   <source>←→ đổi cột · ↑↓ đổi dòng · Space chọn · Enter giữ</source>
   <translation>←→ column · ↑↓ line · Space choose · Enter keep</translation>
  </message>
 </context>
 <context>
  <name>CopiesCard</name>
  <message>
   <source>Biên bản (PDF)…</source>
   <translation>Report (PDF)…</translation>
  </message>
  <message>
   <source>Bản gần nhất lúc {at}. Đang giữ {room}.</source>
   <translation>Newest copy at {at}. Kept: {room}.</translation>
  </message>
  <message>
   <source>Bản sao lưu</source>
   <translation>Backups</translation>
  </message>
  <message>
   <source>Bản sao lưu (*.sophuong)</source>
   <translation>Backup (*.sophuong)</translation>
  </message>
  <message>
   <source>Chưa có bản sao nào: bản đầu tiên được làm sau vài phút làm việc.</source>
   <translation>No copy yet: the first one is made after a few minutes of work.</translation>
  </message>
  <message>
   <source>Chưa có nơi thứ hai: ổ đĩa của máy hỏng là mất cả sổ lẫn bản sao. Hãy chọn một USB hoặc ổ đĩa khác.</source>
   <translation>No second place yet: if this PC's disk fails, the book and its copies are both lost. Choose a USB stick or another disk.</translation>
  </message>
  <message>
   <source>Chưa cắm; cắm vào là sổ tự sao sang.</source>
   <translation>Not plugged in; once it is, the book copies itself there.</translation>
  </message>
  <message>
   <source>Chưa diễn tập khôi phục lần nào: nên làm mỗi năm một lần, mất khoảng một phút.</source>
   <translation>No restore drill yet: do one every year, it takes about a minute.</translation>
  </message>
  <message>
   <source>Chọn nơi thứ hai</source>
   <translation>Choose the second place</translation>
  </message>
  <message>
   <source>Chọn nơi thứ hai…</source>
   <translation>Choose second place…</translation>
  </message>
  <message>
   <source>Cùng ổ đĩa với sổ: ổ hỏng là mất cả hai, nên dùng USB hoặc ổ khác.</source>
   <translation>On the same disk as the book: if it fails both are lost, better use a USB stick or another disk.</translation>
  </message>
  <message>
   <source>Diễn tập khôi phục</source>
   <translation>Restore drill</translation>
  </message>
  <message>
   <source>Diễn tập khôi phục lúc {at}: {good}.</source>
   <translation>Restore drill at {at}: {good}.</translation>
  </message>
  <message>
   <source>Dừng</source>
   <translation>Stop</translation>
  </message>
  <message>
   <source>Khôi phục…</source>
   <translation>Restore…</translation>
  </message>
  <message>
   <source>Không còn dùng nơi thứ hai: các bản sao đã có ở đó vẫn còn.</source>
   <translation>The second place is no longer used: the copies there stay.</translation>
  </message>
  <message>
   <source>Không dùng nơi thứ hai nữa</source>
   <translation>Stop using the second place</translation>
  </message>
  <message>
   <source>Lưu ra tệp…</source>
   <translation>Save to a file…</translation>
  </message>
  <message>
   <source>Lần sao gần nhất chưa được: {why}</source>
   <translation>The last copy failed: {why}</translation>
  </message>
  <message>
   <source>Nơi thứ hai {folder}: {last}.</source>
   <translation>Second place {folder}: {last}.</translation>
  </message>
  <message>
   <source>Nơi thứ hai: {folder}. Đã có bản sao mới nhất ở đó.</source>
   <translation>Second place: {folder}. The newest copy is there.</translation>
  </message>
  <message>
   <source>Sao cả sổ vào máy này và nơi thứ hai, mở ra kiểm tra</source>
   <translation>Copy the whole book on this PC and to the second place, opened and checked</translation>
  </message>
  <message>
   <source>Sao lưu ngay</source>
   <translation>Back up now</translation>
  </message>
  <message>
   <source>Sao lưu sổ</source>
   <translation>Back up the book</translation>
  </message>
  <message>
   <source>Sổ không đổi gì từ bản sao gần nhất: không cần sao thêm.</source>
   <translation>Nothing changed since the newest copy: no other one is needed.</translation>
  </message>
  <message>
   <source>Sổ tự sao lưu sau mỗi 30 phút làm việc, lúc đóng chương trình, trước khi nhập tệp và trước khi khôi phục. Mỗi bản đã mã hóa và được mở ra kiểm tra.</source>
   <translation>The book backs itself up after every 30 minutes of work, at closing, before an import and before a restore. Each copy is encrypted, opened and checked.</translation>
  </message>
  <message>
   <source>Thư mục khác…</source>
   <translation>Another folder…</translation>
  </message>
  <message>
   <source>Thử mở lại bản sao mới nhất, so với sổ, lập biên bản; sổ giữ nguyên</source>
   <translation>Try to open the newest copy, compare it with the book, write a report; the book stays as it is</translation>
  </message>
  <message>
   <source>USB hoặc ổ đĩa khác, cất bản sao cả khi máy này hỏng</source>
   <translation>A USB stick or another disk that keeps copies even if this PC fails</translation>
  </message>
  <message>
   <source>chưa có bản nào</source>
   <translation>no copy yet</translation>
  </message>
  <message>
   <source>chưa đạt</source>
   <translation>failed</translation>
  </message>
  <message>
   <source>{name} ({folder}, còn {n} GB)</source>
   <translation>{name} ({folder}, {n} GB free)</translation>
  </message>
  <message>
   <source>Đang sao và kiểm tra</source>
   <translation>Copying and checking</translation>
  </message>
  <message>
   <source>Đã sao lưu và kiểm tra {n} lần lưu.</source>
   <translation>Backed up and checked {n} saves.</translation>
  </message>
  <message>
   <source>Đã sao lưu {n} lần lưu vào {file}.</source>
   <translation>Backed up {n} saves to {file}.</translation>
  </message>
  <message>
   <source>Đã {n} ngày: hãy diễn tập lại.</source>
   <translation>{n} days ago: do the drill again.</translation>
  </message>
  <message>
   <source>Đưa sổ trở về một bản sao lưu, xem trước những gì thay đổi</source>
   <translation>Bring the book back to a copy, after a look at what would change</translation>
  </message>
  <message>
   <source>Đổi nơi thứ hai…</source>
   <translation>Change second place…</translation>
  </message>
  <message>
   <source>đạt</source>
   <translation>passed</translation>
  </message>
 </context>
 <context>
  <name>CopiesWatch</name>
  <message>
   <source>Chưa sao lưu tự động được. {why}</source>
   <translation>The automatic backup failed. {why}</translation>
  </message>
  <message>
   <source>Xem</source>
   <translation>View</translation>
  </message>
  <message>
   <source>Đã sao sang nơi thứ hai {folder}: rút ra được.</source>
   <translation>Copied to the second place {folder}: it can be unplugged.</translation>
  </message>
 </context>
 <context>
  <name>CrashDialog</name>
  <message>
   <source>Chi tiết lỗi</source>
   <translation>Details of the error</translation>
  </message>
  <message>
   <source>Chép chi tiết</source>
   <translation>Copy the details</translation>
  </message>
  <message>
   <source>Chương trình gặp lỗi</source>
   <translation>The program met an error</translation>
  </message>
  <message>
   <source>Dữ liệu vẫn an toàn</source>
   <translation>The data are safe</translation>
  </message>
  <message>
   <source>Làm việc tiếp</source>
   <translation>Go on working</translation>
  </message>
  <message>
   <source>Một việc vừa rồi không làm được do lỗi của chương trình. Những gì đã lưu và bản nháp đang ghi đều còn nguyên; anh/chị có thể làm việc tiếp và gửi phần chi tiết dưới đây cho bộ phận hỗ trợ.</source>
   <translation>Something just now could not be done because of an error in the program. What was saved and the draft being written are whole; you can go on working and send the details below to the support staff.</translation>
  </message>
 </context>
 <context>
  <name>DamageDialog</name>
  <message>
   <source>Anh/chị có thể làm việc tiếp ngay.</source>
   <translation>You can go on working at once.</translation>
  </message>
  <message>
   <source>Chưa có gì bị thay đổi. Tệp hỏng luôn được giữ lại nguyên vẹn.</source>
   <translation>Nothing has been changed. The damaged file is always kept whole.</translation>
  </message>
  <message>
   <source>Chưa sửa được</source>
   <translation>Not mended yet</translation>
  </message>
  <message>
   <source>Có chỗ cần sửa nhẹ</source>
   <translation>A small repair is needed</translation>
  </message>
  <message>
   <source>Làm việc tiếp</source>
   <translation>Go on working</translation>
  </message>
  <message>
   <source>Sổ bị hỏng một phần, sửa được</source>
   <translation>The book is partly damaged and can be mended</translation>
  </message>
  <message>
   <source>Sổ nguyên vẹn</source>
   <translation>The book is whole</translation>
  </message>
  <message>
   <source>Sổ đã được sửa</source>
   <translation>The book has been mended</translation>
  </message>
  <message>
   <source>Sửa sổ</source>
   <translation>Mend the book</translation>
  </message>
  <message>
   <source>Thử lại</source>
   <translation>Try again</translation>
  </message>
  <message>
   <source>Đang làm</source>
   <translation>Under way</translation>
  </message>
  <message>
   <source>Đang sửa sổ…</source>
   <translation>Mending the book…</translation>
  </message>
  <message>
   <source>Đang thay sổ…</source>
   <translation>Putting the mended book in place…</translation>
  </message>
  <message>
   <source>Đang xem sổ còn những gì…</source>
   <translation>Looking at what is left of the book…</translation>
  </message>
  <message>
   <source>Đã xem lại từng trang, từng dòng của sổ.</source>
   <translation>Every page and row of the book has been looked at.</translation>
  </message>
  <message>
   <source>Để sau</source>
   <translation>Later</translation>
  </message>
 </context>
 <context>
  <name>DamageWatch</name>
  <message>
   <source>Sửa sổ…</source>
   <translation>Mend the book…</translation>
  </message>
  <message>
   <source>Tệp sổ bị hỏng một phần nên sổ đang chỉ cho xem. Những gì đang gõ được giữ riêng; hãy bấm «Sửa sổ».</source>
   <translation>The book's file is partly damaged, so the book can only be looked at for now. What you are typing is kept apart; press «Mend the book».</translation>
  </message>
 </context>
 <context>
  <name>DateEditor</name>
  <message>
   <source>Mở lịch (Alt+↓). Gõ 28/8; h hôm nay, q hôm qua, m mai; t2…cn; +3</source>
   <translation>Open the calendar (Alt+↓). Type 28/8; h today, q yesterday, m tomorrow; t2…cn; +3</translation>
  </message>
 </context>
 <context>
  <name>DeadlinesCard</name>
  <message>
   <source>16/02/2026, 17/02/2026, …</source>
   <translation>16/02/2026, 17/02/2026, …</translation>
  </message>
  <message>
   <source>Chốt số liệu</source>
   <translation>Closing of figures</translation>
  </message>
  <message>
   <source>Hạn báo cáo</source>
   <translation>Deadlines of reports</translation>
  </message>
  <message>
   <source>Hạn báo cáo {span}, số ngày làm việc sau ngày chốt hoặc ngày trong tháng</source>
   <translation>Deadline of the report {span}, working days after the closing day or day of the month</translation>
  </message>
  <message>
   <source>Lưu hạn báo cáo</source>
   <translation>Save the deadlines</translation>
  </message>
  <message>
   <source>Ngày 15 đến 14</source>
   <translation>15th to 14th</translation>
  </message>
  <message>
   <source>Ngày nghỉ thêm</source>
   <translation>More holidays</translation>
  </message>
  <message>
   <source>Số ngày làm việc sau ngày chốt số liệu (2), hoặc ngày cố định trong tháng (ngày 20); để trống nếu không làm báo cáo đó. Thứ Bảy, Chủ nhật và lễ dương lịch đã được trừ; Tết, Giỗ Tổ và ngày nghỉ bù thì ghi ở dưới.</source>
   <translation>Number of working days after figures are closed (2), or a fixed day of the month (ngày 20); left empty if that report is not made. Weekends and public holidays of the solar calendar are left out already; write Tết, Giỗ Tổ and substitute days below.</translation>
  </message>
  <message>
   <source>Đã lưu hạn báo cáo.</source>
   <translation>The deadlines were saved.</translation>
  </message>
  <message>
   <source>Đầu đến cuối tháng</source>
   <translation>First to last of the month</translation>
  </message>
 </context>
 <context>
  <name>Details</name>
  <message>
   <source>Chi tiết hoạt động</source>
   <translation>Details of the activity</translation>
  </message>
  <message>
   <source>Chưa chọn hoạt động</source>
   <translation>No activity chosen</translation>
  </message>
  <message>
   <source>Chọn một dòng để xem ở đây; Enter để sửa.</source>
   <translation>Choose a line to see it here; Enter to change it.</translation>
  </message>
  <message>
   <source>Hai máy cùng sửa: bấm Sửa để chọn giá trị đúng.</source>
   <translation>Changed on two PCs: press Change to choose the right value.</translation>
  </message>
  <message>
   <source>Hoạt động này không chờ duyệt.</source>
   <translation>This activity does not wait for approval.</translation>
  </message>
  <message>
   <source>In</source>
   <translation>Print</translation>
  </message>
  <message>
   <source>Khôi phục</source>
   <translation>Restore</translation>
  </message>
  <message>
   <source>Lần lưu {n}, {who}, {at}.</source>
   <translation>Save {n}, {who}, {at}.</translation>
  </message>
  <message>
   <source>Lịch sử, chép, báo cáo, hoàn tác, bỏ</source>
   <translation>History, copy, report, undo, remove</translation>
  </message>
  <message>
   <source>Sửa</source>
   <translation>Change</translation>
  </message>
  <message>
   <source>Trung tâm trả lại để sửa</source>
   <translation>Returned by the centre for correction</translation>
  </message>
  <message>
   <source>Trung tâm đã chốt, chỉ xem</source>
   <translation>Closed by the centre, view only</translation>
  </message>
  <message>
   <source>Trung tâm đã duyệt</source>
   <translation>Accepted by the centre</translation>
  </message>
  <message>
   <source>Vì sao trung tâm chưa nhận</source>
   <translation>Why the centre has not taken it</translation>
  </message>
  <message>
   <source>Xem</source>
   <translation>View</translation>
  </message>
  <message>
   <source>Đã bỏ «{title}» vào thùng rác; Ctrl+Shift+T để xem và khôi phục.</source>
   <translation>“{title}” was put into the bin; Ctrl+Shift+T to see and restore it.</translation>
  </message>
  <message>
   <source>Đã duyệt «{title}»: sẽ được gửi về thành phố.</source>
   <translation>“{title}” was approved: it will be sent to the city.</translation>
  </message>
  <message>
   <source>Đã khôi phục «{title}».</source>
   <translation>“{title}” was restored.</translation>
  </message>
  <message>
   <source>Đã trở về nội dung trước lần lưu cuối của «{title}».</source>
   <translation>“{title}” is again as before the last save.</translation>
  </message>
 </context>
 <context>
  <name>DraftsList</name>
  <message>
   <source>(chưa có tên)</source>
   <translation>(no name yet)</translation>
  </message>
  <message>
   <source>Bản nháp</source>
   <translation>Drafts</translation>
  </message>
  <message>
   <source>Không có bản nháp nào</source>
   <translation>No drafts</translation>
  </message>
  <message>
   <source>Phiếu ghi dở được giữ ở đây cho tới khi lưu.</source>
   <translation>Unfinished forms are kept here until they are saved.</translation>
  </message>
 </context>
 <context>
  <name>Farewell</name>
  <message>
   <source>Đang gửi nốt {n} lần lưu… Chưa gửi kịp cũng không mất, lần sau sẽ tự gửi.</source>
   <translation>Sending the last {n} saves… What is not sent now is not lost and goes by itself next time.</translation>
  </message>
  <message>
   <source>Để sau</source>
   <translation>Later</translation>
  </message>
 </context>
 <context>
  <name>FieldRow</name>
  <message>
   <source>bắt buộc</source>
   <translation>required</translation>
  </message>
 </context>
 <context>
  <name>Figures</name>
  <message>
   <source>Chỉ tiêu</source>
   <translation>Targets</translation>
  </message>
  <message>
   <source>Enter: mở các hoạt động phía sau</source>
   <translation>Enter: open the activities behind it</translation>
  </message>
  <message>
   <source>Nhấn Enter hoặc nhấp đúp vào một con số để mở các hoạt động làm nên nó.</source>
   <translation>Press Enter on a figure, or double-click it, to open the activities it is made of.</translation>
  </message>
  <message>
   <source>Số liệu của báo cáo</source>
   <translation>Figures of the report</translation>
  </message>
  <message>
   <source>Đã phát hành</source>
   <translation>Issued</translation>
  </message>
  <message>
   <source>Đơn vị</source>
   <translation>Unit</translation>
  </message>
 </context>
 <context>
  <name>Filter</name>
  <message>
   <source>Bỏ bộ lọc «{name}»</source>
   <translation>Remove the filter “{name}”</translation>
  </message>
  <message>
   <source>Enter: chọn</source>
   <translation>Enter: choose</translation>
  </message>
  <message>
   <source>Enter: chọn; Delete: bỏ lọc</source>
   <translation>Enter: choose; Delete: remove the filter</translation>
  </message>
  <message>
   <source>Lọc theo {name}</source>
   <translation>Filter by {name}</translation>
  </message>
 </context>
 <context>
  <name>Filters</name>
  <message>
   <source>Bỏ hết lọc</source>
   <translation>Remove all filters</translation>
  </message>
  <message>
   <source>Bộ lọc</source>
   <translation>Filters</translation>
  </message>
  <message>
   <source>Bộ lọc ▾</source>
   <translation>Filters ▾</translation>
  </message>
  <message>
   <source>Chiến dịch</source>
   <translation>Campaign</translation>
  </message>
  <message>
   <source>Chưa có ảnh</source>
   <translation>Without photos</translation>
  </message>
  <message>
   <source>Chỉ tiêu</source>
   <translation>Targets</translation>
  </message>
  <message>
   <source>Có ảnh</source>
   <translation>With photos</translation>
  </message>
  <message>
   <source>Danh mục, đánh giá</source>
   <translation>Registers, evaluations</translation>
  </message>
  <message>
   <source>Gõ để tìm, hoặc 9/2026, 2026-Q3, 1/9/2026..5/9/2026</source>
   <translation>Type to find, or 9/2026, 2026-Q3, 1/9/2026..5/9/2026</translation>
  </message>
  <message>
   <source>Kỳ</source>
   <translation>Period</translation>
  </message>
  <message>
   <source>Loại</source>
   <translation>Kind</translation>
  </message>
  <message>
   <source>Người ghi</source>
   <translation>Recorded by</translation>
  </message>
  <message>
   <source>Nháp</source>
   <translation>Draft</translation>
  </message>
  <message>
   <source>Theo kỳ báo cáo</source>
   <translation>By reporting period</translation>
  </message>
  <message>
   <source>Thôn, TDP</source>
   <translation>Village, residential group</translation>
  </message>
  <message>
   <source>Thùng rác</source>
   <translation>Bin</translation>
  </message>
  <message>
   <source>Trạng thái</source>
   <translation>State</translation>
  </message>
  <message>
   <source>Tất cả</source>
   <translation>All</translation>
  </message>
  <message>
   <source>{first} và {n} loại nữa</source>
   <translation>{first} and {n} more kinds</translation>
  </message>
  <message>
   <source>Đã lưu, chưa gửi</source>
   <translation>Saved, not sent</translation>
  </message>
  <message>
   <source>Ảnh</source>
   <translation>Photos</translation>
  </message>
 </context>
 <context>
  <name>FocusPicker</name>
  <message>
   <source>Bấm vào chỗ quan trọng nhất của ảnh, hoặc dùng phím mũi tên: khi cắt ảnh, chỗ đó luôn được giữ.</source>
   <translation>Click what matters most in the photo, or use the arrow keys: that point is always kept when the photo is cropped.</translation>
  </message>
  <message>
   <source>Điểm quan trọng của ảnh</source>
   <translation>Focal point of the photo</translation>
  </message>
 </context>
 <context>
  <name>Foot</name>
  <message>
   <source>Enter ô kế tiếp · F4 như lần trước · Ctrl+S lưu · Ctrl+Enter lưu và ghi tiếp · Esc giữ bản nháp</source>
   <translation>Enter next field · F4 as last time · Ctrl+S save · Ctrl+Enter save and next · Esc keep a draft</translation>
  </message>
  <message>
   <source>Enter đến ô còn phải ghi · Tab qua mọi ô · Ctrl+Enter lưu và ghi tiếp</source>
   <translation>Enter to the next field to write · Tab through all fields · Ctrl+Enter save and next</translation>
  </message>
  <message>
   <source>Lưu</source>
   <translation>Save</translation>
  </message>
  <message>
   <source>Lưu và ghi tiếp</source>
   <translation>Save and record the next</translation>
  </message>
 </context>
 <context>
  <name>Form</name>
  <message>
   <source>Trung tâm: {said}</source>
   <translation>Centre: {said}</translation>
  </message>
  <message>
   <source>đang gấp</source>
   <translation>folded</translation>
  </message>
  <message>
   <source>đang mở</source>
   <translation>open</translation>
  </message>
 </context>
 <context>
  <name>FormPlace</name>
  <message>
   <source>Bản nháp đã được giữ</source>
   <translation>The draft was kept</translation>
  </message>
  <message>
   <source>Chưa có hoạt động nào loại này để lặp lại: hãy ghi lần đầu.</source>
   <translation>No activity of this kind to repeat yet: record the first one.</translation>
  </message>
  <message>
   <source>Chưa lưu: còn {n} chỗ cần sửa, ghi ngay dưới ô.</source>
   <translation>Not saved: {n} places to correct, told right below each field.</translation>
  </message>
  <message>
   <source>Chọn loại, hoặc gõ vài chữ rồi Enter.</source>
   <translation>Choose a kind, or type a few letters and press Enter.</translation>
  </message>
  <message>
   <source>Có phần sửa dở từ trước: xem lại rồi Lưu.</source>
   <translation>There are unfinished changes from before: look them over, then save.</translation>
  </message>
  <message>
   <source>Esc quay lại</source>
   <translation>Esc goes back</translation>
  </message>
  <message>
   <source>Ghi hoạt động</source>
   <translation>Record an activity</translation>
  </message>
  <message>
   <source>Lưu ý: {what}</source>
   <translation>Note: {what}</translation>
  </message>
  <message>
   <source>Mẫu «{name}», ngày {day}: xem lại ngày và các con số rồi Ctrl+Enter.</source>
   <translation>Template “{name}”, {day}: check the day and the numbers, then Ctrl+Enter.</translation>
  </message>
  <message>
   <source>Nhập nhiều dòng</source>
   <translation>Enter many rows</translation>
  </message>
  <message>
   <source>Phiếu mới, chép từ «{title}»: ngày là hôm nay, chưa có ảnh.</source>
   <translation>A new form copied from “{title}”: the day is today, no photos yet.</translation>
  </message>
  <message>
   <source>Phần đang ghi được giữ làm bản nháp, có ở trang Hôm nay.</source>
   <translation>What was being written is kept as a draft, on the page Today.</translation>
  </message>
  <message>
   <source>Trung tâm chưa nhận: {why}</source>
   <translation>The centre has not taken it: {why}</translation>
  </message>
  <message>
   <source>không rõ lý do</source>
   <translation>unknown reason</translation>
  </message>
  <message>
   <source>«Như lần trước» dùng khi ghi mới: bấm Ctrl+N rồi chọn loại.</source>
   <translation>“As last time” is for new records: press Ctrl+N and choose a kind.</translation>
  </message>
  <message>
   <source>Đang cất ảnh vào sổ, xong sẽ tiếp tục ngay…</source>
   <translation>Putting the photos into the book; it goes on right after…</translation>
  </message>
  <message>
   <source>Đang mở bản nháp: xem lại rồi Lưu.</source>
   <translation>A draft is open: look it over, then save.</translation>
  </message>
  <message>
   <source>Đã lưu mẫu «{name}»: có ở nút Mẫu và ở Ctrl+N.</source>
   <translation>The template “{name}” was saved: find it under Templates and Ctrl+N.</translation>
  </message>
  <message>
   <source>Đã lưu «{title}».</source>
   <translation>“{title}” was saved.</translation>
  </message>
  <message>
   <source>Đã điền như «{title}» ngày {day}; còn ngày và các con số.</source>
   <translation>Filled in as “{title}” of {day}; the day and the numbers are left.</translation>
  </message>
 </context>
 <context>
  <name>FromFile</name>
  <message>
   <source>1. Tệp của sổ</source>
   <translation>1. The book's file</translation>
  </message>
  <message>
   <source>2. Phiếu khôi phục</source>
   <translation>2. The recovery sheet</translation>
  </message>
  <message>
   <source>Chọn tệp…</source>
   <translation>Choose a file…</translation>
  </message>
  <message>
   <source>Cắm USB có tệp của máy cũ, hoặc chọn một bản sao lưu; mã nằm trên phiếu khôi phục của đơn vị.</source>
   <translation>Plug in the USB stick with the old PC's file, or choose a backup; the code is on your unit's recovery sheet.</translation>
  </message>
  <message>
   <source>Nhận sổ</source>
   <translation>Take the book</translation>
  </message>
  <message>
   <source>Nhận sổ của đơn vị sáp nhập</source>
   <translation>Take in the book of a merged unit</translation>
  </message>
  <message>
   <source>Nhận sổ từ máy cũ</source>
   <translation>Take the book from the old PC</translation>
  </message>
  <message>
   <source>Sổ của đơn vị đã sáp nhập được cất riêng để tra cứu, in, xuất và gửi nốt: không tính và không gửi thêm lần nào, biên nhận vẫn ở sổ đó.</source>
   <translation>The merged unit's book is kept apart for looking up, printing, exporting and sending what is left: nothing is counted or sent twice, receipts stay in that book.</translation>
  </message>
  <message>
   <source>Sổ và bản sao lưu (*.so-phuong *.backup);;Mọi tệp (*)</source>
   <translation>Books and backups (*.so-phuong *.backup);;All files (*)</translation>
  </message>
  <message>
   <source>Thôi</source>
   <translation>Cancel</translation>
  </message>
  <message>
   <source>Tệp .so-phuong của máy cũ, hoặc một bản sao lưu.</source>
   <translation>The .so-phuong file of the old PC, or a backup.</translation>
  </message>
  <message>
   <source>{file} làm trước khi sổ có phiếu khôi phục nên máy này không mở được: hãy sao lưu lại trên máy cũ.</source>
   <translation>{file} was made before the book had a recovery sheet, so this PC cannot open it: make a new backup on the old PC.</translation>
  </message>
  <message>
   <source>{file}: sổ của {unit}, {n} lần lưu, ngày {day}; cần phiếu khôi phục số {sheet}.</source>
   <translation>{file}: the book of {unit}, {n} saves, made {day}; recovery sheet no. {sheet} is needed.</translation>
  </message>
  <message>
   <source>Đang mở và kiểm tra từng trang…</source>
   <translation>Opening and checking every page…</translation>
  </message>
 </context>
 <context>
  <name>Grid</name>
  <message>
   <source>28/8, 28-8, h là hôm nay</source>
   <translation>28/8, 28-8, h is today</translation>
  </message>
  <message>
   <source>Bảng còn trống: hãy gõ hoặc dán vào bảng.</source>
   <translation>The table is empty: type or paste into it.</translation>
  </message>
  <message>
   <source>Bảng nhận nhiều nhất {n} dòng, phần sau chưa được dán: hãy lưu rồi dán tiếp, hoặc dùng «Nhập từ Excel».</source>
   <translation>The table takes {n} rows at most, the rest was not pasted: save and paste on, or use “Import from Excel”.</translation>
  </message>
  <message>
   <source>Bảng trống</source>
   <translation>The table is empty</translation>
  </message>
  <message>
   <source>Bỏ thao tác vừa làm (Ctrl+Z)</source>
   <translation>Take back what was just done (Ctrl+Z)</translation>
  </message>
  <message>
   <source>Chép cả dòng trên xuống (Ctrl+')</source>
   <translation>Copy the whole row above (Ctrl+')</translation>
  </message>
  <message>
   <source>Chưa lưu: {n} dòng còn chỗ cần sửa, chỗ sai được tô và nói rõ ở dòng dưới bảng.</source>
   <translation>Not saved: {n} rows have places to correct, coloured and told in the line below the table.</translation>
  </message>
  <message>
   <source>Chọn cột của bảng</source>
   <translation>Choose the columns of the table</translation>
  </message>
  <message>
   <source>Ctrl+S</source>
   <translation>Ctrl+S</translation>
  </message>
  <message>
   <source>Cột</source>
   <translation>Columns</translation>
  </message>
  <message>
   <source>Cột của bảng</source>
   <translation>Columns of the table</translation>
  </message>
  <message>
   <source>Dán bảng từ Excel (Ctrl+V)</source>
   <translation>Paste a table from Excel (Ctrl+V)</translation>
  </message>
  <message>
   <source>Dán từ Excel</source>
   <translation>Paste from Excel</translation>
  </message>
  <message>
   <source>F8</source>
   <translation>F8</translation>
  </message>
  <message>
   <source>Giống dòng trên</source>
   <translation>As the row above</translation>
  </message>
  <message>
   <source>Gõ hoặc dán bảng từ Excel. Enter xuống dòng, Tab sang ô, Ctrl+D chép từ trên, Ctrl+S lưu các dòng tốt.</source>
   <translation>Type or paste a table from Excel. Enter down, Tab to the right, Ctrl+D copies from above, Ctrl+S saves the good rows.</translation>
  </message>
  <message>
   <source>Hoàn tác</source>
   <translation>Undo</translation>
  </message>
  <message>
   <source>Loại hoạt động của bảng</source>
   <translation>Kind of activity of the table</translation>
  </message>
  <message>
   <source>Lưu</source>
   <translation>Save</translation>
  </message>
  <message>
   <source>Lưu {n} dòng</source>
   <translation>Save {n} rows</translation>
  </message>
  <message>
   <source>Lấy lại cả lần lưu</source>
   <translation>Take back the whole save</translation>
  </message>
  <message>
   <source>Nhập nhiều dòng</source>
   <translation>Enter many rows</translation>
  </message>
  <message>
   <source>Tới ô cần sửa</source>
   <translation>To the next cell to correct</translation>
  </message>
  <message>
   <source>gõ vài chữ đầu rồi chọn</source>
   <translation>type the first letters, then choose</translation>
  </message>
  <message>
   <source>nhiều mục cách nhau bằng dấu ;</source>
   <translation>several, separated by ;</translation>
  </message>
  <message>
   <source>như 1.500 hoặc 1,5</source>
   <translation>as 1.500 or 1,5</translation>
  </message>
  <message>
   <source>như 1.500.000 hoặc 1,5 triệu</source>
   <translation>as 1.500.000 or 1,5 triệu</translation>
  </message>
  <message>
   <source>như 45 phút</source>
   <translation>as 45 phút</translation>
  </message>
  <message>
   <source>như 8h30</source>
   <translation>as 8h30</translation>
  </message>
  <message>
   <source>trong đó: {name}</source>
   <translation>of which: {name}</translation>
  </message>
  <message>
   <source>{n} cần sửa</source>
   <translation>{n} to correct</translation>
  </message>
  <message>
   <source>{n} dòng tốt</source>
   <translation>{n} rows good</translation>
  </message>
  <message>
   <source>{said} Chưa lưu «{title}»: {why}</source>
   <translation>{said} Not saved: “{title}”: {why}</translation>
  </message>
  <message>
   <source>{said} Còn {n} dòng cần sửa.</source>
   <translation>{said} {n} rows are left to correct.</translation>
  </message>
  <message>
   <source>Ô đang chọn</source>
   <translation>Current cell</translation>
  </message>
  <message>
   <source>Đang lưu</source>
   <translation>Saving</translation>
  </message>
  <message>
   <source>Đang mở phần nhập dở: {n} dòng.</source>
   <translation>Unfinished entry is open: {n} rows.</translation>
  </message>
  <message>
   <source>Đã lưu {n} hoạt động.</source>
   <translation>{n} activities were saved.</translation>
  </message>
  <message>
   <source>Đã lấy lại {n} hoạt động: các dòng trở về bảng để sửa.</source>
   <translation>{n} activities were taken back: the rows are in the table again to correct.</translation>
  </message>
  <message>
   <source>đang xem xét…</source>
   <translation>being looked at…</translation>
  </message>
 </context>
 <context>
  <name>GridModel</name>
  <message>
   <source>sửa «{name}»</source>
   <translation>change “{name}”</translation>
  </message>
  <message>
   <source>trống</source>
   <translation>empty</translation>
  </message>
 </context>
 <context>
  <name>GridTable</name>
  <message>
   <source>Bảng nhập nhiều dòng</source>
   <translation>Table for many rows</translation>
  </message>
  <message>
   <source>Enter xuống, Tab sang phải, F2 sửa, Ctrl+D chép từ trên xuống</source>
   <translation>Enter down, Tab to the right, F2 change, Ctrl+D copies down from above</translation>
  </message>
  <message>
   <source>bỏ dòng</source>
   <translation>remove rows</translation>
  </message>
  <message>
   <source>chép xuống</source>
   <translation>copy down</translation>
  </message>
  <message>
   <source>dán {n} dòng</source>
   <translation>paste {n} rows</translation>
  </message>
  <message>
   <source>giống dòng trên</source>
   <translation>as the row above</translation>
  </message>
  <message>
   <source>xóa ô</source>
   <translation>clear cells</translation>
  </message>
 </context>
 <context>
  <name>HandOverDialog</name>
  <message>
   <source>1. Phiếu khôi phục mới</source>
   <translation>1. A new recovery sheet</translation>
  </message>
  <message>
   <source>2. Người nhận</source>
   <translation>2. Who takes over</translation>
  </message>
  <message>
   <source>3. Biên bản</source>
   <translation>3. The record</translation>
  </message>
  <message>
   <source>Biên bản bàn giao</source>
   <translation>Hand-over record</translation>
  </message>
  <message>
   <source>Bàn giao</source>
   <translation>Hand over</translation>
  </message>
  <message>
   <source>Bàn giao sổ cho người khác</source>
   <translation>Hand the book over to somebody else</translation>
  </message>
  <message>
   <source>Bỏ mọi tài khoản và PIN cũ; người nhận lập lại</source>
   <translation>Remove all accounts and PINs; the new person sets them up again</translation>
  </message>
  <message>
   <source>Họ và tên người nhận</source>
   <translation>Full name of who takes over</translation>
  </message>
  <message>
   <source>In phiếu khôi phục mới trước</source>
   <translation>Print the new recovery sheet first</translation>
  </message>
  <message>
   <source>In phiếu khôi phục mới…</source>
   <translation>Print a new recovery sheet…</translation>
  </message>
  <message>
   <source>Lưu PDF…</source>
   <translation>Save PDF…</translation>
  </message>
  <message>
   <source>Người bàn giao: {name}</source>
   <translation>Handed over by: {name}</translation>
  </message>
  <message>
   <source>Phiếu mới cho người giữ mới; phiếu cũ hết hiệu lực.</source>
   <translation>A new sheet for the new keeper; the old one no longer counts.</translation>
  </message>
  <message>
   <source>Phiếu số {n} đã có hiệu lực.</source>
   <translation>Sheet no. {n} is now valid.</translation>
  </message>
  <message>
   <source>Số hoạt động, chưa gửi, lần gửi cuối, bản sao lưu, dấu vân tay nhật ký: in hai bản, hai bên ký.</source>
   <translation>Activities, unsent, last sending, backups, the journal's fingerprint: print two copies, both sides sign.</translation>
  </message>
  <message>
   <source>Thôi</source>
   <translation>Cancel</translation>
  </message>
  <message>
   <source>chưa ghi tên</source>
   <translation>no name given</translation>
  </message>
  <message>
   <source>Đã bàn giao sổ cho {name}.</source>
   <translation>The book was handed over to {name}.</translation>
  </message>
  <message>
   <source>Đã bàn giao. Hãy in biên bản, hai bản.</source>
   <translation>Handed over. Print the record, two copies.</translation>
  </message>
 </context>
 <context>
  <name>HealthCard</name>
  <message>
   <source>Chưa kiểm tra lần nào: sổ được kiểm tra mỗi ngày một lần lúc rảnh.</source>
   <translation>Never checked yet: the book is checked once a day when nothing else is going on.</translation>
  </message>
  <message>
   <source>Có chỗ cần sửa nhẹ; dữ liệu đã lưu còn nguyên.</source>
   <translation>A small repair is needed; what was saved is whole.</translation>
  </message>
  <message>
   <source>Dừng</source>
   <translation>Stop</translation>
  </message>
  <message>
   <source>Kiểm tra lần cuối {at}, mất {s} giây.</source>
   <translation>Last checked {at}, in {s} seconds.</translation>
  </message>
  <message>
   <source>Kiểm tra ngay</source>
   <translation>Check now</translation>
  </message>
  <message>
   <source>Sổ bị hỏng một phần: đang chỉ cho xem, bấm «Sửa sổ» để sửa.</source>
   <translation>The book is partly damaged and can only be looked at: press «Mend the book».</translation>
  </message>
  <message>
   <source>Sổ nguyên vẹn.</source>
   <translation>The book is whole.</translation>
  </message>
  <message>
   <source>Sức khỏe của sổ</source>
   <translation>Health of the book</translation>
  </message>
  <message>
   <source>Sửa sổ…</source>
   <translation>Mend the book…</translation>
  </message>
  <message>
   <source>Xem lại từng trang, từng lần lưu, ảnh, chỉ mục và số liệu của sổ</source>
   <translation>Look at every page, save, photo, the index and the figures of the book</translation>
  </message>
  <message>
   <source>Đang kiểm tra dở, lúc rảnh sẽ tiếp.</source>
   <translation>A check is half done and goes on in a rest.</translation>
  </message>
  <message>
   <source>Đang kiểm tra sổ</source>
   <translation>Checking the book</translation>
  </message>
  <message>
   <source>Đã dừng kiểm tra: lần nghỉ tới sẽ kiểm tra tiếp từ chỗ này.</source>
   <translation>The check was stopped: it goes on from here in the next rest.</translation>
  </message>
 </context>
 <context>
  <name>Help</name>
  <message>
   <source>Các mục hướng dẫn</source>
   <translation>Topics of the help</translation>
  </message>
  <message>
   <source>Hướng dẫn</source>
   <translation>Help</translation>
  </message>
  <message>
   <source>Không có mục nào nói về «{words}»: hãy thử từ khác.</source>
   <translation>No topic speaks of “{words}”: try another word.</translation>
  </message>
  <message>
   <source>Nội dung hướng dẫn</source>
   <translation>Text of the help</translation>
  </message>
  <message>
   <source>Tìm trong hướng dẫn</source>
   <translation>Search the help</translation>
  </message>
  <message>
   <source>Đóng</source>
   <translation>Close</translation>
  </message>
 </context>
 <context>
  <name>History</name>
  <message>
   <source> · máy khác ({pc})</source>
   <translation> · another PC ({pc})</translation>
  </message>
  <message>
   <source>Lãnh đạo</source>
   <translation>Leader</translation>
  </message>
  <message>
   <source>Lưu lại, nội dung không đổi.</source>
   <translation>Saved again, nothing changed.</translation>
  </message>
  <message>
   <source>Lần {n} · {at} · {by}</source>
   <translation>Save {n} · {at} · {by}</translation>
  </message>
  <message>
   <source>Lịch sử: {title}</source>
   <translation>History: {title}</translation>
  </message>
  <message>
   <source>Trung tâm mở lại</source>
   <translation>Opened again by the centre</translation>
  </message>
  <message>
   <source>Trung tâm trả lại để sửa</source>
   <translation>Returned by the centre for correction</translation>
  </message>
  <message>
   <source>Trung tâm đã chốt</source>
   <translation>Closed by the centre</translation>
  </message>
  <message>
   <source>Trung tâm đã duyệt</source>
   <translation>Accepted by the centre</translation>
  </message>
  <message>
   <source>Trở lại lần này</source>
   <translation>Go back to this one</translation>
  </message>
  <message>
   <source>Trở lại lần {n}</source>
   <translation>Go back to save {n}</translation>
  </message>
  <message>
   <source>sau: {value}</source>
   <translation>after: {value}</translation>
  </message>
  <message>
   <source>trước: {value}</source>
   <translation>before: {value}</translation>
  </message>
  <message>
   <source>{n} lần lưu. Không lần nào bị xóa: trở lại một lần cũ là lưu thêm một lần mới.</source>
   <translation>{n} saves. None is ever deleted: going back to an old one adds a new save.</translation>
  </message>
  <message>
   <source>{who} duyệt để gửi</source>
   <translation>Approved for sending by {who}</translation>
  </message>
  <message>
   <source>Đã trở về nội dung lần {n} của «{title}», lưu thành lần {new}.</source>
   <translation>“{title}” is again as in save {n}, kept as save {new}.</translation>
  </message>
  <message>
   <source>Đã xóa thông tin cá nhân khỏi lần lưu này lúc {at}.</source>
   <translation>Personal data was taken out of this save at {at}.</translation>
  </message>
  <message>
   <source>Đóng</source>
   <translation>Close</translation>
  </message>
 </context>
 <context>
  <name>Importing</name>
  <message>
   <source> (ẩn)</source>
   <translation> (hidden)</translation>
  </message>
  <message>
   <source> {n} hoạt động trung tâm đã chốt được giữ nguyên.</source>
   <translation> {n} activities closed by the centre were kept.</translation>
  </message>
  <message>
   <source> {n} hoạt động đã sửa sau khi nhập được giữ nguyên.</source>
   <translation> {n} activities changed since the import were kept.</translation>
  </message>
  <message>
   <source>1  Tệp</source>
   <translation>1  File</translation>
  </message>
  <message>
   <source>2  Khớp cột</source>
   <translation>2  Match columns</translation>
  </message>
  <message>
   <source>3  Xem lại</source>
   <translation>3  Look over</translation>
  </message>
  <message>
   <source>Bỏ cả vào thùng rác</source>
   <translation>Put them into the bin too</translation>
  </message>
  <message>
   <source>Bỏ {n} hoạt động nhập từ «{file}» vào thùng rác?</source>
   <translation>Put {n} activities imported from “{file}” into the bin?</translation>
  </message>
  <message>
   <source>Chính tệp này đã nhập ngày {when} ({n} hoạt động).</source>
   <translation>This very file was imported on {when} ({n} activities).</translation>
  </message>
  <message>
   <source>Chưa có gì để dán: hãy chọn vùng trong Excel, bấm Ctrl+C rồi dán lại.</source>
   <translation>Nothing to paste yet: select a range in Excel, press Ctrl+C, then paste again.</translation>
  </message>
  <message>
   <source>Chọn tệp để nhập</source>
   <translation>Choose the file to import</translation>
  </message>
  <message>
   <source>Do một cột trong tệp cho biết</source>
   <translation>Told by a column of the file</translation>
  </message>
  <message>
   <source>Dừng</source>
   <translation>Stop</translation>
  </message>
  <message>
   <source>Giữ lại</source>
   <translation>Keep them</translation>
  </message>
  <message>
   <source>Hoạt động đã được sửa sau khi nhập thì để nguyên. Mọi thứ vẫn khôi phục được từ thùng rác.</source>
   <translation>Activities changed since the import stay as they are. Everything can still be restored from the bin.</translation>
  </message>
  <message>
   <source>Loại</source>
   <translation>Kind</translation>
  </message>
  <message>
   <source>Loại hoạt động</source>
   <translation>Kind of activity</translation>
  </message>
  <message>
   <source>Loại hoạt động của mọi dòng</source>
   <translation>Kind of activity of every row</translation>
  </message>
  <message>
   <source>Lấy lại</source>
   <translation>Take back</translation>
  </message>
  <message>
   <source>Lấy lại lần nhập</source>
   <translation>Take the import back</translation>
  </message>
  <message>
   <source>Mã trong sổ</source>
   <translation>Code in the book</translation>
  </message>
  <message>
   <source>Nhập</source>
   <translation>Import</translation>
  </message>
  <message>
   <source>Nhập từ Excel</source>
   <translation>Import from Excel</translation>
  </message>
  <message>
   <source>Nhập {n} hoạt động</source>
   <translation>Import {n} activities</translation>
  </message>
  <message>
   <source>Sổ hoạt động</source>
   <translation>Activities</translation>
  </message>
  <message>
   <source>Sửa ngay trong ô (F2). Dấu cách: chọn hoặc bỏ dòng. F8: tới chỗ cần sửa.</source>
   <translation>Correct right in the cell (F2). Space: take a row or leave it. F8: to the next fault.</translation>
  </message>
  <message>
   <source>Thôi</source>
   <translation>Cancel</translation>
  </message>
  <message>
   <source>Thôi tệp này, chọn tệp khác</source>
   <translation>Leave this file, choose another</translation>
  </message>
  <message>
   <source>Trang tính</source>
   <translation>Worksheet</translation>
  </message>
  <message>
   <source>Tệp khác</source>
   <translation>Another file</translation>
  </message>
  <message>
   <source>Tới chỗ cần sửa</source>
   <translation>To the next fault</translation>
  </message>
  <message>
   <source>Tới ô cần sửa kế tiếp (F8)</source>
   <translation>To the next cell to correct (F8)</translation>
  </message>
  <message>
   <source>{all} dòng: {good} tốt, {faulty} cần sửa, {double} trùng</source>
   <translation>{all} rows: {good} good, {faulty} to correct, {double} twice</translation>
  </message>
  <message>
   <source>{name} · {n} dòng</source>
   <translation>{name} · {n} rows</translation>
  </message>
  <message>
   <source>{n} hoạt động đã được sửa sau khi nhập. Làm gì với chúng?</source>
   <translation>{n} activities were changed since the import. What shall be done with them?</translation>
  </message>
  <message>
   <source>Đang lấy lại…</source>
   <translation>Taking back…</translation>
  </message>
  <message>
   <source>Đang nhập…</source>
   <translation>Importing…</translation>
  </message>
  <message>
   <source>Đã bỏ {n} hoạt động vào thùng rác.</source>
   <translation>{n} activities were put into the bin.</translation>
  </message>
  <message>
   <source>Đã nhập {n} hoạt động từ «{file}». Cả lần nhập có thể lấy lại ở trang này.</source>
   <translation>{n} activities were imported from “{file}”. The whole import can be taken back on this page.</translation>
  </message>
  <message>
   <source>Đã sửa cả {n} dòng khác có cùng nội dung này.</source>
   <translation>{n} other rows with the same content were corrected too.</translation>
  </message>
 </context>
 <context>
  <name>IncidentDialog</name>
  <message>
   <source>Bao nhiêu người bị ảnh hưởng (không rõ thì để trống)</source>
   <translation>How many people it touches (leave empty if unknown)</translation>
  </message>
  <message>
   <source>Có thể gây hại gì</source>
   <translation>What harm it may do</translation>
  </message>
  <message>
   <source>Dữ liệu nào</source>
   <translation>Which data</translation>
  </message>
  <message>
   <source>Dữ liệu đã mã hóa, khóa không nằm cùng thiết bị</source>
   <translation>The data was encrypted, the key not on the same device</translation>
  </message>
  <message>
   <source>Loại sự cố</source>
   <translation>Kind of incident</translation>
  </message>
  <message>
   <source>Lưu và lập thông báo (PDF)…</source>
   <translation>Save and make the notice (PDF)…</translation>
  </message>
  <message>
   <source>Người liên hệ, điện thoại</source>
   <translation>Contact, phone</translation>
  </message>
  <message>
   <source>Phát hiện lúc (72 giờ tính từ đây)</source>
   <translation>Seen at (72 hours count from here)</translation>
  </message>
  <message>
   <source>Sẽ làm gì tiếp</source>
   <translation>What will be done next</translation>
  </message>
  <message>
   <source>Số người bị ảnh hưởng là một số; không rõ thì để trống.</source>
   <translation>How many people it touches is a number; leave it empty if unknown.</translation>
  </message>
  <message>
   <source>Sự cố dữ liệu cá nhân</source>
   <translation>Incident with personal data</translation>
  </message>
  <message>
   <source>Việc gì đã xảy ra</source>
   <translation>What happened</translation>
  </message>
  <message>
   <source>Việc đầu tiên: báo lãnh đạo; mất máy thì báo trung tâm thành phố để chặn máy đó. Thông báo ký, gửi cơ quan chuyên trách trong 72 giờ từ lúc phát hiện. Ghi số lượng, không ghi tên người bị ảnh hưởng.</source>
   <translation>First: tell the leader; for a lost PC tell the city centre to block it. Sign the notice and send it to the authority within 72 hours of seeing it. Write counts, never names of those it touches.</translation>
  </message>
  <message>
   <source>Xảy ra lúc (không rõ thì để trống)</source>
   <translation>Happened at (leave empty if unknown)</translation>
  </message>
  <message>
   <source>{what}: giờ</source>
   <translation>{what}: time</translation>
  </message>
  <message>
   <source>{what}: ngày</source>
   <translation>{what}: day</translation>
  </message>
  <message>
   <source>Đã ghi là đã gửi thông báo sự cố.</source>
   <translation>Noted: the notice of the incident was sent.</translation>
  </message>
  <message>
   <source>Đã gửi thông báo</source>
   <translation>Notice was sent</translation>
  </message>
  <message>
   <source>Đã làm gì ngay</source>
   <translation>What was done at once</translation>
  </message>
  <message>
   <source>Đóng</source>
   <translation>Close</translation>
  </message>
 </context>
 <context>
  <name>IndicatorsDialog</name>
  <message>
   <source>Bảng tính Excel (*.xlsx)</source>
   <translation>Excel workbook (*.xlsx)</translation>
  </message>
  <message>
   <source>In…</source>
   <translation>Print…</translation>
  </message>
  <message>
   <source>Lưu Excel</source>
   <translation>Save Excel</translation>
  </message>
  <message>
   <source>Lưu Excel…</source>
   <translation>Save Excel…</translation>
  </message>
  <message>
   <source>Lưu PDF…</source>
   <translation>Save PDF…</translation>
  </message>
  <message>
   <source>Từ điển chỉ tiêu</source>
   <translation>Dictionary of indicators</translation>
  </message>
  <message>
   <source>Đang lập từ điển…</source>
   <translation>Making the dictionary…</translation>
  </message>
  <message>
   <source>Đã lưu {file}.</source>
   <translation>{file} was saved.</translation>
  </message>
  <message>
   <source>Đóng</source>
   <translation>Close</translation>
  </message>
 </context>
 <context>
  <name>Issues</name>
  <message>
   <source>Bản đã phát hành được giữ nguyên cùng số liệu của nó. Sửa sổ về sau chỉ hiện thành phần chênh lệch, và có thể phát hành lại thành bản mới.</source>
   <translation>An issued version is kept together with its figures. Later changes in the book only show as differences, and it can be issued again as a new version.</translation>
  </message>
  <message>
   <source>Gõ mã ở chân trang có chữ ký để biết sổ có còn đúng như báo cáo đã in không.</source>
   <translation>Type the code from the foot of the signed page to see whether the book still agrees with the printed report.</translation>
  </message>
  <message>
   <source>Lưu…</source>
   <translation>Save…</translation>
  </message>
  <message>
   <source>Lần {n}</source>
   <translation>Issue {n}</translation>
  </message>
  <message>
   <source>Mã trên giấy</source>
   <translation>Code on the paper</translation>
  </message>
  <message>
   <source>Mã đối chiếu sổ: {code}</source>
   <translation>Code to check against the book: {code}</translation>
  </message>
  <message>
   <source>Phát hành</source>
   <translation>Issue</translation>
  </message>
  <message>
   <source>Phát hành bản này</source>
   <translation>Issue this version</translation>
  </message>
  <message>
   <source>So với bản phát hành lần {n}</source>
   <translation>Compared with issue {n}</translation>
  </message>
  <message>
   <source>Số liệu của sổ vẫn đúng như bản đã phát hành.</source>
   <translation>The figures of the book are still those of the issued version.</translation>
  </message>
  <message>
   <source>Số, ký hiệu</source>
   <translation>Number, sign</translation>
  </message>
  <message>
   <source>Số, ký hiệu (nếu văn thư đã cấp)</source>
   <translation>Number, sign (if the clerk has given one)</translation>
  </message>
  <message>
   <source>Xem</source>
   <translation>View</translation>
  </message>
  <message>
   <source>{label}: {was} → {now} {unit}</source>
   <translation>{label}: {was} → {now} {unit}</translation>
  </message>
  <message>
   <source>{n} hoạt động đã thêm, bớt hoặc sửa từ khi phát hành.</source>
   <translation>{n} activities were added, removed or changed since it was issued.</translation>
  </message>
  <message>
   <source>Đối chiếu</source>
   <translation>Compare</translation>
  </message>
  <message>
   <source>Đối chiếu mã trên giấy</source>
   <translation>Compare the code on a paper</translation>
  </message>
  <message>
   <source>… và {n} số khác, xem trang «Số liệu».</source>
   <translation>… and {n} other figures, see the side “Figures”.</translation>
  </message>
 </context>
 <context>
  <name>JoinDialog</name>
  <message>
   <source>Bộ phận CNTT của thành phố giao một tệp, hoặc một mã trên giấy dùng một lần.</source>
   <translation>The city's IT hands out a file, or a one-use code on paper.</translation>
  </message>
  <message>
   <source>Nối</source>
   <translation>Connect</translation>
  </message>
  <message>
   <source>Nối sổ với trung tâm</source>
   <translation>Connect the book to the centre</translation>
  </message>
  <message>
   <source>Sổ đang gửi tới {now}; nối là chuyển sang {url}: chỉ làm khi CNTT thành phố báo.</source>
   <translation>The book sends to {now}; connecting moves it to {url}: only do this when the city's IT said so.</translation>
  </message>
  <message>
   <source>Thôi</source>
   <translation>Cancel</translation>
  </message>
 </context>
 <context>
  <name>JoinForm</name>
  <message>
   <source>Hỏi trung tâm</source>
   <translation>Ask the centre</translation>
  </message>
  <message>
   <source>Lấy tệp đơn vị theo mã; cần có mạng</source>
   <translation>Fetch the office file by the code; needs a line</translation>
  </message>
  <message>
   <source>Mã ghi danh</source>
   <translation>Enrolment code</translation>
  </message>
  <message>
   <source>Mã ghi danh: ABCD2-EFGH3-…</source>
   <translation>Enrolment code: ABCD2-EFGH3-…</translation>
  </message>
  <message>
   <source>Mã trong tệp đã hết hạn (đồng hồ máy đúng chưa?): gửi được khi trung tâm cấp mã mới.</source>
   <translation>The code in the file has expired (is this PC's clock right?): sending starts when the centre gives a new code.</translation>
  </message>
  <message>
   <source>Mở tệp đơn vị…</source>
   <translation>Open office file…</translation>
  </message>
  <message>
   <source>Tệp của {unit}, trung tâm {url}, dùng được đến {day}.</source>
   <translation>File of {unit}, centre {url}, valid until {day}.</translation>
  </message>
  <message>
   <source>Tệp không có chữ ký của trung tâm: chỉ dùng khi chính bộ phận CNTT giao.</source>
   <translation>The file is not signed by the centre: only use it when IT itself handed it to you.</translation>
  </message>
  <message>
   <source>Tệp đơn vị</source>
   <translation>Office file</translation>
  </message>
  <message>
   <source>Tệp đơn vị (*.toml);;Mọi tệp (*)</source>
   <translation>Office file (*.toml);;All files (*)</translation>
  </message>
  <message>
   <source>hoặc gõ mã ghi danh trên giấy:</source>
   <translation>or type the enrolment code from the paper:</translation>
  </message>
  <message>
   <source>Đang hỏi trung tâm…</source>
   <translation>Asking the centre…</translation>
  </message>
  <message>
   <source>Địa chỉ trung tâm</source>
   <translation>Address of the centre</translation>
  </message>
  <message>
   <source>Địa chỉ trung tâm: sophuong.danang.gov.vn</source>
   <translation>Address of the centre: sophuong.danang.gov.vn</translation>
  </message>
 </context>
 <context>
  <name>KeepTemplate</name>
  <message>
   <source>Không lặp</source>
   <translation>Not repeated</translation>
  </message>
  <message>
   <source>Lưu mẫu</source>
   <translation>Save the template</translation>
  </message>
  <message>
   <source>Lưu thành mẫu</source>
   <translation>Save as template</translation>
  </message>
  <message>
   <source>Lặp hằng tuần</source>
   <translation>Every week</translation>
  </message>
  <message>
   <source>Lặp hằng tuần vào</source>
   <translation>Every week on</translation>
  </message>
  <message>
   <source>Mẫu giữ mọi ô, trừ ngày, ảnh và kết quả. Mẫu hằng tuần tự điền ngày kế tiếp chưa ghi.</source>
   <translation>A template keeps every field except day, photos and results. A weekly one fills in the next day not yet recorded.</translation>
  </message>
  <message>
   <source>Thôi</source>
   <translation>Cancel</translation>
  </message>
  <message>
   <source>Tên mẫu</source>
   <translation>Name of the template</translation>
  </message>
  <message>
   <source>{day} hằng tuần</source>
   <translation>every {day}</translation>
  </message>
  <message>
   <source>Đã có mẫu tên này: lưu là thay mẫu cũ.</source>
   <translation>There is a template of that name: saving replaces it.</translation>
  </message>
 </context>
 <context>
  <name>KeysCard</name>
  <message>
   <source>Bàn giao…</source>
   <translation>Hand over…</translation>
  </message>
  <message>
   <source>Chuyển sang máy khác…</source>
   <translation>Move to another PC…</translation>
  </message>
  <message>
   <source>Chưa in phiếu khôi phục: máy hỏng hoặc cài lại Windows là không mở được sổ.</source>
   <translation>No recovery sheet printed: a broken PC or a fresh Windows would leave the book shut.</translation>
  </message>
  <message>
   <source>In phiếu khôi phục mới…</source>
   <translation>Print a new recovery sheet…</translation>
  </message>
  <message>
   <source>In phiếu khôi phục…</source>
   <translation>Print recovery sheet…</translation>
  </message>
  <message>
   <source>Khóa của sổ</source>
   <translation>Key of the book</translation>
  </message>
  <message>
   <source>Khóa mới đang chờ: sổ được đổi khóa ở lần mở tới.</source>
   <translation>A new key is waiting: the book takes it when it is next opened.</translation>
  </message>
  <message>
   <source>Lấy lại sổ về máy này</source>
   <translation>Take the book back to this PC</translation>
  </message>
  <message>
   <source>Máy này không có kho khóa: khóa là tệp book.key cạnh sổ, ai chép cả thư mục thì đọc được sổ.</source>
   <translation>This PC has no key store: the key is the file book.key beside the book; whoever copies the folder can read it.</translation>
  </message>
  <message>
   <source>Máy này: khóa nằm trong kho khóa của hệ điều hành.</source>
   <translation>This PC: the key is in the operating system's key store.</translation>
  </message>
  <message>
   <source>Mở để xem</source>
   <translation>Open to look at</translation>
  </message>
  <message>
   <source>Nhận sổ đơn vị sáp nhập…</source>
   <translation>Take in a merged unit's book…</translation>
  </message>
  <message>
   <source>Phiếu khôi phục số {n} đã có hiệu lực: hãy sao lưu lại để bản sao mới mở được bằng phiếu này.</source>
   <translation>Recovery sheet no. {n} is valid: make a new backup so that it opens with this sheet.</translation>
  </message>
  <message>
   <source>Phiếu khôi phục số {n}, ngày {day}{by}.</source>
   <translation>Recovery sheet no. {n}, {day}{by}.</translation>
  </message>
  <message>
   <source>Sổ cũ: {name}</source>
   <translation>Old book: {name}</translation>
  </message>
  <message>
   <source>Sổ trên máy này chưa được mã hóa: hãy cài lại chương trình, lần mở sau sổ tự được mã hóa.</source>
   <translation>The book on this PC is not encrypted: install the program again, and it is encrypted at the next start.</translation>
  </message>
  <message>
   <source>Trung tâm thành phố chưa mở giúp được: cần tệp đơn vị (trang Gửi dữ liệu).</source>
   <translation>The city's centre cannot help to open it yet: an office file is needed (page Sending).</translation>
  </message>
  <message>
   <source>Trung tâm thành phố mở giúp được, từ ngày {day}.</source>
   <translation>The city's centre can help to open it, since {day}.</translation>
  </message>
  <message>
   <source>Đã lấy lại sổ: ghi tiếp được trên máy này, thôi ghi trên máy kia.</source>
   <translation>The book is back: go on recording on this PC, no longer on the other one.</translation>
  </message>
 </context>
 <context>
  <name>LastLook</name>
  <message>
   <source>{why} Phần đang ghi chưa giữ được: hãy làm theo câu trên rồi đóng lại; đóng lần nữa ngay thì phần ấy mất.</source>
   <translation>{why} What is being typed could not be kept: do as the sentence says and close again; closing again at once loses it.</translation>
  </message>
 </context>
 <context>
  <name>LegacyOffer</name>
  <message>
   <source>Chuyển</source>
   <translation>Convert</translation>
  </message>
  <message>
   <source>Có vẻ là chữ gõ bằng bảng mã {name}. Chuyển sang Unicode sẽ thành: «{text}»</source>
   <translation>This looks like text typed in {name}. In Unicode it will be: “{text}”</translation>
  </message>
  <message>
   <source>Để nguyên</source>
   <translation>Leave it</translation>
  </message>
 </context>
 <context>
  <name>LegacyStrip</name>
  <message>
   <source>Chuyển sang Unicode</source>
   <translation>Convert to Unicode</translation>
  </message>
  <message>
   <source>Chữ dán vào dùng bảng mã {name}. «{before}» sẽ thành «{after}».</source>
   <translation>The pasted text is in {name}. “{before}” will become “{after}”.</translation>
  </message>
  <message>
   <source>Dán nguyên như vậy</source>
   <translation>Paste as it is</translation>
  </message>
 </context>
 <context>
  <name>Licences</name>
  <message>
   <source>Giấy phép</source>
   <translation>Licences</translation>
  </message>
  <message>
   <source>Đóng</source>
   <translation>Close</translation>
  </message>
 </context>
 <context>
  <name>ListMenus</name>
  <message>
   <source>Cột như ban đầu</source>
   <translation>Columns as at first</translation>
  </message>
  <message>
   <source>Cột {name}</source>
   <translation>Column {name}</translation>
  </message>
  <message>
   <source>Hiển thị</source>
   <translation>Display</translation>
  </message>
  <message>
   <source>Nhập từ Excel…</source>
   <translation>Import from Excel…</translation>
  </message>
  <message>
   <source>Thùng rác</source>
   <translation>Bin</translation>
  </message>
  <message>
   <source>Việc khác với sổ</source>
   <translation>Other things to do with the book</translation>
  </message>
  <message>
   <source>Xếp theo kinh phí</source>
   <translation>Sort by cost</translation>
  </message>
  <message>
   <source>Xếp theo lượt người</source>
   <translation>Sort by attendances</translation>
  </message>
  <message>
   <source>Xếp theo lần sửa cuối</source>
   <translation>Sort by last change</translation>
  </message>
  <message>
   <source>Xếp theo ngày</source>
   <translation>Sort by day</translation>
  </message>
  <message>
   <source>Xếp theo tên</source>
   <translation>Sort by name</translation>
  </message>
  <message>
   <source>Đảo thứ tự</source>
   <translation>Reverse the order</translation>
  </message>
 </context>
 <context>
  <name>ListsDialog</name>
  <message>
   <source>Cho giữ danh sách người dự trong sổ</source>
   <translation>Allow lists of attendees in the book</translation>
  </message>
  <message>
   <source>Chỉ bật khi thật cần: không bật thì in phiếu ký tên, danh sách nằm trên giấy. Danh sách chỉ ở máy này, không gửi đi, tên được ẩn; hết hạn tự xóa, có biên nhận. Mục đích và thời hạn được in trên phiếu để người dự biết.</source>
   <translation>Switch this on only where it is needed: without it, print the sign-in sheet and keep the list on paper. Lists stay on this PC, are never sent, names are hidden; they go by themselves at their day, with a receipt. Purpose and time are printed on the sheet so that people know.</translation>
  </message>
  <message>
   <source>Danh sách người dự</source>
   <translation>List of attendees</translation>
  </message>
  <message>
   <source>Giữ bao nhiêu ngày sau hoạt động</source>
   <translation>Days to keep after the activity</translation>
  </message>
  <message>
   <source>Giữ cả số điện thoại</source>
   <translation>Keep phone numbers too</translation>
  </message>
  <message>
   <source>Giữ để làm gì</source>
   <translation>Kept for</translation>
  </message>
  <message>
   <source>Lưu</source>
   <translation>Save</translation>
  </message>
  <message>
   <source>Phụ trách dữ liệu cá nhân, điện thoại</source>
   <translation>In charge of personal data, phone</translation>
  </message>
  <message>
   <source>Đã lưu cách giữ danh sách người dự.</source>
   <translation>How lists of attendees are kept was saved.</translation>
  </message>
  <message>
   <source>Đóng</source>
   <translation>Close</translation>
  </message>
 </context>
 <context>
  <name>LockScreen</name>
  <message>
   <source>Ai đang ngồi vào máy?</source>
   <translation>Who is sitting here?</translation>
  </message>
  <message>
   <source>Hai lần nhập chưa giống nhau: hãy nhập lại.</source>
   <translation>The two entries differ: enter it again.</translation>
  </message>
  <message>
   <source>Hãy nhập PIN.</source>
   <translation>Enter the PIN.</translation>
  </message>
  <message>
   <source>Máy đang khóa</source>
   <translation>Locked</translation>
  </message>
  <message>
   <source>Mở khóa</source>
   <translation>Unlock</translation>
  </message>
  <message>
   <source>Người dùng</source>
   <translation>User</translation>
  </message>
  <message>
   <source>Nhắc lại PIN mới</source>
   <translation>New PIN again</translation>
  </message>
  <message>
   <source>PIN</source>
   <translation>PIN</translation>
  </message>
  <message>
   <source>Quên PIN: nhờ người quản lý bỏ PIN cũ ở Cài đặt. Người quản lý quên: trên máy này chạy lệnh «sophuong accounts --reset TÊN».</source>
   <translation>Forgot the PIN: ask the manager to remove it in Settings. If the manager forgot it: run “sophuong accounts --reset NAME” on this PC.</translation>
  </message>
  <message>
   <source>Sai PIN nhiều lần: còn {n} giây nữa được thử lại.</source>
   <translation>Wrong PIN several times: {n} seconds until the next try.</translation>
  </message>
  <message>
   <source>Đang xem PIN…</source>
   <translation>Checking the PIN…</translation>
  </message>
  <message>
   <source>Đặt PIN mới, 4 đến 12 chữ số</source>
   <translation>Set a new PIN, 4 to 12 digits</translation>
  </message>
 </context>
 <context>
  <name>MainWindow</name>
  <message>
   <source>Chào {name}.</source>
   <translation>Hello {name}.</translation>
  </message>
  <message>
   <source>Sổ còn trống</source>
   <translation>The book is still empty</translation>
  </message>
  <message>
   <source>Trung tâm trả lại {n} hoạt động để sửa.</source>
   <translation>The centre returned {n} activities for correction.</translation>
  </message>
  <message>
   <source>Tình trạng sổ</source>
   <translation>State of the book</translation>
  </message>
  <message>
   <source>Xem</source>
   <translation>View</translation>
  </message>
  <message>
   <source>Xem trong sổ</source>
   <translation>View in the book</translation>
  </message>
  <message>
   <source>còn {n} chưa gửi</source>
   <translation>{n} not sent yet</translation>
  </message>
  <message>
   <source>mọi thứ đã gửi</source>
   <translation>everything is sent</translation>
  </message>
  <message>
   <source>{n} chưa hợp lệ</source>
   <translation>{n} not valid yet</translation>
  </message>
  <message>
   <source>{n} chờ duyệt</source>
   <translation>{n} wait for approval</translation>
  </message>
  <message>
   <source>Đã lưu lúc {at}</source>
   <translation>Saved at {at}</translation>
  </message>
  <message>
   <source>Đơn vị chưa lập tài khoản, nên không có gì để khóa: lập ở trang Cài đặt.</source>
   <translation>The office has no accounts, so there is nothing to lock: make them in Settings.</translation>
  </message>
 </context>
 <context>
  <name>MessageBar</name>
  <message>
   <source>Đóng thông báo</source>
   <translation>Close the message</translation>
  </message>
 </context>
 <context>
  <name>MoveDialog</name>
  <message>
   <source>1. Cắm USB vào máy này và bấm «Ghi ra tệp…»: cả sổ, ảnh và lịch sử vào một tệp đã mã hóa, được đọc lại để kiểm tra. Sổ trên máy này từ đó chỉ để xem.</source>
   <translation>1. Plug a USB stick into this PC and press «Write to a file…»: the whole book, photos and history go into one encrypted file, which is read back. From then on the book on this PC can only be looked at.</translation>
  </message>
  <message>
   <source>2. Trên máy mới: cài chương trình, mở lên, bấm «Tôi có sổ từ máy cũ…» và chọn tệp trên USB.</source>
   <translation>2. On the new PC: install the program, start it, press «I have a book from an old PC…» and choose the file on the USB stick.</translation>
  </message>
  <message>
   <source>3. Gõ mã trên phiếu khôi phục số {n}. Xong thì ghi tiếp trên máy mới.</source>
   <translation>3. Type the code of recovery sheet no. {n}. Then go on recording on the new PC.</translation>
  </message>
  <message>
   <source>Chuyển sổ sang máy khác</source>
   <translation>Move the book to another PC</translation>
  </message>
  <message>
   <source>Chưa có phiếu khôi phục nên máy kia sẽ không mở được: hãy đóng cửa sổ này và in phiếu trước.</source>
   <translation>There is no recovery sheet, so the other PC could not open it: close this window and print the sheet first.</translation>
  </message>
  <message>
   <source>Ghi ra tệp…</source>
   <translation>Write to a file…</translation>
  </message>
  <message>
   <source>Sổ Phường (*.so-phuong)</source>
   <translation>Sổ Phường (*.so-phuong)</translation>
  </message>
  <message>
   <source>Thôi</source>
   <translation>Cancel</translation>
  </message>
  <message>
   <source>Xong</source>
   <translation>Done</translation>
  </message>
  <message>
   <source>Đang ghi và đọc lại để kiểm tra…</source>
   <translation>Writing, and reading back to check…</translation>
  </message>
  <message>
   <source>Đã ghi {n} lần lưu vào {file} và đọc lại nguyên vẹn. Sổ trên máy này chỉ còn để xem.</source>
   <translation>{n} saves were written to {file} and read back whole. The book on this PC can now only be looked at.</translation>
  </message>
 </context>
 <context>
  <name>Nothing</name>
  <message>
   <source>Bỏ hết lọc</source>
   <translation>Remove all filters</translation>
  </message>
  <message>
   <source>Bỏ «{name}» ({n})</source>
   <translation>Remove “{name}” ({n})</translation>
  </message>
  <message>
   <source>Chỉ vì bộ lọc «{name}»: bỏ bộ lọc này là thấy.</source>
   <translation>Only because of the filter “{name}”: remove it and they are seen.</translation>
  </message>
  <message>
   <source>Các bộ lọc không gặp nhau: hãy bỏ một trong những bộ lọc dưới đây.</source>
   <translation>The filters do not meet: remove one of those below.</translation>
  </message>
  <message>
   <source>Không thấy hoạt động nào như vậy</source>
   <translation>No such activity found</translation>
  </message>
  <message>
   <source>Đang lọc: {asked}</source>
   <translation>Filtered by: {asked}</translation>
  </message>
  <message>
   <source>Đang lọc: {asked}. Bỏ riêng từng bộ lọc cũng chưa thấy: hãy bỏ hết, hoặc thử ít chữ hơn; không cần dấu.</source>
   <translation>Filtered by: {asked}. Removing a single filter finds nothing either: remove all, or try fewer letters; marks are not needed.</translation>
  </message>
 </context>
 <context>
  <name>NumberEditor</name>
  <message>
   <source>Ý là số nào?</source>
   <translation>Which number is meant?</translation>
  </message>
 </context>
 <context>
  <name>Option</name>
  <message>
   <source>đang chọn</source>
   <translation>chosen</translation>
  </message>
 </context>
 <context>
  <name>Output</name>
  <message>
   <source>Lưu PDF</source>
   <translation>Save PDF</translation>
  </message>
  <message>
   <source>Tài liệu PDF (*.pdf)</source>
   <translation>PDF document (*.pdf)</translation>
  </message>
  <message>
   <source>Đã lưu {file}.</source>
   <translation>{file} was saved.</translation>
  </message>
 </context>
 <context>
  <name>ParcelCard</name>
  <message>
   <source>Gói cả ảnh</source>
   <translation>Pack photos too</translation>
  </message>
  <message>
   <source>Gói của Sổ Phường (*.sophuong)</source>
   <translation>Package of Sổ Phường (*.sophuong)</translation>
  </message>
  <message>
   <source>Gói ra tệp</source>
   <translation>Pack into a file</translation>
  </message>
  <message>
   <source>Gói ra tệp…</source>
   <translation>Pack into a file…</translation>
  </message>
  <message>
   <source>Không có mạng: gửi bằng tệp</source>
   <translation>No network: send by file</translation>
  </message>
  <message>
   <source>Nhận tệp biên nhận…</source>
   <translation>Take in a receipt file…</translation>
  </message>
  <message>
   <source>Tệp biên nhận</source>
   <translation>Receipt file</translation>
  </message>
  <message>
   <source>Tệp biên nhận (*.bien-nhan);;Mọi tệp (*)</source>
   <translation>Receipt files (*.bien-nhan);;All files (*)</translation>
  </message>
  <message>
   <source>Đường truyền hỏng lâu? Gói những gì đang chờ thành một tệp đã mã hóa riêng cho trung tâm, mang đi bằng USB hoặc gửi thư, Zalo; rồi nhận tệp biên nhận trung tâm trả lại.</source>
   <translation>The line is down for long? Pack what waits into a file only the centre can open and carry it by USB, letter or Zalo; then take in the receipt file the centre gives back.</translation>
  </message>
 </context>
 <context>
  <name>PeopleEditor</name>
  <message>
   <source>Trong đó (một người có thể thuộc nhiều nhóm)</source>
   <translation>Of which (one person may belong to several groups)</translation>
  </message>
  <message>
   <source>lượt người</source>
   <translation>attendances</translation>
  </message>
 </context>
 <context>
  <name>PeriodCard</name>
  <message>
   <source>6 tháng</source>
   <translation>6 months</translation>
  </message>
  <message>
   <source>9 tháng</source>
   <translation>9 months</translation>
  </message>
  <message>
   <source>Báo cáo nào</source>
   <translation>Which report</translation>
  </message>
  <message>
   <source>Chiến dịch</source>
   <translation>Campaign</translation>
  </message>
  <message>
   <source>Chốt số liệu</source>
   <translation>Closing of figures</translation>
  </message>
  <message>
   <source>Cùng kỳ năm trước</source>
   <translation>Same period last year</translation>
  </message>
  <message>
   <source>Hoạt động</source>
   <translation>Activity</translation>
  </message>
  <message>
   <source>Hoạt động đã chọn</source>
   <translation>The activity chosen</translation>
  </message>
  <message>
   <source>Kiểu báo cáo</source>
   <translation>Kind of report</translation>
  </message>
  <message>
   <source>Kỳ báo cáo</source>
   <translation>Reporting period</translation>
  </message>
  <message>
   <source>Kỳ sau</source>
   <translation>Next period</translation>
  </message>
  <message>
   <source>Kỳ trước</source>
   <translation>Previous period</translation>
  </message>
  <message>
   <source>Một hoạt động</source>
   <translation>One activity</translation>
  </message>
  <message>
   <source>Ngày 15 đến 14</source>
   <translation>15th to 14th</translation>
  </message>
  <message>
   <source>Ngày 15 đến 14 là cách tính của Nghị định 09/2019.</source>
   <translation>From the 15th to the 14th is the way of Decree 09/2019.</translation>
  </message>
  <message>
   <source>Năm</source>
   <translation>Year</translation>
  </message>
  <message>
   <source>Quý</source>
   <translation>Quarter</translation>
  </message>
  <message>
   <source>So với</source>
   <translation>Compared with</translation>
  </message>
  <message>
   <source>Số liệu từ {since} đến {until}</source>
   <translation>Figures from {since} to {until}</translation>
  </message>
  <message>
   <source>Tháng</source>
   <translation>Month</translation>
  </message>
  <message>
   <source>Từ ngày</source>
   <translation>From</translation>
  </message>
  <message>
   <source>Tự chọn</source>
   <translation>Own choice</translation>
  </message>
  <message>
   <source>Đầu đến cuối tháng</source>
   <translation>First to last of the month</translation>
  </message>
  <message>
   <source>Đến ngày</source>
   <translation>To</translation>
  </message>
  <message>
   <source>Định kỳ</source>
   <translation>Periodic</translation>
  </message>
 </context>
 <context>
  <name>PersonDialog</name>
  <message>
   <source>Biên nhận (PDF)…</source>
   <translation>Receipt (PDF)…</translation>
  </message>
  <message>
   <source>Bỏ PIN đã quên</source>
   <translation>Remove the forgotten PIN</translation>
  </message>
  <message>
   <source>Cung cấp cho người đó (PDF)…</source>
   <translation>Hand out to them (PDF)…</translation>
  </message>
  <message>
   <source>Còn làm việc ở đơn vị</source>
   <translation>Still works at the office</translation>
  </message>
  <message>
   <source>Hai lần nhập PIN chưa giống nhau: hãy nhập lại.</source>
   <translation>The two PINs differ: enter it again.</translation>
  </message>
  <message>
   <source>Họ và tên</source>
   <translation>Full name</translation>
  </message>
  <message>
   <source>Khi xóa</source>
   <translation>On erasure</translation>
  </message>
  <message>
   <source>Không thấy người này ở đâu trong sổ.</source>
   <translation>This person is nowhere in the book.</translation>
  </message>
  <message>
   <source>Lưu</source>
   <translation>Save</translation>
  </message>
  <message>
   <source>Nhắc lại PIN</source>
   <translation>PIN again</translation>
  </message>
  <message>
   <source>Những chỗ có tên</source>
   <translation>Places with the name</translation>
  </message>
  <message>
   <source>Nội dung</source>
   <translation>Content</translation>
  </message>
  <message>
   <source>PIN, 4 đến 12 chữ số</source>
   <translation>PIN, 4 to 12 digits</translation>
  </message>
  <message>
   <source>Quản lý tài khoản và cài đặt chung</source>
   <translation>Manages accounts and common settings</translation>
  </message>
  <message>
   <source>Số điện thoại</source>
   <translation>Phone number</translation>
  </message>
  <message>
   <source>Số điện thoại, nếu biết</source>
   <translation>Phone number, if known</translation>
  </message>
  <message>
   <source>Thôi</source>
   <translation>Cancel</translation>
  </message>
  <message>
   <source>Thấy ở {n} chỗ, viết là: {names}. Bỏ đánh dấu chỗ của người trùng tên.</source>
   <translation>Found in {n} places, spelled: {names}. Untick the places of a namesake.</translation>
  </message>
  <message>
   <source>Tìm</source>
   <translation>Find</translation>
  </message>
  <message>
   <source>Tìm một người trong sổ</source>
   <translation>Find a person in the book</translation>
  </message>
  <message>
   <source>Tìm trong mọi hoạt động, lịch sử lưu, bản nháp, danh sách, giấy, báo cáo, cài đặt.</source>
   <translation>Looks through all activities, their history, drafts, lists, papers, reports and settings.</translation>
  </message>
  <message>
   <source>Vai trò</source>
   <translation>Role</translation>
  </message>
  <message>
   <source>Xóa hẳn</source>
   <translation>Delete for good</translation>
  </message>
  <message>
   <source>Xóa hẳn những chỗ đã đánh dấu, cả trong các lần lưu cũ? Không lấy lại được; bản sao lưu cũ mất trong vòng 30 ngày.</source>
   <translation>Delete the ticked places for good, in old saves too? They cannot be brought back; older backups go within 30 days.</translation>
  </message>
  <message>
   <source>Xóa người này</source>
   <translation>Erase this person</translation>
  </message>
  <message>
   <source>Xóa người này…</source>
   <translation>Erase this person…</translation>
  </message>
  <message>
   <source>{n} chỗ đã gửi về trung tâm: bản mới không có tên sẽ được gửi thay, và cần đề nghị trung tâm bỏ tên khỏi bản cũ.</source>
   <translation>{n} places were sent to the centre: a new version without the name will be sent, and the centre has to be asked to take the name out of the old one.</translation>
  </message>
  <message>
   <source>{what} Biên nhận số {n}.</source>
   <translation>{what} Receipt no. {n}.</translation>
  </message>
  <message>
   <source>Đóng</source>
   <translation>Close</translation>
  </message>
  <message>
   <source>Để lại</source>
   <translation>Leave it</translation>
  </message>
  <message>
   <source>Đủ họ và tên, có dấu hoặc không dấu</source>
   <translation>Full name, with or without marks</translation>
  </message>
  <message>
   <source>Ở đâu</source>
   <translation>Where</translation>
  </message>
 </context>
 <context>
  <name>PersonsCard</name>
  <message>
   <source>Biên nhận xóa gần nhất: số {n}, {at}. {what}</source>
   <translation>Last receipt of an erasure: no. {n}, {at}. {what}</translation>
  </message>
  <message>
   <source>Bản ghi xử lý (PDF)…</source>
   <translation>Record of processing (PDF)…</translation>
  </message>
  <message>
   <source>Bật hoặc tắt, để làm gì, giữ bao lâu, ai phụ trách</source>
   <translation>On or off, what for, how long, who is in charge</translation>
  </message>
  <message>
   <source>Chưa ghi ai phụ trách dữ liệu cá nhân: ghi ở «Danh sách người dự…» để in vào thông báo.</source>
   <translation>Nobody is named as in charge of personal data: name them in “Lists of attendees…”, so that notices can say it.</translation>
  </message>
  <message>
   <source>Danh sách người dự…</source>
   <translation>Lists of attendees…</translation>
  </message>
  <message>
   <source>Dữ liệu cá nhân</source>
   <translation>Personal data</translation>
  </message>
  <message>
   <source>Không giữ tên người dự: sổ chỉ đếm số người, danh sách ký nằm trên giấy.</source>
   <translation>No names of attendees are kept: the book only counts people, the signed list stays on paper.</translation>
  </message>
  <message>
   <source>Lời báo treo ở sự kiện (PDF)…</source>
   <translation>Notice to hang at an event (PDF)…</translation>
  </message>
  <message>
   <source>Mất máy, lộ tên: ghi lại và in thông báo để gửi trong 72 giờ</source>
   <translation>A lost PC, leaked names: write it down and print the notice to send within 72 hours</translation>
  </message>
  <message>
   <source>Mọi chỗ sổ ghi một người: xem, cung cấp cho họ, xóa có biên nhận</source>
   <translation>Every place where the book names a person: look, hand out to them, erase with a receipt</translation>
  </message>
  <message>
   <source>Một tờ A4 chữ lớn: có ghi hình, ghi tên để làm gì, giữ bao lâu</source>
   <translation>One A4 sheet in large letters: pictures are taken, why names are asked for, how long they are kept</translation>
  </message>
  <message>
   <source>Phụ trách dữ liệu cá nhân: {who}.</source>
   <translation>In charge of personal data: {who}.</translation>
  </message>
  <message>
   <source>Sự cố…</source>
   <translation>Incident…</translation>
  </message>
  <message>
   <source>Tìm một người…</source>
   <translation>Find a person…</translation>
  </message>
  <message>
   <source>Xóa theo ngày…</source>
   <translation>Delete by date…</translation>
  </message>
  <message>
   <source>Xóa tên, số điện thoại, danh sách của các hoạt động đã cũ</source>
   <translation>Delete names, phones and lists of old activities</translation>
  </message>
  <message>
   <source>{n} danh sách sắp hết hạn giữ, sớm nhất sau ngày {day}: cần giữ thêm thì mở danh sách, đổi ngày.</source>
   <translation>{n} lists end soon, the first after {day}: to keep one longer, open it and change its day.</translation>
  </message>
  <message>
   <source>Đang giữ {n} danh sách người dự, {people} người; hết hạn thì tự xóa, có biên nhận.</source>
   <translation>{n} lists of attendees are kept, {people} people; they go by themselves at their day, with a receipt.</translation>
  </message>
  <message>
   <source>Đơn vị giữ dữ liệu gì, để làm gì, bao lâu</source>
   <translation>Which data the office keeps, what for, how long</translation>
  </message>
  <message>
   <source>Được giữ danh sách người dự; chưa có danh sách nào.</source>
   <translation>Lists of attendees may be kept; there is none yet.</translation>
  </message>
 </context>
 <context>
  <name>PersonsWatch</name>
  <message>
   <source>Xem</source>
   <translation>Look</translation>
  </message>
  <message>
   <source>{what} Biên nhận số {n}.</source>
   <translation>{what} Receipt no. {n}.</translation>
  </message>
 </context>
 <context>
  <name>PhotoViewer</name>
  <message>
   <source>Bỏ ảnh</source>
   <translation>Remove the photo</translation>
  </message>
  <message>
   <source>Chú thích ảnh</source>
   <translation>Caption of the photo</translation>
  </message>
  <message>
   <source>Cỡ thật</source>
   <translation>Real size</translation>
  </message>
  <message>
   <source>Cỡ thật hoặc vừa cửa sổ (Z)</source>
   <translation>Real size or fit the window (Z)</translation>
  </message>
  <message>
   <source>Không còn ảnh nào.</source>
   <translation>No photos left.</translation>
  </message>
  <message>
   <source>Lưu thành…</source>
   <translation>Save as…</translation>
  </message>
  <message>
   <source>Lưu ảnh</source>
   <translation>Save the photo</translation>
  </message>
  <message>
   <source>Lấy lại ảnh vừa bỏ</source>
   <translation>Bring back the photo just removed</translation>
  </message>
  <message>
   <source>Mở thư mục</source>
   <translation>Open the folder</translation>
  </message>
  <message>
   <source>Phóng to (+)</source>
   <translation>Larger (+)</translation>
  </message>
  <message>
   <source>Vừa cửa sổ</source>
   <translation>Fit the window</translation>
  </message>
  <message>
   <source>Xoay phải</source>
   <translation>Turn right</translation>
  </message>
  <message>
   <source>Xoay ảnh sang phải (R)</source>
   <translation>Turn the photo right (R)</translation>
  </message>
  <message>
   <source>Đã lưu {file}.</source>
   <translation>{file} was saved.</translation>
  </message>
  <message>
   <source>Đóng</source>
   <translation>Close</translation>
  </message>
  <message>
   <source>Ảnh minh chứng</source>
   <translation>Photos as evidence</translation>
  </message>
  <message>
   <source>Ảnh sau (→)</source>
   <translation>Next photo (→)</translation>
  </message>
  <message>
   <source>Ảnh trước (←)</source>
   <translation>Previous photo (←)</translation>
  </message>
  <message>
   <source>Ảnh {n}/{of}</source>
   <translation>Photo {n}/{of}</translation>
  </message>
  <message>
   <source>Ảnh {n}/{of}: {name}</source>
   <translation>Photo {n}/{of}: {name}</translation>
  </message>
 </context>
 <context>
  <name>PhotosCard</name>
  <message>
   <source>Chỉ gửi ảnh ban đêm (22 giờ đến 6 giờ, khi máy còn mở)</source>
   <translation>Send photos only at night (22 to 6 o'clock, while the PC is on)</translation>
  </message>
  <message>
   <source>Gửi cả ảnh</source>
   <translation>Send photos too</translation>
  </message>
  <message>
   <source>Không có ảnh nào đang chờ gửi. Ảnh đi sau văn bản, từng phần, mạng đứt thì gửi tiếp từ chỗ dở.</source>
   <translation>No photos wait to be sent. Photos go after the texts, piece by piece; after a break the rest is sent from where it stopped.</translation>
  </message>
  <message>
   <source>Mỗi ngày gửi nhiều nhất</source>
   <translation>Send each day at most</translation>
  </message>
  <message>
   <source>không giới hạn</source>
   <translation>no limit</translation>
  </message>
  <message>
   <source>Ảnh</source>
   <translation>Photos</translation>
  </message>
 </context>
 <context>
  <name>PhotosEditor</name>
  <message>
   <source>Chưa có ảnh nào được chép: hãy chép ảnh hoặc tệp ảnh rồi dán lại.</source>
   <translation>No photo was copied: copy a photo or a photo file, then paste again.</translation>
  </message>
  <message>
   <source>Dán</source>
   <translation>Paste</translation>
  </message>
  <message>
   <source>Dán ảnh</source>
   <translation>Paste a photo</translation>
  </message>
  <message>
   <source>Dán ảnh đã chép (Ctrl+V ở đây); cũng có thể kéo ảnh thả vào</source>
   <translation>Paste a copied photo (Ctrl+V here); photos can be dragged here too</translation>
  </message>
  <message>
   <source>Dừng</source>
   <translation>Stop</translation>
  </message>
  <message>
   <source>Giữ vị trí chụp</source>
   <translation>Keep the place of the photo</translation>
  </message>
  <message>
   <source>Hãy đọc lời nhắc về ảnh học sinh và đánh dấu trước khi thêm ảnh.</source>
   <translation>Read the reminder about photos of pupils and tick it before adding photos.</translation>
  </message>
  <message>
   <source>Mặc định bỏ vị trí và số máy khỏi ảnh trước khi cất vào sổ</source>
   <translation>Place and camera number are removed from photos unless this is ticked</translation>
  </message>
  <message>
   <source>Thêm ảnh…</source>
   <translation>Add photos…</translation>
  </message>
  <message>
   <source>Tôi đã xem: ảnh chụp toàn cảnh, hoặc đã có sự đồng ý</source>
   <translation>I have looked: the photo shows the whole scene, or there is consent</translation>
  </message>
  <message>
   <source>Đang thêm ảnh {n}/{of}: {name}</source>
   <translation>Adding photo {n}/{of}: {name}</translation>
  </message>
  <message>
   <source>Ảnh chụp ngày {day}: dùng làm ngày hoạt động</source>
   <translation>Photo taken on {day}: use it as the day of the activity</translation>
  </message>
 </context>
 <context>
  <name>Picker</name>
  <message>
   <source>Ctrl+Enter hoặc Ctrl+bấm: chọn thêm</source>
   <translation>Ctrl+Enter or Ctrl+click: choose more</translation>
  </message>
  <message>
   <source>Gõ để tìm, Enter để chọn</source>
   <translation>Type to find, Enter to choose</translation>
  </message>
  <message>
   <source>Tìm trong {name}</source>
   <translation>Find in {name}</translation>
  </message>
 </context>
 <context>
  <name>PlanDialog</name>
  <message>
   <source>Bản của kế hoạch</source>
   <translation>Versions of the plan</translation>
  </message>
  <message>
   <source>Bản đang sửa</source>
   <translation>Version being changed</translation>
  </message>
  <message>
   <source>Bỏ chỉ tiêu</source>
   <translation>Remove the target</translation>
  </message>
  <message>
   <source>Bỏ phần sửa dở</source>
   <translation>Drop the unfinished changes</translation>
  </message>
  <message>
   <source>Chỉ chiến dịch</source>
   <translation>Only the campaign</translation>
  </message>
  <message>
   <source>Chỉ ghi thuộc</source>
   <translation>Only recorded under it</translation>
  </message>
  <message>
   <source>Chỉ hoạt động ghi thuộc chỉ tiêu</source>
   <translation>Only activities recorded under the target</translation>
  </message>
  <message>
   <source>Chỉ tiêu</source>
   <translation>Targets</translation>
  </message>
  <message>
   <source>Chỉ tiêu mới</source>
   <translation>New target</translation>
  </message>
  <message>
   <source>Các chỉ tiêu</source>
   <translation>Targets</translation>
  </message>
  <message>
   <source>Cách tính</source>
   <translation>Way of counting</translation>
  </message>
  <message>
   <source>Có phần sửa dở từ trước: xem lại rồi Lưu.</source>
   <translation>There are unfinished changes from before: look them over, then Save.</translation>
  </message>
  <message>
   <source>Cơ quan ban hành</source>
   <translation>Issued by</translation>
  </message>
  <message>
   <source>Cơ quan, giai đoạn</source>
   <translation>Body, period</translation>
  </message>
  <message>
   <source>Cả giai đoạn</source>
   <translation>Whole period</translation>
  </message>
  <message>
   <source>Giai đoạn</source>
   <translation>Period</translation>
  </message>
  <message>
   <source>Hết giai đoạn</source>
   <translation>End of the period</translation>
  </message>
  <message>
   <source>Không cần</source>
   <translation>Not needed</translation>
  </message>
  <message>
   <source>Loại hoạt động</source>
   <translation>Kind of activity</translation>
  </message>
  <message>
   <source>Loại hoạt động được tính</source>
   <translation>Kinds of activities counted</translation>
  </message>
  <message>
   <source>Lên trên</source>
   <translation>Up</translation>
  </message>
  <message>
   <source>Lưu thành bản mới</source>
   <translation>Save as a new version</translation>
  </message>
  <message>
   <source>Mã</source>
   <translation>Code</translation>
  </message>
  <message>
   <source>Mã, đơn vị tính</source>
   <translation>Code, unit</translation>
  </message>
  <message>
   <source>Mẫu</source>
   <translation>Templates</translation>
  </message>
  <message>
   <source>Mỗi năm</source>
   <translation>Every year</translation>
  </message>
  <message>
   <source>Ngày ban hành</source>
   <translation>Date of issue</translation>
  </message>
  <message>
   <source>Số liệu</source>
   <translation>Figure</translation>
  </message>
  <message>
   <source>Số phải đạt</source>
   <translation>To be reached</translation>
  </message>
  <message>
   <source>Số, ký hiệu</source>
   <translation>Number, sign</translation>
  </message>
  <message>
   <source>Số, ngày</source>
   <translation>Number, date</translation>
  </message>
  <message>
   <source>Sửa kế hoạch</source>
   <translation>Change the plan</translation>
  </message>
  <message>
   <source>Thêm</source>
   <translation>Add</translation>
  </message>
  <message>
   <source>Tên kế hoạch</source>
   <translation>Name of the plan</translation>
  </message>
  <message>
   <source>Từ ngày</source>
   <translation>From</translation>
  </message>
  <message>
   <source>Từ, đến ngày</source>
   <translation>From, to</translation>
  </message>
  <message>
   <source>Xuống dưới</source>
   <translation>Down</translation>
  </message>
  <message>
   <source>Đang thực hiện</source>
   <translation>In force</translation>
  </message>
  <message>
   <source>Đóng</source>
   <translation>Close</translation>
  </message>
  <message>
   <source>Đơn vị tính</source>
   <translation>Unit of measure</translation>
  </message>
  <message>
   <source>Đến ngày</source>
   <translation>To</translation>
  </message>
  <message>
   <source>để trống nếu kế hoạch không đặt số</source>
   <translation>left empty if the plan sets no number</translation>
  </message>
 </context>
 <context>
  <name>Plans</name>
  <message>
   <source>Biểu đồ</source>
   <translation>Charts</translation>
  </message>
  <message>
   <source>Chép kế hoạch</source>
   <translation>Copy the plan</translation>
  </message>
  <message>
   <source>Chép năm sau…</source>
   <translation>Copy to next year…</translation>
  </message>
  <message>
   <source>Chép sang năm sau, nhận từ tệp, lưu thành tệp</source>
   <translation>Copy to next year, take from a file, save to a file</translation>
  </message>
  <message>
   <source>Chưa có kế hoạch nào</source>
   <translation>No plan yet</translation>
  </message>
  <message>
   <source>Chỉ tiêu</source>
   <translation>Targets</translation>
  </message>
  <message>
   <source>Dùng kế hoạch này</source>
   <translation>Use this plan</translation>
  </message>
  <message>
   <source>Ghi hoạt động</source>
   <translation>Record an activity</translation>
  </message>
  <message>
   <source>Khác</source>
   <translation>More</translation>
  </message>
  <message>
   <source>Kế hoạch</source>
   <translation>Plans</translation>
  </message>
  <message>
   <source>Kế hoạch của đơn vị và của thành phố sẽ hiện ở đây với từng chỉ tiêu; mức đạt được tính từ các hoạt động đã ghi, không phải nhập lại.</source>
   <translation>The plans of the office and of the city appear here with each target; what is reached is counted from the recorded activities, nothing is entered twice.</translation>
  </message>
  <message>
   <source>Kế hoạch này nay là kế hoạch đang thực hiện của đơn vị.</source>
   <translation>This plan is now the plan of the office in force.</translation>
  </message>
  <message>
   <source>Lưu kế hoạch thành tệp</source>
   <translation>Save the plan to a file</translation>
  </message>
  <message>
   <source>Lưu thành tệp…</source>
   <translation>Save to a file…</translation>
  </message>
  <message>
   <source>Lịch</source>
   <translation>Calendar</translation>
  </message>
  <message>
   <source>Mức đạt được tính từ các hoạt động đã ghi trong sổ.</source>
   <translation>What is reached is counted from the activities recorded in the book.</translation>
  </message>
  <message>
   <source>Nhận kế hoạch từ tệp</source>
   <translation>Take a plan from a file</translation>
  </message>
  <message>
   <source>Nhận từ tệp…</source>
   <translation>Take from a file…</translation>
  </message>
  <message>
   <source>Sang năm</source>
   <translation>To the year</translation>
  </message>
  <message>
   <source>Sửa kế hoạch…</source>
   <translation>Change the plan…</translation>
  </message>
  <message>
   <source>Tệp kế hoạch (*.toml)</source>
   <translation>Plan file (*.toml)</translation>
  </message>
  <message>
   <source>Vạch đứng trên thanh là mức nên đạt đến hôm nay. Từ 90 % mức ấy: đúng tiến độ; từ 60 %: có nguy cơ; dưới nữa: chậm.</source>
   <translation>The upright mark on a bar is what should be reached by today. From 90 % of it: on schedule; from 60 %: at risk; below that: late.</translation>
  </message>
  <message>
   <source>Xem</source>
   <translation>View</translation>
  </message>
  <message>
   <source>Xem hoạt động</source>
   <translation>View the activities</translation>
  </message>
  <message>
   <source>ngày {day}</source>
   <translation>of {day}</translation>
  </message>
  <message>
   <source>{n}/{of} chỉ tiêu đạt hoặc đúng tiến độ</source>
   <translation>{n}/{of} targets reached or on schedule</translation>
  </message>
  <message>
   <source>Đây là kế hoạch mẫu: sửa theo kế hoạch đã ban hành rồi bấm dùng; báo cáo chỉ lấy kế hoạch đang thực hiện.</source>
   <translation>This is a sample plan: change it to the issued plan, then press use; reports only take the plan in force.</translation>
  </message>
  <message>
   <source>Đã lưu kế hoạch, bản {n}.</source>
   <translation>The plan was saved, version {n}.</translation>
  </message>
  <message>
   <source>Đã lưu {file}.</source>
   <translation>{file} was saved.</translation>
  </message>
 </context>
 <context>
  <name>Preview</name>
  <message>
   <source>Bản xem trước</source>
   <translation>Preview</translation>
  </message>
  <message>
   <source>Trang sau</source>
   <translation>Next page</translation>
  </message>
  <message>
   <source>Trang trước</source>
   <translation>Previous page</translation>
  </message>
  <message>
   <source>Trang {n} / {of}</source>
   <translation>Page {n} / {of}</translation>
  </message>
 </context>
 <context>
  <name>PrintDialog</name>
  <message>
   <source> Hãy tháo USB an toàn.</source>
   <translation> Please remove the USB stick safely.</translation>
  </message>
  <message>
   <source>&amp;Cách in</source>
   <translation>&amp;Way of printing</translation>
  </message>
  <message>
   <source>&amp;Giấy</source>
   <translation>Pa&amp;per</translation>
  </message>
  <message>
   <source>&amp;Lề máy, mm</source>
   <translation>&amp;Margins of the printer, mm</translation>
  </message>
  <message>
   <source>&amp;Số bản</source>
   <translation>&amp;Copies</translation>
  </message>
  <message>
   <source>&amp;Trang</source>
   <translation>Pa&amp;ges</translation>
  </message>
  <message>
   <source>Bỏ, in lại từ đầu</source>
   <translation>Discard, print from the start</translation>
  </message>
  <message>
   <source>Chưa thấy USB: hãy cắm USB rồi mở lại</source>
   <translation>No USB stick found: plug it in, then open this again</translation>
  </message>
  <message>
   <source>Chỉnh &amp;xuống, mm</source>
   <translation>Shift &amp;down, mm</translation>
  </message>
  <message>
   <source>Chỉnh sang &amp;phải, mm</source>
   <translation>Shift to the &amp;right, mm</translation>
  </message>
  <message>
   <source>Cách in chưa có tên: hãy đặt tên rồi lưu.</source>
   <translation>This way of printing has no name: name it, then save.</translation>
  </message>
  <message>
   <source>Dừng</source>
   <translation>Stop</translation>
  </message>
  <message>
   <source>Giữ cách in này</source>
   <translation>Keep this way of printing</translation>
  </message>
  <message>
   <source>In</source>
   <translation>Print</translation>
  </message>
  <message>
   <source>In &amp;hai mặt</source>
   <translation>&amp;Both sides</translation>
  </message>
  <message>
   <source>In tiếp</source>
   <translation>Go on printing</translation>
  </message>
  <message>
   <source>In tiếp từ trang</source>
   <translation>Go on from page</translation>
  </message>
  <message>
   <source>In trang thử</source>
   <translation>Print a test page</translation>
  </message>
  <message>
   <source>In «{title}»</source>
   <translation>Print “{title}”</translation>
  </message>
  <message>
   <source>Lưu PDF vào thư mục</source>
   <translation>Save PDF to a folder</translation>
  </message>
  <message>
   <source>Lưu tệp…</source>
   <translation>Save to a file…</translation>
  </message>
  <message>
   <source>Lưu vào USB</source>
   <translation>Save to USB</translation>
  </message>
  <message>
   <source>Máy &amp;in</source>
   <translation>Pr&amp;inter</translation>
  </message>
  <message>
   <source>Máy này chưa có máy in: hãy cài máy in, hoặc lưu PDF rồi in ở máy khác.</source>
   <translation>This PC has no printer yet: install one, or save a PDF and print it on another PC.</translation>
  </message>
  <message>
   <source>Số trang đã in</source>
   <translation>Pages already printed</translation>
  </message>
  <message>
   <source>Thu nhỏ nếu trang lớn hơn giấy</source>
   <translation>Reduce if the page is larger than the paper</translation>
  </message>
  <message>
   <source>Tất cả; hoặc 1-3, 5</source>
   <translation>All; or 1-3, 5</translation>
  </message>
  <message>
   <source>{name} (còn {mb} MB)</source>
   <translation>{name} ({mb} MB left)</translation>
  </message>
  <message>
   <source>{n} trang, {sizes}. In đúng cỡ thật, không tự thu phóng.</source>
   <translation>{n} pages, {sizes}. Printed at true size, never scaled.</translation>
  </message>
  <message>
   <source>{why} Tới nay {told}; hãy xem tờ cuối trong khay.</source>
   <translation>{why} So far {told}; look at the last sheet in the tray.</translation>
  </message>
  <message>
   <source>Đang dừng sau trang này…</source>
   <translation>Stopping after this page…</translation>
  </message>
  <message>
   <source>Đang ghi và đọc lại…</source>
   <translation>Writing and reading back…</translation>
  </message>
  <message>
   <source>Đang in trang {n} / {of}…</source>
   <translation>Printing page {n} / {of}…</translation>
  </message>
  <message>
   <source>Đang tìm máy in…</source>
   <translation>Looking for printers…</translation>
  </message>
  <message>
   <source>Đen trắng</source>
   <translation>Black and white</translation>
  </message>
  <message>
   <source>Đã chuyển {n} trang tới máy in.</source>
   <translation>{n} pages were handed to the printer.</translation>
  </message>
  <message>
   <source>Đã dừng: {told}.</source>
   <translation>Stopped: {told}.</translation>
  </message>
  <message>
   <source>Đã giữ cách in «{name}» cho máy «{printer}».</source>
   <translation>The way of printing “{name}” is kept for the printer “{printer}”.</translation>
  </message>
  <message>
   <source>Đã lưu và đọc lại đúng: {file}.</source>
   <translation>Saved and read back without fault: {file}.</translation>
  </message>
  <message>
   <source>Đóng</source>
   <translation>Close</translation>
  </message>
 </context>
 <context>
  <name>Printing</name>
  <message>
   <source> và {n} khổ khác</source>
   <translation> and {n} other sizes</translation>
  </message>
  <message>
   <source>Cho: {title}</source>
   <translation>For: {title}</translation>
  </message>
  <message>
   <source>Chưa có mẫu in nào</source>
   <translation>No designs</translation>
  </message>
  <message>
   <source>Chọn mẫu, sửa chữ, in ngay hoặc lưu PDF cho nhà in.</source>
   <translation>Choose a design, change the words, print at once or save a PDF for the print shop.</translation>
  </message>
  <message>
   <source>In ấn</source>
   <translation>Print</translation>
  </message>
  <message>
   <source>Loại mẫu</source>
   <translation>Kinds of designs</translation>
  </message>
  <message>
   <source>Mẫu in</source>
   <translation>Designs</translation>
  </message>
  <message>
   <source>Thư mục mẫu của chương trình trống: hãy cài lại chương trình.</source>
   <translation>The program's folder of designs is empty: install the program again.</translation>
  </message>
  <message>
   <source>Tất cả</source>
   <translation>All</translation>
  </message>
 </context>
 <context>
  <name>PurgeDialog</name>
  <message>
   <source>Biên nhận (PDF)…</source>
   <translation>Receipt (PDF)…</translation>
  </message>
  <message>
   <source>Không có gì cũ hơn ngày này: không cần xóa.</source>
   <translation>Nothing is older than this day: nothing to delete.</translation>
  </message>
  <message>
   <source>Người phụ trách, điện thoại, tổ trưởng, tổ phó và danh sách người dự của các hoạt động trước ngày này bị xóa hẳn, cả trong lịch sử các lần lưu. Hoạt động, số liệu, báo cáo giữ nguyên; không phải gửi lại gì.</source>
   <translation>Persons in charge, phones, team leaders and deputies and lists of attendees of activities before this day are deleted for good, in the history of saves too. Activities, figures and reports stay; nothing has to be sent again.</translation>
  </message>
  <message>
   <source>Trước ngày</source>
   <translation>Before</translation>
  </message>
  <message>
   <source>Trước {day}: {activities} hoạt động có tên hoặc số điện thoại ({saves} lần lưu), {lists} danh sách ({people} người).</source>
   <translation>Before {day}: {activities} activities with names or phones ({saves} saves), {lists} lists ({people} people).</translation>
  </message>
  <message>
   <source>Xem trước</source>
   <translation>Preview</translation>
  </message>
  <message>
   <source>Xóa dữ liệu cá nhân theo ngày</source>
   <translation>Delete personal data by date</translation>
  </message>
  <message>
   <source>Xóa dữ liệu của hoạt động trước ngày</source>
   <translation>Delete data of activities before</translation>
  </message>
  <message>
   <source>Xóa hẳn</source>
   <translation>Delete for good</translation>
  </message>
  <message>
   <source>{what} Biên nhận số {n}.</source>
   <translation>{what} Receipt no. {n}.</translation>
  </message>
  <message>
   <source>Đóng</source>
   <translation>Close</translation>
  </message>
 </context>
 <context>
  <name>Rail</name>
  <message>
   <source>Các trang</source>
   <translation>Sides</translation>
  </message>
 </context>
 <context>
  <name>Reports</name>
  <message>
   <source>Biểu đồ</source>
   <translation>Charts</translation>
  </message>
  <message>
   <source>Báo cáo</source>
   <translation>Reports</translation>
  </message>
  <message>
   <source>Bản hôm nay, chưa phát hành.</source>
   <translation>Today's version, not issued.</translation>
  </message>
  <message>
   <source>Bản hôm nay; số liệu như bản phát hành lần {n}.</source>
   <translation>Today's version; figures as in issue {n}.</translation>
  </message>
  <message>
   <source>Bản hôm nay; số liệu đã khác bản phát hành lần {n}.</source>
   <translation>Today's version; figures differ from issue {n}.</translation>
  </message>
  <message>
   <source>Chép báo cáo dạng chữ để dán vào Zalo</source>
   <translation>Copy the report as text to paste into Zalo</translation>
  </message>
  <message>
   <source>Chép chữ</source>
   <translation>Copy as text</translation>
  </message>
  <message>
   <source>Chữ để gửi Zalo (*.txt)</source>
   <translation>Text for Zalo (*.txt)</translation>
  </message>
  <message>
   <source>In…</source>
   <translation>Print…</translation>
  </message>
  <message>
   <source>Ký, gửi</source>
   <translation>Signing</translation>
  </message>
  <message>
   <source>Kỳ</source>
   <translation>Period</translation>
  </message>
  <message>
   <source>Kỳ này</source>
   <translation>This period</translation>
  </message>
  <message>
   <source>Kỳ so</source>
   <translation>Compared period</translation>
  </message>
  <message>
   <source>Lũy kế năm {year}</source>
   <translation>Year to date {year}</translation>
  </message>
  <message>
   <source>Lưu báo cáo</source>
   <translation>Save the report</translation>
  </message>
  <message>
   <source>Lưu…</source>
   <translation>Save…</translation>
  </message>
  <message>
   <source>Nội dung</source>
   <translation>Contents</translation>
  </message>
  <message>
   <source>Phát hành</source>
   <translation>Issue</translation>
  </message>
  <message>
   <source>Phần</source>
   <translation>Parts</translation>
  </message>
  <message>
   <source>Phụ lục Excel (*.xlsx)</source>
   <translation>Excel annexes (*.xlsx)</translation>
  </message>
  <message>
   <source>Số liệu</source>
   <translation>Figure</translation>
  </message>
  <message>
   <source>Trang in</source>
   <translation>Page</translation>
  </message>
  <message>
   <source>Tài liệu PDF (*.pdf)</source>
   <translation>PDF document (*.pdf)</translation>
  </message>
  <message>
   <source>Tài liệu Word (*.docx)</source>
   <translation>Word document (*.docx)</translation>
  </message>
  <message>
   <source>Về bản hôm nay</source>
   <translation>Back to today's version</translation>
  </message>
  <message>
   <source>Xem</source>
   <translation>View</translation>
  </message>
  <message>
   <source>Đang lập báo cáo…</source>
   <translation>Making the report…</translation>
  </message>
  <message>
   <source>Đang xem bản phát hành lần {n}, giữ nguyên như khi phát hành.</source>
   <translation>Viewing issue {n}, kept as it was issued.</translation>
  </message>
  <message>
   <source>Đã chép báo cáo dạng chữ: dán vào Zalo hoặc tin nhắn.</source>
   <translation>The report was copied as text: paste it into Zalo or a message.</translation>
  </message>
  <message>
   <source>Đã lưu {file}.</source>
   <translation>{file} was saved.</translation>
  </message>
  <message>
   <source>Đã phát hành bản lần {n}; bản này được giữ nguyên: bấm «Xem» ở bản ấy rồi in thì giấy có mã đối chiếu.</source>
   <translation>Issue {n} is out and kept as it is: press “View” on it and print, then the paper carries its code.</translation>
  </message>
 </context>
 <context>
  <name>RestoreDialog</name>
  <message>
   <source> · {n} lần lưu chưa gửi</source>
   <translation> · {n} saves not sent</translation>
  </message>
  <message>
   <source>Anh/chị có thể làm việc tiếp ngay.</source>
   <translation>You can go on working right away.</translation>
  </message>
  <message>
   <source>Bản sao lúc {at}, {why}: {n} lần lưu.</source>
   <translation>Copy of {at}, {why}: {n} saves.</translation>
  </message>
  <message>
   <source>Bản sao lưu (*.backup *.sophuong *.so-phuong);;Mọi tệp (*)</source>
   <translation>Backup (*.backup *.sophuong *.so-phuong);;All files (*)</translation>
  </message>
  <message>
   <source>Chưa khôi phục được</source>
   <translation>Not restored</translation>
  </message>
  <message>
   <source>Chọn bản khác</source>
   <translation>Choose another copy</translation>
  </message>
  <message>
   <source>Chọn bản sao rồi xem trước. Chưa có gì thay đổi cho tới khi bấm «Khôi phục»; sổ đang có luôn được giữ lại.</source>
   <translation>Choose a copy, then preview. Nothing changes until you press “Restore”; the present book is always kept.</translation>
  </message>
  <message>
   <source>Các bản sao lưu</source>
   <translation>Backups</translation>
  </message>
  <message>
   <source>Cỡ</source>
   <translation>Size</translation>
  </message>
  <message>
   <source>Khôi phục</source>
   <translation>Restore</translation>
  </message>
  <message>
   <source>Khôi phục sổ</source>
   <translation>Restore the book</translation>
  </message>
  <message>
   <source>Không hoạt động nào thay đổi.</source>
   <translation>No activity changes.</translation>
  </message>
  <message>
   <source>Làm việc tiếp</source>
   <translation>Go on working</translation>
  </message>
  <message>
   <source>Lúc sao</source>
   <translation>Made at</translation>
  </message>
  <message>
   <source>Máy này</source>
   <translation>This PC</translation>
  </message>
  <message>
   <source>Nơi thứ hai</source>
   <translation>Second place</translation>
  </message>
  <message>
   <source>Sẽ không còn</source>
   <translation>Would be gone</translation>
  </message>
  <message>
   <source>Số lần lưu</source>
   <translation>Saves</translation>
  </message>
  <message>
   <source>Sổ đang có vẫn nguyên như cũ.</source>
   <translation>The present book is as it was.</translation>
  </message>
  <message>
   <source>Sổ đã được khôi phục</source>
   <translation>The book is restored</translation>
  </message>
  <message>
   <source>Thôi</source>
   <translation>Cancel</translation>
  </message>
  <message>
   <source>Trở lại</source>
   <translation>Would come back</translation>
  </message>
  <message>
   <source>Tệp khác…</source>
   <translation>Another file…</translation>
  </message>
  <message>
   <source>Vì sao</source>
   <translation>Why</translation>
  </message>
  <message>
   <source>Về nội dung cũ</source>
   <translation>Would go back to older content</translation>
  </message>
  <message>
   <source>Xem trước</source>
   <translation>Preview</translation>
  </message>
  <message>
   <source>chưa có tên</source>
   <translation>no name yet</translation>
  </message>
  <message>
   <source>và {n} hoạt động khác</source>
   <translation>and {n} more activities</translation>
  </message>
  <message>
   <source>{n} MB</source>
   <translation>{n} MB</translation>
  </message>
  <message>
   <source>Đang giữ lại sổ hiện có…</source>
   <translation>Keeping the present book…</translation>
  </message>
  <message>
   <source>Đang làm</source>
   <translation>Working</translation>
  </message>
  <message>
   <source>Đang thay sổ…</source>
   <translation>Replacing the book…</translation>
  </message>
  <message>
   <source>Đưa sổ trở về một bản sao lưu</source>
   <translation>Bring the book back to a backup</translation>
  </message>
  <message>
   <source>Ở đâu</source>
   <translation>Where</translation>
  </message>
 </context>
 <context>
  <name>RowsModel</name>
  <message>
   <source>(còn thiếu)</source>
   <translation>(missing)</translation>
  </message>
  <message>
   <source>Dòng</source>
   <translation>Row</translation>
  </message>
  <message>
   <source>Tình trạng</source>
   <translation>State</translation>
  </message>
  <message>
   <source>Đọc là: {text}</source>
   <translation>Read as: {text}</translation>
  </message>
 </context>
 <context>
  <name>RowsTable</name>
  <message>
   <source>Các dòng sẽ nhập</source>
   <translation>Rows to be imported</translation>
  </message>
 </context>
 <context>
  <name>Safety</name>
  <message>
   <source>An toàn của sổ</source>
   <translation>Safety of the book</translation>
  </message>
  <message>
   <source>Sổ tự giữ mình: ở đây xem được nó đã làm gì, và làm thêm khi cần.</source>
   <translation>The book looks after itself: here you see what it did, and can do more when needed.</translation>
  </message>
 </context>
 <context>
  <name>SavedViews</name>
  <message>
   <source>, mở lại bằng Alt+{n}</source>
   <translation>, opened again with Alt+{n}</translation>
  </message>
  <message>
   <source>Bỏ «{name}»</source>
   <translation>Remove “{name}”</translation>
  </message>
  <message>
   <source>Các cách xem đã lưu: Alt+1 đến Alt+9</source>
   <translation>Saved views: Alt+1 to Alt+9</translation>
  </message>
  <message>
   <source>Cách xem</source>
   <translation>Views</translation>
  </message>
  <message>
   <source>Cách xem: {name}</source>
   <translation>View: {name}</translation>
  </message>
  <message>
   <source>Lưu</source>
   <translation>Save</translation>
  </message>
  <message>
   <source>Lưu cách xem</source>
   <translation>Save the view</translation>
  </message>
  <message>
   <source>Lưu cách xem này…</source>
   <translation>Save this view…</translation>
  </message>
  <message>
   <source>Lưu đè «{name}»</source>
   <translation>Save over “{name}”</translation>
  </message>
  <message>
   <source>Thôi</source>
   <translation>Cancel</translation>
  </message>
  <message>
   <source>Tên của cách xem này (bộ lọc, thứ tự và cột đang hiện):</source>
   <translation>Name of this view (filters, order and columns as shown):</translation>
  </message>
  <message>
   <source>Đã bỏ cách xem «{name}».</source>
   <translation>The view “{name}” was removed.</translation>
  </message>
  <message>
   <source>Đã lưu cách xem «{name}»{key}.</source>
   <translation>The view “{name}” was saved{key}.</translation>
  </message>
  <message>
   <source>Đưa «{name}» lên đầu (Alt+1)</source>
   <translation>Move “{name}” to the front (Alt+1)</translation>
  </message>
 </context>
 <context>
  <name>SendingPage</name>
  <message>
   <source>, trong đó {n} chưa xác nhận</source>
   <translation>, {n} of them not confirmed</translation>
  </message>
  <message>
   <source>, {n} chưa hợp lệ</source>
   <translation>, {n} not valid yet</translation>
  </message>
  <message>
   <source>Biên nhận</source>
   <translation>Receipt</translation>
  </message>
  <message>
   <source>Biên nhận gần đây</source>
   <translation>Latest receipts</translation>
  </message>
  <message>
   <source>Bằng tệp hoặc mã do bộ phận CNTT cấp</source>
   <translation>By a file or a code from IT</translation>
  </message>
  <message>
   <source>Chưa có gì để gửi</source>
   <translation>Nothing to send yet</translation>
  </message>
  <message>
   <source>Chưa hợp lệ: cần sửa rồi lưu, sẽ tự gửi lại</source>
   <translation>Not valid yet: correct and save, it is sent again by itself</translation>
  </message>
  <message>
   <source>Chương trình tự gửi lại lúc {at}; không cần chờ ở trang này.</source>
   <translation>The program tries again by itself at {at}; no need to wait on this page.</translation>
  </message>
  <message>
   <source>Còn {n} chưa gửi, sẽ gửi tiếp lần sau.</source>
   <translation>{n} not sent yet, they go next time.</translation>
  </message>
  <message>
   <source>Còn {n} lần lưu chưa gửi</source>
   <translation>{n} saves not sent yet</translation>
  </message>
  <message>
   <source>Dừng</source>
   <translation>Stop</translation>
  </message>
  <message>
   <source>Gửi dữ liệu</source>
   <translation>Send</translation>
  </message>
  <message>
   <source>Gửi ngay</source>
   <translation>Send now</translation>
  </message>
  <message>
   <source>In biên nhận</source>
   <translation>Print the receipt</translation>
  </message>
  <message>
   <source>Không có gì phải gửi.</source>
   <translation>Nothing to send.</translation>
  </message>
  <message>
   <source>Máy này chưa biết trung tâm ở đâu. Mở tệp đơn vị do bộ phận CNTT cấp, một lần là đủ. Trong lúc chờ, mọi hoạt động vẫn được ghi và giữ trong sổ.</source>
   <translation>This PC does not know where the centre is. Open the office file from the IT staff, once is enough. Meanwhile every activity is recorded and kept in the book.</translation>
  </message>
  <message>
   <source>Máy này đã biết trung tâm {url}; bấm «Gửi ngay» để gửi.</source>
   <translation>This PC now knows the centre {url}; press “Send now” to send.</translation>
  </message>
  <message>
   <source>Mọi thứ đã gửi xong, trung tâm đã có biên nhận</source>
   <translation>Everything is sent and the centre's receipts are here</translation>
  </message>
  <message>
   <source>Nối với trung tâm…</source>
   <translation>Connect to the centre…</translation>
  </message>
  <message>
   <source>Sửa</source>
   <translation>Change</translation>
  </message>
  <message>
   <source>Trung tâm đã nhận {n} lần lưu.</source>
   <translation>The centre has received {n} saves.</translation>
  </message>
  <message>
   <source>Trung tâm: {url}. Máy này tự gửi khi có mạng; ghi và in không cần mạng.</source>
   <translation>Centre: {url}. This PC sends by itself when there is a line; recording and printing need none.</translation>
  </message>
  <message>
   <source>Tệp PDF (*.pdf)</source>
   <translation>PDF file (*.pdf)</translation>
  </message>
  <message>
   <source>Văn bản đã gửi, đang gửi ảnh: còn {size} MB, khoảng {minutes} phút</source>
   <translation>Texts are sent, sending photos: {size} MB left, about {minutes} minutes</translation>
  </message>
  <message>
   <source>bien-nhan.pdf</source>
   <translation>bien-nhan.pdf</translation>
  </message>
  <message>
   <source>và {n} hoạt động khác</source>
   <translation>and {n} other activities</translation>
  </message>
  <message>
   <source>{n} chưa hợp lệ, lý do ở dưới.</source>
   <translation>{n} not valid yet, the reasons are below.</translation>
  </message>
  <message>
   <source>Đang dừng sau gói hiện tại…</source>
   <translation>Stopping after this package…</translation>
  </message>
  <message>
   <source>Đang gửi</source>
   <translation>Sending</translation>
  </message>
  <message>
   <source>Đang nối với trung tâm…</source>
   <translation>Connecting to the centre…</translation>
  </message>
  <message>
   <source>Đã có biên nhận cho {done} trong {whole} lần lưu</source>
   <translation>Receipts for {done} of {whole} saves</translation>
  </message>
  <message>
   <source>Đã lưu biên nhận vào {file}.</source>
   <translation>The receipt was saved to {file}.</translation>
  </message>
  <message>
   <source>Đã nhận {n} lần lưu từ máy khác của đơn vị.</source>
   <translation>{n} saves were received from other PCs of the office.</translation>
  </message>
  <message>
   <source>đã nhận {n}</source>
   <translation>{n} received</translation>
  </message>
 </context>
 <context>
  <name>SetCard</name>
  <message>
   <source>Lưu cả bộ vào thư mục</source>
   <translation>Save the whole set to a folder</translation>
  </message>
  <message>
   <source>Lưu cả bộ…</source>
   <translation>Save the whole set…</translation>
  </message>
  <message>
   <source>Trọn bộ cho hoạt động này</source>
   <translation>The whole set for this activity</translation>
  </message>
  <message>
   <source>{name} (đã sửa)</source>
   <translation>{name} (changed)</translation>
  </message>
  <message>
   <source>Đã lưu {n} tệp vào {folder}.</source>
   <translation>{n} files were saved to {folder}.</translation>
  </message>
 </context>
 <context>
  <name>SetUp</name>
  <message>
   <source>Bước {n}/{of}</source>
   <translation>Step {n}/{of}</translation>
  </message>
  <message>
   <source>Bắt đầu</source>
   <translation>Begin</translation>
  </message>
  <message>
   <source>Bắt đầu ngay</source>
   <translation>Begin now</translation>
  </message>
  <message>
   <source>Bắt đầu từ đâu</source>
   <translation>Where to begin</translation>
  </message>
  <message>
   <source>Bỏ qua các bước còn lại; mọi thứ đổi được ở Cài đặt</source>
   <translation>Leave out the other steps; everything can be changed in Settings</translation>
  </message>
  <message>
   <source>Chào mừng đến với Sổ Phường</source>
   <translation>Welcome to Sổ Phường</translation>
  </message>
  <message>
   <source>Chưa có máy in thì để sau: trang Hôm nay nhắc cho tới khi in.</source>
   <translation>No printer yet? Later then: the page Today reminds you until it is printed.</translation>
  </message>
  <message>
   <source>Chưa có tệp vẫn ghi và in được ngay; dữ liệu chờ trong sổ.</source>
   <translation>Without the file you can record and print at once; the data wait in the book.</translation>
  </message>
  <message>
   <source>Chọn là thấy ngay; đổi được ở Cài đặt.</source>
   <translation>What you choose is seen at once; can be changed in Settings.</translation>
  </message>
  <message>
   <source>Ctrl+N ghi hoạt động, F1 mở hướng dẫn, ở bất cứ trang nào.</source>
   <translation>Ctrl+N records an activity, F1 opens the help, on every page.</translation>
  </message>
  <message>
   <source>Có tệp hoặc mã của trung tâm…</source>
   <translation>I have a file or code from the centre…</translation>
  </message>
  <message>
   <source>Cỡ chữ</source>
   <translation>Text size</translation>
  </message>
  <message>
   <source>Cỡ chữ và màu</source>
   <translation>Text size and colours</translation>
  </message>
  <message>
   <source>Ghi hoạt động đầu tiên</source>
   <translation>Record the first activity</translation>
  </message>
  <message>
   <source>Ghi vào lịch sử mỗi lần lưu; đổi được ở Cài đặt. Có thể để trống.</source>
   <translation>Written into the history at each save; can be changed in Settings. May be left empty.</translation>
  </message>
  <message>
   <source>Gõ tên, có dấu hoặc không: hai chau, hoa vang…</source>
   <translation>Type a name, with or without marks: hai chau, hoa vang…</translation>
  </message>
  <message>
   <source>Hãy chọn phường hoặc xã trong danh sách.</source>
   <translation>Choose a ward or commune from the list.</translation>
  </message>
  <message>
   <source>In ngay sau bước cuối</source>
   <translation>Print right after the last step</translation>
  </message>
  <message>
   <source>Màu</source>
   <translation>Colours</translation>
  </message>
  <message>
   <source>Mã {code}</source>
   <translation>Code {code}</translation>
  </message>
  <message>
   <source>Người nhập dữ liệu</source>
   <translation>Who enters the data</translation>
  </message>
  <message>
   <source>Nhận sổ từ tệp trên USB hoặc từ một bản sao lưu, bằng phiếu khôi phục</source>
   <translation>Take the book from a file on a USB stick or from a backup, with the recovery sheet</translation>
  </message>
  <message>
   <source>Nếu bộ phận CNTT đã cấp; có thể nối sau ở trang Gửi dữ liệu.</source>
   <translation>If IT gave you one; you can connect later on the page Sending.</translation>
  </message>
  <message>
   <source>Nối với trung tâm của thành phố</source>
   <translation>The line to the city's centre</translation>
  </message>
  <message>
   <source>Phiếu khôi phục</source>
   <translation>Recovery sheet</translation>
  </message>
  <message>
   <source>Phường, xã, đặc khu</source>
   <translation>Wards, communes, special zone</translation>
  </message>
  <message>
   <source>Quay lại</source>
   <translation>Back</translation>
  </message>
  <message>
   <source>Sáng</source>
   <translation>Light</translation>
  </message>
  <message>
   <source>Sổ Phường: lập sổ mới</source>
   <translation>Sổ Phường: a new book</translation>
  </message>
  <message>
   <source>Sổ nằm trên máy này, ghi không cần mạng. Sáu bước ngắn, chỉ bước đầu là cần.</source>
   <translation>The book lives on this PC and needs no line. Six short steps, only the first is needed.</translation>
  </message>
  <message>
   <source>Sổ được mã hóa, khóa nằm trên máy này. Phiếu khôi phục là một tờ giấy có mã mở được sổ khi máy hỏng, mất, cài lại Windows hoặc thay máy: in ra, cất vào két.</source>
   <translation>The book is encrypted and its key is on this PC. The recovery sheet is a page with a code that opens the book when the PC breaks, is lost, gets a fresh Windows or is replaced: print it and lock it away.</translation>
  </message>
  <message>
   <source>Theo máy</source>
   <translation>As the system</translation>
  </message>
  <message>
   <source>Tiếp</source>
   <translation>Next</translation>
  </message>
  <message>
   <source>Tên phường, xã trước khi sáp nhập cũng tìm được.</source>
   <translation>Names of wards and communes from before the merger are found too.</translation>
  </message>
  <message>
   <source>Tìm phường, xã</source>
   <translation>Find a ward or commune</translation>
  </message>
  <message>
   <source>Tôi có sổ từ máy cũ…</source>
   <translation>I have a book from an old PC…</translation>
  </message>
  <message>
   <source>Tương phản mạnh</source>
   <translation>Strong contrast</translation>
  </message>
  <message>
   <source>Tối</source>
   <translation>Dark</translation>
  </message>
  <message>
   <source>Vào trang Hôm nay</source>
   <translation>Go to the page Today</translation>
  </message>
  <message>
   <source>Ví dụ: Nguyễn Thị Lan</source>
   <translation>Example: Nguyễn Thị Lan</translation>
  </message>
  <message>
   <source>Xem hướng dẫn một lượt</source>
   <translation>Read through the help</translation>
  </message>
  <message>
   <source>Đơn vị của anh/chị</source>
   <translation>Your office</translation>
  </message>
  <message>
   <source>Đơn vị và đường gửi được điền sẵn</source>
   <translation>The unit and the line are filled in for you</translation>
  </message>
  <message>
   <source>Để sau</source>
   <translation>Later</translation>
  </message>
 </context>
 <context>
  <name>Settings</name>
  <message>
   <source>An toàn của sổ</source>
   <translation>Safety of the book</translation>
  </message>
  <message>
   <source>Cài đặt</source>
   <translation>Settings</translation>
  </message>
  <message>
   <source>Cả cửa sổ lớn theo, từ 100 đến 200 %.</source>
   <translation>The whole window grows with it, from 100 to 200 %.</translation>
  </message>
  <message>
   <source>Cỡ chữ</source>
   <translation>Text size</translation>
  </message>
  <message>
   <source>Cỡ chữ và màu</source>
   <translation>Text size and colours</translation>
  </message>
  <message>
   <source>Ghi tên</source>
   <translation>Keep the name</translation>
  </message>
  <message>
   <source>Giấy phép</source>
   <translation>Licences</translation>
  </message>
  <message>
   <source>Màu</source>
   <translation>Colours</translation>
  </message>
  <message>
   <source>Mở An toàn của sổ</source>
   <translation>Open Safety of the book</translation>
  </message>
  <message>
   <source>Mục mờ do quản trị đặt cho máy này.</source>
   <translation>Greyed items are set by IT for this PC.</translation>
  </message>
  <message>
   <source>Ngôn ngữ</source>
   <translation>Language</translation>
  </message>
  <message>
   <source>Ngôn ngữ của cửa sổ · Language</source>
   <translation>Language of the window · Ngôn ngữ</translation>
  </message>
  <message>
   <source>Người nhập dữ liệu</source>
   <translation>Who enters the data</translation>
  </message>
  <message>
   <source>Sao lưu, khôi phục, sức khỏe và khóa của sổ, phiếu khôi phục, chuyển máy, bàn giao.</source>
   <translation>Backups, restore, health and key of the book, recovery sheet, moving to another PC, handing over.</translation>
  </message>
  <message>
   <source>Sáng</source>
   <translation>Light</translation>
  </message>
  <message>
   <source>Sổ Phường: sổ hoạt động truyền thông chuyển đổi số của phường, xã. Ghi không cần mạng, in tại chỗ, gửi khi có đường truyền.</source>
   <translation>Sổ Phường: the book of digital transformation outreach of a ward or commune. Recording needs no network, printing is done here, sending when there is a line.</translation>
  </message>
  <message>
   <source>Sổ nằm ở {folder}, được mã hóa.</source>
   <translation>The book is in {folder}, encrypted.</translation>
  </message>
  <message>
   <source>Theo máy</source>
   <translation>As the system</translation>
  </message>
  <message>
   <source>Tên của tài khoản đang dùng</source>
   <translation>Name of the account in use</translation>
  </message>
  <message>
   <source>Tên này được ghi vào lịch sử mỗi lần lưu</source>
   <translation>This name is written into the history at each save</translation>
  </message>
  <message>
   <source>Tương phản mạnh</source>
   <translation>Strong contrast</translation>
  </message>
  <message>
   <source>Tối</source>
   <translation>Dark</translation>
  </message>
  <message>
   <source>Từ giờ mỗi lần lưu ghi tên «{name}».</source>
   <translation>From now on each save carries the name “{name}”.</translation>
  </message>
  <message>
   <source>Về chương trình</source>
   <translation>About the program</translation>
  </message>
  <message>
   <source>{name} · mã {code}</source>
   <translation>{name} · code {code}</translation>
  </message>
  <message>
   <source>Đơn vị</source>
   <translation>Unit</translation>
  </message>
 </context>
 <context>
  <name>SheetDialog</name>
  <message>
   <source>1. In phiếu, cất phong bì niêm phong vào két hoặc tủ khóa</source>
   <translation>1. Print the sheet; lock it away in a sealed envelope</translation>
  </message>
  <message>
   <source>2. Gõ lại một nhóm từ tờ vừa in</source>
   <translation>2. Type one group from the printed page</translation>
  </message>
  <message>
   <source>Dùng phiếu này</source>
   <translation>Use this sheet</translation>
  </message>
  <message>
   <source>In phiếu…</source>
   <translation>Print sheet…</translation>
  </message>
  <message>
   <source>Lưu PDF…</source>
   <translation>Save PDF…</translation>
  </message>
  <message>
   <source>Một tờ A4 có mã mở sổ, để dùng khi máy hỏng, mất, cài lại Windows, đổi mật khẩu hoặc chuyển máy. Không có phiếu và không còn máy thì không mở được sổ, kể cả bản sao lưu.</source>
   <translation>One A4 page with a code that opens the book when the PC breaks, is lost, gets a fresh Windows or another password, or is replaced. Without the sheet and without the PC nothing opens the book, nor its backups.</translation>
  </message>
  <message>
   <source>Nhóm gõ lại chưa giống phiếu: hãy xem nhóm {n} trên tờ vừa in.</source>
   <translation>The group typed is not the sheet's: look at group {n} on the printed page.</translation>
  </message>
  <message>
   <source>Nhóm {n} trên phiếu</source>
   <translation>Group {n} on the sheet</translation>
  </message>
  <message>
   <source>Phiếu cũ bị mất hoặc người ngoài đã thấy: đổi cả khóa của sổ (ở lần mở sau)</source>
   <translation>The old sheet is lost or was seen by outsiders: change the book's key too (at the next start)</translation>
  </message>
  <message>
   <source>Phiếu khôi phục</source>
   <translation>Recovery sheet</translation>
  </message>
  <message>
   <source>Phiếu khôi phục số {n}</source>
   <translation>Recovery sheet no. {n}</translation>
  </message>
  <message>
   <source>Để chắc chắn giấy in ra đọc được; phiếu có hiệu lực từ lúc này, phiếu cũ thì hết.</source>
   <translation>To be sure the paper can be read; the sheet counts from now on, the old one no longer.</translation>
  </message>
  <message>
   <source>Để in ở máy khác: mang bằng USB, in xong thì xóa tệp</source>
   <translation>To print on another PC: carry it on a USB stick, delete the file afterwards</translation>
  </message>
  <message>
   <source>Để sau</source>
   <translation>Later</translation>
  </message>
  <message>
   <source>Đừng để tệp phiếu trên máy này, đừng chụp ảnh, đừng gửi Zalo.</source>
   <translation>Do not leave the sheet's file on this PC, do not photograph it, do not send it by Zalo.</translation>
  </message>
 </context>
 <context>
  <name>SheetForm</name>
  <message>
   <source>Bỏ những gì đã sửa trên giấy này</source>
   <translation>Discard what was changed on this paper</translation>
  </message>
  <message>
   <source>Bố cục</source>
   <translation>Layout</translation>
  </message>
  <message>
   <source>Cho nhà in…</source>
   <translation>For the print shop…</translation>
  </message>
  <message>
   <source>Giấy này giữ những gì lần trước đã sửa; «Điền lại từ sổ» để làm mới.</source>
   <translation>This paper keeps what was changed last time; “Fill in again from the book” renews it.</translation>
  </message>
  <message>
   <source>Hoàn tác (Ctrl+Z)</source>
   <translation>Undo (Ctrl+Z)</translation>
  </message>
  <message>
   <source>In theo danh sách…</source>
   <translation>Print from a list…</translation>
  </message>
  <message>
   <source>In trên giấy</source>
   <translation>Print on the paper</translation>
  </message>
  <message>
   <source>In…</source>
   <translation>Print…</translation>
  </message>
  <message>
   <source>Không theo hoạt động nào</source>
   <translation>For no activity</translation>
  </message>
  <message>
   <source>Khổ giấy</source>
   <translation>Paper size</translation>
  </message>
  <message>
   <source>Khổ gốc</source>
   <translation>Original size</translation>
  </message>
  <message>
   <source>Kiểu</source>
   <translation>Style</translation>
  </message>
  <message>
   <source>Lưu PDF…</source>
   <translation>Save PDF…</translation>
  </message>
  <message>
   <source>Lấy chữ từ hoạt động</source>
   <translation>Words from the activity</translation>
  </message>
  <message>
   <source>Màu</source>
   <translation>Colours</translation>
  </message>
  <message>
   <source>Mẫu khác</source>
   <translation>Another design</translation>
  </message>
  <message>
   <source>Mực in</source>
   <translation>Ink</translation>
  </message>
  <message>
   <source>Phần hiện trên giấy</source>
   <translation>Parts shown on the paper</translation>
  </message>
  <message>
   <source>Tốn bao nhiêu mực?</source>
   <translation>How much ink?</translation>
  </message>
  <message>
   <source>Đang vẽ…</source>
   <translation>Drawing…</translation>
  </message>
  <message>
   <source>Điền lại từ sổ</source>
   <translation>Fill in again from the book</translation>
  </message>
 </context>
 <context>
  <name>ShopDialog</name>
  <message>
   <source>Cho nhà in: {design}</source>
   <translation>For the print shop: {design}</translation>
  </message>
  <message>
   <source>Chữ thành đường cong (tiệm in không có phông)</source>
   <translation>Letters as outlines (the shop has no fonts)</translation>
  </message>
  <message>
   <source>Lưu cho nhà in</source>
   <translation>Save for the print shop</translation>
  </message>
  <message>
   <source>Lưu hai tệp…</source>
   <translation>Save both files…</translation>
  </message>
  <message>
   <source>Tài liệu PDF (*.pdf)</source>
   <translation>PDF document (*.pdf)</translation>
  </message>
  <message>
   <source>Đã lưu {file} và phiếu đặt in bên cạnh.</source>
   <translation>{file} and the order form beside it were saved.</translation>
  </message>
  <message>
   <source>Đóng</source>
   <translation>Close</translation>
  </message>
  <message>
   <source>Được hai tệp: bản in có chừa xén và vạch cắt (khổ lớn theo tỷ lệ 1:10), và phiếu đặt in một trang.</source>
   <translation>Gives two files: the print version with bleed and crop marks (large sizes at 1:10), and an order form of one page.</translation>
  </message>
 </context>
 <context>
  <name>Signing</name>
  <message>
   <source>Chức vụ</source>
   <translation>Position</translation>
  </message>
  <message>
   <source>Chức vụ người ký</source>
   <translation>Position of who signs</translation>
  </message>
  <message>
   <source>Căn cứ</source>
   <translation>Legal basis</translation>
  </message>
  <message>
   <source>Họ và tên</source>
   <translation>Full name</translation>
  </message>
  <message>
   <source>Kèm biểu đồ ở phụ lục cuối (PDF)</source>
   <translation>Add charts as the last annex (PDF)</translation>
  </message>
  <message>
   <source>Ký và gửi</source>
   <translation>Sign and send</translation>
  </message>
  <message>
   <source>Kế hoạch số …/KH-UBND ngày …</source>
   <translation>Plan no. …/KH-UBND of …</translation>
  </message>
  <message>
   <source>Mỗi dòng một nơi nhận; để trống thì theo mẫu</source>
   <translation>One recipient a line; left empty: as in the design</translation>
  </message>
  <message>
   <source>Ngày của văn bản</source>
   <translation>Date of the document</translation>
  </message>
  <message>
   <source>Người ký</source>
   <translation>Signed by</translation>
  </message>
  <message>
   <source>Nơi nhận</source>
   <translation>Recipients</translation>
  </message>
  <message>
   <source>Số, chữ ký, dấu để trống cho văn thư.</source>
   <translation>Number, signature and seal are left empty for the clerk.</translation>
  </message>
  <message>
   <source>hôm nay</source>
   <translation>today</translation>
  </message>
 </context>
 <context>
  <name>SlotRow</name>
  <message>
   <source>Bỏ ảnh</source>
   <translation>Remove the photo</translation>
  </message>
  <message>
   <source>Chọn ảnh</source>
   <translation>Choose a photo</translation>
  </message>
  <message>
   <source>Chọn ảnh…</source>
   <translation>Choose a photo…</translation>
  </message>
  <message>
   <source>Ảnh (*.png *.jpg *.jpeg *.webp)</source>
   <translation>Pictures (*.png *.jpg *.jpeg *.webp)</translation>
  </message>
 </context>
 <context>
  <name>Standing</name>
  <message>
   <source>Chỉ xem, không sửa được: cần sửa hãy đề nghị trung tâm mở lại.</source>
   <translation>View only: ask the centre to open it again for changes.</translation>
  </message>
  <message>
   <source>Chọn giá trị đúng…</source>
   <translation>Choose the right values…</translation>
  </message>
  <message>
   <source>Hai máy của đơn vị cùng sửa hoạt động này.</source>
   <translation>Two PCs of the office changed this activity.</translation>
  </message>
  <message>
   <source>Lời nhắn nằm ngay dưới từng ô; sửa rồi Lưu, sẽ tự gửi lại.</source>
   <translation>The notes stand right below each field; correct and save, it is sent again by itself.</translation>
  </message>
  <message>
   <source>Sửa thêm thì trung tâm sẽ xem lại.</source>
   <translation>After further changes the centre will look at it again.</translation>
  </message>
  <message>
   <source>Trung tâm trả lại để sửa, {at}</source>
   <translation>Returned by the centre for correction, {at}</translation>
  </message>
  <message>
   <source>Trung tâm đã chốt số liệu này, {at}</source>
   <translation>Closed by the centre, {at}</translation>
  </message>
  <message>
   <source>Trung tâm đã duyệt, {at}</source>
   <translation>Accepted by the centre, {at}</translation>
  </message>
  <message>
   <source>Đang hiện một trong các giá trị; cần chọn giá trị đúng.</source>
   <translation>One of the values is shown; the right one has to be chosen.</translation>
  </message>
  <message>
   <source>Đã giữ các lựa chọn của «{title}»; giá trị kia vẫn ở trong lịch sử.</source>
   <translation>Your choices for “{title}” were kept; the other values are in the history.</translation>
  </message>
 </context>
 <context>
  <name>Start</name>
  <message>
   <source>Chọn tệp…</source>
   <translation>Choose a file…</translation>
  </message>
  <message>
   <source>Các lần nhập trước</source>
   <translation>Earlier imports</translation>
  </message>
  <message>
   <source>Các sổ theo dõi cũ (.xlsx, .csv) được đọc theo tên cột. Mọi dòng được xem lại trước; chưa bấm Nhập thì chưa lưu gì vào sổ.</source>
   <translation>Old tracking files (.xlsx, .csv) are read by the names of their columns. Every row is looked over first; nothing is saved before you press Import.</translation>
  </message>
  <message>
   <source>Dán bảng</source>
   <translation>Paste a table</translation>
  </message>
  <message>
   <source>Dán bảng đã sao chép từ Excel (Ctrl+V)</source>
   <translation>Paste a table copied from Excel (Ctrl+V)</translation>
  </message>
  <message>
   <source>Kéo tệp Excel vào đây, hoặc dán bảng bằng Ctrl+V</source>
   <translation>Drag an Excel file here, or paste a table with Ctrl+V</translation>
  </message>
  <message>
   <source>Lấy lại cả lần nhập này</source>
   <translation>Take this whole import back</translation>
  </message>
  <message>
   <source>Lấy lại lần nhập {file}</source>
   <translation>Take back the import of {file}</translation>
  </message>
  <message>
   <source>{n} hoạt động · {when}{by}</source>
   <translation>{n} activities · {when}{by}</translation>
  </message>
  <message>
   <source>đã lấy lại {when}</source>
   <translation>taken back {when}</translation>
  </message>
 </context>
 <context>
  <name>State</name>
  <message>
   <source>Chưa hợp lệ</source>
   <translation>Not valid yet</translation>
  </message>
  <message>
   <source>Chờ duyệt</source>
   <translation>Waits for approval</translation>
  </message>
  <message>
   <source>Hai máy cùng sửa</source>
   <translation>Changed on two PCs</translation>
  </message>
  <message>
   <source>Nháp</source>
   <translation>Draft</translation>
  </message>
  <message>
   <source>Trong thùng rác</source>
   <translation>In the bin</translation>
  </message>
  <message>
   <source>Trả lại để sửa</source>
   <translation>Returned</translation>
  </message>
  <message>
   <source>Đã chốt</source>
   <translation>Closed</translation>
  </message>
  <message>
   <source>Đã duyệt</source>
   <translation>Accepted</translation>
  </message>
  <message>
   <source>Đã gửi</source>
   <translation>Sent</translation>
  </message>
  <message>
   <source>Đã lưu, chưa gửi</source>
   <translation>Saved, not sent</translation>
  </message>
 </context>
 <context>
  <name>TableEditor</name>
  <message>
   <source>Bỏ dòng này</source>
   <translation>Remove this row</translation>
  </message>
  <message>
   <source>Bỏ dòng {n}</source>
   <translation>Remove row {n}</translation>
  </message>
  <message>
   <source>Thêm dòng</source>
   <translation>Add a row</translation>
  </message>
 </context>
 <context>
  <name>TargetsEditor</name>
  <message>
   <source>Chưa có kế hoạch nào có chỉ tiêu</source>
   <translation>No plan has targets yet</translation>
  </message>
  <message>
   <source>Không tính: {target}</source>
   <translation>Not counted: {target}</translation>
  </message>
  <message>
   <source>Nhấn để bỏ</source>
   <translation>Press to remove</translation>
  </message>
  <message>
   <source>Nhấn để chuyển thành không tính</source>
   <translation>Press to make it not counted</translation>
  </message>
  <message>
   <source>Thêm chỉ tiêu…</source>
   <translation>Add a target…</translation>
  </message>
  <message>
   <source>Tính vào: {target}</source>
   <translation>Counted for: {target}</translation>
  </message>
 </context>
 <context>
  <name>TemplateList</name>
  <message>
   <source>Các mẫu</source>
   <translation>Templates</translation>
  </message>
  <message>
   <source>Các mẫu của đơn vị</source>
   <translation>Templates of the office</translation>
  </message>
  <message>
   <source>Lấy lại</source>
   <translation>Take back</translation>
  </message>
  <message>
   <source>Xóa mẫu (Del)</source>
   <translation>Delete the template (Del)</translation>
  </message>
  <message>
   <source>Xóa mẫu không đụng tới các hoạt động đã ghi bằng mẫu đó.</source>
   <translation>Deleting a template leaves the activities recorded with it alone.</translation>
  </message>
  <message>
   <source>không lặp</source>
   <translation>not repeated</translation>
  </message>
  <message>
   <source>{day} hằng tuần</source>
   <translation>every {day}</translation>
  </message>
  <message>
   <source>Đóng</source>
   <translation>Close</translation>
  </message>
 </context>
 <context>
  <name>Thumb</name>
  <message>
   <source>Ảnh ở
máy khác</source>
   <translation>Photo on
another PC</translation>
  </message>
 </context>
 <context>
  <name>Thumbs</name>
  <message>
   <source>Bỏ ảnh {name}</source>
   <translation>Remove the photo {name}</translation>
  </message>
  <message>
   <source>Xem ảnh {n}/{of}: {name}</source>
   <translation>View photo {n}/{of}: {name}</translation>
  </message>
 </context>
 <context>
  <name>Today</name>
  <message>
   <source>Bản nháp {kind}: {title}</source>
   <translation>Draft {kind}: {title}</translation>
  </message>
  <message>
   <source>Bản sao lưu mới chỉ nằm trên máy này</source>
   <translation>The copies are on this PC only</translation>
  </message>
  <message>
   <source>Chưa có hoạt động nào.</source>
   <translation>No activity yet.</translation>
  </message>
  <message>
   <source>Chưa in phiếu khôi phục</source>
   <translation>Recovery sheet not printed</translation>
  </message>
  <message>
   <source>Chưa sao lưu được</source>
   <translation>The backup failed</translation>
  </message>
  <message>
   <source>Chọn nơi</source>
   <translation>Choose a place</translation>
  </message>
  <message>
   <source>Diễn tập</source>
   <translation>Do the drill</translation>
  </message>
  <message>
   <source>Ghi hoạt động</source>
   <translation>Record an activity</translation>
  </message>
  <message>
   <source>Ghi nhanh</source>
   <translation>Quick record</translation>
  </message>
  <message>
   <source>Ghi tiếp</source>
   <translation>Go on</translation>
  </message>
  <message>
   <source>Ghi: {kind}</source>
   <translation>Record: {kind}</translation>
  </message>
  <message>
   <source>Gửi</source>
   <translation>Send</translation>
  </message>
  <message>
   <source>Hãy cắm USB hoặc ổ đĩa đó vào: sổ tự sao sang.</source>
   <translation>Plug in that stick or disk: the book copies itself there.</translation>
  </message>
  <message>
   <source>Hôm nay</source>
   <translation>Today</translation>
  </message>
  <message>
   <source>In phiếu</source>
   <translation>Print sheet</translation>
  </message>
  <message>
   <source>Không có gì đang chờ. Mọi thứ đã ghi, đã gửi xong.</source>
   <translation>Nothing is waiting. Everything recorded has been sent.</translation>
  </message>
  <message>
   <source>Máy hỏng hoặc cài lại Windows thì không mở được sổ. In một tờ, cất vào két: hai phút.</source>
   <translation>If the PC breaks or Windows is installed anew, the book stays shut. Print one page and lock it away: two minutes.</translation>
  </message>
  <message>
   <source>Mới nhất trong sổ</source>
   <translation>Newest in the book</translation>
  </message>
  <message>
   <source>Mở</source>
   <translation>Open</translation>
  </message>
  <message>
   <source>Nơi sao lưu thứ hai đã hơn 7 ngày không có bản mới</source>
   <translation>The second place has had no new copy for over 7 days</translation>
  </message>
  <message>
   <source>Sắp tới và cần chú ý</source>
   <translation>Coming up and needing attention</translation>
  </message>
  <message>
   <source>Sổ còn trống. Chọn một loại ở «Ghi nhanh» bên dưới, hoặc bấm Ctrl+N để ghi hoạt động đầu tiên: chỉ cần tên, ngày và vài con số.</source>
   <translation>The book is still empty. Choose a kind under “Quick record” below, or press Ctrl+N to record the first activity: a name, a day and a few numbers are enough.</translation>
  </message>
  <message>
   <source>Sổ này chỉ để xem</source>
   <translation>This book can only be looked at</translation>
  </message>
  <message>
   <source>Sổ trên máy này chưa được mã hóa</source>
   <translation>The book on this PC is not encrypted</translation>
  </message>
  <message>
   <source>Sớm nhất sau ngày {day}. Hết hạn thì tự xóa, có biên nhận; cần giữ thêm thì đổi ngày trong danh sách.</source>
   <translation>The first after {day}. They then go by themselves, with a receipt; to keep one longer, change its day in the list.</translation>
  </message>
  <message>
   <source>Sự cố dữ liệu cá nhân chưa được báo</source>
   <translation>An incident with personal data was not told yet</translation>
  </message>
  <message>
   <source>Thiếu thư viện mã hóa: hãy cài lại chương trình, lần mở sau sổ tự được mã hóa.</source>
   <translation>The encryption library is missing: install the program again, and the book is encrypted at the next start.</translation>
  </message>
  <message>
   <source>Tháng này</source>
   <translation>This month</translation>
  </message>
  <message>
   <source>Tháo dỡ: {title}</source>
   <translation>Take down: {title}</translation>
  </message>
  <message>
   <source>Thử mở lại bản sao mới nhất, có biên bản: mất khoảng một phút, sổ giữ nguyên.</source>
   <translation>Try to open the newest copy, with a report: about a minute, the book stays as it is.</translation>
  </message>
  <message>
   <source>Trung tâm, {day}: {title}</source>
   <translation>Centre, {day}: {title}</translation>
  </message>
  <message>
   <source>Xem</source>
   <translation>View</translation>
  </message>
  <message>
   <source>Xem báo cáo của kỳ</source>
   <translation>See the report of the period</translation>
  </message>
  <message>
   <source>chưa có tên</source>
   <translation>no name yet</translation>
  </message>
  <message>
   <source>hoạt động</source>
   <translation>activities</translation>
  </message>
  <message>
   <source>hạn</source>
   <translation>due</translation>
  </message>
  <message>
   <source>lượt người tham gia</source>
   <translation>attendances</translation>
  </message>
  <message>
   <source>lần lưu chưa gửi</source>
   <translation>saves not sent</translation>
  </message>
  <message>
   <source>quá hạn từ</source>
   <translation>overdue since</translation>
  </message>
  <message>
   <source>và {n} thứ khác đến hạn tháo dỡ</source>
   <translation>and {n} more are due to be taken down</translation>
  </message>
  <message>
   <source>và {n} việc khác, xem lịch ở trang Kế hoạch</source>
   <translation>and {n} other tasks, see the calendar on the page Plans</translation>
  </message>
  <message>
   <source>{n} danh sách người dự sắp hết hạn giữ</source>
   <translation>{n} lists of attendees end soon</translation>
  </message>
  <message>
   <source>{n} hoạt động do hai máy cùng sửa, cần chọn giá trị đúng</source>
   <translation>{n} activities changed on two PCs need a choice</translation>
  </message>
  <message>
   <source>{n} hoạt động trung tâm chưa nhận vì chưa hợp lệ</source>
   <translation>{n} activities were not taken by the centre because they are not valid yet</translation>
  </message>
  <message>
   <source>{n} hoạt động được trả lại để sửa</source>
   <translation>{n} activities were returned for correction</translation>
  </message>
  <message>
   <source>{n} lần lưu chưa gửi về thành phố</source>
   <translation>{n} saves not sent to the city yet</translation>
  </message>
  <message>
   <source>Đang chờ</source>
   <translation>Waiting</translation>
  </message>
  <message>
   <source>Đã ghi là đã tháo: {title}. Lịch sử của hoạt động cho hoàn tác.</source>
   <translation>Recorded as taken down: {title}. The history of the activity can undo it.</translation>
  </message>
  <message>
   <source>Đã hơn một năm chưa diễn tập khôi phục</source>
   <translation>No restore drill for over a year</translation>
  </message>
  <message>
   <source>Đã tháo</source>
   <translation>Taken down</translation>
  </message>
  <message>
   <source>Đã đọc</source>
   <translation>Read</translation>
  </message>
  <message>
   <source>Ổ đĩa hỏng là mất cả hai. Chọn một USB hoặc ổ đĩa khác một lần, cắm vào là sổ tự sao sang.</source>
   <translation>If the disk fails both are lost. Choose a USB stick or another disk once; plugged in, the book copies itself there.</translation>
  </message>
 </context>
 <context>
  <name>UnlockDialog</name>
  <message>
   <source>Bằng phiếu khôi phục</source>
   <translation>With the recovery sheet</translation>
  </message>
  <message>
   <source>Ghi yêu cầu gửi trung tâm…</source>
   <translation>Write a request for the centre…</translation>
  </message>
  <message>
   <source>Không còn phiếu</source>
   <translation>No sheet any more</translation>
  </message>
  <message>
   <source>Mã yêu cầu: {code}. Gọi trung tâm, đọc mã này; rồi mở tệp trung tâm gửi về.</source>
   <translation>Request code: {code}. Call the centre and read it out; then open the file the centre sends back.</translation>
  </message>
  <message>
   <source>Mở sổ</source>
   <translation>Open the book</translation>
  </message>
  <message>
   <source>Mở sổ bằng phiếu khôi phục</source>
   <translation>Open the book with the recovery sheet</translation>
  </message>
  <message>
   <source>Mở tệp trung tâm trả lời…</source>
   <translation>Open the centre's answer…</translation>
  </message>
  <message>
   <source>Sổ còn nguyên, chỉ thiếu khóa trên máy này</source>
   <translation>The book is whole, only its key is missing on this PC</translation>
  </message>
  <message>
   <source>Sổ này chưa có phiếu khôi phục nào cất bên cạnh.</source>
   <translation>This book has no recovery sheet yet.</translation>
  </message>
  <message>
   <source>Sổ này chưa ghi danh với trung tâm nên trung tâm không mở được.</source>
   <translation>This book is not enrolled with the centre, so the centre cannot open it.</translation>
  </message>
  <message>
   <source>Trung tâm mở giúp được: gửi tệp yêu cầu, rồi gọi điện đọc mã yêu cầu.</source>
   <translation>The centre can help: send the request file, then read the request code out on the phone.</translation>
  </message>
  <message>
   <source>Tìm phiếu khôi phục số {n} của đơn vị (phong bì trong két hoặc tủ khóa) và gõ mã.</source>
   <translation>Find your unit's recovery sheet no. {n} (the envelope in the safe or locked cupboard) and type its code.</translation>
  </message>
  <message>
   <source>Tệp mở khóa (*.json);;Mọi tệp (*)</source>
   <translation>Unlock file (*.json);;All files (*)</translation>
  </message>
  <message>
   <source>Yêu cầu mở khóa (*.json)</source>
   <translation>Unlock request (*.json)</translation>
  </message>
  <message>
   <source>Đã ghi {file}: hãy gửi tệp cho trung tâm.</source>
   <translation>{file} was written: send it to the centre.</translation>
  </message>
  <message>
   <source>Để sau</source>
   <translation>Later</translation>
  </message>
 </context>
 <context>
  <name>UpdateCard</name>
  <message>
   <source> thay vì {whole} MB</source>
   <translation> instead of {whole} MB</translation>
  </message>
  <message>
   <source>Bản mới</source>
   <translation>New version</translation>
  </message>
  <message>
   <source>Bản {version} đã sẵn sàng: đóng rồi mở lại chương trình để dùng.</source>
   <translation>Version {version} is ready: close the program and start it again to use it.</translation>
  </message>
  <message>
   <source>Có bản {version}: tải {size} MB{whole}.</source>
   <translation>Version {version} is there: {size} MB{whole} to download.</translation>
  </message>
  <message>
   <source>Quản trị cập nhật chương trình này.</source>
   <translation>IT updates this program.</translation>
  </message>
  <message>
   <source>Thư mục hoặc USB có bản mới</source>
   <translation>Folder or USB stick with a new version</translation>
  </message>
  <message>
   <source>Tìm bản mới</source>
   <translation>Look for a new version</translation>
  </message>
  <message>
   <source>Tìm trong USB, thư mục…</source>
   <translation>Look on a USB stick or in a folder…</translation>
  </message>
  <message>
   <source>Tải bản mới</source>
   <translation>Download new version</translation>
  </message>
  <message>
   <source>Đang dùng bản mới nhất ({version}).</source>
   <translation>This is the newest version ({version}).</translation>
  </message>
  <message>
   <source>Đang dùng bản {version}.</source>
   <translation>This is version {version}.</translation>
  </message>
  <message>
   <source>Đang tìm…</source>
   <translation>Looking…</translation>
  </message>
  <message>
   <source>Đang tải bản {version}…</source>
   <translation>Downloading version {version}…</translation>
  </message>
  <message>
   <source>Đã tải</source>
   <translation>Downloaded</translation>
  </message>
 </context>
 <context>
  <name>UpdatesWatch</name>
  <message>
   <source>Có bản {version} (tải {size} MB): mở Cài đặt, mục «Bản mới» để tải.</source>
   <translation>Version {version} is out ({size} MB to download): open Settings, “New version”, to get it.</translation>
  </message>
 </context>
 <context>
  <name>Whole</name>
  <message>
   <source>Bảng tính Excel (*.xlsx);;Bảng CSV (*.csv);;Mỗi dòng một hoạt động (*.jsonl)</source>
   <translation>Excel workbook (*.xlsx);;CSV table (*.csv);;One activity a line (*.jsonl)</translation>
  </message>
  <message>
   <source>Bỏ cả kết quả vào thùng rác…</source>
   <translation>Put the whole result into the bin…</translation>
  </message>
  <message>
   <source>Bỏ vào thùng rác</source>
   <translation>Put into the bin</translation>
  </message>
  <message>
   <source>Bỏ {n} hoạt động vào thùng rác?</source>
   <translation>Put {n} activities into the bin?</translation>
  </message>
  <message>
   <source>Chiến dịch của {n} hoạt động:</source>
   <translation>Campaign of {n} activities:</translation>
  </message>
  <message>
   <source>Chưa có kế hoạch nào có chỉ tiêu: hãy mở trang Kế hoạch trước.</source>
   <translation>No plan has targets yet: open the page Plans first.</translation>
  </message>
  <message>
   <source>Cả kết quả</source>
   <translation>Whole result</translation>
  </message>
  <message>
   <source>Cả kết quả ({n})</source>
   <translation>Whole result ({n})</translation>
  </message>
  <message>
   <source>Danh sách hoạt động</source>
   <translation>List of activities</translation>
  </message>
  <message>
   <source>Duyệt những gì đang chờ trong kết quả</source>
   <translation>Approve what waits in the result</translation>
  </message>
  <message>
   <source>Dừng lại</source>
   <translation>Stop now</translation>
  </message>
  <message>
   <source>Gắn chỉ tiêu</source>
   <translation>Count for a target</translation>
  </message>
  <message>
   <source>Gắn chỉ tiêu cho cả kết quả…</source>
   <translation>Count the whole result for a target…</translation>
  </message>
  <message>
   <source>Gửi ngay những gì đang chờ</source>
   <translation>Send now what waits</translation>
  </message>
  <message>
   <source>In danh sách…</source>
   <translation>Print the list…</translation>
  </message>
  <message>
   <source>Khôi phục cả kết quả…</source>
   <translation>Restore the whole result…</translation>
  </message>
  <message>
   <source>Làm với tất cả hoạt động đang lọc được (Ctrl+A)</source>
   <translation>Do something with all activities found (Ctrl+A)</translation>
  </message>
  <message>
   <source>Lấy lại</source>
   <translation>Take back</translation>
  </message>
  <message>
   <source>Lấy lại việc vừa làm với {n} hoạt động</source>
   <translation>Take back what was just done to {n} activities</translation>
  </message>
  <message>
   <source>Thôi</source>
   <translation>Cancel</translation>
  </message>
  <message>
   <source>Xong {done} trong {whole} hoạt động</source>
   <translation>{done} of {whole} activities done</translation>
  </message>
  <message>
   <source>Xuất ra tệp</source>
   <translation>Export to a file</translation>
  </message>
  <message>
   <source>Xuất ra tệp…</source>
   <translation>Export to a file…</translation>
  </message>
  <message>
   <source>{done}, còn khoảng {left}</source>
   <translation>{done}, about {left} left</translation>
  </message>
  <message>
   <source>{n} giây</source>
   <translation>{n} seconds</translation>
  </message>
  <message>
   <source>{n} hoạt động được tính vào chỉ tiêu:</source>
   <translation>{n} activities count for the target:</translation>
  </message>
  <message>
   <source>{n} phút</source>
   <translation>{n} minutes</translation>
  </message>
  <message>
   <source>{said}
Khôi phục được từ thùng rác, hoặc lấy lại ngay sau đó.</source>
   <translation>{said}
They can be restored from the bin, or taken back right afterwards.</translation>
  </message>
  <message>
   <source>{said} {n} hoạt động giữ nguyên, ví dụ «{title}»: {why}</source>
   <translation>{said} {n} activities stay as they are, for example “{title}”: {why}</translation>
  </message>
  <message>
   <source>{said} Đã dừng giữa chừng theo ý bạn.</source>
   <translation>{said} Stopped halfway as you asked.</translation>
  </message>
  <message>
   <source>Đang làm…</source>
   <translation>Working…</translation>
  </message>
  <message>
   <source>Đã bỏ {n} hoạt động vào thùng rác.</source>
   <translation>{n} activities were put into the bin.</translation>
  </message>
  <message>
   <source>Đã chọn cả {n}</source>
   <translation>All {n} chosen</translation>
  </message>
  <message>
   <source>Đã duyệt {n} hoạt động.</source>
   <translation>{n} activities were approved.</translation>
  </message>
  <message>
   <source>Đã dừng, chưa ghi tệp nào.</source>
   <translation>Stopped; no file was written.</translation>
  </message>
  <message>
   <source>Đã khôi phục {n} hoạt động.</source>
   <translation>{n} activities were restored.</translation>
  </message>
  <message>
   <source>Đã lấy lại: {n} hoạt động như trước.</source>
   <translation>Taken back: {n} activities are as before.</translation>
  </message>
  <message>
   <source>Đã xuất {n} hoạt động ra {file}.</source>
   <translation>{n} activities were exported to {file}.</translation>
  </message>
  <message>
   <source>Đã đổi {n} hoạt động.</source>
   <translation>{n} activities were changed.</translation>
  </message>
  <message>
   <source>Đặt chiến dịch</source>
   <translation>Set the campaign</translation>
  </message>
  <message>
   <source>Đặt chiến dịch cho cả kết quả…</source>
   <translation>Set the campaign of the whole result…</translation>
  </message>
  <message>
   <source>Đặt cho cả {n}</source>
   <translation>Set for all {n}</translation>
  </message>
 </context>
 <context>
  <name>Writing</name>
  <message>
   <source> · có lời của đơn vị</source>
   <translation> · words of the office</translation>
  </message>
  <message>
   <source> · số liệu đã đổi</source>
   <translation> · figures changed</translation>
  </message>
  <message>
   <source>(mục này chỉ có tiêu đề)</source>
   <translation>(this section is a heading only)</translation>
  </message>
  <message>
   <source>Chọn mục để viết thêm</source>
   <translation>Choose a section to add to it</translation>
  </message>
  <message>
   <source>Các mục của báo cáo</source>
   <translation>Sections of the report</translation>
  </message>
  <message>
   <source>Dùng lời này thay cho đoạn soạn sẵn</source>
   <translation>Use these words instead of the program's paragraphs</translation>
  </message>
  <message>
   <source>Lời của đơn vị</source>
   <translation>Words of the office</translation>
  </message>
  <message>
   <source>Mỗi dòng là một đoạn; dòng bắt đầu bằng gạch «- » là một ý.</source>
   <translation>Each line is a paragraph; a line that begins with “- ” is an item.</translation>
  </message>
  <message>
   <source>Số liệu của đoạn soạn sẵn đã đổi từ khi đơn vị viết lời thay: hãy đọc lại lời này.</source>
   <translation>The figures of the program's paragraphs have changed since the office replaced them: read these words again.</translation>
  </message>
  <message>
   <source>Đoạn chương trình soạn sẵn</source>
   <translation>Paragraphs written by the program</translation>
  </message>
  <message>
   <source>Đoạn soạn sẵn từ số liệu</source>
   <translation>Paragraphs written from the figures</translation>
  </message>
 </context>
 <context>
  <name>_Options</name>
  <message>
   <source>đang lọc</source>
   <translation>filtered by</translation>
  </message>
 </context>
 <context>
  <name>actions</name>
  <message>
   <source>Duyệt</source>
   <translation>Approve</translation>
  </message>
  <message>
   <source>Như lần trước</source>
   <translation>As last time</translation>
  </message>
 </context>
</TS>
