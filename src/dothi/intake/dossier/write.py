"""Dossiers written: an empty one to start from, and a plan's own given back in the layout of a day.

A dossier is made beside its place and moved there whole; what stands there already is never touched.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from dothi.base.errors import Fault, InputError, refuse_all
from dothi.intake.dossier.codes import DOSSIER, INFORMATION
from dothi.intake.dossier.datasets import PlanLayer, empty_layer, layer_faults, write_layer
from dothi.intake.dossier.facts import DRAFT, PlanFacts, check_facts, metadata_values
from dothi.intake.dossier.layout import Layout, layout_on
from dothi.intake.dossier.readme import readme
from dothi.intake.dossier.workbook import metadata_workbook
from dothi.law import Law
from dothi.law.tables.dossier_folders import DossierFolder

Documents = Mapping[str, Sequence[Path]]
"""Files to copy, by the code of their place in ``dossier_folders`` (``scan-drawings``)."""


def new_dossier(facts: PlanFacts, folder: Path, law: Law, day: date) -> Path:
    """Make an empty dossier in ``folder``; gives its root, ``folder/CSDL_…``.

    It has every folder, the metadata workbook with the facts known so far, and a GeoPackage for every file of
    which layers are known, each layer empty. Raises :class:`InputError` for facts that cannot be used and for
    a root that exists, :class:`UnusableError` where no layout is known for ``day``.
    """
    layout = layout_on(law, day)
    zone = check_facts(facts, layout)
    layers = []
    for place in layout.of_kind("vector"):
        for row in layout.layers.values():
            both = not row.folder and place.code in {"gis-current", "gis-planned"}
            if row.folder == place.code or both:
                layers.append(empty_layer(row.code, zone, place.code))
    draft = facts if facts.status else replace(facts, status=DRAFT)
    return _write(draft, layers, folder, {}, layout)


def export_dossier(
    facts: PlanFacts,
    layers: Sequence[PlanLayer],
    folder: Path,
    law: Law,
    day: date,
    *,
    documents: Documents | None = None,
) -> Path:
    """Write a plan as a dossier in ``folder``; gives its root. Checking it finds no fault.

    Layers are in the province's zone already. Raises :class:`InputError` with everything that does not fit:
    facts, names, coordinate system, geometry, lengths, documents of another kind, no layer of the plan.
    """
    layout = layout_on(law, day)
    zone = check_facts(facts, layout)
    given = documents or {}
    faults = [fault for layer in layers for fault in layer_faults(layer, zone, layout)]
    faults += _layer_set_faults(layers, layout)
    faults += [fault for place, paths in given.items() for fault in _document_faults(place, paths, layout)]
    refuse_all(faults)
    return _write(facts, layers, folder, given, layout)


def _write(
    facts: PlanFacts,
    layers: Sequence[PlanLayer],
    folder: Path,
    documents: Documents,
    layout: Layout,
) -> Path:
    name = layout.root_name(facts.name)
    target = folder if folder.name == name else folder / name
    if target.exists():
        raise InputError(_exists(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".dothi-", dir=target.parent))
    try:
        root = staging / name
        _fill(root, facts, layers, documents, layout)
        root.rename(target)
    finally:
        shutil.rmtree(staging)
    return target


def _fill(
    root: Path, facts: PlanFacts, layers: Sequence[PlanLayer], documents: Documents, layout: Layout
) -> None:
    zone = check_facts(facts, layout)
    for row in layout.folders:
        path = root / row.path
        (path if row.kind in {"originals", "scans"} else path.parent).mkdir(parents=True, exist_ok=True)
    codes = {DOSSIER: facts.code, INFORMATION: facts.information_code}
    for layer in layers:
        place = layout.folder(layer.place_in(layout))
        write_layer(root / f"{place.path}.gpkg", layer, codes, zone, layout)
    for code, paths in documents.items():
        for path in paths:
            shutil.copyfile(path, root / layout.folder(code).path / path.name)
    basic = any(documents.get(row.code) for row in layout.of_kind("originals"))
    values = metadata_values(facts, layout, zone, basic=basic, gis=bool(layers))
    for row in layout.of_kind("metadata"):
        workbook = root / f"{row.path.format(maHoSoQH=facts.code)}.{row.extensions[0]}"
        workbook.write_bytes(metadata_workbook(values, layout))
    (root / "README.md").write_text(readme(facts, layout, zone), encoding="utf-8")


def _layer_set_faults(layers: Sequence[PlanLayer], layout: Layout) -> list[Fault]:
    faults = []
    places = [(layer.place_in(layout), layer.name.lower()) for layer in layers]
    for place, name in sorted({item for item in places if places.count(item) > 1}):
        faults.append(
            _refusal(name, "Lớp có hai lần trong một tệp", "The layer stands twice in one file", place)
        )
    needed = {row.code for row in layout.of_kind("vector") if row.presence == "declared"}
    if not needed & {place for place, _ in places}:
        faults.append(_refusal("HoSoGIS", "Không có lớp quy hoạch nào", "There is no layer of the plan", ""))
    return faults


def _document_faults(place: str, paths: Sequence[Path], layout: Layout) -> list[Fault]:
    row = next(
        (row for row in layout.folders if row.code == place and row.kind in {"originals", "scans"}), None
    )
    if row is None:
        return [_refusal(place, "Bố cục không có thư mục này", "The layout has no such folder", "")]
    faults = []
    names = [path.name.lower() for path in paths]
    for path in paths:
        if not path.is_file():
            faults.append(_refusal(str(path), "Không có tệp này", "There is no such file", ""))
        elif path.suffix.lower().removeprefix(".") not in row.extensions:
            faults.append(_wrong_kind(path, row))
        elif names.count(path.name.lower()) > 1:
            faults.append(_refusal(str(path), "Hai tệp trùng tên", "Two files share this name", row.path))
    return faults


def _wrong_kind(path: Path, row: DossierFolder) -> Fault:
    named = ", ".join(f".{ending}" for ending in row.extensions)
    return _refusal(str(path), f"«{row.title_vi}» nhận {named}", f"“{row.title_en}” takes {named}", "")


def _refusal(where: str, vi: str, en: str, place: str) -> Fault:
    spot = f"{where} ({place})" if place else where
    return Fault("dossier.export-unfit", vi, en, spot, "Sửa rồi xuất lại", "Mend it and export again")


def _exists(target: Path) -> Fault:
    return Fault(
        "dossier.exists",
        "Ở đây đã có một thư mục hay tệp cùng tên",
        "A folder or file of this name is here already",
        str(target),
        "Chọn thư mục khác, hoặc dời cái đang có đi",
        "Choose another folder, or move what is there away",
    )
