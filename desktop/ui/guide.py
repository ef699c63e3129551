"""A dialog that leads through a few steps: as high as what it says needs, and higher when it says more."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog


class Guide(QDialog):
    """Wrapped text tells its height only for a width: the dialog asks for it when it is shown and whenever it changes."""

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height of what is said."""
        super().showEvent(event)
        self.grow()

    def event(self, event: QEvent) -> bool:
        """Grow with what is said later."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.grow()
        return done

    def grow(self) -> None:
        """Be as high as the layout needs at this width, within the screen; never lower than it was made."""
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        needed = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        room = self.screen().availableGeometry().height()
        if needed > self.height():
            self.resize(self.width(), min(needed, room))
