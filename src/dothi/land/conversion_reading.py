"""Finding the column of codes of current land use, and what every matrix must say of its readings."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import geopandas as gpd

from dothi.base.dates import format_date
from dothi.base.errors import Fault, UnusableError
from dothi.land.permission import Rules
from dothi.land.polygons import labels_of
from dothi.land.record import Words
from dothi.law import Law
from dothi.law.tables.land_use_codes import LandUseCode

_ENOUGH = 0.5
"""Share of a column's different values that must be codes of land use for it to be their column."""


def known_codes(law: Law, rules: Rules) -> frozenset[str]:
    """Every code of current land use that a list of the law holds or somebody read."""
    return frozenset(rules.current) | {row.code for row in law.of(LandUseCode).every_row}


def code_column(title: str, frame: gpd.GeoDataFrame, known: AbstractSet[str], option: tuple[str, str]) -> str:
    """The column most of whose different values are codes of land use.

    :param option: where a person names the field, in Vietnamese and English, for the refusal.

    Raises :class:`UnusableError` ``land.no-codes``.
    """
    best, most = "", _ENOUGH
    for column in frame.columns.drop(frame.geometry.name):
        values = {label for label in labels_of(frame[column]) if label}
        share = len(values & known) / len(values) if values else 0.0
        if share > most:
            best, most = str(column), share
    if best:
        return best
    raise UnusableError(
        Fault(
            "land.no-codes",
            f"Không nhận ra cột mã loại đất trong lớp «{title}»",
            f"No column of land-use codes is recognised in the layer “{title}”",
            remedy_vi=f"Nêu trường mã bằng {option[0]}",
            remedy_en=f"Name the field of codes with {option[1]}",
        )
    )


def standing_notes(rules: Rules) -> tuple[Words, ...]:
    """What holds of every matrix of a day: whose readings it rests on, or that the law is not there."""
    day = format_date(rules.day)
    if not rules.clauses:
        return (
            Words(
                f"Luật đất đai áp dụng ngày {day} chưa có trong hệ thống: mọi kết luận là chưa biết",
                f"The land law of {day} is not in the system: every verdict is not known",
            ),
        )
    return (
        Words(
            "Mã loại đất và chức năng được đọc thành mục đích sử dụng đất theo cách đọc của chính hệ thống; "
            "Luật Đất đai 31/2024/QH15 chưa tra cứu các lần sửa đổi 2025-2026",
            "Codes and functions are read as uses by the system's own reading; amendments of 2025-2026 "
            "of the Land Law 31/2024/QH15 were not checked",
        ),
    )


def own_reading(table: str, author: str) -> Words:
    """That codes are read by a table of the asker's own."""
    return Words(
        f"Mã được đọc theo bảng {table} của {author}", f"Codes are read by the table {table} of {author}"
    )
