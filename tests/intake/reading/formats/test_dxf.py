"""DXF: outlines, arcs, hatches with holes and islands, blocks, labels, layers that are off."""

from __future__ import annotations

import math

import ezdxf
import pytest
import shapely
from ezdxf.enums import TextEntityAlignment

from dothi.base.errors import InputError, UnusableError
from dothi.intake.layers import DRAWING_TEXTS

SQUARE = [(0, 0), (100, 0), (100, 100), (0, 100)]


@pytest.fixture
def drawing():
    made = ezdxf.new("R2010")
    made.header["$INSUNITS"] = 6
    for name in ("DAT_O", "DUONG", "RANH"):
        made.layers.add(name)
    return made


@pytest.fixture
def read_drawing(tmp_path, drawing, read_here):
    def read(**more):
        path = tmp_path / "bv.dxf"
        drawing.saveas(path)
        received = read_here(path, **more)
        return {loaded.layer.name: loaded.layer for loaded in received.layers}, received

    return read


def on(layer: str) -> dict[str, str]:
    return {"layer": layer}


def test_closed_and_open_polylines(drawing, read_drawing) -> None:
    space = drawing.modelspace()
    closed = space.add_lwpolyline(SQUARE, close=True, dxfattribs=on("DAT_O"))
    space.add_lwpolyline([*SQUARE, (0, 0)], dxfattribs=on("DAT_O"))
    space.add_lwpolyline(SQUARE, dxfattribs=on("DAT_O"))
    space.add_polyline2d(SQUARE, close=True, dxfattribs=on("DUONG"))
    space.add_polyline3d([(*corner, 7.0) for corner in SQUARE], close=True, dxfattribs=on("DUONG"))
    layers, received = read_drawing()
    assert list(layers) == ["DAT_O", "DUONG"]
    frame = layers["DAT_O"].frame
    assert list(frame.geom_type) == ["Polygon", "Polygon", "LineString"]
    assert list(frame.area) == [10_000, 10_000, 0]
    assert frame.index[0] == closed.dxf.handle
    assert list(frame["entity"]) == ["LWPOLYLINE"] * 3
    assert list(layers["DUONG"].frame.area) == [10_000, 10_000]
    assert not layers["DUONG"].frame.has_z.any()
    assert [item.reason.code for item in received.skipped] == ["intake.heights"]


def test_bulges_are_arcs_to_a_centimetre(drawing, read_drawing) -> None:
    """Bulge 1 is a half circle: a square of side 100 with one is 10000 + π 50² / 2."""
    space = drawing.modelspace()
    space.add_lwpolyline(
        [(0, 0, 0), (100, 0, 1), (100, 100, 0), (0, 100, 0)], format="xyb", close=True, dxfattribs=on("DAT_O")
    )
    space.add_circle((0, 0), 1000, dxfattribs=on("RANH"))
    layers, _ = read_drawing()
    assert layers["DAT_O"].frame.area.iloc[0] == pytest.approx(10_000 + math.pi * 1250, abs=2)
    circle = layers["RANH"].frame.geometry.iloc[0]
    off = [
        abs(shapely.Point(0, 0).distance(shapely.Point(c)) - 1000)
        for c in circle.exterior.segmentize(1).coords
    ]
    assert max(off) < 0.0101
    assert len(circle.exterior.coords) < 2000


@pytest.mark.parametrize("ccw", [True, False])
def test_arcs_of_hatches_keep_within_a_centimetre_too(drawing, read_drawing, ccw) -> None:
    made = drawing.modelspace().add_hatch(dxfattribs=on("DAT_O"))
    edges = made.paths.add_edge_path()
    edges.add_arc((0, 0), 500, 0, 180, ccw=ccw)
    edges.add_line((-500, 0), (500, 0))
    shape = read_drawing()[0]["DAT_O"].frame.geometry.iloc[0]
    arc = [c for c in shape.exterior.segmentize(1).coords if abs(c[1]) > 1e-6]
    assert max(abs(math.hypot(*corner[:2]) - 500) for corner in arc) < 0.0101
    assert shape.area == pytest.approx(math.pi * 500**2 / 2, abs=10)
    assert shape.is_valid


def hatch(space, rings, layer="DAT_O", style=0):
    made = space.add_hatch(dxfattribs={"layer": layer, "hatch_style": style})
    for ring in rings:
        made.paths.add_polyline_path(ring, is_closed=True)
    return made


def box(low: float, high: float):
    return [(low, low), (high, low), (high, high), (low, high)]


@pytest.mark.parametrize(
    ("style", "area", "parts"),
    [(0, 100**2 - 60**2 + 20**2, 2), (1, 100**2 - 60**2, 1), (2, 100**2, 1)],
    ids=["normal", "outer", "ignore"],
)
def test_hatches_with_holes_and_islands(drawing, read_drawing, style, area, parts) -> None:
    hatch(drawing.modelspace(), [box(0, 100), box(20, 80), box(40, 60)], style=style)
    shape = read_drawing()[0]["DAT_O"].frame.geometry.iloc[0]
    assert shape.area == area
    assert len(shapely.get_parts(shape)) == parts


def test_a_hatch_of_edges(drawing, read_drawing) -> None:
    made = drawing.modelspace().add_hatch(dxfattribs=on("DAT_O"))
    edges = made.paths.add_edge_path()
    edges.add_line((0, 0), (100, 0))
    edges.add_arc((100, 50), 50, -90, 90)
    edges.add_line((100, 100), (0, 100))
    edges.add_line((0, 100), (0, 0))
    assert read_drawing()[0]["DAT_O"].frame.area.iloc[0] == pytest.approx(10_000 + math.pi * 1250, abs=2)


def test_a_hatch_that_repeats_an_outline_of_its_layer_is_left_out(drawing, read_drawing) -> None:
    space = drawing.modelspace()
    space.add_lwpolyline(SQUARE, close=True, dxfattribs=on("DAT_O"))
    hatch(space, [SQUARE])
    hatch(space, [SQUARE], layer="DUONG")
    hatch(space, [[(0, 0), (100.01, 0), (100.01, 100), (0, 100)]])
    layers, received = read_drawing()
    assert list(layers["DAT_O"].frame["entity"]) == ["LWPOLYLINE", "HATCH"]
    assert list(layers["DUONG"].frame["entity"]) == ["HATCH"]
    assert [(s.reason.code, s.reason.vi[:3]) for s in received.skipped] == [("intake.hatch-twin", "1 m")]


def test_one_hatch_over_several_outlines_is_left_out(drawing, read_drawing) -> None:
    """Two outlines filled by one hatch; a corner off by 0.6 mm, where rounding to a grid would part them."""
    space = drawing.modelspace()
    far = [(x + 500, y) for x, y in SQUARE]
    for ring in (SQUARE, far):
        space.add_lwpolyline(ring, close=True, dxfattribs=on("DAT_O"))
    hatch(space, [[(0, 0), (100.0006, 0), (100, 100), (0, 100)], far])
    layers, received = read_drawing()
    assert list(layers["DAT_O"].frame["entity"]) == ["LWPOLYLINE", "LWPOLYLINE"]
    assert layers["DAT_O"].frame.area.sum() == 20_000
    assert [item.reason.code for item in received.skipped] == ["intake.hatch-twin"]


@pytest.mark.parametrize("off", [0.0044, 0.0046, 0.0054])
def test_twins_are_found_wherever_they_lie(drawing, read_drawing, off) -> None:
    ring = [(x + off, y) for x, y in SQUARE]
    drawing.modelspace().add_lwpolyline(ring, close=True, dxfattribs=on("DAT_O"))
    hatch(drawing.modelspace(), [[(x + 0.0008, y) for x, y in ring]])
    assert list(read_drawing()[0]["DAT_O"].frame["entity"]) == ["LWPOLYLINE"]


def test_a_hatch_with_a_hole_is_no_twin(drawing, read_drawing) -> None:
    drawing.modelspace().add_lwpolyline(box(0, 100), close=True, dxfattribs=on("DAT_O"))
    hatch(drawing.modelspace(), [box(0, 100), box(20, 80)])
    assert sorted(read_drawing()[0]["DAT_O"].frame.area) == [100**2 - 60**2, 100**2]


def test_what_stands_on_a_sheet_is_not_read(drawing, read_drawing) -> None:
    drawing.modelspace().add_lwpolyline(SQUARE, close=True, dxfattribs=on("DAT_O"))
    drawing.paperspace().add_lwpolyline(box(0, 420), close=True, dxfattribs=on("RANH"))
    assert list(read_drawing()[0]) == ["DAT_O"]


def test_a_drawing_with_a_sheet_only_is_refused(drawing, read_drawing) -> None:
    drawing.paperspace().add_lwpolyline(box(0, 420), close=True, dxfattribs=on("RANH"))
    with pytest.raises(UnusableError) as refusal:
        read_drawing()
    assert refusal.value.code == "intake.dxf-empty"


def test_blocks_are_taken_apart_where_they_stand(drawing, read_drawing) -> None:
    inner = drawing.blocks.new("TRONG")
    inner.add_lwpolyline([(0, 0), (1, 0), (1, 1), (0, 1)], close=True)
    inner.add_lwpolyline([(0, 0), (2, 0), (2, 2), (0, 2)], close=True, dxfattribs=on("RANH"))
    outer = drawing.blocks.new("NGOAI")
    outer.add_blockref("TRONG", (10, 0), dxfattribs={"xscale": 2, "yscale": 3})
    space = drawing.modelspace()
    reference = space.add_blockref("NGOAI", (100, 200), dxfattribs={**on("DAT_O"), "rotation": 90})
    layers, _ = read_drawing()
    placed = layers["DAT_O"].frame
    assert list(placed["block"]) == ["NGOAI/TRONG"]
    assert placed.area.iloc[0] == pytest.approx(6)
    assert placed.geometry.iloc[0].bounds == pytest.approx((97, 210, 100, 212))
    assert placed.index[0] == f"{reference.dxf.handle}/1/1"
    assert layers["RANH"].frame.area.iloc[0] == pytest.approx(24)


def test_repeated_references(drawing, read_drawing) -> None:
    block = drawing.blocks.new("O")
    block.add_lwpolyline([(0, 0), (1, 0), (1, 1), (0, 1)], close=True)
    drawing.modelspace().add_blockref(
        "O", (0, 0), dxfattribs={"row_count": 2, "column_count": 3, "row_spacing": 10, "column_spacing": 5}
    )
    frame = read_drawing()[0]["0"].frame
    assert sorted(shape.bounds[:2] for shape in frame.geometry) == [
        (x, y) for x in (0, 5, 10) for y in (0, 10)
    ]
    assert frame.index.is_unique


def test_a_block_inside_itself_ends(drawing, read_drawing) -> None:
    block = drawing.blocks.new("A")
    block.add_lwpolyline(SQUARE, close=True)
    block.add_blockref("A", (1, 1))
    drawing.modelspace().add_blockref("A", (0, 0))
    layers, received = read_drawing()
    assert len(layers["0"].frame) == 16
    assert [item.reason.code for item in received.skipped] == ["intake.entities-skipped"]


def test_blocks_that_multiply_are_refused(drawing, read_drawing, tmp_path) -> None:
    from dothi.intake.sandbox.limits import Limits

    drawing.blocks.new("B0").add_line((0, 0), (1, 1))
    for level in range(1, 10):
        block = drawing.blocks.new(f"B{level}")
        for _ in range(10):
            block.add_blockref(f"B{level - 1}", (0, 0))
    drawing.modelspace().add_blockref("B9", (0, 0))
    with pytest.raises(UnusableError, match="1000") as refusal:
        read_drawing(limits=Limits(entities=1000))
    assert refusal.value.code == "intake.too-many"


def test_texts_label_the_smallest_outline_around_them(drawing, read_drawing) -> None:
    space = drawing.modelspace()
    space.add_lwpolyline(box(-1000, 1000), close=True, dxfattribs=on("RANH"))
    space.add_lwpolyline(SQUARE, close=True, dxfattribs=on("DAT_O"))
    space.add_mtext(
        "{\\fArial;OĐT-01}\\P120 m²", dxfattribs={"insert": (40, 60), "char_height": 5, "attachment_point": 1}
    )
    space.add_text("5 tầng", height=5, dxfattribs=on("DUONG")).set_placement(
        (50, 20), align=TextEntityAlignment.CENTER
    )
    space.add_text("ngoài", height=5).set_placement((5000, 5000))
    space.add_text("khung", height=5).set_placement((-500, 500))
    layers, _ = read_drawing()
    assert list(layers["DAT_O"].frame["label"]) == ["OĐT-01 120 m²; 5 tầng"]
    assert list(layers["RANH"].frame["label"]) == ["khung"]
    texts = layers[DRAWING_TEXTS].frame
    assert list(texts["text"]) == ["OĐT-01 120 m²", "5 tầng", "ngoài", "khung"]
    assert list(texts["is_label"]) == [True, True, False, True]
    assert texts["layer"].iloc[1] == "DUONG"
    assert (texts.geometry.iloc[1].x, texts.geometry.iloc[1].y) == (50, 20)


def test_a_text_put_outside_whose_middle_is_inside_is_a_label(drawing, read_drawing) -> None:
    """Right-aligned at x = 101 it stands to the left of it, over the square."""
    space = drawing.modelspace()
    space.add_lwpolyline(SQUARE, close=True, dxfattribs=on("DAT_O"))
    space.add_text("LO-A12", height=5).set_placement((101, 50), align=TextEntityAlignment.RIGHT)
    assert list(read_drawing()[0]["DAT_O"].frame["label"]) == ["LO-A12"]


def test_values_of_block_attributes_are_texts(drawing, read_drawing) -> None:
    block = drawing.blocks.new("KYHIEU")
    block.add_attdef("MA", (0, 0))
    reference = drawing.modelspace().add_blockref("KYHIEU", (50, 50), dxfattribs=on("DAT_O"))
    reference.add_attrib("MA", "CX-3", (50, 50))
    drawing.modelspace().add_lwpolyline(SQUARE, close=True, dxfattribs=on("DAT_O"))
    layers, _ = read_drawing()
    assert list(layers[DRAWING_TEXTS].frame["tag"]) == ["MA"]
    assert list(layers["DAT_O"].frame["label"]) == ["CX-3"]


def test_layers_that_are_off_are_read_and_marked(drawing, read_drawing) -> None:
    drawing.layers.get("DUONG").off()
    drawing.layers.get("RANH").freeze()
    space = drawing.modelspace()
    for name in ("DAT_O", "DUONG", "RANH"):
        space.add_line((0, 0), (1, 1), dxfattribs=on(name))
    space.add_line((0, 0), (2, 2), dxfattribs={**on("DAT_O"), "invisible": 1})
    layers, _ = read_drawing()
    states = {name: list(layer.frame["state"].fillna("")) for name, layer in layers.items()}
    assert states == {"DAT_O": ["", "hidden"], "DUONG": ["off"], "RANH": ["frozen"]}


def test_units_and_what_is_no_shape_are_told(drawing, read_drawing) -> None:
    drawing.header["$INSUNITS"] = 4
    space = drawing.modelspace()
    space.add_point((1, 2), dxfattribs=on("DAT_O"))
    space.add_ray((0, 0), (1, 1))
    _, received = read_drawing()
    assert [(guess.kind, guess.found) for guess in received.guesses] == [("unit", "mm")]
    assert "RAY × 1" in received.skipped[0].reason.en


def test_only_the_layers_asked_for(drawing, read_drawing) -> None:
    for name in ("DAT_O", "DUONG"):
        drawing.modelspace().add_line((0, 0), (1, 1), dxfattribs=on(name))
    assert list(read_drawing(layers=("DUONG",))[0]) == ["DUONG"]


def test_a_drawing_with_nothing_in_it_is_refused(read_drawing) -> None:
    with pytest.raises(UnusableError) as refusal:
        read_drawing()
    assert refusal.value.code == "intake.dxf-empty"


def test_legacy_bytes_stay_what_they_are(tmp_path, read_here) -> None:
    """An R2000 drawing of an ABC font: the letters come as the code page shows them."""
    made = ezdxf.new("R2000")
    made.modelspace().add_text("X", height=1).set_placement((1, 1))
    made.saveas(tmp_path / "a.dxf")
    data = (tmp_path / "a.dxf").read_bytes().replace(b"\nX\n", "\n§Êt ë ®« thÞ\n".encode("latin-1"))
    (tmp_path / "a.dxf").write_bytes(data)
    layer = read_here(tmp_path / "a.dxf").layers[0].layer
    assert list(layer.frame["text"]) == ["§Êt ë ®« thÞ"]
    assert layer.encoding == "cp1252"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ezdxf-samples/recover01.dxf", ("intake.dxf-recovered", 1441)),
        ("gdal-legacy-formats/dxf/hatch.dxf", ("intake.dxf-fragment", 3)),
        ("gdal-legacy-formats/dxf/lwpolyline_smooth.dxf", ("intake.dxf-fragment", 1)),
        ("gdal-legacy-formats/dxf/dimension.dxf", ("intake.dxf-plain", 28)),
    ],
)
def test_damaged_drawings_and_fragments_are_read_and_told(data, read_here, codes_of, name, told) -> None:
    received = read_here(data / name)
    note, count = told
    assert note in codes_of(received)
    assert len(received.layers[0].layer.frame) == count


def test_a_fragment_without_header_keeps_its_outline_closed(data, read_here, codes_of) -> None:
    received = read_here(data / "gdal-legacy-formats" / "dxf" / "closed_polyline_with_bulge.dxf")
    assert codes_of(received) == ["intake.dxf-fragment"]
    assert received.layers[0].layer.frame.geometry.iloc[0].is_ring


@pytest.mark.parametrize(
    "content", [b"0\nSECTION\n", b"hello world, this is no drawing", b"AutoCAD Binary DXF\r\n\x1a\x00\x00"]
)
def test_what_is_no_drawing_is_refused(tmp_path, read_here, content) -> None:
    (tmp_path / "a.dxf").write_bytes(content)
    with pytest.raises((UnusableError, InputError)) as refusal:
        read_here(tmp_path / "a.dxf")
    assert refusal.value.code in {"intake.broken", "intake.dxf-empty"}
