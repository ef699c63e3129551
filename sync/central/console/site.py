"""The console as a site of its own under /bang: who is there, what they may, one way to answer and to refuse."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from itsdangerous import BadSignature, URLSafeTimedSerializer
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.exceptions import HTTPException

from desktop.models import units
from desktop.models.errors import AppError
from desktop.models.kinds import Kinds
from desktop.models.text import number_vi
from sync.central.console import words
from sync.central.console.users import ROLES, User, Users
from sync.central.store import Store

HOME = Path(__file__).parent
COOKIE = "bang"
_STILL = re.compile("/(static|fonts)/")  # files the browser may keep
CSRF_AGE = 10 * 3600  # seconds
MOST = 500_000  # bytes of a form
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; "
                               "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}  # fmt: skip


class Refusal(Exception):
    """A request that is not served: the status, and what a person reads."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class Site:
    """What every page needs; `now` is the clock."""

    def __init__(self, store: Store, kinds: Callable[[], Kinds], now: Callable[[], datetime]) -> None:
        self.store, self.kinds, self.now = store, kinds, now
        self.users = Users(store)
        self._csrf = URLSafeTimedSerializer(store.secret, salt="console csrf")
        self._pages = Environment(loader=FileSystemLoader(HOME / "templates"), undefined=StrictUndefined,
                                  autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True)  # fmt: skip
        self._pages.globals |= {"unit_name": unit_name, "number": number_vi, "day": words.day, "moment": words.moment,
                                "reviews": words.REVIEWS, "roles": ROLES, "address": address}  # fmt: skip

    def user(self, request: Request) -> User | None:
        """Return who asks, None for nobody."""
        return self.users.who(request.cookies.get(COOKIE, ""), now=self.now())

    def needs(self, request: Request, act: str = "see", unit: str = "") -> User:
        """Return who asks; raise Refusal where nobody is signed in, or the role or the unit does not allow it."""
        user = self.user(request)
        if user is None:
            raise Refusal(401, "Hãy đăng nhập.")
        if not user.may(act):
            raise Refusal(403, f"Vai trò «{ROLES[user.role]}» không làm được việc này: hãy nhờ người quản trị.")
        if user.unit and unit and unit != user.unit:
            raise Refusal(404, "Không có trang này.")
        return user

    async def form(self, request: Request) -> dict[str, str]:
        """Return the fields of a form that this very session was given; raise Refusal for any other."""
        if (request.headers.get("sec-fetch-site") or "same-origin") not in ("same-origin", "none"):
            raise Refusal(403, "Yêu cầu đến từ trang khác: hãy mở lại trang này và làm lại.")
        given = await (await _bounded(request)).form(max_files=0, max_fields=60, max_part_size=400_000)
        fields = {name: value for name, value in given.items() if isinstance(value, str)}
        try:
            mine = self._csrf.loads(fields.pop("csrf", ""), max_age=CSRF_AGE)
        except BadSignature:
            mine = None
        if mine != request.cookies.get(COOKIE, ""):
            raise Refusal(403, "Trang đã mở quá lâu: hãy tải lại trang rồi làm lại.")
        return fields

    def page(self, request: Request, name: str, user: User | None, *, status: int = 200, **told: Any) -> HTMLResponse:
        """Draw a page."""
        told |= {"user": user, "csrf": self._csrf.dumps(request.cookies.get(COOKIE, "")), "here": request.url.path,
                 "query": dict(request.query_params), "now": self.now()}  # fmt: skip
        return HTMLResponse(self._pages.get_template(name).render(told), status)

    def sign(self, response: Response, token: str, *, secure: bool) -> Response:
        """Set or (with "") take back the cookie of a session."""
        if token:
            response.set_cookie(COOKIE, token, path="/bang", httponly=True, samesite="strict", secure=secure)
        else:
            response.delete_cookie(COOKIE, path="/bang", httponly=True, samesite="strict", secure=secure)
        return response


async def _bounded(request: Request) -> Request:
    """Return the request with its body read, counted while reading: what its length header says proves nothing."""
    taken = bytearray()
    async for piece in request.stream():
        taken += piece
        if len(taken) > MOST:
            raise Refusal(413, "Nội dung quá dài: hãy rút gọn.")

    async def again() -> dict[str, Any]:
        return {"type": "http.request", "body": bytes(taken), "more_body": False}

    return Request(request.scope, again)


def go(path: str) -> RedirectResponse:
    """Lead to another page of the console after a form."""
    return RedirectResponse(f"/bang{path}", 303)


def is_secure(request: Request) -> bool:
    """Tell whether the browser came over TLS, also through a proxy on this machine."""
    return request.url.scheme == "https" or request.headers.get("x-forwarded-proto") == "https"


def unit_name(code: str) -> str:
    """Return the name of a unit, the code itself where there is none."""
    found = units.load().get(code)
    return found.name if found else code


def address(path: str, query: Mapping[str, str], **changed: str) -> str:
    """Return a link to a page of the console that keeps these filters, some of them changed; empty ones go."""
    kept = {name: value for name, value in {**query, **changed}.items() if value}
    return f"/bang{path}" + (f"?{urlencode(kept)}" if kept else "")


def add_faults(app: FastAPI, site: Site) -> None:
    """Answer every refusal and fault with a page in words, and every answer with its headers."""

    @app.middleware("http")
    async def headers(request: Request, serve: Callable[[Request], Any]) -> Response:
        response: Response = await serve(request)
        for name, value in HEADERS.items():
            if name != "Cache-Control" or not _STILL.search(request.url.path):
                response.headers.setdefault(name, value)
        if is_secure(request):
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response

    @app.exception_handler(Refusal)
    async def refused(request: Request, fault: Refusal) -> Response:
        if fault.status == 401:
            return go("/dang-nhap")
        return site.page(request, "fault.html", site.user(request), status=fault.status, sentence=fault.sentence)

    @app.exception_handler(AppError)
    async def told(request: Request, fault: AppError) -> Response:
        return site.page(request, "fault.html", site.user(request), status=422, sentence=fault.sentence)

    @app.exception_handler(HTTPException)
    async def elsewhere(request: Request, fault: HTTPException) -> Response:
        return site.page(request, "fault.html", site.user(request), status=fault.status_code, sentence="Không có trang này.")
