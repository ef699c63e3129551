"""The .msi for group policy, by wixl (or WiX 3's own tools from the same .wxs): for everybody on a PC, into Program Files.

What wixl does not know is written into its tables by msibuild: the launch condition, the search for the build of Windows, the
condition of the one component that depends on PROVISIONFILE.
"""

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from string import Template
from xml.sax.saxutils import quoteattr

from desktop.models.files import atomic_write
from desktop.packaging.tree import MAKER, NAME, SCRIPTS, TITLE, Tree, Unbuilt

OLDEST_BUILD = 17763
_SPACE = uuid.UUID("5e8f3d0a-6a40-5a51-9d7c-2f8f7d1b6c11")
UPGRADE = str(uuid.uuid5(_SPACE, "upgrade")).upper()
_POLICY = r"Software\Policies\SoPhuong"
OLD = f"Sổ Phường cần Windows 10 bản 1809 ({OLDEST_BUILD}) 64 bit trở lên: hãy cập nhật Windows rồi cài lại."
NEWER = "Máy này đã có bản mới hơn: muốn dùng bản cũ hãy gỡ bản mới trước, sổ vẫn được giữ."
_LATIN = "So Phuong"  # wixl 0.101 falls over every letter beyond ASCII: the words come in by msibuild
_SQL = SCRIPTS / "so-phuong-msi.sql"


def build(tree: Tree, out: Path, work: Path) -> Path:
    """Make so-phuong-<version>.msi in `out`. Raises Unbuilt where wixl or msibuild is missing or refuses."""
    for tool in ("wixl", "msibuild", "msiinfo"):
        if shutil.which(tool) is None:
            raise Unbuilt(f"Thiếu {tool}: hãy cài gói wixl và msitools (trên Windows: đưa so-phuong.wxs cho WiX 3).")
    work.mkdir(parents=True, exist_ok=True)
    source, target = work / f"{NAME}.wxs", out / f"{NAME}-{tree.version}.msi"
    atomic_write(source, wxs(tree).encode())
    clock = os.environ | {"SOURCE_DATE_EPOCH": str(tree.at)}
    # wixl takes the paths of files as seen from where it runs.
    _run(["wixl", "-a", "x64", "-o", str(target), str(source)], cwd=tree.folder, env=clock)
    page = work / "_ForceCodepage.idt"
    atomic_write(page, b"\r\n\r\n65001\t_ForceCodepage\r\n")
    _run(["msibuild", str(target), "-i", str(page)])
    for line in statements():
        _run(["msibuild", str(target), "-q", line])
    package = str(uuid.uuid5(_SPACE, f"package/{tree.version}/{source.read_text(encoding='utf-8')}")).upper()
    _run(["msibuild", str(target), "-s", TITLE, MAKER, "x64;1066", f"{{{package}}}"])
    return target


def statements() -> list[str]:
    """Return what msibuild writes into the tables, the words filled in."""
    words = {
        "OLDEST_BUILD": str(OLDEST_BUILD),
        "OLD": OLD,
        "NEWER": NEWER,
        "TITLE": TITLE,
        "MAKER": MAKER,
        "LATIN": _LATIN,
    }
    lines = [line for line in _SQL.read_text(encoding="utf-8").splitlines() if line and not line.startswith("--")]
    return [Template(line).substitute(words) for line in lines]


def wxs(tree: Tree) -> str:
    """Return the source: every file of the tree a component of its own, named after its path so that upgrades know it again."""
    files = list(_laid(tree))
    refs = "".join(f'      <ComponentRef Id="{name}"/>\n' for name in [*(_id("c", path) for path in files), *_OWN])
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="{_guid("product/" + tree.version)}" Name="{_LATIN}" Version={quoteattr(tree.version)} Manufacturer="{_LATIN}"
           Language="1066"
           UpgradeCode="{UPGRADE}">
    <Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine"/>
    <MajorUpgrade DowngradeErrorMessage="NEWER"/>
    <Media Id="1" Cabinet="{NAME}.cab" EmbedCab="yes"/>
    <Property Id="DESKTOPSHORTCUT" Value="1"/>
    <Property Id="PROVISIONFILE"/>
    <Property Id="ARPNOMODIFY" Value="1"/>
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Directory Id="ProgramFiles64Folder">
        <Directory Id="INSTALLDIR" Name="{NAME}">
{_folder("", files, 5)}          <Component Id="provision" Guid="{_guid("provision")}">
            <RegistryValue Id="office" Root="HKLM" Key="{_POLICY}" Name="office_file" Type="string" Value="[PROVISIONFILE]"
                           KeyPath="yes"/>
          </Component>
        </Directory>
      </Directory>
      <Directory Id="ProgramMenuFolder">
        <Component Id="menu" Guid="{_guid("menu")}">
          <Shortcut Id="menulink" Name="{_LATIN}" Target="[INSTALLDIR]{NAME}.exe" WorkingDirectory="INSTALLDIR"/>
          <RegistryValue Id="menukey" Root="HKLM" Key="Software\\SoPhuong" Name="menu" Type="string" Value="1" KeyPath="yes"/>
        </Component>
      </Directory>
      <Directory Id="DesktopFolder">
        <Component Id="desktop" Guid="{_guid("desktop")}">
          <Shortcut Id="desktoplink" Name="{_LATIN}" Target="[INSTALLDIR]{NAME}.exe" WorkingDirectory="INSTALLDIR"/>
          <RegistryValue Id="desktopkey" Root="HKLM" Key="Software\\SoPhuong" Name="desktop" Type="string" Value="1" KeyPath="yes"/>
        </Component>
      </Directory>
    </Directory>
    <Feature Id="program" Level="1">
{refs}    </Feature>
  </Product>
</Wix>
"""


_OWN = ("provision", "menu", "desktop")


def _laid(tree: Tree) -> Iterator[str]:
    """Yield the path of every file below the tree; links (a build on Linux standing in) are left out, Windows has none."""
    for path in tree.files():
        if not path.is_symlink():
            yield path.relative_to(tree.folder).as_posix()


def _folder(name: str, files: list[str], depth: int) -> str:
    """Return the components and folders directly below a folder, `depth` steps to the right."""
    begin = f"{name}/" if name else ""
    pad, lines, below = "  " * depth, [], []
    for path in files:
        rest = path.removeprefix(begin) if path.startswith(begin) else ""
        if rest and "/" not in rest:
            lines.append(f'{pad}<Component Id="{_id("c", path)}" Guid="{_guid(path)}"><File Id="{_id("f", path)}" '
                         f'Source={quoteattr(path)} KeyPath="yes"/></Component>\n')  # fmt: skip
        elif rest and (folder := begin + rest.split("/")[0]) not in below:
            below.append(folder)
    for folder in below:
        lines.append(f'{pad}<Directory Id="{_id("d", folder)}" Name={quoteattr(folder.rpartition("/")[2])}>\n'
                     f"{_folder(folder, [one for one in files if one.startswith(f'{folder}/')], depth + 1)}"
                     f"{pad}</Directory>\n")  # fmt: skip
    return "".join(lines)


def _id(kind: str, path: str) -> str:
    return f"{kind}{uuid.uuid5(_SPACE, path).hex}"


def _guid(path: str) -> str:
    return str(uuid.uuid5(_SPACE, f"component/{path}")).upper()


def _run(command: list[str], *, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False, cwd=cwd, env=env
    )
    if done.returncode:
        raise Unbuilt(f"{command[0]} từ chối: {(done.stderr + done.stdout).strip()[-600:]}")
    return done.stdout
