"""What ``--json`` prints where a command could do nothing: one object, the same for every command."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dothi.base.errors import Fault


def unusable(faults: Iterable[Fault], **empty: Any) -> str:
    """Write ``faults`` as the findings of an answer whose verdict is ``unusable``.

    ``empty`` are further keys that the command's own answer has.
    """
    findings = [
        {
            "code": fault.code,
            "severity": "error",
            "layer": None,
            "feature": None,
            "others": [],
            "message": fault.vi,
            "message_en": fault.en,
            "remedy": fault.remedy_vi,
            "remedy_en": fault.remedy_en,
            "measure": None,
            "unit": None,
            "where": fault.where or None,
            "rule": None,
            "geometry": None,
        }
        for fault in faults
    ]
    told = {"verdict": "unusable", "complete": False, "layers": [], "findings": findings, "skipped": []}
    return json.dumps({**told, **empty}, ensure_ascii=False, indent=2)
