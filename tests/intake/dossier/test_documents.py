"""Every code the check can tell stands in its document, and none stands there that is gone."""

from __future__ import annotations

import re
from pathlib import Path

TOLD = re.compile(r"(?:found|tell|_from_fault)\(\s*\"([a-z-]+)\"(?: if entry\.folder else \"([a-z-]+)\")?")


def test_every_finding_is_documented(root: Path) -> None:
    package = root / "src" / "dothi" / "intake" / "dossier"
    told = {
        code
        for path in package.glob("*.py")
        for match in TOLD.findall(path.read_text(encoding="utf-8"))
        for code in match
        if code
    }
    text = (root / "docs" / "dossier.md").read_text(encoding="utf-8")
    table = text.split("## Findings")[1].split("## From")[0]
    documented = {
        code
        for line in table.splitlines()
        if line.startswith("| `")
        for code in re.findall(r"`([a-z-]+)`", line.split("|")[1])
    }
    assert len(told) > 50
    assert documented == told
