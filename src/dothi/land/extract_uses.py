"""What the paper of an extract says of the current use under a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dothi.land.extract_figures import number, shares
from dothi.land.extract_map import Styles, styled
from dothi.land.extract_words import say
from dothi.land.permission import NEEDS, Need

Said = Mapping[str, Any]


def uses_content(uses: Said | None, styles: Styles, language: str) -> dict[str, Any] | None:
    """Lines of change under one plan; ``None`` where the statement has none (also one of earlier days)."""
    if uses is None:
        return None
    lines = [_line(line, styles, language) for line in uses["changes"]]
    return {
        **_need(uses["verdict"], language),
        "reason": uses["reason"][language],
        "source": uses["source"],
        "illustrative": uses["illustrative"],
        "lines": [line for line in lines if not line["sliver"]],
        "strips": [line for line in lines if line["sliver"]],
        "unknown": None
        if uses["unknown"] is None
        else {"title": say("use_unknown", language), **shares(uses["unknown"], language)},
    }


def _line(line: Said, styles: Styles, language: str) -> dict[str, Any]:
    known = styles.get(line["function"])
    style = styled(line["function"], styles)
    return {
        **_need(line["verdict"], language),
        **shares(line["share"], language),
        "current": line["current_title"][language] or line["current_title"]["vi"],
        "code": line["current"],
        "function": style.title.en if known and language == "en" else style.title.vi if known else "",
        "function_code": style.code if known else line["function"],
        "colour": style.colour,
        "sliver": line["sliver"],
        "away": f"{number(line['away_m'], 1, language)} m" if line["away_m"] else "",
        "reason": line["reason"][language],
        "resolution": _resolution(line, language),
    }


def _need(verdict: str, language: str) -> dict[str, str]:
    word = NEEDS[Need(verdict)][language == "en"]
    return {"verdict": verdict, "word": word[:1].upper() + word[1:]}


def _resolution(line: Said, language: str) -> str:
    clause = line["resolution_clause"]
    if clause is None or line["resolution"] == "no":
        return ""
    told = f"{clause['title'][language]}, {clause['condition'][language]} ({clause['basis']})"
    return told if line["resolution"] == "yes" else f"{say('if_it_changes', language)}: {told}"
