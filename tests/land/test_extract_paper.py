"""The PDF of an extract, read back by another tool."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from types import ModuleType
from typing import Any

import geopandas as gpd
import pandas as pd
import pypdf
import pytest
import shapely
from pyproj import CRS

from dothi.base.numbers import exact, format_number
from dothi.land.extract_content import MOST_CORNERS, Drawn, Outlined, content_of, qr_svg
from dothi.land.extract_map import FunctionStyle
from dothi.land.extract_paper import extract_pdf
from dothi.land.extract_restrictions import Restriction, Sign
from dothi.land.overrides import settled
from dothi.land.piece import Piece, piece
from dothi.land.plans import LayerOnRecord, Level, PlanOnRecord, level_answer
from dothi.land.record import Answer, Override, Verdict, Words
from dothi.land.themes import ThemeSource, theme_answer


@pytest.fixture(scope="session")
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("land")


def read_back(pdf: bytes) -> str:
    document = pypdf.PdfReader(io.BytesIO(pdf))
    text = " ".join(page.extract_text() for page in document.pages)
    return re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\u00a0", " "))


def printed(w: Any, answer: Answer, language: str = "vi", plans: Any = None) -> str:
    text = w.statement(answer, language)
    return read_back(extract_pdf(*w.paper(text, [w.PLAN] if plans is None else plans)))


def test_the_figures_stand_on_the_paper(w: ModuleType) -> None:
    # 100 x 10 from x = 550: 500 m² each; registered 900 m², so 500/900 = 55,6 %.
    answer = w.answer(w.area(550, 0, 100, 10, 900), notes=(Words("Tọa độ hiểu là VN-2000", "VN-2000"),))
    text = printed(w, answer)
    assert "Tỉnh Quảng Nam Thông tin quy hoạch (tra cứu tự động) Mã tra cứu: 7KMN-24QR-AB" in text
    assert "không thay cho văn bản cung cấp thông tin quy hoạch của cơ quan nhà nước có thẩm quyền" in text
    assert "Ngày hỏi 1/7/2025" in text
    assert "Diện tích đo theo tọa độ 1.000,0 m² Diện tích trên giấy tờ 900,0 m²" in text
    assert "Chênh lệch đo so với giấy tờ +100,0 m²" in text
    assert "Tọa độ hiểu là VN-2000." in text
    assert text.count("500,0 50,0 % 55,6 %") == 2
    assert "mật độ xây dựng 60 %" in text
    assert "QHC Tam Kỳ phiên bản 1 · 1/QĐ-UBND, 2/1/2024, UBND tỉnh · hiệu lực từ 2/1/2024" in text
    assert "Tỷ lệ khi in khổ A4 đúng cỡ: 1/1.000 · VN-2000, 107°45′, múi 3° (EPSG:5899)" in text
    assert "minh họa" not in text


def test_corners_in_both_systems_with_the_sides(w: ModuleType) -> None:
    text = printed(w, w.answer(w.area(550, 0, 100, 10)))
    assert "1 1.722.000,00 577.650,00 10,00" in text
    assert "2 1.722.010,00 577.650,00 100,00" in text


def test_a_control_point_in_both_systems(w: ModuleType) -> None:
    # 108.4740, 15.5736 is E 577453.964, N 1722531.703 in EPSG:5899.
    spot = piece(shapely.Point(577453.964, 1722531.703), w.ZONE)
    text = printed(w, w.answer(spot))
    assert "X 1.722.531,70; Y 577.453,96" in text
    latitude, longitude = re.search(r"(15,\d{7}); (108,\d{7})", text).groups()
    assert float(latitude.replace(",", ".")) == pytest.approx(15.5736, abs=2e-8)
    assert float(longitude.replace(",", ".")) == pytest.approx(108.4740, abs=2e-8)


def test_levels_apply_or_are_not_known_in_words(w: ModuleType) -> None:
    text = printed(w, w.answer(w.area(550, 0, 100, 10)))
    assert "Quy hoạch chung Áp dụng QHC Tam Kỳ" in text
    assert "Quy hoạch chi tiết ? Chưa biết Chưa có đồ án nào của cấp này" in text
    assert "Căn cứ pháp luật của cấp quy hoạch này vào ngày hỏi chưa được xác nhận." in text
    assert "Cấp quy hoạch theo Luật 47/2024" in text
    assert "Ngập lụt, thoát lũ ? Chưa biết" in text


def test_strips_stand_apart_and_land_without_a_plan_is_said(w: ModuleType) -> None:
    # 1,9 m of housing are less than the 2 m that the drawing can tell.
    text = printed(w, w.answer(w.area(598.1, 100, 50, 50)))
    assert "Dải hẹp. Hẹp hơn mức bản vẽ phân biệt được (2,0 m)" in text
    assert "95,0 3,8 %" in text
    # 300 x 10 from x = 800: a third has no zone, a third lies outside the plan.
    text = printed(w, w.answer(w.area(800, 0, 300, 10)))
    assert "Trong ranh giới, không có ô chức năng 1.000,0 33,3 %" in text
    assert "Ngoài mọi đồ án đang áp dụng của cấp này: 1.000,0 m² (33,3 %" in text


def test_a_trace_is_not_shown_as_nothing(w: ModuleType) -> None:
    # 0,3 m² of 1 ha are 0,003 %.
    sign = w.plan((w.HOUSING, w.box(0, 0, 1000, 99.97)), (w.GREEN, w.box(0, 99.97, 10, 0.03)))
    assert "0,3 < 0,1 %" in printed(w, w.answer(w.area(0, 0, 100, 100), [sign]))


def test_a_zone_without_a_function_says_so(w: ModuleType) -> None:
    unknown = w.plan(({**w.HOUSING, "function": None}, w.box(0, 0, 600, 1000)))
    text = printed(w, w.answer(w.area(0, 0, 100, 100), [unknown]))
    assert "Chưa rõ chức năng DVO O1 · Ô 1 10.000,0 100,0 %" in text


def test_zones_of_themes_have_no_function(w: ModuleType) -> None:
    water = gpd.GeoDataFrame({"ten": ["Vùng ngập 1"]}, geometry=[w.box(550, 0, 20, 10)], crs=w.ZONE)
    text = printed(w, w.answer(w.area(550, 0, 100, 10), floods=[w.flood(water)]))
    assert "Ngập lụt, thoát lũ: Áp dụng Nguồn: Vùng ngập, Bản đồ ngập" in text
    assert "Vùng ngập 1 200,0 20,0 %" in text
    assert "Chưa rõ chức năng" not in text


def test_the_digest_and_the_address_stand_on_the_paper(w: ModuleType) -> None:
    made = w.statement(w.answer(w.area(550, 0, 100, 10)))
    said, given = w.paper(made)
    text = read_back(extract_pdf(said, given))
    digest = hashlib.sha256(made.encode()).hexdigest()
    assert f"{digest[:32]} {digest[32:]}" in text
    assert f"{digest[:4]} {digest[4:8]} {digest[8:12]} {digest[12:16]}" in text
    assert w.ADDRESS in text


def test_the_code_for_cameras_is_square_and_of_the_address(w: ModuleType) -> None:
    assert qr_svg(w.ADDRESS) != qr_svg(w.ADDRESS + "x")
    width, height = re.search(r'width="(\d+)" height="(\d+)"', qr_svg(w.ADDRESS)).groups()
    assert width == height


def test_invented_plans_are_marked(w: ModuleType) -> None:
    invented = replace(w.PLAN, facts=replace(w.PLAN.facts, illustrative=True))
    text = printed(w, w.answer(w.area(550, 0, 100, 10), [invented]))
    assert text.count("Dữ liệu minh họa") >= 5  # header of each page, notice, plan
    assert "không phải quy hoạch đã duyệt" in text


def test_a_map_that_cannot_be_drawn_says_why(w: ModuleType) -> None:
    said, given = w.paper(w.statement(w.answer(w.area(550, 0, 100, 10))))
    why = Words("Không đọc được lớp «Ô chức năng»", "The layer cannot be read")
    text = read_back(extract_pdf(said, replace(given, drawn={"general": Drawn((), why)})))
    assert "Không đọc được lớp «Ô chức năng»" in text


def test_a_point_has_its_place_and_no_areas(w: ModuleType) -> None:
    text = printed(w, w.answer(w.point(599.5, 500)))
    assert "X 1.722.500,00; Y 577.599,50" in text
    assert "cách 0,5 m" in text
    assert "Diện tích đo" not in text
    assert "Bảng tọa độ" not in text


def test_in_english(w: ModuleType) -> None:
    text = printed(w, w.answer(w.area(550, 0, 100, 10, 900)), "en")
    assert "Quảng Nam Province Planning information (automatic look-up)" in text
    assert "Area measured from the coordinates 1,000.0 m²" in text
    assert "500.0 50.0% 55.6%" in text
    assert "General plan Applies Tam Kỳ plan" in text
    assert "1:10,000" in text


def test_every_sentence_has_both_languages(w: ModuleType) -> None:
    text = w.statement(w.answer(w.area(550, 0, 100, 10)))
    vi, en = (content_of({**json.loads(text), "language": one}, w.paper(text)[1]) for one in ("vi", "en"))
    alike = {name for name, words in vi["words"].items() if words == en["words"][name]}
    assert alike == {"area"}  # m²


def test_markup_in_names_is_not_run_by_the_typesetter(w: ModuleType) -> None:
    nasty = {**w.HOUSING, "tenDoiTuong": '#panic("x") $x^2$ *b* [c] @d <e>'}
    nasty_plan = w.plan((nasty, w.box(0, 0, 1000, 1000)), title="#panic() *QHC* _a_")
    text = printed(w, w.answer(w.area(550, 0, 100, 10), [nasty_plan]), plans=[nasty_plan])
    assert '#panic("x") $x^2$ *b* [c] @d <e>' in text
    assert "#panic() *QHC* _a_" in text


def test_sixteen_zones_with_long_names_all_stand_there(w: ModuleType) -> None:
    names = [
        f"Đất xây dựng công trình dịch vụ công cộng đô thị số {number} Nam Phước" for number in range(16)
    ]
    zones = [({**w.HOUSING, "tenDoiTuong": name}, w.box(10 * at, 0, 10, 50)) for at, name in enumerate(names)]
    sixteen = w.plan(*zones, title="Điều chỉnh quy hoạch chung thị trấn Nam Phước - Duy Xuyên đến năm 2030")
    text = printed(w, w.answer(w.area(0, 0, 160, 50, 8000), [sixteen]), plans=[sixteen])
    assert all(name in text for name in names)
    assert text.count("500,0 6,3 % 6,3 %") == 16  # 1/16 = 6,25 %


def test_many_corners_are_cut_and_counted(w: ModuleType) -> None:
    circle = shapely.Point(w.EAST + 500, w.NORTH + 500).buffer(50, quad_segs=40)  # 160 corners
    text = printed(w, w.answer(piece(circle, w.ZONE)))
    assert f"Còn {160 - MOST_CORNERS} góc nữa, có trong tệp JSON" in text


def test_rings_are_listed_one_by_one(w: ModuleType) -> None:
    yard = shapely.Polygon(w.box(0, 0, 40, 40).exterior, [w.box(10, 10, 5, 5).exterior])
    text = printed(w, w.answer(piece(yard, w.ZONE)))
    assert "Vòng 1" in text
    assert "Vòng 2" in text
    assert "1.575,0 m²" in text  # 40 x 40 less 5 x 5


# Twenty parcels of Washington: planned land use of 2006 above, future land use below.

METRES = CRS.from_epsg(26985)
STYLES = {"": FunctionStyle("", Words("Chưa rõ chức năng", "Function not known"), "#cfccc4")}


@pytest.fixture(scope="module")
def dc(shared_data: Any) -> dict[str, gpd.GeoDataFrame]:
    place = f"/vsizip/{shared_data}/us-dc-plans/dc_plans_geojson.zip"

    def layer(name: str) -> gpd.GeoDataFrame:
        frame = gpd.read_file(f"{place}/{name}.geojson").to_crs(METRES)
        frame["geometry"] = shapely.make_valid(shapely.force_2d(frame.geometry.to_numpy()))
        kept = shapely.get_dimensions(frame.geometry.to_numpy()) == 2
        return frame[kept].reset_index(drop=True)

    return {
        "above": layer("land-use-planned-2006").rename(columns={"LUCODE": "code"}),
        "below": layer("future-land-use").rename(columns={"ALLCODES": "code"}),
        "overlay": layer("overlay-zones").rename(columns={"OVERLAY_NAME": "name"}),
        "flood": layer("community-rating-system-special-flood-hazard-areas").rename(
            columns={"FLD_ZONE": "code"}
        ),
        "parcels": layer("parcel-lots"),
    }


def twenty(dc: dict[str, gpd.GeoDataFrame]) -> Iterator[Piece]:
    """Parcels spread over the file that are one whole polygon of more than 500 m²."""
    parcels = dc["parcels"].geometry
    usable = [shape for shape in parcels if shape.geom_type == "Polygon" and shape.area > 500]
    chosen = usable[:: len(usable) // 20][:20]
    assert len(chosen) == 20
    return (piece(shape, METRES) for shape in chosen)


def on_record(w: Any, frame: gpd.GeoDataFrame, level: str) -> PlanOnRecord:
    zones = LayerOnRecord(level, "zones", lambda: METRES, w.reads(frame[["code", "geometry"]]))
    return PlanOnRecord(replace(w.FACTS, key=level, level=level, title=f"DC {level}"), (zones,), 0.1)


def asked(w: Any, dc: dict[str, gpd.GeoDataFrame], land: Piece, plans: dict[str, PlanOnRecord]) -> Answer:
    levels = tuple(
        level_answer(land, Level(name, Words(name, name), "DC", confirmed=True), [one])
        for name, one in plans.items()
    )
    themes = tuple(
        theme_answer(
            land, name, Words(name, name),
            [ThemeSource(Words(name, name), name, "DC", lambda: METRES, w.reads(dc[name]), None, 0.1)],
        )
        for name in ("overlay", "flood")
    )  # fmt: skip
    return Answer(land.wgs84, land.measured_m2, None, w.DAY, None, levels, themes)


def by_geopandas(land: Piece, zones: gpd.GeoDataFrame) -> list[float]:
    """Areas of a parcel by zone, by another way: GeoPandas' own overlay, the greatest first."""
    one = gpd.GeoDataFrame(geometry=[land.shape], crs=METRES)
    near = zones.iloc[zones.sindex.query(land.shape)][["geometry"]].reset_index(names="zone")
    found = gpd.overlay(near, one, how="intersection", keep_geom_type=True)
    areas = pd.Series(found.area.to_numpy()).groupby(found["zone"].to_numpy()).sum()
    return sorted((area for area in areas if area > 1e-3), reverse=True)


@pytest.mark.slow
def test_twenty_parcels_of_washington_agree_with_geopandas(w: ModuleType, dc: Any) -> None:
    plans = {name: on_record(w, dc[name], name) for name in ("above", "below")}
    met = 0
    for land in twenty(dc):
        answer = asked(w, dc, land, plans)
        told = {level.level: level.plans for level in answer.levels}
        for name in plans:
            zones = [zone for plan in told[name] for zone in plan.zones]
            ours = sorted((zone.share.m2 for zone in zones if zone.share.m2 > 1e-3), reverse=True)
            assert ours == pytest.approx(by_geopandas(land, dc[name]), abs=1e-3)
            met += len(ours)
        for theme in answer.themes:
            ours = sorted((zone.share.m2 for zone in theme.zones if zone.share.m2 > 1e-3), reverse=True)
            assert ours == pytest.approx(by_geopandas(land, dc[theme.theme]), abs=1e-3)
        made = w.statement(answer, land=land)
        said, given = w.paper(made, list(plans.values()), STYLES)
        assert shapely.geometry.shape(said["answer"]["geometry"]).equals(land.wgs84)
        assert given.digest == hashlib.sha256(made.encode()).hexdigest()
        text = read_back(extract_pdf(said, given))
        assert format_number(exact(land.measured_m2), 1) in text
        assert all(f"{format_number(exact(zone.share.m2), 1)} " in text for zone in zones)
    assert met >= 40


@pytest.mark.parametrize(
    ("language", "title", "verdict"),
    [
        ("vi", "Chuyển mục đích sử dụng đất", "Phải được phép chuyển mục đích"),
        ("en", "Change of land use", "Needs permission"),
    ],
)
def test_change_of_use_stands_under_its_plan(w: ModuleType, language: str, title: str, verdict: str) -> None:
    """100 m x 10 m: rice on the first 60 m, of the rest nothing is known; the current use is invented."""
    rice = w.current(("LUC", w.box(-5, -5, 65, 90)), illustrative=True)
    text = printed(w, w.answer(w.area(0, 0, 100, 10), present=[rice]), language)
    assert f"{title}: " in text
    assert verdict in text
    assert "Điều 121 khoản 1 điểm b" in text
    assert "Điều 122 khoản 1" in text
    assert re.search(r"600[.,]0 60[.,]0 ?%", text)
    assert re.search(r"400[.,]0 40[.,]0 ?%", text)
    assert ("Illustrative data" if language == "en" else "Dữ liệu minh họa") in text


def test_a_conclusion_and_what_was_computed_stand_together(w: ModuleType) -> None:
    """On the plan a conclusion that stands, on the level one that was withdrawn."""
    land = w.area(0, 0, 100, 10)
    day = date(2026, 3, 2)
    stands = Override(
        7, Verdict.NOT, "Bản vẽ in nhầm", "12/KL-SXD", "Sở Xây dựng", day, day, whole=True, counts=True
    )
    gone = replace(stands, number=8, counts=False, withdrawn_on=date(2026, 5, 1), withdrawal="Nhầm thửa")
    found = w.answer(land)
    plan = settled(found.levels[0].plans[0], [stands])
    level = settled(replace(found.levels[0], plans=(plan,)), [gone])
    text = printed(w, replace(found, levels=(level, *found.levels[1:])))
    assert (
        "Kết luận của người có thẩm quyền: Không áp dụng. Bản vẽ in nhầm Sở Xây dựng, 12/KL-SXD, 2/3/2026"
        in text
    )
    assert "Hệ thống tự tính: Áp dụng." in text
    assert "Kết luận đã rút: Không áp dụng." in text
    assert "Rút ngày 1/5/2026: Nhầm thửa" in text


def test_a_restriction_is_outlined_on_the_map_of_every_level(w: ModuleType) -> None:
    """Floods cover the eastern half of the land; a layer that cannot be drawn is said."""
    land = w.area(0, 0, 100, 10)
    frame = gpd.GeoDataFrame({"ten": ["V1"]}, geometry=[w.box(50, -50, 200, 200)], crs=w.ZONE)
    said, given = w.paper(w.statement(w.answer(land, floods=[w.flood(frame)])))
    flood = Outlined([Restriction(w.box(50, -50, 200, 200), Sign.AREA)])
    content = content_of(said, replace(given, restrictions={"flood": flood}))
    (shown,) = [level["map"] for level in content["levels"] if level["map"]]
    assert (shown["restrictions"], shown["undrawn"]) == ("Ngập lụt, thoát lũ", [])
    assert shown["svg"].count("stroke-dasharray") == 1
    lost = Outlined((), Words("Chưa vẽ được «Ngập»: Kho không tới được", "x"))
    text = read_back(extract_pdf(said, replace(given, restrictions={"flood": lost})))
    assert "Chưa vẽ được «Ngập»: Kho không tới được." in text
    assert "màu tím" not in text
    assert "Hạn chế, màu tím: Ngập lụt" in read_back(
        extract_pdf(said, replace(given, restrictions={"flood": flood}))
    )
