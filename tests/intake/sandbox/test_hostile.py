"""Files made to fetch, to include, to claim: nothing leaves the process; each ends in data or a sentence."""

from __future__ import annotations

import contextlib
import http.server
import json
import sqlite3
import struct
import threading
from collections.abc import Iterator

import geopandas as gpd
import pytest
import shapely

from dothi.base.errors import UnusableError

POLYGON = {"type": "Polygon", "coordinates": [[[108, 15], [108.1, 15], [108.1, 15.1], [108, 15]]]}
FEATURE = {"type": "Feature", "properties": {"ten": "a"}, "geometry": POLYGON}


class _Canary(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def canary() -> Iterator[str]:
    """A server nearby that nobody may ask for anything."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Canary)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    assert _Canary.asked == []


def test_files_that_name_addresses_fetch_nothing(tmp_path, canary, run_on) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    link = {"type": "link", "properties": {"href": f"{canary}/crs", "type": "ogcwkt"}}
    (folder / "a.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "crs": link, "features": [FEATURE]})
    )
    gml = (
        '<?xml version="1.0"?><ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" '
        'xmlns:gml="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="http://ogr.maptools.org/ {canary}/a.xsd"><gml:featureMember><ogr:a fid="1">'
        f'<ogr:geometryProperty xlink:href="{canary}/geometry"/><ogr:ten>x</ogr:ten></ogr:a>'
        "</gml:featureMember></ogr:FeatureCollection>"
    )
    (folder / "b.gml").write_text(gml)
    kml = (
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link><href>{canary}/kml</href></Link>'
        f"</NetworkLink><Style><IconStyle><Icon><href>{canary}/icon</href></Icon></IconStyle></Style>"
        "<Placemark>"
        "<Point><coordinates>108,15</coordinates></Point></Placemark></Document></kml>"
    )
    (folder / "c.kml").write_text(kml)
    (folder / "d.vrt").write_text(f"<OGRVRTDataSource>/vsicurl/{canary}/x.shp</OGRVRTDataSource>")
    (folder / "e.xml").write_text(f"<GDAL_WMS><ServerUrl>{canary}/t</ServerUrl></GDAL_WMS>")
    received = run_on(folder)
    assert {loaded.layer.where for loaded in received.layers} >= {"in/c.kml"}
    assert {item.reason.code for item in received.skipped} >= {"intake.virtual", "intake.network-link"}


def test_a_geopackage_cannot_reach_out_through_its_views(tmp_path, canary, run_on) -> None:
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame({"ten": ["a"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=5899).to_file(path, layer="a")
    connection = sqlite3.connect(path)
    view = f"CREATE VIEW geocode AS SELECT ogr_geocode('x', 'geometry', '{canary}/search') AS v"
    connection.execute(view)
    row = "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)"
    connection.execute(row, ("geocode", "geocode"))
    connection.commit()
    connection.close()
    with pytest.raises(UnusableError, match="SQL function") as refusal:
        run_on(path)
    assert refusal.value.code == "intake.broken"


def test_a_virtual_table_of_another_file_shows_nothing_of_it(tmp_path, run_on) -> None:
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame({"ten": ["a"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=5899).to_file(path, layer="a")
    (tmp_path / "secret.csv").write_text("a\nhidden\n")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema=ON")
    table = f"CREATE VIRTUAL TABLE vt USING VirtualOGR('{tmp_path / 'secret.csv'}')"
    connection.execute("INSERT INTO sqlite_master VALUES ('table', 'vt', 'vt', 0, ?)", (table,))
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('vt', 'attributes', 'vt')"
    )
    connection.commit()
    connection.close()
    shown = []
    with contextlib.suppress(UnusableError):
        shown = [loaded.layer.frame.to_csv() for loaded in run_on(path).layers]
    assert all("hidden" not in text for text in shown)


def square(path) -> None:
    gpd.GeoDataFrame({"ten": ["a"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=5899).to_file(path)


def patched(path, at: int, new: bytes) -> None:
    data = bytearray(path.read_bytes())
    data[at : at + len(new)] = new
    path.write_bytes(data)


def test_a_shape_that_claims_half_a_billion_corners(tmp_path, run_on) -> None:
    square(tmp_path / "a.shp")
    patched(tmp_path / "a.shp", 100 + 8 + 36, struct.pack("<II", 0x10000000, 0x20000000))
    received = run_on(tmp_path / "a.shp", seconds=30)
    assert received.layers[0].layer.frame.geometry.isna().all()
    assert [(item.reason.code, item.reason.where) for item in received.skipped] == [
        ("intake.geometry", "a.shp")
    ]


@pytest.mark.parametrize(
    ("part", "at", "claim"),
    [("a.dbf", 4, struct.pack("<I", 0xFFFFFFF0)), ("a.shp", 24, struct.pack(">I", 0x7FFFFFFF))],
    ids=["4 billion rows", "4 GB long"],
)
@pytest.mark.slow
def test_headers_that_claim_more_than_there_is(tmp_path, run_on, part, at, claim) -> None:
    square(tmp_path / "a.shp")
    patched(tmp_path / part, at, claim)
    assert len(run_on(tmp_path / "a.shp", seconds=30).layers[0].layer.frame) == 1


@pytest.mark.slow
def test_a_million_empty_features(tmp_path, run_on) -> None:
    empty = json.dumps({"type": "Feature", "properties": {"a": 1}, "geometry": None})
    with (tmp_path / "a.geojson").open("w") as out:
        out.write('{"type":"FeatureCollection","features":[')
        out.write(",".join([empty] * 1_000_000))
        out.write("]}")
    frame = run_on(tmp_path / "a.geojson").layers[0].layer.frame
    assert len(frame) == 1_000_000
    assert frame.geometry.isna().all()


@pytest.mark.slow
def test_a_drawing_of_blocks_in_blocks_is_bounded(tmp_path, run_on) -> None:
    import ezdxf

    drawing = ezdxf.new()
    drawing.blocks.new("B0").add_line((0, 0), (1, 1))
    for level in range(1, 12):
        block = drawing.blocks.new(f"B{level}")
        for _ in range(10):
            block.add_blockref(f"B{level - 1}", (0, 0))
    drawing.modelspace().add_blockref("B11", (0, 0))
    drawing.saveas(tmp_path / "a.dxf")
    with pytest.raises(UnusableError) as refusal:
        run_on(tmp_path / "a.dxf", seconds=120, entities=20_000)
    assert refusal.value.code == "intake.too-many"
