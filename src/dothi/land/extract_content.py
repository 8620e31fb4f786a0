"""What the paper of an extract says, in one language, with every figure written out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import shapely

from dothi.base.dates import format_date, format_period
from dothi.intake.georeference.placement import Placement
from dothi.land.answer_data import limit_from, period_from
from dothi.land.extract import SHORT, land_of
from dothi.land.extract_concluded import concluded_content
from dothi.land.extract_figures import day, in_language, number, ratio, shares, square_metres
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
from dothi.land.extract_restrictions import Restriction, signs_of
from dothi.land.extract_uses import uses_content
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
class Outlined:
    """Restrictions of one theme around the land, or why they cannot be drawn."""

    shapes: Sequence[Restriction]
    why_not: Words | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What goes onto the paper beside the statement.

    ``address`` is that of the page that confirms it; ``drawn`` is by level, ``restrictions`` by theme.
    """

    digest: str
    address: str
    styles: Styles
    drawn: Mapping[str, Drawn]
    restrictions: Mapping[str, Outlined] = field(default_factory=dict)


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
        "levels": [
            _level(level, land, sheet, paper, themes=answer["themes"], language=language)
            for level in answer["levels"]
        ],
        "themes": [
            _theme(theme, language)
            for theme in answer["themes"]
            if theme["zones"] or theme["source"] or theme.get("overrides")
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
        ("as_of", day(answer["as_of"])),
        ("known_on", day(known) if known else say("known_now", language)),
        ("crs", crs),
    ]
    if answer.get("parcel"):
        rows.insert(0, ("parcel", _parcel(answer["parcel"], language)))
    if land.is_area:
        rows.append(("measured", square_metres(answer["measured_m2"], language)))
        registered = answer["registered_m2"]
        rows.append(
            ("registered", square_metres(registered, language) if registered else say("not_given", language))
        )
        if registered:
            difference = answer["measured_m2"] - registered
            rows.append(("difference", square_metres(difference, language, signed=True)))
    else:
        place = land.wgs84
        rows.append(("vn2000", f"X {number(land.flat.y, 2, language)}; Y {number(land.flat.x, 2, language)}"))
        rows.append(("wgs84", f"{number(place.y, 7, language)}; {number(place.x, 7, language)}"))
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


def _level(
    level: Said, land: Piece, sheet: Sheet, paper: Paper, *, themes: Sequence[Said], language: str
) -> dict[str, Any]:
    return {
        **_summary(level, language),
        "reason": level["reason"][language],
        "concluded": concluded_content(level, language),
        "basis": level["basis"] if level["confirmed"] else "",
        "plans": [_plan(plan, paper.styles, language) for plan in level["plans"]],
        "rest": _rest(level["uncovered"], "uncovered", language),
        "map": _map(level, land, sheet, paper, themes=themes, language=language),
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
        "concluded": concluded_content(plan, language),
        "illustrative": plan["illustrative"],
        "zones": [_zone(zone, styled(zone["function"], styles), language) for zone in kept],
        "strips": [_zone(zone, styled(zone["function"], styles), language) for zone in strips],
        "covered": _rest(plan["covered"], "covered", language),
        "rest": _rest(plan["unzoned"], "unzoned", language),
        "tolerance": f"{number(plan['tolerance_m'], 1, language)} m",
        "uses": uses_content(plan.get("use_changes"), styles, language),
    }


def _title(plan: Said, language: str) -> str:
    return str(plan["title"][language] or plan["title"]["vi"])


def _plan_facts(plan: Said, language: str) -> str:
    decision = ", ".join(
        part for part in (plan["decision"], day(plan["decision_date"]), plan["issuer"]) if part
    )
    scale = ratio(plan["scale"], language) if plan["scale"] else say("no_scale", language)
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
        "title": "" if style is None else in_language(style.title, language),
        "code": zone["code"] or ("" if style is None else style.code),
        "name": zone["name"],
        "sign": zone["sign"],
        "colour": "" if style is None else style.colour,
        "limits": [f"{limit.title(language)} {limit.text(language)}" for limit in limits],
        "away": f"{number(zone['away_m'], 1, language)} m" if zone["away_m"] else "",
        "note": _note(zone, language),
        **shares(zone["share"], language),
    }


def _note(zone: Said, language: str) -> str:
    """The rule by which a facility keeps this land away; extracts of before have none."""
    note = zone.get("note", {}).get(language, "")
    return note if not note or zone["certain"] else f"{verdict_word('not-known', language)}: {note}"


def _rest(share: Said | None, name: str, language: str) -> dict[str, str] | None:
    return None if share is None else {"title": say(name, language), **shares(share, language)}


def _theme(theme: Said, language: str) -> dict[str, Any]:
    return {
        **_summary(theme, language),
        "reason": theme["reason"][language],
        "concluded": concluded_content(theme, language),
        "source": theme["source"],
        "illustrative": theme["illustrative"],
        "zones": [_zone(zone, None, language) for zone in theme["zones"]],
    }


def _map(
    level: Said, land: Piece, sheet: Sheet, paper: Paper, *, themes: Sequence[Said], language: str
) -> dict[str, Any] | None:
    plans = [plan for plan in level["plans"] if plan["verdict"] == "applies"]
    drawn = paper.drawn.get(level["level"])
    if not plans or drawn is None:
        return None
    outlined = [theme for theme in themes if theme["theme"] in paper.restrictions]
    shapes = [shape for theme in outlined for shape in paper.restrictions[theme["theme"]].shapes]
    shown_themes = [theme for theme in outlined if paper.restrictions[theme["theme"]].shapes]
    invented = any(one["illustrative"] for one in (*plans, *shown_themes))
    shown = functions_shown(drawn.zones, sheet)
    return {
        "svg": map_svg(
            land, drawn.zones, sheet, paper.styles,
            north=say("north", language), invented=say("illustrative", language) if invented else "",
            restrictions=shapes,
        ),
        "scale": ratio(sheet.scale, language),
        "sources": [f"{_title(plan, language)} ({_source(plan, language)})" for plan in plans],
        "restrictions": _restrictions(shown_themes, language),
        "signs": [
            {"sign": sign.value, "title": say(f"sign_{sign.value}", language)} for sign in signs_of(shapes)
        ],
        "undrawn": [
            in_language(why, language)
            for theme in outlined
            if (why := paper.restrictions[theme["theme"]].why_not) is not None
        ],
        "why_not": "" if drawn.why_not is None else in_language(drawn.why_not, language),
        "legend": [_legend(key, paper.styles, language) for key in shown[:MOST_LEGEND]],
        "more": len(shown) - MOST_LEGEND if len(shown) > MOST_LEGEND else 0,
    }  # fmt: skip


def _restrictions(themes: Sequence[Said], language: str) -> str:
    """Names of the themes that are outlined on the map."""
    mark = f" ({say('illustrative', language)})"
    return "; ".join(
        (theme["title"][language] or theme["title"]["vi"]) + (mark if theme["illustrative"] else "")
        for theme in themes
    )


def _source(plan: Said, language: str) -> str:
    decided = day(plan["decision_date"])
    told = f"{say('version', language)} {plan['version']}"
    return ", ".join(part for part in (told, plan["decision"], decided) if part)


def _legend(key: str, styles: Styles, language: str) -> dict[str, str]:
    style = styled(key, styles)
    return {"colour": style.colour, "code": style.code, "title": in_language(style.title, language)}


def _corners(land: Piece, language: str) -> dict[str, Any]:
    """Corners of every ring in both systems, each with the length of the side to the next."""
    if not land.is_area:
        return {"rings": [], "more": 0}
    rings = list(_rings(land.flat))
    told, left = [], MOST_CORNERS
    for place, (ring, degrees) in enumerate(zip(rings, _rings(land.wgs84), strict=True), start=1):
        rows = _ring(ring, degrees, language)
        if left > 0:
            told.append({"number": place, "rows": rows[:left]})
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
            str(corner + 1),
            number(y, 2, language),
            number(x, 2, language),
            number(sides[corner], 2, language),
            number(places[corner][1], 7, language),
            number(places[corner][0], 7, language),
        ]
        for corner, (x, y) in enumerate(metres[:-1])
    ]
