from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from dothi.base.errors import InputError
from dothi.registry.audit.models import AuditEntry
from dothi.registry.dated import end_of
from dothi.registry.observations.models import Observation, State
from dothi.registry.places.models import Alias, Pack, Town, TownClass, TownUnit, Unit, UnitLink
from dothi.registry.places.queries import unit_page
from dothi.registry.places.services import census_batch, load_province
from dothi.registry.sources.models import Source

pytestmark = pytest.mark.django_db
MODELS = (Unit, UnitLink, Alias, Town, TownUnit, TownClass, Observation)


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    made = tmp_path / "pack"
    shutil.copytree(folder, made, ignore=shutil.ignore_patterns("law", "outlines.geojson"))
    return made


def change(copy: Path, name: str, old: str, new: str) -> None:
    path = copy / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MODELS}


def yesterday() -> None:
    """Make everything on record have been recorded two days ago."""
    before = timezone.now() - timedelta(days=2)
    for model in MODELS:
        model.objects.update(recorded_at=before)


def test_loading_records_everything_in_the_pack(folder: Path) -> None:
    report = load_province(folder)
    assert report.changed
    assert counts() == {
        "Unit": 443, "UnitLink": 285, "Alias": 25, "Town": 26, "TownUnit": 26, "TownClass": 20,
        "Observation": 981,
    }  # fmt: skip
    assert Pack.objects.get().home == ["3c-49"]
    assert AuditEntry.objects.filter(action="places.pack-loaded").count() == 1
    assert AuditEntry.objects.filter(action="places.class-recorded").count() == 20


def test_loading_twice_changes_nothing(copy: Path) -> None:
    load_province(copy)
    before, entries = counts(), AuditEntry.objects.count()
    assert not load_province(copy).changed
    assert counts() == before
    assert AuditEntry.objects.count() == entries


def test_progress_is_told_to_the_end(copy: Path) -> None:
    steps: list[tuple[int, int]] = []
    load_province(copy, lambda done, total: steps.append((done, total)))
    assert steps == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_faulty_pack_writes_nothing(copy: Path) -> None:
    change(copy, "census_2019.csv", "11726,11726,0", "11726,11726,1")
    with pytest.raises(InputError):
        load_province(copy)
    assert set(counts().values()) == {0}
    assert Source.objects.count() == 0


def test_a_failure_half_way_leaves_nothing_behind(copy: Path, monkeypatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("dothi.registry.places.services._sync_classes", fail)
    with pytest.raises(RuntimeError):
        load_province(copy)
    assert set(counts().values()) == {0}


def test_a_corrected_pack_withdraws_and_records_so_the_past_stays_readable(copy: Path) -> None:
    load_province(copy)
    yesterday()
    change(copy, "units.csv", "Phường Cẩm Châu", "Phường Cẩm Chậu")
    report = load_province(copy)
    assert (report.recorded, report.withdrawn) == ({"places.Unit": 1}, {"places.Unit": 1})
    day, today = date(2019, 4, 1), timezone.localdate()
    assert unit_page("3c-20413", day).name == "Phường Cẩm Chậu"
    assert unit_page("3c-20413", day, today - timedelta(days=1)).name == "Phường Cẩm Châu"
    assert unit_page("3c-20413", day, today - timedelta(days=3)) is None


def test_a_corrected_census_figure_keeps_the_earlier_one(copy: Path) -> None:
    load_province(copy)
    yesterday()
    change(copy, "census_2019.csv", "Phường Tân Thạnh,11726,11726,0", "Phường Tân Thạnh,11727,11727,0")
    change(copy, "census_2019.csv", "Phường An Mỹ,14163,14163,0", "Phường An Mỹ,14162,14162,0")
    report = load_province(copy)
    assert report.recorded == {"observations.Observation": 4}
    known = timezone.localdate() - timedelta(days=1)
    values = {
        day: Observation.objects.as_known_on(day).get(place_key="3c-20335", indicator="population").value
        for day in (known, None)
    }
    assert values == {known: 11726, None: 11727}


def test_a_class_that_a_new_pack_drops_is_withdrawn_and_audited(copy: Path) -> None:
    load_province(copy)
    change(copy, "town_classes.csv", "hoi-an,nq1210-2016,III,", "hoi-an,nq1210-2016,II,")
    report = load_province(copy)
    assert report.withdrawn == {"places.TownClass": 1}
    assert [row.class_code for row in TownClass.objects.as_known_on().filter(town_key="hoi-an")] == ["II"]
    assert AuditEntry.objects.filter(action="places.class-withdrawn").count() == 1


def test_what_the_office_entered_is_never_touched(copy: Path) -> None:
    load_province(copy)
    source = Source.objects.get(key="towns-2019")
    own = Town.objects.create(key="moi", name="Mới", folded="moi", source=source)
    figure = Observation.objects.create(
        indicator="population",
        place_key="3c-20413",
        value=1,
        unit="người",
        source=source,
        state=State.APPROVED,
    )
    change(copy, "towns.csv", "Hương An", "Hương Am")
    load_province(copy)
    assert Town.objects.get(pk=own.pk).withdrawn_at is None
    assert Observation.objects.get(pk=figure.pk).withdrawn_at is None


def test_census_figures_are_approved_counted_and_traceable(copy: Path) -> None:
    load_province(copy)
    row = Observation.objects.select_related("source").get(place_key="3c-502", indicator="population-urban")
    assert (row.value, row.unit, row.basis, row.state) == (91450, "người", "counted", State.APPROVED)
    assert (row.starts_latest, row.ends_earliest) == (date(2019, 4, 1), date(2019, 4, 2))
    assert row.source.key == "gso-census-2019"
    assert row.source_place == "Tỉnh Quảng Nam / Thành Phố Tam Kỳ"
    assert row.batch == census_batch("quang-nam", date(2019, 4, 1))


def test_districts_get_dissolved_outlines_and_points(folder: Path) -> None:
    load_province(folder)
    hoi_an = Unit.objects.get(key="3c-503")
    assert hoi_an.outline_basis == "dissolved"
    assert hoi_an.west < hoi_an.longitude < hoi_an.east
    assert Unit.objects.get(key="3c-497").outline is None
    before, after = Unit.objects.filter(key="3c-509").order_by("starts_latest")
    assert before.outline != after.outline
    assert after.west < before.west
    assert Unit.objects.get(key="2c-20413").outline_basis == "published"
    assert Unit.objects.get(key="3c-20413").outline_basis == ""


def test_nothing_is_on_record_before_it_was_loaded(copy: Path) -> None:
    load_province(copy)
    moment = end_of(timezone.localdate() - timedelta(days=1))
    assert not Unit.objects.filter(recorded_at__lt=moment).exists()
    assert not Unit.objects.as_known_on(timezone.localdate() - timedelta(days=1)).exists()
