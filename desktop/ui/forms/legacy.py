"""The offer to turn text of the old fonts (.VnTime, VNI-Times) into Unicode: shown before and after, never done unasked."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from desktop.models.text import from_legacy, guess_legacy
from desktop.ui.forms.asking import Ask

NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}
SHOWN = 90  # letters of the preview


class LegacyOffer:
    """Watches what stands in one editor; `put` is called with the converted text when the person says so."""

    def __init__(self, ask: Ask, put: Callable[[str], object]) -> None:
        self._ask = ask
        self._put = put
        self._left = False  # the person wants it as it is: not asked again before the line is empty once

    def look(self, text: str) -> None:
        """Offer the conversion where the text looks like one of the old encodings."""
        self._left = self._left and bool(text)
        encoding = None if self._left else guess_legacy(text)
        if encoding is None:
            self._ask.done()
            return
        converted = from_legacy(text, encoding)
        preview = converted if len(converted) <= SHOWN else f"{converted[:SHOWN]}…"
        said = QCoreApplication.translate(
            "LegacyOffer", "Có vẻ là chữ gõ bằng bảng mã {name}. Chuyển sang Unicode sẽ thành: «{text}»")  # fmt: skip
        self._ask.ask(said.format(name=NAMES[encoding], text=preview.replace("\n", " ")), (
            (QCoreApplication.translate("LegacyOffer", "Chuyển"), lambda: self._put(converted)),
            (QCoreApplication.translate("LegacyOffer", "Để nguyên"), self._keep),
        ))  # fmt: skip

    def _keep(self) -> None:
        self._left = True
