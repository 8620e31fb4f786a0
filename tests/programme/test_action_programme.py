"""Quảng Nam's action programme: everything the source says, read by hand from the source."""

from __future__ import annotations

from pathlib import Path

import pytest

from dothi.places.pack import read_pack
from dothi.programme.model import Programme, TownTarget
from dothi.programme.pack_names import bodies_of, pack_spoken_of, register_of
from dothi.programme.read import read_file

HERE = Path(__file__).parent
PACK = HERE.parents[1] / "src" / "dothi" / "provinces" / "quang-nam"
EAST = "Về phía Đông / Cụm động lực số "
RIVER = "chuỗi đô thị hai bên sông Trường Giang từ Duy Xuyên đến Thăng Bình"
SOUTH = "chuỗi đô thị phía Nam"
AREA = "Tam Kỳ - Núi Thành - Phú Ninh"


@pytest.fixture(scope="module")
def programme() -> Programme:
    return read_file(PACK / "programme-06.txt", register_of(read_pack(PACK), bodies_of(PACK)))


def test_document(programme: Programme) -> None:
    info = programme.document
    assert info.title is not None
    assert info.title.startswith("CHƯƠNG TRÌNH thực hiện Nghị quyết số 06-NQ/TW")
    assert info.title.endswith("đến năm 2030, tầm nhìn 2045")
    assert (info.kind, info.issuer, info.resolution) == ("chương trình", "Ban Thường vụ Tỉnh ủy", "06-NQ/TW")
    assert (info.number, info.date, info.place) == (None, None, None)


def test_the_tree_is_the_source(programme: Programme) -> None:
    assert "".join(node.text for node in programme.nodes) == (PACK / "programme-06.txt").read_text("utf-8")
    labels = [(n.label, n.heading) for n in programme.nodes if n.kind == "section"]
    order = "I. 1. 2. 2.1. 2.2. II. 1. 2. 3. 4. 5. 5.1. 5.2. 5.3. 6. III."
    assert [label for label, _ in labels] == order.split()
    assert labels[0][1] == "QUAN ĐIỂM, MỤC TIÊU"
    kinds = [n.kind for n in programme.nodes]
    assert (kinds.count("title"), kinds.count("recipients"), kinds.count("signature")) == (1, 1, 1)
    by_id = {n.id: n for n in programme.nodes}
    first = next(n for n in programme.nodes if n.text.startswith("(1) Đối với Cụm động lực số 1"))
    assert by_id[first.parent or ""].text.startswith("- Về phía Đông:")


def test_viewpoints_and_objective(programme: Programme) -> None:
    assert [v.text.split()[0] for v in programme.viewpoints] == ["Tăng", "Quy", "Tập", "Phát", "Phát"]
    assert len(programme.objectives) == 1
    assert programme.objectives[0].text.startswith("Nâng cao chất lượng đô thị; phát triển đô thị theo hướng")


ROAD = "Tỷ lệ đất giao thông trên đất xây dựng đô thị"
GREEN = "Diện tích cây xanh bình quân trên mỗi người dân đô thị"
PLANS = (
    "các đô thị hiện có và đô thị mới có quy hoạch chung, quy hoạch phân khu "
    "và chương trình phát triển đô thị"
)
VALUED = [
    ("Tỷ lệ đô thị hóa", None, 2025, 37, 37, "=", False, "%"),
    ("Tỷ lệ đô thị hóa", None, 2030, 40, 40, "=", False, "%"),
    ("đô thị", None, 2025, 21, 21, "=", False, "đô thị"),
    ("đô thị", None, 2030, 28, 28, "=", False, "đô thị"),
    (PLANS, None, 2025, 100, 100, "=", False, "%"),
    (ROAD, None, 2025, 11, 16, "range", False, "%"),
    (ROAD, None, 2030, 16, 26, "range", False, "%"),
    (GREEN, None, 2025, 6, 8, "range", True, "m²/người"),
    (GREEN, None, 2030, 8, 10, "range", True, "m²/người"),
    ("đô thị mới", 2025, 2030, 3, 3, "=", False, "đô thị"),
    ("cơ sở sản xuất công nghiệp mới có công nghệ sạch", None, None, 100, 100, "=", False, "%"),
]


def test_targets_with_a_value(programme: Programme) -> None:
    found = [
        (t.indicator, t.year_from, t.year_to, t.min, t.max, t.comparison, t.approximate, t.unit)
        for t in programme.targets
        if t.comparison
    ]
    assert found == VALUED


def test_targets_without_a_value(programme: Programme) -> None:
    found = [(t.indicator, t.place, t.year_to) for t in programme.targets if t.comparison is None]
    smart = "Xây dựng thành phố Tam Kỳ và thành phố Hội An theo hướng đô thị thông minh"
    assert [(place, year) for _, place, year in found] == [
        (None, 2025),
        (None, 2030),
        (None, None),
        ("thành phố Tam Kỳ", 2025),
        ("thành phố Hội An", 2025),
    ]
    assert found[0][0].startswith("các đô thị phấn đấu hoàn thành các tiêu chí hạ tầng xã hội")
    assert found[1][0].startswith("hình thành đô thị loại I trực thuộc tỉnh")
    assert found[2][0].startswith("mỗi khu vực dân cư đô thị đều có kinh tế phát triển")
    assert found[3][0] == found[4][0] == smart


def test_sections_of_targets(programme: Programme) -> None:
    sections = {t.indicator: t.section or "" for t in programme.targets}
    assert sections["Tỷ lệ đô thị hóa"] == "2.2. Một số chỉ tiêu cụ thể"
    assert sections["cơ sở sản xuất công nghiệp mới có công nghệ sạch"].startswith("6. Phát triển kinh tế")


TOWNS = [
    # name, class, status, admin_kind, from, to, within, group
    ("Tam Kỳ", None, "smart", None, None, 2025, None, None),
    ("Hội An", None, "smart", None, None, 2025, None, None),
    ("Hội An", "II", "equivalent", None, None, None, None, EAST + "1"),
    ("Điện Bàn", "III", "reach", None, None, None, None, EAST + "1"),
    ("Điện Bàn", None, "administrative", "thành phố trực thuộc tỉnh", 2025, 2030, None, EAST + "1"),
    ("Ái Nghĩa", "IV", "toward", None, None, None, "Đại Lộc", EAST + "1"),
    ("Duy Hải - Duy Nghĩa", "V", "establish", None, 2025, 2030, None, EAST + "2"),
    ("Bình Minh", "V", "establish", None, 2025, 2030, None, EAST + "2"),
    ("Bình Hải", "V", "establish", None, 2025, 2030, None, EAST + "2"),
    (RIVER, "II", "reach", None, 2035, 2045, None, EAST + "2"),
    ("Nam Phước", "IV", "toward", None, None, None, None, EAST + "2"),
    ("Hà Lam", "IV", "toward", None, None, None, None, EAST + "2"),
    ("Đông Phú", "IV", "toward", None, None, None, None, EAST + "2"),
    ("Duy Xuyên", None, "administrative", "thị xã", None, 2030, None, EAST + "2"),
    (SOUTH, "I", "toward", None, None, None, None, EAST + "3"),
    ("Tam Kỳ", "I", "reach", None, None, 2025, None, EAST + "3"),
    (AREA, None, "ecological", None, None, 2030, None, EAST + "3"),
    (AREA, None, "smart", None, None, 2030, None, EAST + "3"),
    (AREA, "I", "reach", None, None, 2030, None, EAST + "3"),
    ("Thạnh Mỹ", "IV", "toward", None, None, None, None, "Về phía Tây"),
    ("Khâm Đức", "IV", "toward", None, None, None, None, "Về phía Tây"),
    ("Trà My", "IV", "toward", None, None, None, None, "Về phía Tây"),
    ("Praq", "IV", "toward", None, None, None, None, "Về phía Tây"),
    ("Thạnh Mỹ", None, "other", None, None, None, None, "Về phía Tây"),
    ("Khâm Đức", None, "other", None, None, None, None, "Về phía Tây"),
    ("Trà My", None, "other", None, None, None, None, "Về phía Tây"),
    ("Praq", None, "other", None, None, None, None, "Về phía Tây"),
    ("Việt An", "V", "recognise", None, None, None, "Hiệp Đức", "Về phía Tây"),
    ("ATiên", None, "administrative", "thị trấn", None, None, "Tây Giang", "Về phía Tây"),
    ("Trung Phước", None, "administrative", "thị trấn", None, None, "Nông Sơn", "Về phía Tây"),
    ("Tắc Pỏ", None, "administrative", "thị trấn", None, None, "Nam Trà My", "Về phía Tây"),
    ("Tam Kỳ", None, "other", None, None, None, None, None),
    ("Hội An", None, "other", None, None, None, None, None),
]


def _town(t: TownTarget) -> tuple[object, ...]:
    return (t.name, t.town_class, t.status, t.admin_kind, t.period_from, t.period_to, t.within, t.group)


def test_towns(programme: Programme) -> None:
    assert [_town(t) for t in programme.towns] == TOWNS


def test_chains_and_areas_name_their_towns(programme: Programme) -> None:
    members = {t.name: (t.members, t.chain) for t in programme.towns if t.members}
    assert members == {
        RIVER: (("Duy Xuyên", "Thăng Bình"), RIVER),
        SOUTH: (("Phú Ninh", "Tam Kỳ", "Núi Thành"), SOUTH),
        AREA: (("Tam Kỳ", "Núi Thành", "Phú Ninh"), None),
    }
    assert {t.region for t in programme.towns} == {None, "phía Đông", "phía Tây"}
    assert {t.cluster for t in programme.towns if t.region == "phía Tây"} == {None}


def test_clusters(programme: Programme) -> None:
    found = {c.name: (c.kind, set(c.towns)) for c in programme.clusters}
    assert found["Cụm động lực số 1"] == ("cluster", {"Hội An", "Điện Bàn", "Ái Nghĩa"})
    assert found["Cụm động lực số 2"] == (
        "cluster",
        {"Duy Hải - Duy Nghĩa", "Bình Minh", "Bình Hải", "Nam Phước", "Hà Lam", "Đông Phú", "Duy Xuyên"},
    )
    assert found["Cụm động lực số 3"] == ("cluster", {"Phú Ninh", "Tam Kỳ", "Núi Thành"})
    assert found[RIVER] == ("chain", {"Duy Xuyên", "Thăng Bình"})
    assert found[SOUTH] == ("chain", {"Phú Ninh", "Tam Kỳ", "Núi Thành"})
    west = {"Thạnh Mỹ", "Khâm Đức", "Trà My", "Praq", "Việt An", "ATiên", "Trung Phước", "Tắc Pỏ"}
    assert found["phía Tây"] == ("region", west)
    assert found["phía Đông"][1] == found["Cụm động lực số 1"][1] | found["Cụm động lực số 2"][1] | {
        "Phú Ninh",
        "Tam Kỳ",
        "Núi Thành",
    }
    assert len(found) == 7


def test_duties_of_part_three(programme: Programme) -> None:
    found = [(a.name, [d.text.split()[:2] for d in a.duties]) for a in programme.agencies]
    assert found == [
        ("Các ban cán sự đảng", [["tổ", "chức"]]),
        ("đảng đoàn", [["tổ", "chức"]]),
        ("các huyện, thị, thành ủy", [["tổ", "chức"]]),
        ("đảng ủy trực thuộc Tỉnh ủy", [["tổ", "chức"]]),
        ("Đảng đoàn HĐND tỉnh", [["lãnh", "đạo,"]]),
        ("Ban cán sự đảng UBND tỉnh", [["chỉ", "đạo"]]),
        ("Ban Tuyên giáo Tỉnh ủy", [["chủ", "trì,"]]),
        ("Mặt trận Tổ quốc Việt Nam", [["xây", "dựng"]]),
        ("đoàn thể chính trị - xã hội các cấp", [["xây", "dựng"]]),
        ("Ban Thường vụ Tỉnh ủy", [["sẽ", "điều"]]),
    ]


def test_tasks_stand_under_their_headings(programme: Programme) -> None:
    counts: dict[str, int] = {}
    for task in programme.tasks:
        label = (task.section or "").split(" ")[0]
        counts[label] = counts.get(label, 0) + 1
    assert counts == {"1.": 3, "2.": 4, "3.": 6, "4.": 5, "5.1.": 3, "5.2.": 1, "5.3.": 3, "6.": 4}
    consultation = next(t for t in programme.tasks if t.text.startswith("Tăng cường vai trò phản biện"))
    assert consultation.agencies == ("UBND tỉnh", "Mặt trận Tổ quốc Việt Nam")


def test_citations(programme: Programme) -> None:
    found = {(c.kind, c.number, c.date, c.issuer) for c in programme.citations if c.date}
    assert found == {
        ("Nghị quyết", "06-NQ/TW", "2022-01-24", "Bộ Chính trị"),
        ("Nghị quyết", "08-NQ/TU", "2021-05-04", "Tỉnh ủy"),
        ("Nghị quyết", "1210/2016/UBTVQH13", "2016-05-25", "Ủy ban Thường vụ Quốc hội"),
        ("Quyết định", "676/QĐ-TTg", "2017-05-18", "Thủ tướng Chính phủ"),
        ("Quyết định", "1055/QĐ-TTg", "2020-07-20", "Thủ tướng Chính phủ"),
    }


def test_what_is_left_over(programme: Programme) -> None:
    assert [u.text[:20] for u in programme.unplaced] == [
        "Thời gian qua, các c",
        "Để phát huy những kế",
        "Tiếp tục hoàn chỉnh ",
    ]


def test_every_tolerance_is_reported(programme: Programme) -> None:
    found = {(g.reason, g.found, g.taken_as) for g in programme.guesses}
    assert {
        ("ocr_slip", "chính trang", "chỉnh trang"),
        ("ocr_slip", "Phân đầu", "Phấn đấu"),
        ("ocr_slip", "vĩa hè", "vỉa hè"),
        ("name_match", "Praq", "P'rao"),
        ("name_match", "ATiên", "A Tiêng"),
    } <= found
    joined = [g for g in programme.guesses if g.reason == "joined_paragraph"]
    assert [g.found for g in joined] == [
        "chuyển đổi đất nông / thôn thành đất đô",
        "quy định. Chú ý / đến biến đổi khí",
    ]
    assert [g.score for g in programme.guesses if g.found in {"Praq", "ATiên"}] == [0.75, 0.833]


def test_a_broken_paragraph_is_one_node(programme: Programme) -> None:
    node = next(n for n in programme.nodes if "chuyển đổi đất nông\n\nthôn thành đất đô thị" in n.text)
    assert node.kind == "item"


def test_the_pack_of_the_province_is_found_by_its_name(programme: Programme) -> None:
    assert pack_spoken_of(PACK.parent, programme.source) == PACK
    assert pack_spoken_of(PACK.parent, "Chương trình của tỉnh Thanh Lâm") is None


def test_every_body_is_found_on_record(programme: Programme) -> None:
    matches = {agency.name: agency.match.key if agency.match else None for agency in programme.agencies}
    assert matches == {
        "Các ban cán sự đảng": "quang-nam-ban-can-su-dang-doan",
        "đảng đoàn": "quang-nam-ban-can-su-dang-doan",
        "các huyện, thị, thành ủy": "quang-nam-huyen-thi-thanh-uy",
        "đảng ủy trực thuộc Tỉnh ủy": "quang-nam-dang-uy-truc-thuoc",
        "Đảng đoàn HĐND tỉnh": "quang-nam-dang-doan-hdnd",
        "Ban cán sự đảng UBND tỉnh": "quang-nam-ban-can-su-dang-ubnd",
        "Ban Tuyên giáo Tỉnh ủy": "quang-nam-ban-tuyen-giao",
        "Mặt trận Tổ quốc Việt Nam": "quang-nam-mttq",
        "đoàn thể chính trị - xã hội các cấp": "quang-nam-doan-the",
        "Ban Thường vụ Tỉnh ủy": "quang-nam-ban-thuong-vu-tinh-uy",
    }


def test_objective_targets_and_tasks_hang_together_by_their_headings(programme: Programme) -> None:
    """The text ties them by its chapters: one aim, its targets beside it, the tasks in the chapter after."""
    nodes = {node.id: node for node in programme.nodes}

    def chapters(node: str) -> list[str]:
        line = []
        at: str | None = node
        while at is not None:
            if nodes[at].kind in {"section", "item"} and nodes[at].label:
                line.append(str(nodes[at].label))
            at = nodes[at].parent
        return line[::-1]

    (objective,) = programme.objectives
    assert chapters(objective.node)[:3] == ["I.", "2.", "2.1."]
    listed = [target for target in programme.targets if chapters(target.node)[0] == "I."]
    assert {tuple(chapters(target.node)[:3]) for target in listed} == {("I.", "2.", "2.2.")}
    assert {target.section for target in listed} == {"2.2. Một số chỉ tiêu cụ thể"}
    assert {chapters(task.node)[0] for task in programme.tasks} == {"II."}
    tasks = {task.node for task in programme.tasks}
    within = [target for target in programme.targets if target not in listed]
    assert [(chapters(target.node)[1], target.min, target.unit) for target in within] == [
        ("3.", 3, "đô thị"),
        ("6.", 100, "%"),
    ]
    assert {target.node for target in within} <= tasks
    for task in programme.tasks:
        assert chapters(task.node)[1] == str(task.section).split(" ", maxsplit=1)[0].split(".")[0] + "."
    assert nodes[objective.node].start < min(target.start for target in listed)
    assert max(target.start for target in listed) < min(task.start for task in programme.tasks)


def test_members_that_a_chain_lists_belong_to_its_cluster_and_its_two_ends_do_not(
    programme: Programme,
) -> None:
    """Chain 2 says "từ Duy Xuyên đến Thăng Bình", chain 3 "gồm Phú Ninh, Tam Kỳ, Núi Thành"."""
    towns = {c.name: set(c.towns) for c in programme.clusters}
    assert towns[SOUTH] <= towns["Cụm động lực số 3"]
    assert towns[RIVER] - towns["Cụm động lực số 2"] == {"Thăng Bình"}
    own = [t for t in programme.towns if t.name == "Duy Xuyên"]
    assert [(t.cluster, t.admin_kind, t.period_to) for t in own] == [("Cụm động lực số 2", "thị xã", 2030)]
    assert "Thăng Bình" not in towns["phía Đông"]
    assert (
        towns["phía Đông"]
        == towns["Cụm động lực số 1"] | towns["Cụm động lực số 2"] | towns["Cụm động lực số 3"]
    )
    assert not towns["phía Tây"] & towns["phía Đông"]
