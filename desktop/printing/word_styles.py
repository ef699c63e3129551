"""The styles of an official document in Word: real ones, so that officials can go on editing."""

from types import MappingProxyType
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
PITCH = 17.5  # points from line to line, as on the printed page
SUBJECT, ITEM, RECIPIENTS, TABLE = "Trích yếu", "Ý", "Nơi nhận", "Ô bảng"
IDS = MappingProxyType({SUBJECT: "Subject", ITEM: "Item", RECIPIENTS: "Recipients", TABLE: "TableCell"})


def dress(document: Any) -> None:
    """Give a python-docx document the styles of NĐ 30/2020: Times 14, first line in by 12.7 mm, 6 pt before."""
    styles = document.styles
    _language(styles)
    normal = styles["Normal"]
    _font(normal, 14)
    _space(normal, before=0)
    body = styles["Body Text"]
    _font(body, 14)
    _space(body, before=6, first=12.7, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    item = _new(styles, ITEM, body)
    _space(item, before=6, first=12.7, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    for name, size in (("Title", 14), ("Heading 1", 14), ("Heading 2", 14), ("Heading 3", 14)):
        style = styles[name]
        _font(style, size, bold=True)
        _space(style, before=6, first=12.7, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
        style.paragraph_format.keep_with_next = True
    title = styles["Title"]
    _space(title, before=0, align=WD_ALIGN_PARAGRAPH.CENTER)
    for border in title.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    subject = _new(styles, SUBJECT, normal)
    _font(subject, 14, bold=True)
    _space(subject, before=0, align=WD_ALIGN_PARAGRAPH.CENTER)
    subject.paragraph_format.keep_with_next = True
    recipients = _new(styles, RECIPIENTS, normal)
    _font(recipients, 11)
    _space(recipients, before=0, pitch=13.5)
    cell = _new(styles, TABLE, normal)
    _font(cell, 11)
    _space(cell, before=0, pitch=13)


def _new(styles: Any, name: str, base: Any) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), IDS[name])
    style.base_style = base
    style.quick_style = True
    return style


def _font(style: Any, size: float, *, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def _space(style: Any, *, before: float, first: float = 0, align: Any = None, pitch: float = PITCH) -> None:
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    shape.first_line_indent, shape.left_indent = Mm(first), Mm(0)
    shape.widow_control = True
    if align is not None:
        shape.alignment = align


def _language(styles: Any) -> None:
    """Tell Word the language, or every Vietnamese word is underlined in red."""
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    language = OxmlElement("w:lang")
    for name in ("val", "eastAsia"):
        language.set(qn(f"w:{name}"), "vi-VN")
    defaults.append(language)
