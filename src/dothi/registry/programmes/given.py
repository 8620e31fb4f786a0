"""Fields of an item as an officer gave them, judged also by what is on record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dothi.base.errors import Fault, InputError
from dothi.programme.fields import cleaned
from dothi.programme.linking import same_unit
from dothi.registry.programmes.names import measures


def fields_given(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Read ``given`` as :func:`~dothi.programme.fields.cleaned` does, and refuse a measure of another unit.

    Raises :class:`InputError` with one fault for each field that cannot be, named by ``where``.
    """
    fields = cleaned(kind, given)
    code, unit = fields.get("measure"), fields.get("unit")
    measure = next((one for one in measures() if one.code == code), None) if code else None
    if measure is not None and unit and not same_unit(unit, measure.unit):
        raise InputError(
            Fault(
                "programmes.measure_unit",
                f"chỉ số «{measure.title}» tính bằng «{measure.unit}», chỉ tiêu này tính bằng «{unit}»",
                f"“{measure.title}” is counted in “{measure.unit}” and this target in “{unit}”",
                "measure",
                "Chọn chỉ số cùng đơn vị, bỏ trống ô «Đo bằng», hoặc sửa đơn vị nếu ghi sai",
                "Choose an indicator of the same unit, leave it empty, or mend the unit if it is wrong",
            )
        )
    return fields
