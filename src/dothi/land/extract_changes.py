"""Whether an extract still says what is so: the same land asked again, and what is different."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dothi.base.numbers import exact, format_number
from dothi.land.answer_data import answer_data, limit_from
from dothi.land.extract_words import verdict_word
from dothi.land.permission import NEEDS, Need
from dothi.land.record import Answer, Verdict, Words

Said = Mapping[str, Any]
CURRENT_USE = "current-use"
SAME_M2 = 0.05
"""Difference of two areas that no print shows."""


class Standing(StrEnum):
    """How an extract stands today."""

    CURRENT = "current"
    CHANGED = "changed"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs, and what could not be read now and so was not compared."""

    changes: tuple[Words, ...]
    unread: tuple[Words, ...]

    @property
    def standing(self) -> Standing:
        """A change that is certain counts even where something else could not be read."""
        if self.changes:
            return Standing.CHANGED
        return Standing.UNCHECKED if self.unread else Standing.CURRENT


def compare(before: Said, now: Answer) -> Comparison:
    """Compare an answer on record (:func:`answer_data`) with one given now about the same land.

    A level or theme of which something cannot be read now is not compared, but named.
    """
    after = answer_data(now)
    unread = {level.level for level in now.levels if any(plan.unread for plan in level.plans)}
    unread_themes = {theme.theme for theme in now.themes if theme.unread}
    changes: list[Words] = []
    with_uses = CURRENT_USE not in unread_themes
    for name, one, other in _pairs(before["levels"], after["levels"], "level"):
        if name not in unread:
            changes += _level(one, other, with_uses=with_uses)
    for name, one, other in _pairs(before["themes"], after["themes"], "theme"):
        if name not in unread_themes:
            changes += _theme(one, other)
    lost = [plan.reason for level in now.levels for plan in level.plans if plan.unread]
    lost += [theme.reason for theme in now.themes if theme.unread]
    return Comparison(tuple(changes), tuple(lost))


def _pairs(before: Any, after: Any, key: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Levels or themes by name; one that only one side names says nothing on the other."""
    old, new = ({one[key]: one for one in side} for side in (before, after))
    for name in dict.fromkeys([*old, *new]):
        known = old.get(name) or new[name]
        nothing = {**known, "verdict": "not-known", "plans": [], "zones": [], "overrides": []}
        yield name, old.get(name, nothing), new.get(name, nothing)


def _concluded(title: Mapping[str, str], before: Said, after: Said) -> Iterator[Words]:
    """Conclusions that stand now and did not, or did and no longer do."""
    old, new = (
        {one["number"]: one for one in side.get("overrides", ()) if one["counts"]} for side in (before, after)
    )
    for number in dict.fromkeys([*old, *new]):
        if (number in old) != (number in new):
            one = new.get(number) or old[number]
            named = f"{one['author']} ({one['document']})"
            vi, en = ("mới có", "a new") if number in new else ("không còn", "no longer the")
            yield Words(
                f"{title['vi']}: {vi} kết luận của {named}", f"{title['en']}: {en} conclusion of {named}"
            )


def _level(before: Said, after: Said, *, with_uses: bool) -> Iterator[Words]:
    title = after["title"]
    yield from _verdict(title, before, after)
    yield from _concluded(title, before, after)
    old, new = ({one["plan"]: one for one in side["plans"]} for side in (before, after))
    for key in dict.fromkeys([*old, *new]):
        yield from _version(title, old.get(key), new.get(key))
        if with_uses and key in old and key in new:
            yield from _uses(new[key], old[key].get("use_changes"), new[key].get("use_changes"))
    touching = Verdict.NOT.value
    told = [_told(one for one in side["plans"] if one["verdict"] != touching) for side in (before, after)]
    yield from _zones(title, told[0], told[1])


def _theme(before: Said, after: Said) -> Iterator[Words]:
    yield from _verdict(after["title"], before, after)
    yield from _concluded(after["title"], before, after)
    yield from _zones(after["title"], _told([before]), _told([after]))


def _verdict(title: Mapping[str, str], before: Said, after: Said) -> Iterator[Words]:
    if before["verdict"] != after["verdict"]:
        then, now = (
            [verdict_word(one["verdict"], language).lower() for language in ("vi", "en")]
            for one in (before, after)
        )
        yield Words(
            f"{title['vi']}: trước «{then[0]}», nay «{now[0]}»",
            f"{title['en']}: “{then[1]}” then, “{now[1]}” now",
        )


def _version(title: Mapping[str, str], before: Said | None, after: Said | None) -> Iterator[Words]:
    if before is None or after is None:
        lone = before or after
        if lone is not None and lone["verdict"] != Verdict.NOT.value:
            new = before is None
            vi, en = ("mới áp dụng", "is new here") if new else ("không còn áp dụng", "no longer applies")
            one = _named(lone)
            yield Words(f"{title['vi']}: đồ án {one.vi} {vi}", f"{title['en']}: {one.en} {en}")
        return
    if (before["version"], before["hash"]) != (after["version"], after["hash"]):
        old = _named(before)
        yield Words(
            f"{title['vi']}: {old.vi} đã được thay bằng phiên bản {after['version']}{_decision(after)}",
            f"{title['en']}: {old.en} gave way to version {after['version']}{_decision(after)}",
        )
    if before["verdict"] != after["verdict"]:
        named = _named(after)
        yield from _verdict({"vi": named.vi, "en": named.en}, before, after)
    own = _named(after)
    yield from _concluded({"vi": own.vi, "en": own.en}, before, after)


def _uses(plan: Said, before: Said | None, after: Said | None) -> Iterator[Words]:
    """Changes of use that are judged otherwise; an extract of before they were asked about says nothing."""
    if before is None or after is None:
        return
    old, new = (_use_lines(side) for side in (before, after))
    named = _named(plan)
    for code, function in dict.fromkeys([*old, *new]):
        then, now = old.get((code, function)), new.get((code, function))
        if then != now:
            told = [(NEEDS[Need(one)] if one else ("–", "–")) for one in (then, now)]
            yield Words(
                f"{named.vi}: đất {code or '–'} sang {function or '–'}: trước «{told[0][0]}», "
                f"nay «{told[1][0]}»",
                f"{named.en}: {code or '–'} to {function or '–'}: “{told[0][1]}” then, “{told[1][1]}” now",
            )
    if not old and not new and before["verdict"] != after["verdict"]:
        was, is_now = (NEEDS[Need(one["verdict"])] for one in (before, after))
        yield Words(
            f"{named.vi}: chuyển mục đích: trước «{was[0]}», nay «{is_now[0]}»",
            f"{named.en}: change of use: “{was[1]}” then, “{is_now[1]}” now",
        )


def _use_lines(uses: Said) -> dict[tuple[str, str], str]:
    return {
        (line["current"], line["function"]): line["verdict"]
        for line in uses["changes"]
        if not line["sliver"] and not line["away_m"]
    }


def _named(plan: Said) -> Words:
    title = plan["title"]
    return Words(
        f"«{title['vi']}», phiên bản {plan['version']}",
        f"“{title['en'] or title['vi']}”, version {plan['version']}",
    )


def _decision(plan: Said) -> str:
    return f" ({plan['decision']})" if plan["decision"] else ""


@dataclass(slots=True)
class _Told:
    """Zones that say the same of themselves: m² (``None`` for a point) and the limits they state."""

    m2: float | None = None
    limits: frozenset[str] = frozenset()


def _told(owners: Iterable[Said]) -> dict[str, _Told]:
    """Zones by function, sign and name; where they lie in a file says nothing."""
    found: dict[str, _Told] = {}
    for zone in (zone for owner in owners for zone in owner["zones"]):
        names = (zone["code"] or zone["function"], zone["sign"], zone["name"])
        one = found.setdefault(", ".join(name for name in names if name) or "–", _Told())
        if zone["share"]:
            one.m2 = (one.m2 or 0.0) + zone["share"]["m2"]
        one.limits |= {_limit(limit) for limit in zone["limits"]}
    return found


def _zones(title: Mapping[str, str], before: dict[str, _Told], after: dict[str, _Told]) -> Iterator[Words]:
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            size = (old or new or _Told()).m2
            if size is not None and size <= SAME_M2:
                continue
            vi, en = ("không còn", "is gone") if new is None else ("mới có", "is new")
            yield Words(f"{title['vi']}: {vi} ô {name}", f"{title['en']}: zone {name} {en}")
            continue
        if old.m2 is not None and new.m2 is not None and abs(old.m2 - new.m2) > SAME_M2:
            then, now = (format_number(exact(m2), 2) for m2 in (old.m2, new.m2))
            yield Words(
                f"{title['vi']}: ô {name}: trước {then} m², nay {now} m²",
                f"{title['en']}: zone {name}: {then} m² then, {now} m² now",
            )
        if old.limits != new.limits:
            then, now = ("; ".join(sorted(one.limits)) or "–" for one in (old, new))
            yield Words(
                f"{title['vi']}: ô {name}: chỉ tiêu trước «{then}», nay «{now}»",
                f"{title['en']}: zone {name}: limits “{then}” then, “{now}” now",
            )


def _limit(limit: Said) -> str:
    one = limit_from(limit)
    return f"{one.title()} {one.text()}"
