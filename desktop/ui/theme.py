"""The one look of the window: spacing, type, colour, and the style sheet made from them.

Lengths are in device-independent pixels at 100 % text; `Theme.px` scales what must grow with the letters.
Every pair of text and ground in `palette.PAIRS` has a contrast of at least 4.5 (tests/ui/test_theme.py measures it).
"""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from desktop.ui import sheet
from desktop.ui.palette import LIGHT, Colours

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FAMILY = "Be Vietnam Pro"
STYLE = "fusion"
TEXT_SIZES = (100, 115, 125, 150, 175, 200)


@dataclass(frozen=True, slots=True)
class Space:
    """The spacing scale: nothing in the window stands at another distance."""

    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741 - the scale reads xs s m l xl xxl
    xl: int = 24
    xxl: int = 32


@dataclass(frozen=True, slots=True)
class Type:
    """The type scale, in pixels at 100 %."""

    small: int = 12
    body: int = 14
    lead: int = 16
    title: int = 22
    display: int = 28


SPACE = Space()
TYPE = Type()
COLOURS = LIGHT


@dataclass(frozen=True, slots=True)
class Theme:
    """Tokens at one text size; `percent` is 100 to 200."""

    percent: int = 100
    colours: Colours = COLOURS
    space: Space = SPACE
    type: Type = TYPE

    def px(self, length: float) -> int:
        """Return a length that grows with the text, in pixels."""
        return round(length * self.percent / 100)

    def font(self, size: int | None = None, *, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Return the window's font at a size of the type scale."""
        font = QFont(QApplication.font())
        font.setPixelSize(self.px(size or self.type.body))
        font.setWeight(weight)
        return font

    def colour(self, name: str) -> QColor:
        """Return a token's colour by its name."""
        return QColor(getattr(self.colours, name))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours "#rrggbb" (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def load_fonts(folder: Path = FONTS) -> bool:
    """Load Be Vietnam Pro from the program's folder; return False where it is missing (system font then)."""
    return all([_load(folder, weight) for weight in ("Regular", "Medium", "SemiBold")])


def _load(folder: Path, weight: str) -> bool:
    files = sorted(folder.rglob(f"BeVietnamPro*{weight}.ttf"))
    return bool(files) and QFontDatabase.addApplicationFont(str(files[0])) >= 0


def dress(app: QApplication, theme: Theme) -> None:
    """Give the application its style, font, palette and style sheet."""
    if not app.property(STYLE):  # asking for the style itself costs a start as much as ten modules
        app.setStyle(STYLE)
        app.setProperty(STYLE, True)
    font = QFont(FAMILY)
    font.setPixelSize(theme.px(theme.type.body))
    app.setFont(font)
    app.setPalette(_palette(theme.colours))
    app.setStyleSheet(sheet.write(theme))


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for group, names in {
        role.Window: colours.ground, role.WindowText: colours.text, role.Base: colours.surface,
        role.AlternateBase: colours.sunken, role.Text: colours.text, role.Button: colours.surface,
        role.ButtonText: colours.text, role.Highlight: colours.primary, role.HighlightedText: colours.on_primary,
        role.ToolTipBase: colours.text, role.ToolTipText: colours.surface, role.PlaceholderText: colours.muted,
        role.Link: colours.primary, role.Mid: colours.edge, role.Light: colours.line,
    }.items():  # fmt: skip
        palette.setColor(group, QColor(names))
    for role_name in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role_name, QColor(colours.faded))
    return palette
