"""Where a book may lie: asked of the machine, told with the reason."""

from pathlib import Path

import pytest

from desktop.models.book import Book
from desktop.models.errors import StoreError
from desktop.models.folders import Surroundings, _mounts, refuse_shared

NETWORK, CLOUD = "thư mục mạng", "tự đồng bộ"
SHARES = (("/", "ext4"), ("/mnt/may chu", "cifs"), ("/mnt/nfs", "nfs4"), ("/home/a/xa", "fuse.sshfs"), ("/mnt/nfs/dia", "ext4"))
WINDOWS = {"OneDrive": "C:\\Users\\Lan\\CongViec", "OneDriveCommercial": "C:\\Users\\Lan\\OneDrive - UBND"}


@pytest.mark.parametrize(("folder", "around", "reason"), [
    ("\\\\may-chu\\chung\\so", Surroundings(), NETWORK),
    ("//may-chu/chung/so", Surroundings(), NETWORK),
    ("\\\\?\\UNC\\may-chu\\chung", Surroundings(), NETWORK),
    ("Z:\\so", Surroundings(drive_kind=4), NETWORK),
    ("/mnt/may chu/so", Surroundings(SHARES), NETWORK),
    ("/mnt/nfs/so/phuong", Surroundings(SHARES), NETWORK),
    ("/home/a/xa", Surroundings(SHARES), NETWORK),
    ("C:\\Users\\Lan\\CongViec\\so", Surroundings(environment=WINDOWS), "OneDrive"),
    ("c:\\users\\lan\\onedrive - UBND\\so", Surroundings(), "OneDrive"),
    ("C:/Users/Lan/Google Drive/so", Surroundings(), "Google Drive"),
    ("G:\\so", Surroundings(drive_kind=3, drive_label="Google Drive"), "Google Drive"),
    ("/home/a/Dropbox/so", Surroundings(), "Dropbox"),
    ("C:\\Users\\Lan\\iCloudDrive\\so", Surroundings(), "iCloud"),
], ids=lambda value: value if isinstance(value, str) else "")  # fmt: skip
def test_a_share_or_a_folder_of_a_cloud_is_refused_with_the_reason(folder, around, reason):
    with pytest.raises(StoreError) as told:
        refuse_shared(Path(folder), around)
    assert reason in told.value.sentence
    assert "hãy để sổ" in told.value.sentence and "bản sao lưu" in told.value.sentence


@pytest.mark.parametrize(("folder", "around"), [
    ("C:\\so-phuong", Surroundings(drive_kind=3, drive_label="HE THONG", environment=WINDOWS)),
    ("\\\\?\\C:\\so-phuong", Surroundings(drive_kind=3)),
    ("C:\\Users\\Lan\\CongViecRieng\\so", Surroundings(environment=WINDOWS)),
    ("/home/dropboxer/so", Surroundings(SHARES)),
    ("/home/a/ban sao onedrive cu/so", Surroundings(SHARES)),
    ("/mnt/nfs/dia/so", Surroundings(SHARES)),
    ("E:\\so", Surroundings(drive_kind=2, drive_label="USB")),
], ids=lambda value: value if isinstance(value, str) else "")  # fmt: skip
def test_a_disk_of_this_pc_is_taken(folder, around):
    refuse_shared(Path(folder), around)


def test_mounts_are_read_as_linux_writes_them():
    lines = ["22 27 0:21 / /proc rw,nosuid - proc proc rw", "30 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw",
             "99 30 0:50 / /mnt/may\\040chu rw shared:9 master:1 - cifs //may-chu/chung rw", "spoilt"]  # fmt: skip
    assert list(_mounts(lines)) == [("/proc", "proc"), ("/", "ext4"), ("/mnt/may chu", "cifs")]


def test_a_link_to_such_a_folder_is_followed(tmp_path):
    (tmp_path / "Dropbox" / "so").mkdir(parents=True)
    (tmp_path / "so").symlink_to(tmp_path / "Dropbox" / "so")
    with pytest.raises(StoreError, match="Dropbox"):
        Book.create(tmp_path / "so", unit="20242")
    assert list((tmp_path / "Dropbox" / "so").iterdir()) == []
