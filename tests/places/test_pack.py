from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from dothi.base.errors import InputError, UnusableError
from dothi.places.pack import read_pack

SQUARE = {"type": "MultiPolygon", "coordinates": [[[[108, 16], [108.1, 16], [108.1, 16.1], [108, 16]]]]}


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """The pack with a single outline, so that it reads quickly."""
    skipped = shutil.ignore_patterns("law", "outlines.geojson")
    made = Path(shutil.copytree(folder, tmp_path / "pack", ignore=skipped))
    feature = {"type": "Feature", "properties": {"key": "2c-20194"}, "geometry": SQUARE}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    (made / "outlines.geojson").write_text(text, encoding="utf-8")
    return made


def change(copy: Path, name: str, old: str, new: str) -> None:
    path = copy / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(copy: Path) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        read_pack(copy)
    assert all(fault.vi and fault.en for fault in caught.value.faults)
    return [(fault.code, fault.where) for fault in caught.value.faults]


def test_the_bundled_pack_is_whole(pack) -> None:
    assert pack.key == "quang-nam"
    assert pack.home == ("3c-49",)
    assert [change.day for change in pack.changes] == [date(2025, 1, 1), date(2025, 7, 1)]
    assert len(pack.outlines) == 94
    assert pack.extent[2] < 109


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "where"),
    [
        ("units.csv", "..2019-04-01,2025-07-01", "1/4/2019,2025-07-01", "pack.cell", "units.csv, dòng 2"),
        ("units.csv", "..2019-04-01,2025-07-01", "2026-01-01,2025-07-01", "pack.cell", "units.csv, dòng 2"),
        ("units.csv", "Thành phố,1,", "Đô thị,1,", "pack.cell", "units.csv, dòng 2"),
        ("units.csv", "key,code,name", "key,name", "pack.column", "units.csv, dòng 1"),
        ("units.csv", "3c-502,502,Thành phố Tam Kỳ", "3c-502,502", "pack.width", "units.csv, dòng 12"),
        ("units.csv", ",3c-507,", ",3c-999,", "pack.reference", "units.csv, 3c-20551"),
        ("units.csv", "108.478052,15.582002", "208.478052,15.582002", "pack.point", "units.csv, dòng 78"),
        ("units.csv", "units-pre-2025", "nowhere", "pack.reference", "units.csv, 3c-48"),
        (
            "units.csv",
            "Xã,3,3c-519,..2019-04-01,2025-01-01",
            "Xã,3,3c-519,..2019-04-01,2025-02-01",
            "pack.overlap",
            "units.csv, 3c-20669",
        ),
        ("links.csv", "yes,", "perhaps,", "pack.cell", "links.csv, dòng 2"),
        ("links.csv", "yes,,", "yes,0.5,", "pack.share", "links.csv, dòng 2"),
        ("links.csv", "no,,", "no,1.5,", "pack.share", "links.csv, dòng 35"),
        (
            "links.csv",
            "2c-20194,2025-07-01,no,,",
            "2c-20194,2025-07-01,yes,,",
            "pack.shares",
            "links.csv, 3c-20296",
        ),
        ("links.csv", "3c-519,3c-509", "3c-519,3c-599", "pack.reference", "links.csv, 3c-519"),
        ("aliases.csv", "kind-changed", "guess", "pack.cell", "aliases.csv, dòng 2"),
        ("aliases.csv", "town,prao,Prao", "town,praha,Prao", "pack.reference", "aliases.csv, dòng 22"),
        ("towns.csv", "recognised", "loved", "pack.cell", "towns.csv, dòng 2"),
        ("town_units.csv", "tam-ky,3c-502", "tam-ky,3c-5020", "pack.reference", "town_units.csv, dòng 2"),
        ("town_units.csv", "tam-ky,", "tam-xa,", "pack.reference", "town_units.csv, dòng 2"),
        ("town_classes.csv", "tam-ky,", "tam-xa,", "pack.reference", "town_classes.csv, dòng 2"),
        ("town_classes.csv", "secondary", "certain", "pack.cell", "town_classes.csv, dòng 2"),
        ("sources.csv", "secondary", "certain", "pack.cell", "sources.csv, dòng 2"),
        ("sources.csv", "units-2025,", "units-pre-2025,", "pack.twice", "sources.csv"),
        ("census_2019.csv", "11726,11726,0", "11726,11726,1", "pack.total", "census_2019.csv, dòng 4"),
        ("census_2019.csv", "11726,11726,0", "-11726,11726,0", "pack.cell", "census_2019.csv, dòng 4"),
        ("census_2019.csv", "11726,11726,0", "11727,11727,0", "census.sum", "census_2019.csv, dòng 3"),
        ("census_2019.csv", "3c-502,2", "3c-5020,2", "pack.reference", "census_2019.csv, dòng 3"),
        ("pack.toml", "extent = [107.2,", "extent = [307.2,", "pack.extent", "pack.toml"),
        ("pack.toml", "day = 2025-01-01", 'day = "tomorrow"', "pack.change", "pack.toml, changes 1"),
        ("pack.toml", 'home = ["3c-49"]', 'home = ["3c-4"]', "pack.reference", "pack.toml, home"),
        ("pack.toml", 'title_en = "Quảng Nam"', 'title_en = ""', "pack.head", "pack.toml"),
        ("pack.toml", 'file = "census_2019.csv"', 'file = "none.csv"', "pack.missing", "none.csv"),
        ("outlines.geojson", "2c-20194", "2c-99999", "pack.reference", "outlines.geojson"),
        ("outlines.geojson", "MultiPolygon", "Point", "pack.geometry", "outlines.geojson, 2c-20194"),
        ("outlines.geojson", '"features"', '"things"', "pack.geojson", "outlines.geojson"),
    ],
)
def test_a_fault_is_named_with_file_and_line(
    copy: Path, *, name: str, old: str, new: str, code: str, where: str
) -> None:
    change(copy, name, old, new)
    assert (code, where) in faults(copy)


def test_a_table_in_another_encoding_is_refused(copy: Path) -> None:
    text = (copy / "towns.csv").read_text(encoding="utf-8")
    (copy / "towns.csv").write_bytes(text.encode("utf-16"))
    assert ("pack.encoding", "towns.csv") in faults(copy)


def test_every_fault_is_named_at_once(copy: Path) -> None:
    change(copy, "towns.csv", "recognised", "loved")
    change(copy, "links.csv", "yes,", "perhaps,")
    assert {where for _, where in faults(copy)} == {"towns.csv, dòng 2", "links.csv, dòng 2"}


def test_a_folder_without_a_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableError) as caught:
        read_pack(tmp_path)
    assert caught.value.code == "pack.none"


def test_a_broken_head_is_refused(copy: Path) -> None:
    (copy / "pack.toml").write_text("id = ", encoding="utf-8")
    with pytest.raises(UnusableError) as caught:
        read_pack(copy)
    assert caught.value.code == "pack.toml"


def test_the_digest_names_the_content(copy: Path) -> None:
    before = read_pack(copy).digest
    assert read_pack(copy).digest == before
    change(copy, "towns.csv", "Hương An", "Hương  An")
    assert read_pack(copy).digest != before
