"""Build the computed tables of the Quảng Nam province pack from its source data.

    python tools/build_quang_nam.py SOURCE_DIR [PACK_DIR]

SOURCE_DIR holds the folders ``vn-units-mapping``, ``vn-units-2025`` and ``vn-census-2019`` as named in
``docs/province-pack.md``. Written by hand and only read here: ``pack.toml``, ``sources.csv``,
``aliases.csv`` (the reviewed table of names), ``towns*.csv``. Written here: ``units.csv``, ``links.csv``,
``census_2019.csv``, ``outlines.geojson``. The same sources give the same bytes.
"""

from __future__ import annotations

import csv
import json
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from dothi.base.text import clean, fold, name_key, slug
from dothi.places.outlines import geojson
from dothi.places.units import KINDS, bare_name

OLD_PROVINCES = {"49": "Tỉnh Quảng Nam", "48": "Thành phố Đà Nẵng"}
CENSUS_FILES = {"49": "quangnam_population_2019.csv", "48": "danang_population_2019.csv"}
NONG_SON, QUE_SON = "519", "509"
CENSUS, AFTER_CENSUS = "2019-04-01", "2019-04-02"
NONG_SON_END, OLD_END, OLD_LAST = "2025-01-01", "2025-07-01", "2025-06-30"
BEFORE_CENSUS, BETWEEN = f"..{CENSUS}", f"{AFTER_CENSUS}..{OLD_LAST}"
LISTED_NONG_SON = {"20656", "20668"}
"""Trung Phước and Ninh Phước: on the list of 2025 only, on the ground of Nông Sơn."""
DETAIL_METRES = 15
GAP_DEGREES = 0.0002
NEAR_DEGREES = 0.005
UNIT_COLUMNS = (
    "key", "code", "name", "kind", "level", "parent", "starts", "ends",
    "longitude", "latitude", "area_km2", "source",
)  # fmt: skip


@dataclass(frozen=True)
class Commune:
    """A commune of the list before July 2025."""

    code: str
    name: str
    province: str
    district: str
    longitude: str
    latitude: str


def table(path: Path) -> list[dict[str, str]]:
    """Read a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [{key: clean(value or "") for key, value in row.items()} for row in csv.DictReader(stream)]


def write(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write a CSV file with line feeds."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(columns), lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def full_name(text: str) -> str:
    """Write the kind word the way the lists do: ``Thị Trấn ái Nghĩa`` gives ``Thị trấn Ái Nghĩa``."""
    name = clean(text)
    bare = bare_name(name)
    return f"{kind_of(name)} {bare[:1].upper()}{bare[1:]}"


def kind_of(name: str) -> str:
    """Kind word of a full name."""
    return next(kind for kind in KINDS if name.lower().startswith(kind.lower() + " "))


def unit(
    key: str, name: str, level: int, parent: str, *, span: tuple[str, str], source: str, **more: str
) -> dict[str, str]:
    """Make one line of ``units.csv``."""
    code = key.split("-")[1] if key.count("-") == 1 else ""
    return {
        "key": key, "code": code, "name": name, "kind": kind_of(name), "level": str(level), "parent": parent,
        "starts": span[0], "ends": span[1], "source": source, **more,
    }  # fmt: skip


class Builder:
    """Everything read, and the tables made of it."""

    def __init__(self, source: Path, pack: Path) -> None:
        self.pack = pack
        rows = table(source / "vn-units-mapping" / "vn_units_legacy.csv")
        rows = [row for row in rows if row["provinceCode"] in OLD_PROVINCES]
        self.districts = {row["districtCode"]: (row["district"], row["provinceCode"]) for row in rows}
        self.old = {
            row["wardCode"]: Commune(
                row["wardCode"], full_name(row["ward"]), row["provinceCode"], row["districtCode"],
                row["wardLon"], row["wardLat"],
            )
            for row in rows
            if row["wardCode"]
        }  # fmt: skip
        new = table(source / "vn-units-mapping" / "vn_units_2025.csv")
        self.new = {row["wardCode"]: row for row in new if row["provinceCode"] == "48"}
        self.converter = json.loads((source / "vn-units-mapping" / "converter_2025.json").read_text("utf-8"))
        self.census = {code: table(source / "vn-census-2019" / name) for code, name in CENSUS_FILES.items()}
        self.shapes = read_shapes(source / "vn-units-2025" / "48_da_nang_original_geojson.zip")
        self.aliases = [row for row in table(pack / "aliases.csv") if row["subject"] == "unit"]
        self.census_keys: dict[tuple[str, str, str], str] = {}
        self.only_in_census: dict[str, tuple[str, str]] = {}
        self.in_nong_son: set[str] = set()

    def build(self) -> None:
        """Write all four tables."""
        self.match_census()
        links = self.links()
        outlines = self.outlines()
        units = self.old_units(links, outlines) + self.new_units(outlines)
        write(self.pack / "units.csv", UNIT_COLUMNS, units)
        write(
            self.pack / "links.csv",
            ("predecessor", "successor", "starts", "whole", "share", "note", "source"),
            links,
        )
        self.write_census()
        features = [
            {"type": "Feature", "properties": {"key": f"2c-{code}"}, "geometry": outlines[code]}
            for code in sorted(outlines)
        ]
        text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
        (self.pack / "outlines.geojson").write_text(text + "\n", encoding="utf-8")
        print(f"{len(units)} lines of units, {len(links)} links, {len(features)} outlines")
        print(f"in the census only: {len(self.only_in_census)}: {sorted(self.only_in_census)}")

    def match_census(self) -> None:
        """Name the unit of each census commune: by district and name, by reviewed alias, or a new key."""
        codes = {(province, name_key(name)): code for code, (name, province) in self.districts.items()}
        codes["49", name_key("Huyện Nông Sơn")] = NONG_SON
        by_name = {(commune.district, name_key(commune.name)): commune.code for commune in self.old.values()}
        reviewed = {(row["key"], name_key(row["name"])): row["reason"] for row in self.aliases}
        for province, rows in self.census.items():
            for row in rows:
                if row["level"] != "commune":
                    continue
                district = codes[province, name_key(row["district"])]
                name = full_name(row["commune"])
                code = by_name.get((district, name_key(name))) or self.reviewed(reviewed, name, district)
                if code is None:
                    key = f"3c-{district}-{slug(name)}"
                    self.only_in_census[key] = (name, district)
                else:
                    key = f"3c-{code}"
                    if district == NONG_SON:
                        self.in_nong_son.add(code)
                if key in self.census_keys.values():
                    raise SystemExit(f"two census lines for {key}")
                self.census_keys[province, row["district"], row["commune"]] = key

    def reviewed(self, reviewed: Mapping[tuple[str, str], str], name: str, district: str) -> str | None:
        """Find the commune that the reviewed table names for a census name of a district."""
        found = []
        for key, alias in reviewed:
            commune = self.old[key.removeprefix("3c-")]
            expected = NONG_SON if reviewed[key, alias] == "parent-changed" else commune.district
            if alias == name_key(name) and expected == district:
                found.append(commune.code)
        if len(found) > 1:
            raise SystemExit(f"the reviewed table names two communes for {name}")
        return found[0] if found else None

    def links(self) -> list[dict[str, str]]:
        """Join old and new units by the conversion tables."""
        by_key = {converter_key(self, commune): commune.code for commune in self.old.values()}
        new = {row["wardKey"]: code for code, row in self.new.items()}
        links = [
            link("3c-519", "3c-509", NONG_SON_END, "nq-1241-2024"),
            link("3c-48", "2c-48", OLD_END, "nq-202-2025"),
            link("3c-49", "2c-48", OLD_END, "nq-202-2025"),
            link("3c-498", "2c-20333", OLD_END, "conversion-2025"),
        ]
        whole = self.converter["DICT_PROVINCE_WARD_NO_DIVIDED"]["thanhphodanang"]
        for successor, predecessors in whole.items():
            for name in predecessors:
                if name != "thanhphodanang_huyenhoangsa_":
                    old = old_code(by_key, name)
                    links.append(link(f"3c-{old}", f"2c-{new[successor]}", OLD_END, "conversion-2025"))
        divided = self.converter["DICT_PROVINCE_WARD_DIVIDED"]["thanhphodanang"]
        for name, parts in divided.items():
            for part in parts:
                row = link(
                    f"3c-{old_code(by_key, name)}",
                    f"2c-{new[part['newWardKey']]}",
                    OLD_END,
                    "conversion-2025",
                )
                links.append(row | {"whole": "no", "note": "Xã chia cho hai phường; bảng không nêu tỷ lệ."})
        linked = {row["predecessor"] for row in links}
        unlinked = [code for code in self.old if f"3c-{code}" not in linked]
        if unlinked:
            raise SystemExit(f"the conversion table leaves out {unlinked}")
        return sorted(links, key=lambda row: (row["starts"], row["predecessor"], row["successor"]))

    def old_units(self, links: list[dict[str, str]], outlines: Mapping[str, Any]) -> list[dict[str, str]]:
        """Make the lines of province 49 and old Đà Nẵng 48."""
        rows = [
            unit(f"3c-{code}", name, 1, "", span=(BEFORE_CENSUS, OLD_END), source="units-pre-2025")
            for code, name in sorted(OLD_PROVINCES.items())
        ]
        for code, (name, province) in sorted(self.districts.items()):
            parent = f"3c-{province}"
            if code == QUE_SON:
                rows.append(
                    unit(
                        f"3c-{code}",
                        name,
                        2,
                        parent,
                        span=(BEFORE_CENSUS, NONG_SON_END),
                        source="units-pre-2025",
                    )
                )
                rows.append(
                    unit(f"3c-{code}", name, 2, parent, span=(NONG_SON_END, OLD_END), source="nq-1241-2024")
                )
            else:
                rows.append(
                    unit(
                        f"3c-{code}", name, 2, parent, span=(BEFORE_CENSUS, OLD_END), source="units-pre-2025"
                    )
                )
        rows.append(
            unit(
                "3c-519",
                "Huyện Nông Sơn",
                2,
                "3c-49",
                span=(BEFORE_CENSUS, NONG_SON_END),
                source="gso-census-2019",
            )
        )
        points = self.points(links, outlines)
        counted = set(self.census_keys.values())
        for code, commune in sorted(self.old.items()):
            rows += self.commune_rows(commune, f"3c-{code}" in counted, points.get(code, {}))
        for key, (name, district) in sorted(self.only_in_census.items()):
            rows += self.census_only_rows(key, name, district)
        return rows

    def commune_rows(self, commune: Commune, counted: bool, point: dict[str, str]) -> list[dict[str, str]]:
        """Make the states of one commune of the list, one for each name, kind and parent it had."""
        key, parent, source = f"3c-{commune.code}", f"3c-{commune.district}", "units-pre-2025"
        starts = BEFORE_CENSUS if counted else BETWEEN
        if commune.code in self.in_nong_son:
            return [
                unit(
                    key,
                    commune.name,
                    3,
                    "3c-519",
                    span=(starts, NONG_SON_END),
                    source="gso-census-2019",
                    **point,
                ),
                unit(key, commune.name, 3, parent, span=(NONG_SON_END, OLD_END), source=source, **point),
            ]
        if commune.code in LISTED_NONG_SON:
            before, after = f"{AFTER_CENSUS}..{NONG_SON_END}", f"{NONG_SON_END}..{OLD_LAST}"
            return [
                unit(key, commune.name, 3, "3c-519", span=(before, NONG_SON_END), source=source, **point),
                unit(key, commune.name, 3, parent, span=(after, OLD_END), source=source, **point),
            ]
        earlier = next(
            (row["name"] for row in self.aliases if row["key"] == key and row["reason"] == "kind-changed"),
            None,
        )
        if earlier is not None:
            return [
                unit(key, earlier, 3, parent, span=(starts, BETWEEN), source="gso-census-2019", **point),
                unit(key, commune.name, 3, parent, span=(BETWEEN, OLD_END), source=source, **point),
            ]
        return [unit(key, commune.name, 3, parent, span=(starts, OLD_END), source=source, **point)]

    def census_only_rows(self, key: str, name: str, district: str) -> list[dict[str, str]]:
        """Make the states of a commune counted in 2019 and gone from the list; when it went is not known."""
        source = "gso-census-2019"
        if district != NONG_SON:
            return [unit(key, name, 3, f"3c-{district}", span=(BEFORE_CENSUS, BETWEEN), source=source)]
        return [
            unit(
                key, name, 3, "3c-519", span=(BEFORE_CENSUS, f"{AFTER_CENSUS}..{NONG_SON_END}"), source=source
            ),
        ]

    def points(self, links: list[dict[str, str]], outlines: Mapping[str, Any]) -> dict[str, dict[str, str]]:
        """Keep centre points that are unique and lie in or near a unit that took the commune over."""
        times = Counter((commune.longitude, commune.latitude) for commune in self.old.values())
        grounds = defaultdict(list)
        for row in links:
            if row["successor"].removeprefix("2c-") in outlines:
                grounds[row["predecessor"]].append(shape(outlines[row["successor"].removeprefix("2c-")]))
        kept = {}
        for code, commune in self.old.items():
            place = shapely.Point(float(commune.longitude), float(commune.latitude))
            near = any(ground.distance(place) <= NEAR_DEGREES for ground in grounds[f"3c-{code}"])
            if near and times[commune.longitude, commune.latitude] == 1:
                kept[code] = {"longitude": commune.longitude, "latitude": commune.latitude}
        dropped = sorted(commune.name for code, commune in self.old.items() if code not in kept)
        print(f"{len(dropped)} centre points left out: {', '.join(dropped)}")
        return kept

    def new_units(self, outlines: Mapping[str, Any]) -> list[dict[str, str]]:
        """Make the lines of Đà Nẵng since July 2025."""
        rows = [unit("2c-48", "Thành phố Đà Nẵng", 1, "", span=(OLD_END, ""), source="nq-202-2025")]
        for code, row in sorted(self.new.items()):
            longitude, latitude = float(row["wardLon"]), float(row["wardLat"])
            ground = shape(outlines[code])
            if not ground.covers(shapely.Point(longitude, latitude)):
                inner = max(ground.geoms, key=lambda part: part.area).representative_point()
                longitude, latitude = round(inner.x, 5), round(inner.y, 5)
            rows.append(
                unit(
                    f"2c-{code}",
                    full_name(row["ward"]),
                    3,
                    "2c-48",
                    span=(OLD_END, ""),
                    source="units-2025",
                    longitude=str(longitude),
                    latitude=str(latitude),
                    area_km2=row["wardAreaKm2"],
                )
            )
        return rows

    def outlines(self) -> dict[str, dict[str, Any]]:
        """Close slivers between neighbours and generalise to a few metres, common borders kept."""
        codes = sorted(self.shapes)
        if set(codes) != set(self.new):
            raise SystemExit("outlines and list of 2025 do not name the same communes")
        tidy = shapely.coverage_clean([self.shapes[code] for code in codes], gap_width=GAP_DEGREES)
        if not shapely.coverage_is_valid(list(tidy)):
            raise SystemExit("the outlines still overlap or gape")
        simple = shapely.coverage_simplify(list(tidy), DETAIL_METRES / 111_320)
        return {code: geojson(item) for code, item in zip(codes, simple, strict=True)}

    def write_census(self) -> None:
        """Write the census with the key of each unit beside the names it was printed with."""
        codes = {(province, name_key(name)): code for code, (name, province) in self.districts.items()}
        codes["49", name_key("Huyện Nông Sơn")] = NONG_SON
        rows = []
        for province, lines in sorted(self.census.items(), reverse=True):
            for line in lines:
                level = {"province": "1", "district": "2", "commune": "3"}[line["level"]]
                key = {
                    "1": f"3c-{province}",
                    "2": f"3c-{codes.get((province, name_key(line['district'])), '')}",
                }.get(level) or self.census_keys[province, line["district"], line["commune"]]
                rows.append(
                    {
                        "unit_key": key,
                        "level": level,
                        "province": line["province"],
                        "district": line["district"],
                        "commune": line["commune"],
                        "total": line["total"],
                        "urban": line["urban"] or "0",
                        "rural": line["rural"] or "0",
                    }
                )
        columns = ("unit_key", "level", "province", "district", "commune", "total", "urban", "rural")
        write(self.pack / "census_2019.csv", columns, rows)


def link(predecessor: str, successor: str, starts: str, source: str) -> dict[str, str]:
    """Make one line of ``links.csv`` for a unit that went over whole."""
    return {
        "predecessor": predecessor, "successor": successor, "starts": starts, "whole": "yes", "share": "",
        "note": "", "source": source,
    }  # fmt: skip


def converter_key(builder: Builder, commune: Commune) -> tuple[str, str, str]:
    """Province, district and commune as the conversion table writes them, marks kept."""
    district, province = builder.districts[commune.district]
    names = (OLD_PROVINCES[province], district, commune.name)
    return (squeezed(names[0]), squeezed(names[1]), name_key(names[2]).replace(" ", ""))


def squeezed(name: str) -> str:
    """Fold and join the words of a name."""
    return fold(name).replace(" ", "")


def old_code(codes: Mapping[tuple[str, str, str], str], key: str) -> str:
    """Find an old commune by its conversion key; keys with marks tell apart names that fold alike."""
    province, district, commune = key.split("_")
    marked = fold(commune) != commune
    found = [
        code
        for (a_province, a_district, name), code in codes.items()
        if (a_province, a_district) == (province, district)
        and (name == name_key(commune) if marked else squeezed(name) == commune)
    ]
    if len(found) != 1:
        raise SystemExit(f"{key} names {len(found)} old communes")
    return found[0]


def read_shapes(path: Path) -> dict[str, Any]:
    """Read the published outlines by commune code."""
    shapes = {}
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if "/wards/" in name:
                (feature,) = json.loads(archive.read(name))["features"]
                shapes[str(feature["id"])] = shape(feature["geometry"])
    return shapes


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        raise SystemExit(__doc__)
    default = Path(__file__).resolve().parent.parent / "src" / "dothi" / "provinces" / "quang-nam"
    Builder(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else default).build()
