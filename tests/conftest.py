"""Before anything of Qt or of a keyring is imported: no screen, nobody's real keyring."""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "tests", deadline=None, derandomize=True, max_examples=100, print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "tests"))


@pytest.fixture(autouse=True)
def nothing_left_open(request):
    """After a test of the window no window, menu or animation is left for the next one to trip over."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or "qtbot" not in request.fixturenames:
        return
    left = [widget for widget in widgets.QApplication.topLevelWidgets() if widget.isVisible()]
    assert not left, f"windows left open: {left}"
