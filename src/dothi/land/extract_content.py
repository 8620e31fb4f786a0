"""What the paper of an extract says, in one language, with every figure written out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import shapely

from dothi.base.dates import format_date, format_period
from dothi.base.numbers import exact, format_number
from dothi.intake.georeference.placement import Placement
from dothi.land.answer_data import limit_from, period_from
from dothi.land.extract import SHORT, land_of
from dothi.land.extract_map import (
    FunctionStyle,
    Sheet,
    Styles,
    ZoneShape,
    functions_shown,
    map_svg,
    sheet_of,
    styled,
)
from dothi.land.extract_words import TEMPLATE, say, verdict_word
from dothi.land.piece import Piece
from dothi.land.record import Words

MOST_CORNERS = 120
"""Corners that the paper lists; the file beside it has all of them."""
MOST_LEGEND = 18
Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Zones around the land of one level, or why they cannot be drawn."""

    zones: Sequence[ZoneShape]
    why_not: Words | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What goes onto the paper beside the statement.

    ``address`` is that of the page that confirms it; ``drawn`` is by level.
    """

    digest: str
    address: str
    styles: Styles
    drawn: Mapping[str, Drawn]


def content_of(said: Said, paper: Paper) -> dict[str, Any]:
    """Everything that the template sets, from a statement as read from its JSON."""
    language = str(said["language"])
    answer, land = said["answer"], land_of(said)
    sheet = sheet_of(land)
    crs = Placement(int(said["epsg"])).title(language)
    made = datetime.fromisoformat(said["made_at"])
    return {
        "language": language,
        "words": {name: say(name, language) for name in TEMPLATE},
        "province": said["province"][language] or said["province"]["vi"],
        "code": said["code"],
        "made": f"{made:%H:%M}, {format_date(made.date())}",
        "program": f"dothi {answer['code_version']}",
        "illustrative": answer["illustrative"],
        "facts": _facts(answer, land, crs, language),
        "crs": crs,
        "summary": [_summary(one, language) for one in [*answer["levels"], *answer["themes"]]],
        "levels": [_level(level, land, sheet, paper, language) for level in answer["levels"]],
        "themes": [
            _theme(theme, language) for theme in answer["themes"] if theme["zones"] or theme["source"]
        ],
        "notes": [note[language] for note in answer["notes"]],
        "corners": _corners(land, language),
        "is_area": land.is_area,
        "digest": paper.digest,
        "short": " ".join(paper.digest[at : at + 4] for at in range(0, SHORT, 4)),
        "address": paper.address,
        "qr": qr_svg(paper.address),
    }


def qr_svg(text: str) -> str:
    """A QR code that still reads when a seventh of it is lost."""
    import io  # noqa: PLC0415

    import segno  # noqa: PLC0415  (only paper needs it)

    stream = io.BytesIO()
    segno.make(text, error="m", micro=False).save(stream, kind="svg", xmldecl=False, border=2, scale=4)
    return stream.getvalue().decode()


def _facts(answer: Said, land: Piece, crs: str, language: str) -> list[dict[str, str]]:
    known = answer["as_known_on"]
    rows = [
        ("as_of", _day(answer["as_of"])),
        ("known_on", _day(known) if known else say("known_now", language)),
        ("crs", crs),
    ]
    if answer.get("parcel"):
        rows.insert(0, ("parcel", _parcel(answer["parcel"], language)))
    if land.is_area:
        rows.append(("measured", _m2(answer["measured_m2"], language)))
        registered = answer["registered_m2"]
        rows.append(("registered", _m2(registered, language) if registered else say("not_given", language)))
        if registered:
            difference = answer["measured_m2"] - registered
            rows.append(("difference", _m2(difference, language, signed=True)))
    else:
        place = land.wgs84
        rows.append(
            ("vn2000", f"X {_number(land.flat.y, 2, language)}; Y {_number(land.flat.x, 2, language)}")
        )
        rows.append(("wgs84", f"{_number(place.y, 7, language)}; {_number(place.x, 7, language)}"))
    return [{"name": say(name, language), "value": value} for name, value in rows]


def _parcel(one: Said, language: str) -> str:
    text = say("parcel_number", language).format(one["parcel"], one["sheet"], one["unit"])
    return f"{text} ({one['document']})"


def _summary(one: Said, language: str) -> dict[str, Any]:
    reason = one["reason"][language]
    return {
        "title": one["title"][language] or one["title"]["vi"],
        "verdict": one["verdict"],
        "word": verdict_word(one["verdict"], language),
        "reason": reason or _applying(one, language),
    }


def _applying(one: Said, language: str) -> str:
    plans = [plan for plan in one.get("plans", ()) if plan["verdict"] == "applies"]
    names = [_title(plan, language) for plan in plans]
    names += list(dict.fromkeys(zone["name"] or zone["code"] for zone in one.get("zones", ())))[:4]
    return "; ".join(name for name in names if name)


def _level(level: Said, land: Piece, sheet: Sheet, paper: Paper, language: str) -> dict[str, Any]:
    return {
        **_summary(level, language),
        "reason": level["reason"][language],
        "basis": level["basis"] if level["confirmed"] else "",
        "plans": [_plan(plan, paper.styles, language) for plan in level["plans"]],
        "rest": _rest(level["uncovered"], "uncovered", language),
        "map": _map(level, land, sheet, paper, language),
    }


def _plan(plan: Said, styles: Styles, language: str) -> dict[str, Any]:
    kept = [zone for zone in plan["zones"] if not zone["sliver"]]
    strips = [zone for zone in plan["zones"] if zone["sliver"]]
    return {
        "title": _title(plan, language),
        "facts": _plan_facts(plan, language),
        "hash": plan["hash"],
        "verdict": plan["verdict"],
        "word": verdict_word(plan["verdict"], language),
        "reason": plan["reason"][language],
        "illustrative": plan["illustrative"],
        "zones": [_zone(zone, styled(zone["function"], styles), language) for zone in kept],
        "strips": [_zone(zone, styled(zone["function"], styles), language) for zone in strips],
        "covered": _rest(plan["covered"], "covered", language),
        "rest": _rest(plan["unzoned"], "unzoned", language),
        "tolerance": f"{_number(plan['tolerance_m'], 1, language)} m",
    }


def _title(plan: Said, language: str) -> str:
    return str(plan["title"][language] or plan["title"]["vi"])


def _plan_facts(plan: Said, language: str) -> str:
    decision = ", ".join(
        part for part in (plan["decision"], _day(plan["decision_date"]), plan["issuer"]) if part
    )
    scale = _ratio(plan["scale"], language) if plan["scale"] else say("no_scale", language)
    period = format_period(period_from(plan["period"]), language)
    return " · ".join(
        (
            f"{say('version', language)} {plan['version']}",
            decision or say("no_decision", language),
            f"{say('in_force', language)} {period}",
            f"{say('scale', language)} {scale}",
        )
    )


def _zone(zone: Said, style: FunctionStyle | None, language: str) -> dict[str, Any]:
    """A zone of a plan in the style of its function; one of a theme has none."""
    limits = [limit_from(one) for one in zone["limits"]]
    return {
        "title": "" if style is None else _in(style.title, language),
        "code": zone["code"] or ("" if style is None else style.code),
        "name": zone["name"],
        "sign": zone["sign"],
        "colour": "" if style is None else style.colour,
        "limits": [f"{limit.title(language)} {limit.text(language)}" for limit in limits],
        "away": f"{_number(zone['away_m'], 1, language)} m" if zone["away_m"] else "",
        **_shares(zone["share"], language),
    }


def _shares(share: Said | None, language: str) -> dict[str, str]:
    if share is None:
        return {"m2": "", "measured": "", "registered": ""}
    return {
        "m2": _number(share["m2"], 1, language),
        "measured": _percent(share["of_measured"], language),
        "registered": _percent(share["of_registered"], language),
    }


def _rest(share: Said | None, name: str, language: str) -> dict[str, str] | None:
    return None if share is None else {"title": say(name, language), **_shares(share, language)}


def _theme(theme: Said, language: str) -> dict[str, Any]:
    return {
        **_summary(theme, language),
        "reason": theme["reason"][language],
        "source": theme["source"],
        "illustrative": theme["illustrative"],
        "zones": [_zone(zone, None, language) for zone in theme["zones"]],
    }


def _map(level: Said, land: Piece, sheet: Sheet, paper: Paper, language: str) -> dict[str, Any] | None:
    plans = [plan for plan in level["plans"] if plan["verdict"] == "applies"]
    drawn = paper.drawn.get(level["level"])
    if not plans or drawn is None:
        return None
    invented = any(plan["illustrative"] for plan in plans)
    shown = functions_shown(drawn.zones, sheet)
    return {
        "svg": map_svg(
            land, drawn.zones, sheet, paper.styles,
            north=say("north", language), invented=say("illustrative", language) if invented else "",
        ),
        "scale": _ratio(sheet.scale, language),
        "sources": [f"{_title(plan, language)} ({_source(plan, language)})" for plan in plans],
        "why_not": "" if drawn.why_not is None else _in(drawn.why_not, language),
        "legend": [_legend(key, paper.styles, language) for key in shown[:MOST_LEGEND]],
        "more": len(shown) - MOST_LEGEND if len(shown) > MOST_LEGEND else 0,
    }  # fmt: skip


def _source(plan: Said, language: str) -> str:
    decided = _day(plan["decision_date"])
    told = f"{say('version', language)} {plan['version']}"
    return ", ".join(part for part in (told, plan["decision"], decided) if part)


def _legend(key: str, styles: Styles, language: str) -> dict[str, str]:
    style = styled(key, styles)
    return {"colour": style.colour, "code": style.code, "title": _in(style.title, language)}


def _corners(land: Piece, language: str) -> dict[str, Any]:
    """Corners of every ring in both systems, each with the length of the side to the next."""
    if not land.is_area:
        return {"rings": [], "more": 0}
    rings = list(_rings(land.flat))
    told, left = [], MOST_CORNERS
    for number, (ring, degrees) in enumerate(zip(rings, _rings(land.wgs84), strict=True), start=1):
        rows = _ring(ring, degrees, language)
        if left > 0:
            told.append({"number": number, "rows": rows[:left]})
        left -= len(rows)
    return {"rings": told, "more": -left if left < 0 else 0}


def _rings(shape: Any) -> Iterable[Any]:
    for part in shapely.get_parts(shape):
        yield from shapely.get_rings(part)


def _ring(ring: Any, degrees: Any, language: str) -> list[list[str]]:
    metres, places = shapely.get_coordinates(ring), shapely.get_coordinates(degrees)
    sides = np.hypot(*np.diff(metres, axis=0).T)
    return [
        [
            str(number + 1),
            _number(y, 2, language),
            _number(x, 2, language),
            _number(sides[number], 2, language),
            _number(places[number][1], 7, language),
            _number(places[number][0], 7, language),
        ]
        for number, (x, y) in enumerate(metres[:-1])
    ]


def _number(value: float, decimals: int, language: str, *, signed: bool = False) -> str:
    written = format_number(exact(float(value)), decimals, signed=signed)
    return written.translate(_SWAP) if language == "en" else written


def _ratio(scale: int, language: str) -> str:
    return f"{'1:' if language == 'en' else '1/'}{_number(scale, 0, language)}"


def _m2(value: float, language: str, *, signed: bool = False) -> str:
    return f"{_number(value, 1, language, signed=signed)} m²"


def _percent(fraction: float | None, language: str) -> str:
    if fraction is None:
        return ""
    trace = 0 < fraction < _LEAST_SHOWN
    written = f"< {_number(0.1, 1, language)}" if trace else _number(100 * fraction, 1, language)
    return f"{written}%" if language == "en" else f"{written}\u00a0%"


def _day(text: str | None) -> str:
    return format_date(date.fromisoformat(text)) if text else ""


def _in(words: Words, language: str) -> str:
    return (words.en or words.vi) if language == "en" else words.vi


_LEAST_SHOWN = 0.0005
"""A fraction below which rounding would show none."""
_SWAP = str.maketrans(".,", ",.")
