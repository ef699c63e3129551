"""The menus of the list: its order and columns, and what else belongs to the book."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from desktop.models.query import Query
from desktop.ui.columns import Column
from desktop.ui.icons import Icons


def tr(text: str) -> str:
    """Return the words of a menu in the language of the window."""
    return QCoreApplication.translate("ListMenus", text)


def display(over: QWidget, order: Query, sort_by: Callable[[str], object], columns: Sequence[Column], shown: Sequence[str],
            show_column: Callable[..., object], first: Callable[[], object]) -> QMenu:  # fmt: skip
    """Return the menu of orders and columns; `first` puts the columns back as they were at first."""
    menu = QMenu(over)
    menu.setAccessibleName(tr("Hiển thị"))
    orders = {"": tr("Xếp theo ngày"), "title": tr("Xếp theo tên"), "people": tr("Xếp theo lượt người"),
              "cost": tr("Xếp theo kinh phí"), "changed": tr("Xếp theo lần sửa cuối")}  # fmt: skip
    for sort, text in orders.items():
        _check(menu, text, sort == order.sort, lambda _on, sort=sort: sort_by(sort) if sort != order.sort else None)
    _check(menu, tr("Đảo thứ tự"), order.oldest_first, lambda _on: sort_by(order.sort))
    menu.addSeparator()
    for one in columns:
        if one.name != "title":
            text = tr("Cột {name}").format(name=one.head)
            _check(menu, text, one.name in shown, lambda on, name=one.name: show_column(name, shown=on))
    menu.addSeparator()
    menu.addAction(tr("Cột như ban đầu")).triggered.connect(lambda: first())
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def more(over: QWidget, icons: Icons, show: Callable[[str], object]) -> QMenu:
    """Return the menu of pages that the rail has no place for."""
    menu = QMenu(over)
    menu.setAccessibleName(tr("Việc khác với sổ"))
    for text, icon, name in ((tr("Nhập từ Excel…"), "folder-open", "importing"), (tr("Thùng rác"), "trash-2", "bin")):
        menu.addAction(icons.icon(icon), text).triggered.connect(lambda _on, name=name: show(name))
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _check(menu: QMenu, text: str, on: bool, run: Callable[[bool], object]) -> None:
    made = menu.addAction(text)
    made.setCheckable(True)
    made.setChecked(on)
    made.triggered.connect(run)
