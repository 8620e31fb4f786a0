"""Names that a register knows, matched to names as a scan may have spelt them.

Exact spelling first, then spelling without marks, then the smallest number of wrong letters. A match
below the threshold, or one that two different names share, is no match.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.base.text import fold, name_key
from dothi.programme.model import NameMatch

KINDS = frozenset({"town", "place", "body"})
_ENOUGH = 0.74
_MARKS_ONLY = 0.95
_PREFIXES = frozenset(
    {
        "thanh pho",
        "thi xa",
        "thi tran",
        "huyen",
        "quan",
        "phuong",
        "xa",
        "do thi",
        "tinh",
        "dac khu",
        "tp",
        "tx",
        "tt",
    }
)


@dataclass(frozen=True, slots=True)
class KnownName:
    """One name of a register; ``kind`` is town, place or body.

    ``official`` is set on another spelling of the same thing and is what a match gives.
    """

    key: str
    name: str
    kind: str
    official: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """Known names, ready for looking up."""

    names: tuple[KnownName, ...] = ()
    _exact: dict[str, tuple[KnownName, ...]] = field(default_factory=dict, repr=False, compare=False)
    _folded: dict[str, tuple[KnownName, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, names: Iterable[KnownName]) -> Register:
        """Index ``names``; order decides between equals only where they carry the same key."""
        kept = tuple(names)
        exact: dict[str, tuple[KnownName, ...]] = {}
        folded: dict[str, tuple[KnownName, ...]] = {}
        for known in kept:
            for form in {name_key(known.name), name_key(_bare(known.name))}:
                exact[form] = (*exact.get(form, ()), known)
            form = _bare(fold(known.name))
            folded[form] = (*folded.get(form, ()), known)
        return cls(kept, exact, folded)

    def match(self, found: str, kinds: frozenset[str] = KINDS) -> NameMatch | None:
        """The one known name ``found`` stands for, with its score, or ``None``."""
        for form in (name_key(found), name_key(_bare(found))):
            if one := _single(self._exact.get(form, ()), kinds):
                return _match(one, 1.0, found)
        bare = _bare(fold(found))
        if one := _single(self._folded.get(bare, ()), kinds):
            return _match(one, _MARKS_ONLY, bare)
        return self._nearest(bare.replace(" ", ""), kinds)

    def _nearest(self, bare: str, kinds: frozenset[str]) -> NameMatch | None:
        if len(bare) < 4:
            return None
        best: dict[str, tuple[float, KnownName]] = {}
        for form, known in self._folded.items():
            tight = form.replace(" ", "")
            if abs(len(tight) - len(bare)) > 2:
                continue
            score = 1 - edit_distance(tight, bare) / max(len(tight), len(bare))
            if score >= _ENOUGH:
                for name in known:
                    if name.kind in kinds:
                        best[name.key] = max(
                            best.get(name.key, (0.0, name)), (score, name), key=lambda x: x[0]
                        )
        ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].kind != "town", pair[1].key))
        if not ranked or (len(ranked) > 1 and _rank(ranked[0]) == _rank(ranked[1])):
            return None
        score, known_name = ranked[0]
        return _match(known_name, score, bare)


def read_register(path: Path) -> Register:
    """A register from a CSV file with the columns key, name, kind (town, place or body)."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = {"key", "name", "kind"} - set(reader.fieldnames or ())
            if missing:
                raise InputError(
                    _fault(path, 1, f"thiếu cột {', '.join(sorted(missing))}", "columns are missing")
                )
            rows = list(reader)
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableError(
            Fault(
                "programme.register_unreadable",
                "không đọc được tệp danh mục tên",
                "cannot read the register of names",
                str(path),
                "Kiểm tra đường dẫn và lưu tệp dưới dạng CSV UTF-8",
                "Check the path and save the file as UTF-8 CSV",
            )
        ) from error
    names = []
    for line, row in enumerate(rows, start=2):
        if row["kind"] not in KINDS or not row["key"] or not row["name"]:
            raise InputError(
                _fault(path, line, "thiếu mã, tên hoặc loại không hợp lệ", "key, name or kind is wrong")
            )
        names.append(KnownName(row["key"], row["name"], row["kind"]))
    return Register.of(names)


def edit_distance(first: str, second: str) -> int:
    """Smallest number of letters to add, drop or change to turn one word into the other."""
    row = list(range(len(second) + 1))
    for i, left in enumerate(first, start=1):
        diagonal, row[0] = row[0], i
        for j, right in enumerate(second, start=1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (left != right))
    return row[-1]


def _match(known: KnownName, score: float, found: str) -> NameMatch:
    """A match through another spelling scores what that spelling shares with the official name."""
    if known.official and name_key(known.official) != name_key(known.name):
        first, second = (_bare(fold(name)).replace(" ", "") for name in (known.official, found))
        longest = max(len(first), len(second), 1)
        score = min(score, _MARKS_ONLY, 1 - edit_distance(first, second) / longest)
    return NameMatch(known.key, known.official or known.name, round(score, 3))


def _single(known: tuple[KnownName, ...], kinds: frozenset[str]) -> KnownName | None:
    fitting = {name.key: name for name in known if name.kind in kinds}
    towns = {key: name for key, name in fitting.items() if name.kind == "town"}
    chosen = towns if len(towns) == 1 else fitting
    return next(iter(chosen.values())) if len(chosen) == 1 else None


def _rank(found: tuple[float, KnownName]) -> tuple[float, bool]:
    return found[0], found[1].kind == "town"


def _bare(name: str) -> str:
    words = name.split()
    for count in (2, 1):
        if len(words) > count and fold(" ".join(words[:count])) in _PREFIXES:
            return " ".join(words[count:])
    return name


def _fault(path: Path, line: int, vi: str, en: str) -> Fault:
    return Fault(
        "programme.register_row",
        vi,
        en,
        f"{path.name}, dòng {line}",
        "Sửa dòng này: key, name, kind (town, place hoặc body)",
        "Mend this row: key, name, kind (town, place or body)",
    )
