"""manifest.json: what the set was made from, by what, and what it consists of."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from hashlib import sha256

from xladdin import __version__
from xladdin.appendix.assembly import Member
from xladdin.appendix.order import Order
from xladdin.model.report import Severity

NAME = "manifest.json"
SCHEMA = "xladdin.manifest/1"


def manifest(order: Order, made: Sequence[Member], notes: Sequence[str]) -> bytes:
    """The manifest as JSON in UTF-8. Hashes are SHA-256 of the files' bytes, times local."""
    findings = order.report.findings
    counts: dict[str, object] = {
        severity.value: sum(each.severity is severity for each in findings) for severity in Severity
    }
    counts["explained"] = sum(each.explained for each in findings)
    data = {
        "schema": SCHEMA,
        "unit": order.filing.unit,
        "year": order.filing.year,
        "profile": order.profile.id,
        "draft": order.draft,
        "made": order.when.isoformat(timespec="seconds"),
        "versions": {"xladdin": __version__, "python": platform.python_version()},
        "sources": [
            {"path": each.name, "kind": each.kind, "sha256": each.sha256}
            for each in order.filing.sources
        ],
        "files": [_file(each) for each in made],
        "findings": counts,
        "notes": list(notes),
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _file(member: Member) -> dict[str, object]:
    found: dict[str, object] = {
        "name": member.name,
        "what": member.what,
        "bytes": len(member.data),
        "sha256": sha256(member.data).hexdigest(),
    }
    return found if member.pages is None else found | {"pages": member.pages}
