"""What a dossier says of its plan: facts given by whoever writes it, and the metadata they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dothi.base.errors import Fault, refuse_all
from dothi.base.numbers import format_number
from dothi.base.text import clean
from dothi.intake.dossier.codes import DOSSIER, INFORMATION
from dothi.intake.dossier.layout import LONGEST_NAME, Layout, compact
from dothi.law.tables.province_zones import ProvinceZone

ILLUSTRATIVE = "Dữ liệu minh họa"
DRAFT = "Đang lập"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision: its number and its day, as far as they are known."""

    number: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan as its dossier's metadata tell of it.

    ``kind`` is ``QHC``, ``QPK`` or ``QCT``; ``scale`` the denominator; ``code`` the ``maHoSoQH``, whose first
    two digits name the province. What is empty stays blank. ``illustrative`` plans are labelled so in the
    metadata and in the README.
    """

    name: str
    kind: str
    scale: int
    code: str
    information_code: str = ""
    task_decision: Decision = Decision()
    plan_decision: Decision = Decision()
    consultant: str = ""
    decided_by: str = ""
    status: str = ""
    place: str = ""
    investor: str = ""
    keywords: str = ""
    note: str = ""
    illustrative: bool = False


def provisional_code(province: str, kind: str) -> str:
    """Make a dossier code for a plan that has none yet: first issue, serial 0001, to be replaced."""
    return f"{province}{kind}0000001"


def check_facts(facts: PlanFacts, layout: Layout) -> ProvinceZone:
    """Refuse facts no dossier can be written from; give the province's zone.

    Raises :class:`InputError` with every fault: no name, a name too long for a folder, an unknown kind, no
    scale, codes of a wrong structure or kind, or a province whose central meridian no source gives.
    """
    refuse_all(list(_faults(facts, layout)))
    return layout.zones[layout.codes[DOSSIER].parts(facts.code)["province"]]  # type: ignore[index]


def _faults(facts: PlanFacts, layout: Layout) -> Iterator[Fault]:
    root = layout.root_name(facts.name)
    if not compact(facts.name):
        yield _fault("no-name", "Chưa có tên đồ án", "The plan has no name", "--name")
    elif len(root) > LONGEST_NAME:
        yield _fault(
            "long-name",
            f"Tên đồ án làm tên thư mục dài {len(root)} ký tự, quá {LONGEST_NAME}",
            f"The plan's name makes a folder name of {len(root)} characters, over {LONGEST_NAME}",
            "--name",
        )
    kinds = [row.value for row in layout.values if row.part == "kind"]
    if facts.kind not in kinds:
        listed = ", ".join(kinds)
        yield _fault(
            "kind", f"Loại quy hoạch phải là một trong {listed}", f"The kind is one of {listed}", "--kind"
        )
    if not 1 <= facts.scale <= 1_000_000:
        yield _fault(
            "scale", "Tỷ lệ phải từ 1/1 đến 1/1.000.000", "The scale is from 1/1 to 1/1,000,000", "--scale"
        )
    parts = layout.codes[DOSSIER].parts(facts.code)
    if parts is None:
        yield _fault(
            "code",
            f"Mã hồ sơ «{facts.code[:40]}» không đúng cấu trúc, ví dụ {layout.codes[DOSSIER].example}",
            f"The dossier code “{facts.code[:40]}” is not built like {layout.codes[DOSSIER].example}",
            "--code",
        )
    elif parts["kind"] != facts.kind:
        yield _fault(
            "code-kind", "Mã hồ sơ và loại quy hoạch khác nhau", "Code and kind of plan differ", "--code"
        )
    elif parts["province"] not in layout.zones:
        known = ", ".join(sorted(layout.zones))
        yield _fault(
            "province",
            f"Chưa có nguồn về kinh tuyến trục của tỉnh {parts['province']} (đã biết: {known})",
            f"No source gives the central meridian of province {parts['province']} (known: {known})",
            "--province",
        )
    information = facts.information_code
    if information and layout.codes[INFORMATION].parts(information) is None:
        yield _fault(
            "information-code",
            f"Mã thông tin quy hoạch «{information[:40]}» không đúng cấu trúc",
            f"The planning information code “{information[:40]}” has another structure than it must",
            "",
        )


def _fault(code: str, vi: str, en: str, where: str) -> Fault:
    return Fault(f"dossier.facts-{code}", vi, en, where, "Sửa rồi chạy lại", "Mend it and run again")


def metadata_values(
    facts: PlanFacts, layout: Layout, zone: ProvinceZone, *, basic: bool, gis: bool
) -> dict[str, str | date]:
    """Write the facts as metadata, by the code of ``dossier_metadata``; blanks are left out."""
    note = clean(facts.note)
    if facts.illustrative:
        note = f"{ILLUSTRATIVE}. {note}".rstrip(" .") if note else ILLUSTRATIVE
    values: dict[str, str | date | None] = {
        "ma-ho-so": facts.code,
        "ma-thong-tin": facts.information_code,
        "ten-do-an": facts.name,
        "loai-quy-hoach": facts.kind,
        "ty-le": f"1/{format_number(facts.scale)}",
        "so-qd-nhiem-vu": facts.task_decision.number,
        "ngay-qd-nhiem-vu": facts.task_decision.day,
        "so-qd-quy-hoach": facts.plan_decision.number,
        "ngay-qd-quy-hoach": facts.plan_decision.day,
        "don-vi-tu-van": facts.consultant,
        "don-vi-ra-qd": facts.decided_by,
        "tinh-trang": facts.status,
        "he-toa-do": f"VN-2000, kinh tuyến trục {zone.meridian}, múi 3°",
        "dia-diem": facts.place,
        "chu-dau-tu": facts.investor,
        "thu-muc": layout.root_name(facts.name),
        "co-ho-so-basic": "Có" if basic else "Không",
        "co-ho-so-gis": "Có" if gis else "Không",
        "tu-khoa": facts.keywords,
        "ghi-chu": note,
    }
    cleaned = {code: clean(value) if isinstance(value, str) else value for code, value in values.items()}
    return {code: value for code, value in cleaned.items() if value}
