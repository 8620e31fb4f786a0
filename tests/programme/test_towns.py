"""Aims for towns: who, which class, which unit, by when."""

from __future__ import annotations

import pytest

from dothi.programme.model import TownTarget
from dothi.programme.read import read_text


def towns(sentence: str, heading: str = "I. NHIỆM VỤ") -> list[TownTarget]:
    return list(read_text(f"{heading}\n\n- {sentence}\n").towns)


def short(town: TownTarget) -> tuple[object, ...]:
    return town.name, town.town_class, town.status, town.admin_kind, town.period_from, town.period_to


CASES = [
    (
        "Nâng loại 02 đô thị: A Lưới, Khe Sanh lên loại IV vào năm 2025.",
        [("A Lưới", "IV", "reach", None, None, 2025), ("Khe Sanh", "IV", "reach", None, None, 2025)],
    ),
    (
        "Thị trấn Khe Sanh phấn đấu đạt tiêu chí đô thị loại IV vào năm 2028.",
        [("Khe Sanh", "IV", "reach", None, None, 2028)],
    ),
    (
        "Từng bước hoàn thiện các tiêu chí đô thị loại V đối với thị trấn Khe Sanh.",
        [("Khe Sanh", "V", "toward", None, None, None)],
    ),
    (
        "Hoàn thành thủ tục công nhận đô thị loại V cho Khe Sanh (Hướng Hóa).",
        [("Khe Sanh", "V", "recognise", None, None, None)],
    ),
    (
        "Xã Bến Đình được định hướng trở thành thị trấn giai đoạn 2026 - 2030.",
        [("Bến Đình", None, "administrative", "thị trấn", 2026, 2030)],
    ),
    (
        "Thành lập thành phố Hòa Thuận trên cơ sở thị xã Hòa Thuận vào năm 2030.",
        [("Hòa Thuận", None, "administrative", "thành phố", None, 2030)],
    ),
    (
        "Hình thành 02 đô thị mới loại V, gồm: Tân Phước và Ba Sao.",
        [("Tân Phước", "V", "establish", None, None, None), ("Ba Sao", "V", "establish", None, None, None)],
    ),
    (
        "Phát triển khu du lịch Hồ Trầm tương đương tiêu chí đô thị loại IV.",
        [("Hồ Trầm", "IV", "equivalent", None, None, None)],
    ),
    (
        "Thành phố Lâm Hải trở thành đô thị thông minh vào năm 2030.",
        [("Lâm Hải", None, "smart", None, None, 2030)],
    ),
    (
        "Đến năm 2025, có 01 đô thị loại II (thành phố Lâm Hải) và 12 đô thị loại V.",
        [("Lâm Hải", "II", "reach", None, None, 2025)],
    ),
    (
        "Nâng thị trấn Khe Sanh lên đô thị loại IV và thành lập thị xã Khe Sanh giai đoạn 2026-2030.",
        [
            ("Khe Sanh", "IV", "reach", None, 2026, 2030),
            ("Khe Sanh", None, "administrative", "thị xã", 2026, 2030),
        ],
    ),
    (
        "Phường Lãng Bắc 1 và phường Lãng Bắc 2 hình thành mô hình đô thị thông minh.",
        [("Lãng Bắc 1", None, "smart", None, None, None), ("Lãng Bắc 2", None, "smart", None, None, None)],
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_aims(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert [short(t) for t in towns(sentence)] == expected


def test_where_a_town_lies_is_no_town() -> None:
    (found,) = towns("Thành lập thị trấn Chợ Vàm thuộc huyện Bình Lục trước năm 2027.")
    assert (found.name, found.within) == ("Chợ Vàm", "Bình Lục")


NOBODY = [
    "Rà soát các tiêu chí đối với các đô thị loại V theo quy định.",
    "Nâng cấp hệ thống đê qua thị trấn Bến Cát.",
    "Thực hiện Nghị quyết số 1210/2016/UBTVQH13 của Ủy ban Thường vụ Quốc hội về đô thị loại IV.",
    "Sở Xây dựng chủ trì lập hồ sơ nâng loại đô thị.",
]


@pytest.mark.parametrize("sentence", NOBODY)
def test_a_town_without_an_aim_and_an_aim_without_a_town(sentence: str) -> None:
    assert towns(sentence) == []


def test_class_one_is_no_heading() -> None:
    text = "I. NHIỆM VỤ\n\n- Xây dựng thành phố Lâm Hải đạt đô thị loại\nI. Hoàn thiện hạ tầng.\n"
    sections = [n for n in read_text(text).nodes if n.kind == "section"]
    assert sections[0].heading == "NHIỆM VỤ"


def test_clusters_chains_and_corridors() -> None:
    text = (
        "I. TỔ CHỨC KHÔNG GIAN\n\n1. Vùng ven biển\n\n"
        "a) Cụm đô thị trung tâm gồm thành phố A Lưới và thị trấn Khe Sanh. "
        "Thị trấn Khe Sanh đạt loại IV.\n\n"
        "b) Chuỗi đô thị ven sông gồm Ba Sao - Tân Phước - Bến Đình.\n\n"
        "c) Hành lang kinh tế Đông - Tây đi qua Khe Sanh, Ba Sao.\n"
    )
    found = read_text(text)
    assert [(c.kind, c.name, c.towns) for c in found.clusters if c.kind != "region"] == [
        ("cluster", "Cụm đô thị trung tâm", ("A Lưới", "Khe Sanh")),
        ("chain", "Chuỗi đô thị ven sông", ("Ba Sao", "Tân Phước", "Bến Đình")),
        ("corridor", "Hành lang kinh tế Đông - Tây", ("Khe Sanh", "Ba Sao")),
    ]
    (town,) = found.towns
    assert (town.region, town.cluster) == ("Vùng ven biển", "Cụm đô thị trung tâm")
    assert town.group == "Vùng ven biển / Cụm đô thị trung tâm"


def test_a_table_of_towns() -> None:
    text = (
        "I. MỤC TIÊU\n\n| Đô thị | Loại hiện trạng | Năm 2025 | Năm 2030 |\n|---|---|---|---|\n"
        "| Thành phố Lâm Hải | III | II | - |\n| Thị trấn Khe Sanh | V | - | IV |\n"
    )
    assert [short(t) for t in read_text(text).towns] == [
        ("Lâm Hải", "II", "reach", None, None, 2025),
        ("Khe Sanh", "IV", "reach", None, None, 2030),
    ]
