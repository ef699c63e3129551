"""Asking a centre for the office file by the code that was typed, before anything of that centre is known."""

import base64
import hmac

import httpx2

from desktop.models import guards
from desktop.models.errors import InputError, Refused
from sync import carrier, office_file, states
from sync.office_file import Route

LONGEST = office_file.MAX_SIZE * 2  # bytes of an answer
_LEAST_CODE = 20  # letters: fewer is a slip of the hand


def fetch(url: str, code: str) -> bytes:
    """Return the office file the code stands for, proven by the code itself: who does not know it cannot answer.

    Raises InputError for a code or address that cannot be right, Refused for a code the centre does not know,
    Offline, and Refused for an answer that does not prove itself.
    """
    plain, url = office_file.plain_code(code), url.strip().rstrip("/")
    url = url if "://" in url else f"https://{url}"
    if len(plain) < _LEAST_CODE:
        raise InputError("Mã ghi danh thiếu chữ: hãy gõ lại đủ các nhóm chữ số trên giấy trung tâm giao.")
    if not office_file.may_use(url, allow_http=False):
        raise InputError("Địa chỉ trung tâm phải bắt đầu bằng https://: hãy gõ lại.")
    try:
        with carrier.client(Route(url, b"")) as client:
            answer = client.get(f"/v1/office/{office_file.lookup(plain).hex()}", timeout=carrier.CONNECT)
            raw = answer.content
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as fault:
        raise states.fault("offline", details=repr(fault)) from fault
    if answer.status_code == 403:
        raise Refused("Mã ghi danh không đúng hoặc đã hết hạn: hãy gõ lại, hoặc xin trung tâm cấp mã mới.")
    try:
        if answer.status_code != 200 or len(raw) > LONGEST:
            raise ValueError(f"{answer.status_code}, {len(raw)} bytes")
        said = guards.json_of(raw)
        body, proof = (base64.b64decode(str(said[name]), validate=True) for name in ("office", "proof"))
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise states.fault("portal", details=repr(fault)) from fault
    if not hmac.compare_digest(proof, office_file.mac(plain, body)):
        raise Refused("Nơi trả lời không phải trung tâm đã cấp mã này: hãy kiểm tra địa chỉ và báo quản trị.")
    return body
