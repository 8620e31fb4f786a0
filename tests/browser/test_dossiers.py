"""A dossier from the consultant's file to the public plan: sent in pieces, read, explained, published."""

from __future__ import annotations

import warnings
import zipfile

import geopandas as gpd
import pytest
import shapely

pytestmark = pytest.mark.browser
WIDE, PHONE = 1440, 390
LEFT = shapely.box(577400, 1722500, 577500, 1722600)
RIGHT = shapely.box(577500, 1722500, 577600, 1722600)
OVER = shapely.box(577490, 1722500, 577600, 1722600)
HOUSING = "DAT_O_Nhomnhao"
TITLE = "Quy hoạch chung thử nghiệm"


@pytest.fixture(scope="module")
def demo(start_demo):
    """Address of the demonstration, and the password of its accounts."""
    with start_demo("dossiers", 8480) as shown:
        yield shown


@pytest.fixture(scope="module")
def site(demo):
    """Address of the portal that visitors of this module see."""
    return demo[0]


@pytest.fixture
def enter(visit, demo):
    """Come as one of the demonstration's people."""

    def as_(name, width=WIDE, **options):
        visitor = visit(width, **options)
        page = visitor.open("/tai-khoan/dang-nhap/")
        page.locator("input[name=login]").fill(name)
        page.locator("input[name=password]").fill(demo[1])
        page.locator("main").get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url("**/ban-lam-viec/")
        return visitor

    return as_


@pytest.fixture
def look(axe):
    """Leave a picture of the page, which must fit its window and be free of serious barriers."""

    def at(visitor, name):
        visitor.picture(f"ho-so-{name}", whole=True)
        assert visitor.width_needed() <= visitor.width, name
        grave = [
            f"{name}: {item['id']} ({item['impact']}): {item['nodes'][0]['html'][:160]}"
            for item in axe.run(visitor.page, options={"resultTypes": ["violations"]}).response["violations"]
            if item["impact"] in {"serious", "critical"}
        ]
        assert not grave, "\n".join(grave)

    return at


def dossier(path, right, value):
    """Two zones and the area's edge; the second zone's function is ``value``."""
    names = ["Ô 1", "Ô 2"]
    fields = {"maDoiTuong": ["48QHC0010001-X-1", "48QHC0010001-X-2"], "phanLoai": ["x", "x"]}
    zones = gpd.GeoDataFrame(
        {**fields, "tenDoiTuong": names, "maChucNang": [HOUSING, value]}, geometry=[LEFT, right], crs=5899
    )
    edge = gpd.GeoDataFrame(
        {name: values[:1] for name, values in fields.items()} | {"tenDoiTuong": ["Ranh giới"]},
        geometry=[shapely.union_all([LEFT, RIGHT])],
        crs=5899,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        zones.to_file(path, layer="ChucNangSuDungDat_A", driver="GPKG")
        edge.to_file(path, layer="RanhGioiQuyHoach_A", driver="GPKG")
    return path


def without_crs(folder):
    """The same as shapefiles without their .prj, in one zip."""
    source = dossier(folder / "nguon.gpkg", RIGHT, HOUSING)
    path = folder / "khong-prj.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for layer in ("ChucNangSuDungDat_A", "RanhGioiQuyHoach_A"):
            frame = gpd.read_file(source, layer=layer).drop(columns="tenDoiTuong")  # too long for a .dbf
            frame.to_file(folder / f"{layer}.shp", encoding="utf-8")
            for kind in ("shp", "shx", "dbf", "cpg"):
                packed.write(folder / f"{layer}.{kind}", f"{layer}.{kind}")
    return path


def fill(page, path, *, new):
    if new:
        page.get_by_label("Tên đồ án mới").fill(TITLE)
        page.get_by_label("Cấp quy hoạch").select_option("general")
        page.get_by_label("Tỷ lệ 1/").fill("10000")
        page.get_by_label("Đơn vị tư vấn").fill("Viện Thử")
    page.get_by_label("Tệp hồ sơ").set_input_files(path)
    page.get_by_role("button", name="Gửi hồ sơ").click()


def test_from_the_consultants_file_to_the_public_plan(enter, visit, look, tmp_path):
    planner = enter("quy-hoach")
    page = planner.open("/ban-lam-viec/ho-so/gui/")
    look(planner, "gui")
    fill(page, dossier(tmp_path / "mot.gpkg", OVER, "CX-01"), new=True)
    page.get_by_role("heading", name="Phát hiện").wait_for(timeout=60_000)
    page.wait_for_selector("#finding-map[data-ready]", timeout=30_000)
    assert page.locator("[data-finding]", has_text="tiling.overlap").count() == 1
    look(planner, "bao-cao")
    page.locator("[data-finding]", has_text="tiling.overlap").get_by_role("button").click()
    assert page.locator("[data-map-status]").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")

    page.get_by_role("link", name="Tên lớp và chức năng").click()
    row = page.locator("tr", has_text="CX-01")
    row.locator("select").select_option("qpk.cay-xanh-cong-cong")
    look(planner, "ten-lop")
    page.get_by_role("button", name="Ghi nhớ và kiểm tra lại").click()
    page.get_by_role("heading", name="Phát hiện").wait_for(timeout=60_000)

    page.get_by_role("link", name="Gửi bản sửa").click()
    fill(page, dossier(tmp_path / "hai.gpkg", RIGHT, "cx-01"), new=False)
    page.get_by_role("heading", name="Phát hiện").wait_for(timeout=60_000)
    assert page.locator("[data-finding]", has_text="tiling.overlap").count() == 0
    page.get_by_role("link", name="Công bố", exact=True).click()
    page.get_by_label("Số quyết định").fill("12/QĐ-UBND")
    # The zone's code stays one that the law's list does not have, whatever the planner knows it to mean.
    page.get_by_label("Lý do công bố dù hồ sơ còn lỗi").fill("Mã của tư vấn đã được giải nghĩa")
    look(planner, "cong-bo")
    page.get_by_role("button", name="Công bố", exact=True).click()
    page.wait_for_url("**/cong-viec/**")
    page.get_by_text("Đã xong").first.wait_for(timeout=60_000)

    reader = visit(WIDE)
    public = reader.open("/quy-hoach/")
    public.get_by_role("link", name=TITLE).first.click()
    assert "12/QĐ-UBND" in public.locator("main").inner_text()
    assert "Cây xanh" in public.locator("main").inner_text()


def test_on_a_phone_and_without_scripts(enter, look, tmp_path):
    phone = enter("quy-hoach", PHONE)
    phone.open("/ban-lam-viec/ho-so/gui/")
    look(phone, "gui")
    phone.open("/ban-lam-viec/ho-so/")
    look(phone, "danh-sach")
    bare = enter("tu-van", WIDE, scripts=False)
    page = bare.open("/ban-lam-viec/ho-so/gui/")
    fill(page, dossier(tmp_path / "ba.gpkg", RIGHT, "CX"), new=True)
    page.wait_for_url("**/ho-so/*-*/")
    page.get_by_role("heading", name="Phát hiện").wait_for(timeout=60_000)


@pytest.mark.parametrize("width", [WIDE, pytest.param(PHONE, marks=pytest.mark.slow)])
def test_the_place_of_coordinates_is_chosen_on_a_picture(enter, look, tmp_path, width):
    planner = enter("quy-hoach", width)
    page = planner.open("/ban-lam-viec/ho-so/gui/")
    fill(page, without_crs(tmp_path), new=True)
    page.get_by_role("heading", name="Tọa độ nằm ở đâu?").wait_for(timeout=60_000)
    assert page.locator("figure svg").count() == 1
    assert page.get_by_text("Không phát hiện lỗi").count() == 0
    assert page.get_by_role("link", name="Công bố", exact=True).count() == 0
    look(planner, "toa-do")
    page.get_by_role("button", name="Đọc theo VN-2000, 107°45′, múi 3° (EPSG:5899)", exact=True).click()
    page.get_by_role("link", name="Công bố", exact=True).wait_for(timeout=60_000)
    assert page.locator("td", has_text="EPSG:5899").count() == 2
    assert page.get_by_role("heading", name="Tọa độ nằm ở đâu?").count() == 0


def test_what_was_refused_stands_beside_the_button_by_the_names_of_fields(enter, look, tmp_path):
    planner = enter("quy-hoach")
    page = planner.open("/ban-lam-viec/ho-so/gui/")
    fill(page, dossier(tmp_path / "bon.gpkg", RIGHT, HOUSING), new=False)
    told = page.get_by_role("alert").filter(has_text="Chưa gửi được")
    told.wait_for()
    assert told.get_by_role("listitem").all_inner_texts() == [
        "Tên đồ án mới: Ghi tên của đồ án mới",
        "Cấp quy hoạch: Chọn cấp của đồ án mới",
    ]
    look(planner, "gui-bi-tu-choi")
    assert all("422" in fault for fault in planner.faults)
    planner.faults.clear()


def test_a_known_plan_is_not_asked_for_its_name_again(enter):
    page = enter("quy-hoach").open("/ban-lam-viec/ho-so/gui/")
    assert page.get_by_label("Tên đồ án mới").is_visible()
    page.get_by_label("Đồ án", exact=True).select_option(index=1)
    for label in ("Tên đồ án mới", "Cấp quy hoạch", "Tỷ lệ 1/"):
        assert not page.get_by_label(label).is_visible()
