"""The pages that show: overview, a unit, the activities behind a number, one activity, the log of acts."""

from dataclasses import replace

from fastapi import FastAPI, Request, Response
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from desktop.models.errors import Refused
from sync.central.console import export, figures, words
from sync.central.console.figures import Wanted
from sync.central.console.site import Refusal, Site, go, is_secure
from sync.central.console.tables import audit
from sync.central.console.users import note

_FILTERS = ("unit", "kind", "since", "until", "review", "text", "after")
_LOG = 200


def add_pages(app: FastAPI, site: Site) -> None:
    """Hang the pages into the app."""
    _add_door(app, site)
    _add_overview(app, site)
    _add_activities(app, site)

    @app.get("/nhat-ky")
    def log(request: Request) -> Response:
        """What everybody did, the newest first."""
        user = site.needs(request, "audit")
        with site.store.reading() as connection:
            rows = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(_LOG)).all()
        return site.page(request, "log.html", user, rows=rows, acts=words.ACTS)


def wanted_of(request: Request, only: str) -> Wanted:
    """Read the filters of an address; whoever belongs to one unit sees only that."""
    found = Wanted(**{name: request.query_params.get(name, "")[:100] for name in _FILTERS})
    return replace(found, unit=only) if only else found


def _add_door(app: FastAPI, site: Site) -> None:
    @app.get("/dang-nhap")
    def door(request: Request) -> Response:
        """Ask for name and password."""
        if site.user(request):
            return go("/")
        return site.page(request, "sign_in.html", None, fault="", empty=site.users.is_empty())

    @app.post("/dang-nhap")
    async def sign_in(request: Request) -> Response:
        """Begin a session."""
        given = await site.form(request)
        try:
            token = await run_in_threadpool(site.users.sign_in, given.get("name", ""), given.get("password", ""), now=site.now())
        except Refused as fault:
            return site.page(request, "sign_in.html", None, status=403, fault=fault.sentence, empty=False)
        return site.sign(go("/"), token, secure=is_secure(request))

    @app.post("/dang-xuat")
    async def sign_out(request: Request) -> Response:
        """End this session, or all of this person."""
        given = await site.form(request)
        site.users.sign_out(request.cookies.get("bang", ""), everywhere="everywhere" in given, now=site.now())
        return site.sign(go("/dang-nhap"), "", secure=is_secure(request))


def _add_overview(app: FastAPI, site: Site) -> None:
    @app.get("/")
    def overview(request: Request) -> Response:
        """All units of a period against the plan; who has not sent."""
        user = site.needs(request)
        now = site.now()
        when = figures.period(request.query_params.get("ky", ""), now.date())
        cells = figures.grid(site.store, when, now, user.unit)
        title, reached = figures.plan(site.store, site.kinds(), when, user.unit)
        return site.page(request, "overview.html", user, when=when, cells=cells, plan=title, reached=reached,
                         kinds=figures.by_kind(site.store, site.kinds(), when, user.unit),
                         months=figures.by_month(site.store, when, user.unit),
                         silent=[cell for cell in cells if cell.state in ("silent", "never")],
                         total=sum(cell.count for cell in cells), years=[now.year - back for back in range(3)])  # fmt: skip

    @app.get("/don-vi/{unit}")
    def unit_page(request: Request, unit: str) -> Response:
        """One unit: its sums and its PCs."""
        user = site.needs(request, unit=unit)
        now = site.now()
        when = figures.period(request.query_params.get("ky", ""), now.date())
        cells = figures.grid(site.store, when, now, unit)
        if not cells:
            raise Refusal(404, "Không có đơn vị này.")
        refused, conflicts = figures.troubles(site.store, unit)
        title, reached = figures.plan(site.store, site.kinds(), when, unit)
        return site.page(request, "unit.html", user, when=when, cell=cells[0], refused=refused,
                         conflicts=conflicts, pcs=figures.pcs(site.store, unit), plan=title, reached=reached,
                         kinds=figures.by_kind(site.store, site.kinds(), when, unit),
                         months=figures.by_month(site.store, when, unit), years=[now.year - back for back in range(3)])  # fmt: skip


def _add_activities(app: FastAPI, site: Site) -> None:
    @app.get("/hoat-dong")
    def listed(request: Request) -> Response:
        """The activities behind a number."""
        user = site.needs(request)
        wanted = wanted_of(request, user.unit)
        rows, after = figures.page(site.store, wanted)
        kinds = site.kinds()
        return site.page(request, "activities.html", user, rows=rows, after=after, wanted=wanted, kinds=kinds,
                         count=figures.count(site.store, wanted), title=figures.title,
                         label=lambda kind: words.label(kinds, kind))  # fmt: skip

    @app.get("/hoat-dong/{unit}/{uid}")
    def activity(request: Request, unit: str, uid: str) -> Response:
        """One activity, what was saved of it, and what the centre says of it."""
        user = site.needs(request, unit=unit)
        row, revisions = figures.one(site.store, unit, uid)
        if row is None:
            raise Refusal(404, "Trung tâm không có hoạt động này.")
        kinds = site.kinds()
        values = row._mapping["values"]
        return site.page(request, "activity.html", user, row=row, revisions=revisions, title=figures.title(values),
                         label=words.label(kinds, row.kind), facts=words.facts(kinds, row.kind, values))  # fmt: skip

    @app.get("/xuat.{form}")
    def export_(request: Request, form: str) -> Response:
        """A filtered list as a file, written as it is read."""
        user = site.needs(request)
        wanted = wanted_of(request, user.unit)
        answer = export.answer(site.store, site.kinds(), wanted, form)
        if answer is None:
            raise Refusal(404, "Không có kiểu tệp này.")
        with site.store.tx() as connection:
            note(connection, user.name, "export", now=site.now(), unit=wanted.unit, what=form)
        return answer
