-- Ít quyền nhất: so_phuong_owner giữ bảng (chỉ dùng cho lệnh migrate), so_phuong chạy trung tâm, so_phuong_read để xem.
-- Chạy một lần bằng quyền quản trị, trong cơ sở dữ liệu của trung tâm, sau lần migrate đầu bằng so_phuong_owner.
GRANT USAGE ON SCHEMA public TO so_phuong, so_phuong_read;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO so_phuong;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO so_phuong;
-- Nhật ký chỉ thêm: kể cả chính trung tâm cũng không sửa, không xóa được (thêm một lớp ngoài trigger).
REVOKE UPDATE, DELETE, TRUNCATE ON inbox, revisions, items FROM so_phuong;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON alembic_version FROM so_phuong;
-- Người xem số liệu không thấy khóa của trung tâm, mã ghi danh hay khóa mở sổ.
GRANT SELECT ON activities, totals, logs, revisions TO so_phuong_read;
