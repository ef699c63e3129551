"""The way to the centre: proxy, certificate, the centre itself, and this PC's clock against the centre's."""

import ssl
import time
import urllib.request
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx2
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from desktop.models.book import Book
from desktop.models.errors import AppError
from desktop.probes import BAD, OK, SKIP, WARN, Finding, Place
from sync import carrier, enrolment
from sync.line import Line
from sync.office_file import Route

ASTRAY, FAR = 120, 24 * 3600  # seconds between the two clocks: worth a word; receipts and certificates suffer
SOON = 14  # days before a certificate ends


def line(place: Place) -> list[Finding]:
    """Ask the centre of this book to show itself."""
    try:
        route = _route(place)
    except AppError as fault:
        return [Finding("centre", "Trung tâm", SKIP, fault.sentence)]
    if route is None:
        return [
            Finding(
                "centre", "Trung tâm", SKIP, "Sổ này chưa ghi danh với trung tâm: hãy mở tệp đơn vị do trung tâm cấp."
            )
        ]
    return [_proxy(route), *([_certificate(route)] if route.url.startswith("https://") else []), *_centre(route)]


def _route(place: Place) -> Route | None:
    if not Book.exists(place.folder):
        return None
    with Book.open(place.folder) as book:
        return enrolment.route(book) if enrolment.is_kept(book) else None


def _proxy(route: Route) -> Finding:
    system = urllib.request.getproxies().get(urlsplit(route.url).scheme, "")
    used = "office" if route.proxy else "system" if system else "none"
    told = {
        "office": "Đi qua proxy ghi trong tệp đơn vị.",
        "system": "Đi qua proxy của hệ thống.",
        "none": "Đi thẳng, không qua proxy.",
    }
    return Finding("proxy", "Proxy", OK, told[used], {"proxy": used})


def _certificate(route: Route) -> Finding:
    """Look at the certificate the far end shows, through whatever proxy there is."""
    label = "Chứng chỉ"
    shown: dict[str, Any] = {}
    try:
        with carrier.client(route) as client, client.stream("GET", "/v1/health", timeout=carrier.CONNECT) as answer:
            talk = answer.extensions["network_stream"].get_extra_info("ssl_object")
            shown = {"tls": talk.version(), "raw": talk.getpeercert(True)}
    except (httpx2.HTTPError, ssl.SSLError, OSError) as fault:
        if "CERTIFICATE_VERIFY_FAILED" in repr(fault) or isinstance(fault.__cause__, ssl.SSLCertVerificationError):
            return Finding(
                "certificate",
                label,
                BAD,
                "Không tin được chứng chỉ của trung tâm: hãy nhờ quản trị mạng cài chứng chỉ của cơ "
                "quan vào máy này.",
                {"fault": _last(fault)},
            )
        return Finding(
            "certificate", label, SKIP, "Chưa xem được chứng chỉ: không tới được trung tâm.", {"fault": _last(fault)}
        )
    leaf = x509.load_der_x509_certificate(shown["raw"])
    days = (leaf.not_valid_after_utc - datetime.now(UTC)).days
    facts = {
        "tls": shown["tls"],
        "issuer": leaf.issuer.rfc4514_string()[:120],
        "days_left": days,
        "sha256": leaf.fingerprint(hashes.SHA256()).hex(),
    }
    if days < SOON:
        return Finding(
            "certificate",
            label,
            WARN,
            f"Chứng chỉ của trung tâm chỉ còn {max(days, 0)} ngày: hãy báo trung tâm gia hạn.",
            facts,
        )
    return Finding("certificate", label, OK, f"Chứng chỉ tin được, còn {days} ngày ({shown['tls']}).", facts)


def _centre(route: Route) -> list[Finding]:
    door = Line(route)
    begun = time.perf_counter()
    try:
        said = door.hello()
    except AppError as fault:
        return [
            Finding(
                "centre",
                "Trung tâm",
                BAD,
                fault.sentence,
                {"state": getattr(fault, "state", ""), "details": fault.details[:200]},
            )
        ]
    finally:
        door.close()
    took = time.perf_counter() - begun
    facts = {"ms": round(took * 1000), "protocol_min": said["protocol_min"], "protocol_max": said.get("protocol_max")}
    found = [Finding("centre", "Trung tâm", OK, f"Trung tâm trả lời đúng chữ ký sau {round(took * 1000)} ms.", facts)]
    try:
        theirs = datetime.fromisoformat(str(said["server_time"]))
    except (KeyError, ValueError):
        return found
    off = (datetime.now(UTC) - theirs.astimezone(UTC)).total_seconds()
    if abs(off) <= ASTRAY + took:
        return [
            *found,
            Finding(
                "centre_clock", "Đồng hồ so với trung tâm", OK, f"Lệch {abs(off):.0f} giây.", {"seconds": round(off)}
            ),
        ]
    state = BAD if abs(off) > FAR else WARN
    way = "nhanh" if off > 0 else "chậm"
    much = f"{abs(off) / 86400:.0f} ngày" if abs(off) > FAR else f"{abs(off) / 60:.0f} phút"
    return [
        *found,
        Finding(
            "centre_clock",
            "Đồng hồ so với trung tâm",
            state,
            f"Đồng hồ của máy {way} {much} so với trung tâm: hãy chỉnh ngày giờ.",
            {"seconds": round(off)},
        ),
    ]


def _last(fault: BaseException) -> str:
    return str(fault)[:200]
