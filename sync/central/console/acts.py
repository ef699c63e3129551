"""What people of the centre decide: reviews, devices, publications; each leaves its line in the log of acts."""

from pathlib import Path

from fastapi import FastAPI, Request, Response
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from desktop.models import units
from desktop.models.errors import InputError
from sync.central import deciding, inviting, published, reviewing
from sync.central.console import figures
from sync.central.console.site import Refusal, Site, go
from sync.central.console.users import note
from sync.central.enrolments import Enrolments
from sync.central.receiving import Receiving
from sync.central.tables import devices, items

TOPICS = {"notice": "Thông báo", "kinds": "Loại hoạt động", "plans": "Kế hoạch", "designs": "Mẫu giấy", "lists": "Danh mục"}
_DEVICE = {"approve": "device.approve", "revoke": "device.revoke", "readmit": "device.readmit"}


def add_acts(app: FastAPI, site: Site) -> None:
    """Hang the forms into the app."""
    _add_review(app, site)
    _add_devices(app, site)
    _add_publishing(app, site)


def _add_review(app: FastAPI, site: Site) -> None:
    @app.post("/hoat-dong/{unit}/{uid}")
    async def review(request: Request, unit: str, uid: str) -> Response:
        """Return, accept, lock or open an activity."""
        user = site.needs(request, "review", unit)
        given = await site.form(request)
        state = given.get("state", "")
        if state not in reviewing.STATES:
            raise InputError("Hãy chọn một việc: trả lại, chấp nhận, khóa hoặc mở lại.")
        remarks = {name.removeprefix("field."): text.strip() for name, text in given.items()
                   if name.startswith("field.") and text.strip()}  # fmt: skip

        def act() -> None:
            said = reviewing.review(site.store, site.kinds(), uid, state, reason=given.get("reason", "").strip()[:2000],
                                    remarks=remarks if state == "returned" else {}, now=site.now(), only=unit)  # fmt: skip
            with site.store.tx() as connection:
                note(connection, user.name, f"review.{state}", now=site.now(), unit=said, what=uid)

        await run_in_threadpool(act)
        return go(f"/hoat-dong/{unit}/{uid}")


def _add_devices(app: FastAPI, site: Site) -> None:
    @app.get("/may")
    def pcs(request: Request) -> Response:
        """The PCs of all units, those that wait first."""
        user = site.needs(request, "devices")
        return site.page(request, "devices.html", user, found=figures.pcs(site.store, user.unit), units=list(units.load().values()))

    @app.post("/may/{device}")
    async def decide(request: Request, device: str) -> Response:
        """Approve, revoke or let in again."""
        user = site.needs(request, "devices")
        given = await site.form(request)
        act = given.get("act", "")
        if act not in _DEVICE:
            raise InputError("Hãy chọn duyệt, thu hồi hoặc cho gửi lại.")
        with site.store.reading() as connection:
            unit = connection.scalar(select(devices.c.unit).where(devices.c.id == device)) or ""
        if not unit or user.unit not in ("", unit):
            raise Refusal(404, "Không có máy này.")

        def do() -> None:
            door = Enrolments(site.store)
            {"approve": door.approve, "revoke": door.revoke, "readmit": door.admit_again}[act](device, now=site.now())
            if act != "revoke":
                Receiving(site.store, site.kinds(), now=site.now).readmit(device)
            with site.store.tx() as connection:
                note(connection, user.name, _DEVICE[act], now=site.now(), unit=unit, what=device)

        await run_in_threadpool(do)
        return go("/may")

    @app.post("/cap-tep")
    async def enrol(request: Request) -> Response:
        """Give a fresh office file of a unit as a download; it is shown to nobody else."""
        user = site.needs(request, "devices")
        given = await site.form(request)
        unit = units.find(given.get("unit", ""))
        if user.unit not in ("", unit.code):
            raise Refusal(404, "Không có đơn vị này.")
        # Never from the request: whoever claims another host would send an office there.
        options = {"url": given.get("url", "").strip(), "allow_http": False,
                   "proxy": "", "approved": False, "ca": None, "ca_file": "", "text_size": None, "look": None}  # fmt: skip

        inviting.check_url(str(options["url"]), allow_http=False)

        def do() -> bytes:
            written, _ = inviting.invited(site.store, unit, options)
            with site.store.tx() as connection:
                note(connection, user.name, "enrol", now=site.now(), unit=unit.code)
            return written

        written = await run_in_threadpool(do)
        return Response(written, media_type="application/toml",
                        headers={"Content-Disposition": f'attachment; filename="don-vi-{unit.code}.toml"'})  # fmt: skip


def _add_publishing(app: FastAPI, site: Site) -> None:
    @app.get("/cong-bo")
    def page(request: Request) -> Response:
        """What was published and how many units have it, and a form for more."""
        user = site.needs(request, "publish")
        query = select(items.c.serial, items.c.topic, items.c.key, items.c.version, items.c.unit, items.c.at)
        with site.store.reading() as connection:
            query = query.where(items.c.topic != reviewing.REVIEW)
            rows = connection.execute(query.order_by(items.c.serial.desc()).limit(100)).all()
        came = figures.taken(site.store)
        reached = {row.serial: sum(serial >= row.serial for unit, serial in came.items() if row.unit in ("", unit)) for row in rows}
        return site.page(request, "publishing.html", user, rows=rows, reached=reached, senders=len(came), topics=TOPICS,
                         units=list(units.load().values()))  # fmt: skip

    @app.post("/cong-bo")
    async def publish(request: Request) -> Response:
        """Sign a notice or a declaration for all units or for some."""
        user = site.needs(request, "publish")
        given = await site.form(request)
        topic, title, text = given.get("topic", "notice"), given.get("title", "").strip()[:200], given.get("text", "").strip()
        if topic not in TOPICS or not (title and text):
            raise InputError("Cần tiêu đề (với khai báo: tên tệp) và nội dung: hãy điền cả hai.")
        chosen = tuple(units.find(one).code for one in given.get("units", "").replace(";", ",").split(",") if one.strip()) or ("",)
        if user.unit and chosen != (user.unit,):
            raise Refusal(403, "Tài khoản của một đơn vị chỉ công bố cho đơn vị đó.")

        def do() -> None:
            key, body = title, {"name": title, "text": text}
            if topic == "notice":
                key, body = f"{site.now():%Y%m%dT%H%M%S%f}", {"title": title, "text": text[:4000]}
            else:
                deciding.check(site.store, topic, Path(title), text)
            published.publish(site.store, topic=topic, key=key, body=body, units=chosen, now=site.now())
            with site.store.tx() as connection:
                note(connection, user.name, "publish", now=site.now(), unit=chosen[0], what=f"{TOPICS[topic]}: {title}")

        await run_in_threadpool(do)
        return go("/cong-bo")
