"""The language of the window: Vietnamese as it is written in the code, English by so_phuong_en.qm."""

from pathlib import Path

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QWidget

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "i18n"
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
_FILES = {"vi": "qtbase_vi.qm", "en": "so_phuong_en.qm"}  # Qt's own dialogs are English where nothing is said
_NAME = "words"


def speak(app: QApplication, language: str) -> None:
    """Let the window and Qt's own dialogs speak a language; what is already on the screen is drawn anew by its owner."""
    for old in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(old)
        old.deleteLater()
        old.setObjectName("")
    words = QTranslator(app)
    words.setObjectName(_NAME)
    if words.load(str(FOLDER / _FILES.get(language, _FILES["vi"]))):
        app.installTranslator(words)


def months(window: QWidget) -> None:
    """Let calendars speak Vietnamese; not before the first page, which shows none: naming a locale reads all the world's."""
    from PySide6.QtCore import QLocale

    QLocale.setDefault(QLocale("vi_VN"))
    window.setLocale(QLocale())
