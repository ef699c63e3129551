"""Putting the console into the centre's app."""

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from desktop.models.kinds import Kinds
from sync.central.console.acts import add_acts
from sync.central.console.pages import add_pages
from sync.central.console.site import HOME, Site, add_faults
from sync.central.published import Declared
from sync.central.store import Store

PATH = "/bang"
FONTS = HOME.parents[2] / "resources" / "fonts"


def mount(app: FastAPI, store: Store, kinds: Kinds, *, now: Callable[[], datetime]) -> None:
    """Serve the console under /bang."""
    site = Site(store, Declared(store, kinds).now, now)
    console = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_faults(console, site)
    add_pages(console, site)
    add_acts(console, site)
    console.mount("/static", StaticFiles(directory=HOME / "static"), name="static")
    console.mount("/fonts", StaticFiles(directory=FONTS), name="fonts")
    app.mount(PATH, console)
