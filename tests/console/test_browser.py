"""The console in a real browser: the keyboard is enough, nothing runs off the screen, words can be read in light and dark."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from sync.central.console.users import Users
from tests.console.conftest import PASSWORD

CHROMIUM = Path("/usr/bin/chromium")
PAGES = ("/", "/hoat-dong", "/don-vi/20242", "/may", "/cong-bo", "/nhat-ky")
pytestmark = [pytest.mark.long, pytest.mark.timeout(180), pytest.mark.skipif(not CHROMIUM.exists(), reason="không có /usr/bin/chromium: apt-get install chromium")]
# Run by the test itself; the pages have no script. What a person sees: names of fields, contrast of every text.
LABELS = """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea, button')]
    .filter(one => !(one.labels?.length || one.getAttribute('aria-label') || one.textContent.trim())).map(one => one.outerHTML)"""
CONTRAST = """() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = one => { for (; one; one = one.parentElement) { const c = parts(getComputedStyle(one).backgroundColor);
    if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
  return [...document.querySelectorAll('body *')].filter(one => [...one.childNodes].some(n => n.nodeType === 3 && n.data.trim())
      && one.getClientRects().length && !one.closest('option, progress, .skip, .unseen'))
    .map(one => { const a = light(parts(getComputedStyle(one).color)), b = light(ground(one));
      return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), one.textContent.trim().slice(0, 30)]; })
    .filter(([ratio]) => ratio < 4.5).map(([ratio, text]) => `${ratio.toFixed(2)} ${text}`); }"""


@pytest.fixture
def address(centre, ward) -> Iterator[str]:
    """The address of a console on a real socket, where «lan» administers."""
    Users(centre.store).add("lan", "admin", PASSWORD, now=centre.now)
    with socket.socket() as entrance:
        entrance.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(centre.app, log_level="warning", lifespan="off"))
        serving = threading.Thread(target=server.run, kwargs={"sockets": [entrance]})
        serving.start()
        yield f"http://127.0.0.1:{entrance.getsockname()[1]}/bang"
        server.should_exit = True
        serving.join(10)


def test_a_keyboard_signs_in_and_accepts_and_every_page_can_be_read(address):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(f"{address}/dang-nhap")
        page.focus("[name=name]")
        page.keyboard.type("lan")
        page.keyboard.press("Tab")
        page.keyboard.insert_text(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/bang/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip", "first comes the way past the menu"
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for path in PAGES:
                page.goto(address + path)
                assert page.evaluate(LABELS) == [], path
                assert page.evaluate(CONTRAST) == [], (scheme, path)
                assert [page.locator(tag).count() for tag in ("main", "h1", "nav")] == [1, 1, 1], path
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page.goto(f"{address}/hoat-dong")
        page.focus("tbody th a >> nth=0")
        page.keyboard.press("Enter")
        page.wait_for_selector("button[value=accepted]")
        page.focus("button[value=accepted]")
        page.keyboard.press("Enter")
        page.wait_for_selector(".tag.accepted")
        browser.close()
