"""The bill of materials in CycloneDX 1.6: what is really in the built program, the same bytes from the same build."""

import json
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime

from desktop.packaging.shipped import Part


def bom(found: Iterable[Part], *, version: str, at: int) -> bytes:
    """Return the JSON; `at` (seconds, Unix) is the moment it names."""
    listed = [one for part in found for one in _components(part)]
    seen = {str(one["bom-ref"]): one for one in listed}
    components = [seen[name] for name in sorted(seen)]
    body = json.dumps(components, ensure_ascii=False, sort_keys=True)
    made = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'so-phuong/{version}/{body}')}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "bom-ref": "so-phuong", "name": "so-phuong", "version": version,
                          "licenses": [{"license": {"id": "Apache-2.0"}}]},
        },
        "components": components,
        "dependencies": [{"ref": "so-phuong", "dependsOn": [one["bom-ref"] for one in components]}],
    }  # fmt: skip
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _components(part: Part) -> Iterable[dict[str, object]]:
    plain = part.name.lower().replace("_", "-")
    purl = f"pkg:generic/python@{part.version}" if part.name == "Python" else f"pkg:pypi/{plain}@{part.version}"
    yield _one(part.name, part.version, purl, part.licence)
    for name, licence in part.inside:
        yield _one(name, part.version if name == "Qt" else "", f"{purl}#{name.replace(' ', '-')}", licence)


def _one(name: str, version: str, ref: str, licence: str) -> dict[str, object]:
    found: dict[str, object] = {"type": "library", "bom-ref": ref, "name": name}
    if version:
        found["version"] = version
    if "#" not in ref:
        found["purl"] = ref
    if licence != "NOASSERTION":
        found["licenses"] = [{"expression": licence}] if " " in licence else [{"license": {"id": licence}}]
    return found
