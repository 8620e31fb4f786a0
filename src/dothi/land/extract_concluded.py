"""What the paper of an extract says of conclusions that people recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dothi.land.extract_figures import day, shares
from dothi.land.extract_words import say, verdict_word

Said = Mapping[str, Any]


def concluded_content(answer: Said, language: str) -> dict[str, Any] | None:
    """Conclusions on a level, plan or theme with what was computed; ``None`` where there are none.

    Extracts of before conclusions were kept have none either.
    """
    lines = answer.get("overrides", ())
    if not lines:
        return None
    own = answer["computed"]
    return {
        "lines": [_line(one, language) for one in lines],
        "computed": None
        if own is None
        else {
            "verdict": own["verdict"],
            "word": verdict_word(own["verdict"], language),
            "reason": own["reason"][language],
        },
    }


def _line(one: Said, language: str) -> dict[str, Any]:
    gone = one["withdrawn_on"]
    title = "concluded" if one["counts"] else "withdrawn" if gone else "earlier" if one["whole"] else "partly"
    part = shares(None if one["whole"] else one["share"], language)
    return {
        "title": say(title, language),
        "counts": one["counts"],
        "verdict": one["verdict"],
        "word": verdict_word(one["verdict"], language),
        "part": f"{part['m2']} m² ({part['measured']})" if part["m2"] else "",
        "reason": one["reason"],
        "by": ", ".join((one["author"], one["document"], day(one["decided_on"]))),
        "withdrawn": f"{say('withdrawn_on', language)} {day(gone)}: {one['withdrawal']}" if gone else "",
    }
