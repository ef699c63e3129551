"""The version resource of the two programs on Windows: what Properties › Details shows, and what inventories of IT read."""

from pathlib import Path

from desktop.models.files import atomic_write
from desktop.packaging.tree import MAKER, TITLE


def resource(name: str, version: str, target: Path) -> Path:
    """Write the description PyInstaller compiles into `name`.exe."""
    four = tuple([*(int(part) for part in version.split(".")), 0, 0, 0][:4])
    told = {
        "CompanyName": MAKER, "FileDescription": TITLE, "FileVersion": version, "InternalName": name,
        "LegalCopyright": "Apache License 2.0", "OriginalFilename": f"{name}.exe", "ProductName": TITLE, "ProductVersion": version,
    }  # fmt: skip
    lines = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in told.items())
    # 042A04B0: Vietnamese, Unicode.
    text = (f"VSVersionInfo(ffi=FixedFileInfo(filevers={four}, prodvers={four}, mask=0x3F, flags=0, OS=0x40004, fileType=1, "
            f"subtype=0, date=(0, 0)), kids=[StringFileInfo([StringTable('042A04B0', [{lines}])]), "
            "VarFileInfo([VarStruct('Translation', [0x042A, 1200])])])\n")  # fmt: skip
    target.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(target, text.encode())
    return target
