"""The room every page works in: the desk, the worker, the look, and the post."""

from dataclasses import dataclass

from desktop.tasks import Tasks
from desktop.ui.desk import Desk
from desktop.ui.icons import Icons
from desktop.ui.postman import Postman
from desktop.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Room:
    """Handed to every page; made anew when the text size changes."""

    desk: Desk
    tasks: Tasks
    theme: Theme
    icons: Icons
    postman: Postman
