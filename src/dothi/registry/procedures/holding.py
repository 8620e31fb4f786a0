"""What a case holds of what is asked for, and whether what is written into a field can stand there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dothi.base.dates import parse_date
from dothi.base.errors import Fault, InputError
from dothi.base.numbers import parse_number
from dothi.base.text import clean
from dothi.law.tables.procedure_items import ProcedureItem
from dothi.registry.lawbook import current_law
from dothi.registry.procedures.models import Case
from dothi.registry.procedures.refusals import found

FIELDS = ("text", "note", "date", "money", "number")
LONGEST = 2000
MOST = 10**15
YEARS = range(1900, 2201)
"""Years that a date of a case can lie in; time limits are counted from them."""


def held_items(case: Case) -> set[str]:
    """Codes of items the case holds: filled fields, documents, opinions that came in."""
    facts = {code for code, value in case.facts.items() if value not in ("", None)}
    documents = case.documents.filter(withdrawn_because="").values_list("item", flat=True)
    opinions = case.opinions.exclude(received_on=None).values_list("item", flat=True)
    return facts | set(documents) | set(opinions)


def council_faults(case: Case) -> list[Fault]:
    """What keeps the council from having been heard: no chair, or members without a written opinion."""
    members = list(case.council.all())
    if not any(member.office == "chair" for member in members):
        return [
            found(
                "no-council",
                "Chưa có Hội đồng thẩm định có chủ tịch",
                "There is no appraisal council with a chair",
                "council",
                ("Ghi thành viên hội đồng", "Enter the members"),
            )
        ]
    silent = [member.name for member in members if not member.stance]
    if not silent:
        return []
    return [
        found(
            "no-opinion",
            f"Chưa có ý kiến bằng văn bản của: {', '.join(silent)}",
            f"No written opinion yet from: {', '.join(silent)}",
            "council",
            ("Ghi ý kiến của từng thành viên", "Enter the opinion of each member"),
        )
    ]


def read_facts(given: Mapping[str, str]) -> dict[str, Any]:
    """Read fields as people write them; an empty one is taken out.

    Raises :class:`InputError` naming each field that is none or cannot be read.
    """
    read: dict[str, Any] = {}
    faults: list[Fault] = []
    for code, text in given.items():
        item = current_law().of(ProcedureItem).get(code)
        if item is None or item.kind not in FIELDS:
            faults.append(
                found(
                    "no-field", f"Không có mục «{code[:60]}»", f"There is no field “{code[:60]}”", code[:60]
                )
            )
            continue
        try:
            read[code] = _value(item, text)
        except InputError as error:
            faults += [
                Fault(one.code, one.vi, one.en, code, one.remedy_vi, one.remedy_en) for one in error.faults
            ]
    if faults:
        raise InputError(*faults)
    return read


def _value(item: ProcedureItem, text: str) -> Any:
    plain = text.strip()
    if not plain:
        return ""
    if item.kind == "date":
        return _day(item, plain)
    if item.kind in {"money", "number"}:
        amount = parse_number(plain)
        if amount < 0 or amount >= MOST or amount != int(amount):
            raise InputError(
                found(
                    "amount",
                    f"«{plain[:40]}» không phải là số nguyên từ 0",
                    f"“{plain[:40]}” is no whole number from 0",
                    item.code,
                    ("Ghi số nguyên, ví dụ 1.250.000.000", "Write a whole number"),
                )
            )
        return int(amount)
    if len(plain) > LONGEST:
        raise InputError(
            found("long", f"Dài quá {LONGEST} ký tự", f"Longer than {LONGEST} characters", item.code)
        )
    return clean(plain)


def _day(item: ProcedureItem, text: str) -> str:
    day = parse_date(text)
    if day.year not in YEARS:
        raise InputError(
            found(
                "year",
                f"Năm {day.year} không thể là năm của hồ sơ",
                f"{day.year} cannot be a year of a case",
                item.code,
                ("Ghi lại ngày", "Write the date again"),
            )
        )
    return day.isoformat()
