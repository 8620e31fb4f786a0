"""The codes that every feature carries, against the dossier's own and against each other.

One finding a layer and rule, with every feature concerned: a consultant who forgot a digit forgot it in all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from dothi.intake.dossier.codes import DOSSIER, INFORMATION, OBJECT
from dothi.intake.dossier.layer_rules import PlacedLayer, features_of
from dothi.intake.dossier.layout import Layout
from dothi.intake.dossier.telling import Both, found
from dothi.intake.findings import Finding
from dothi.law.tables.dossier_codes import DossierCode
from dothi.law.tables.dossier_fields import DossierField


def check_feature_codes(placed: PlacedLayer, expected: dict[str, str], layout: Layout) -> Iterator[Finding]:
    """Yield blank, misbuilt and contradicting codes of one layer.

    ``expected`` holds the metadata's ``maHoSoQH`` and ``maThongTinQH`` where they are valid. A planning
    information code may be blank in the layers while the metadata have none yet.
    """
    for field in layout.fields:
        column = placed.column(field)
        if not field.holds or not column or not len(placed.frame):
            continue
        values = placed.frame[column].map(_text)
        if field.holds == OBJECT:
            yield from _objects(placed, values, field, expected.get(DOSSIER, ""), layout)
        else:
            wanted = expected.get(field.holds, "")
            may_be_blank = field.holds == INFORMATION and not wanted
            yield from _dossier(placed, values, field, wanted, layout, may_be_blank=may_be_blank)


def _dossier(
    placed: PlacedLayer, values: Any, field: DossierField, wanted: str, layout: Layout, *, may_be_blank: bool
) -> Iterator[Finding]:
    code = layout.codes[field.holds]
    tell = _Teller(placed, field, code, layout)
    blank = values == ""
    if not may_be_blank:
        yield from tell(
            "feature-code-blank",
            blank,
            lambda n: (f"{n} đối tượng chưa có {field.code}", f"{n} features have no {field.code}"),
            (f"Điền {wanted or field.code}", f"Fill in {wanted or field.code}"),
        )
    if wanted:
        yield from tell(
            "feature-code-differs",
            ~blank & (values != wanted),
            lambda n: (
                f"{n} đối tượng có {field.code} khác {wanted} của siêu dữ liệu",
                f"{n} features have another {field.code} than {wanted} of the metadata",
            ),
            (f"Ghi {wanted}", f"Write {wanted}"),
            values,
        )
    else:
        yield from tell(
            "feature-code-structure",
            ~blank & ~values.map(lambda value: code.parts(value) is not None),
            lambda n: (
                f"{n} đối tượng có {field.code} không đúng cấu trúc",
                f"{n} features have a {field.code} of another structure than it must have",
            ),
            ("Sửa theo cấu trúc của mã", "Mend it after the structure of the code"),
            values,
        )


def _objects(
    placed: PlacedLayer, values: Any, field: DossierField, dossier: str, layout: Layout
) -> Iterator[Finding]:
    code = layout.codes[OBJECT]
    name = placed.layer.name
    tell = _Teller(placed, field, code, layout)
    parts = values.map(code.parts)
    blank, built = values == "", parts.notna()
    remedy = (
        f"Ghi <maHoSoQH>-{name}-<ObjectID>",
        f"Write <maHoSoQH>-{name}-<ObjectID>",
    )
    yield from tell(
        "feature-code-blank",
        blank,
        lambda n: (f"{n} đối tượng chưa có {field.code}", f"{n} features have no {field.code}"),
        remedy,
    )
    yield from tell(
        "feature-code-structure",
        ~blank & ~built,
        lambda n: (
            f"{n} đối tượng có {field.code} không đúng cấu trúc",
            f"{n} features have a {field.code} of another structure than it must have",
        ),
        remedy,
        values,
    )
    layers = parts[built].map(lambda item: item["layer"])
    yield from tell(
        "object-code-layer",
        (layers != name).reindex(values.index, fill_value=False),
        lambda n: (
            f"{n} đối tượng có {field.code} ghi tên lớp khác",
            f"{n} features name another layer in {field.code}",
        ),
        remedy,
        values,
    )
    if dossier:
        owners = parts[built].map(lambda item: item["dossier"])
        yield from tell(
            "object-code-dossier",
            (owners != dossier).reindex(values.index, fill_value=False),
            lambda n: (
                f"{n} đối tượng có {field.code} ghi mã hồ sơ khác {dossier}",
                f"{n} features name another dossier than {dossier} in {field.code}",
            ),
            remedy,
            values,
        )
    yield from tell(
        "object-code-twice",
        built & values.duplicated(keep="first"),
        lambda n: (
            f"{n} đối tượng mang {field.code} của đối tượng khác",
            f"{n} features carry the {field.code} of another",
        ),
        ("Mỗi đối tượng một ObjectID riêng", "Give every feature an ObjectID of its own"),
        values,
    )


class _Teller:
    """Makes one finding of the features that a rule concerns."""

    def __init__(self, placed: PlacedLayer, field: DossierField, code: DossierCode, layout: Layout) -> None:
        self._placed, self._field, self._layout = placed, field, layout
        self._severity = layout.weight(field, code)

    def __call__(
        self,
        code: str,
        concerned: Any,
        message: Callable[[int], Both],
        remedy: Both,
        values: Any = None,
    ) -> Iterator[Finding]:
        features = features_of(concerned.index[concerned])
        if not features:
            return
        vi, en = message(len(features))
        if values is not None:
            shown = str(values[concerned].iloc[0])[:60]
            vi, en = f"{vi}, ví dụ «{shown}»", f"{en}, as in “{shown}”"
        yield found(
            code,
            self._severity,
            (vi, en),
            remedy,
            row=self._field,
            layer=self._placed.layer.name,
            feature=features[0],
            others=features[1:],
            measure=float(len(features)),
            unit="đối tượng",
            where=f"{self._placed.where}, trường {self._placed.column(self._field)}",
        )


def _text(value: Any) -> str:
    """A cell as text without spaces around; missing values are blank."""
    return "" if value is None or pd.isna(value) else str(value).strip()
