from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.control import GroundControlPoint
from rasterio.enums import ColorInterp

from dothi.base.errors import InputError
from dothi.lake import Lake, RasterVersion, collect, publish_raster, verify
from dothi.lake.rasters import name_of, opened, reference_of

PLACE = rasterio.Affine(0.5, 0, 548_000, 0, -0.5, 1_718_000)


def image(path: Path, bands: np.ndarray, **more: Any) -> Path:
    count, height, width = bands.shape
    settings_of = {"crs": 5899, "transform": PLACE, "dtype": bands.dtype} | more
    with rasterio.open(
        path, "w", driver="GTiff", width=width, height=height, count=count, **settings_of
    ) as out:
        out.write(bands)
    return path


def photo(height: int = 600, width: int = 700, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (3, height, width), dtype=np.uint8)


def name(path: Path) -> str:
    with opened(path) as raster:
        return name_of(raster, reference_of(raster), illustrative=False)


def published(lake: Lake, path: Path, **more: Any) -> RasterVersion:
    return publish_raster(lake, path, **{"created": date(2026, 10, 1), "illustrative": False, **more})


def test_a_raster_is_published_as_a_cog_with_the_same_pixels(lake: Lake, tmp_path: Path) -> None:
    bands = photo(1200, 1100)
    version = published(lake, image(tmp_path / "a.tif", bands, nodata=0))
    facts = version.manifest.raster
    assert facts is not None
    assert (facts.width, facts.height, facts.bands, facts.nodata) == (1100, 1200, ("uint8",) * 3, 0)
    assert version.manifest.extent == (548_000, 1_717_400, 548_550, 1_718_000)
    assert version.manifest.crs.operation == "EPSG:6960"
    with version.open_data() as stream, rasterio.open(stream) as raster:
        assert (raster.read() == bands).all()
        assert raster.transform == PLACE
        assert raster.crs == "EPSG:5899"
        assert raster.overviews(1) == [2, 4]
        assert raster.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    assert lake.open_raster(version.name).manifest == version.manifest
    assert verify(lake).faults == ()


def test_form_of_the_file_is_not_content(tmp_path: Path) -> None:
    bands = photo()
    plain = name(image(tmp_path / "a.tif", bands))
    tiled = image(
        tmp_path / "b.tif",
        bands,
        tiled=True,
        blockxsize=128,
        blockysize=128,
        compress="lzw",
        interleave="band",
    )
    big = image(tmp_path / "c.tif", bands, BIGTIFF="YES", ENDIANNESS="BIG")
    assert {name(tiled), name(big)} == {plain}


def test_publishing_twice_is_one_version(lake: Lake, tmp_path: Path) -> None:
    first = published(lake, image(tmp_path / "a.tif", photo()))
    again = published(lake, image(tmp_path / "b.tif", photo(), compress="deflate"), overviews="average")
    assert again.manifest == first.manifest
    assert len(lake.names()) == 1


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int32", "float32", "float64"])
def test_every_kind_of_number_keeps_its_name_through_the_cog(
    folder_lake: Lake, tmp_path: Path, dtype: str
) -> None:
    bands = (photo(300, 300)[:1].astype(np.float64) - 100).clip(0 if dtype[0] == "u" else None).astype(dtype)
    if dtype.startswith("float"):
        bands[0, :5, :5] = [np.nan, -0.0, np.inf, -np.inf, 1e-30]
    version = published(folder_lake, image(tmp_path / "a.tif", bands, nodata=-0.0))
    assert version.data_path is not None
    assert name(version.data_path) == version.name


def test_palette_mask_scale_and_meaning_are_content(folder_lake: Lake, tmp_path: Path) -> None:
    classes = photo()[:1] % 4
    names = {name(image(tmp_path / "plain.tif", classes))}
    for colour in ((1, 2, 3, 255), (1, 2, 4, 255)):
        path = image(tmp_path / f"palette{colour[2]}.tif", classes)
        with rasterio.open(path, "r+") as raster:
            raster.write_colormap(1, {0: (0, 0, 0, 255), 1: colour})
        names.add(name(path))
        assert published(folder_lake, path).name == name(path)
    path = image(tmp_path / "scale.tif", classes)
    with rasterio.open(path, "r+") as raster:
        raster.scales, raster.offsets = (0.1,), (5.0,)
    names.add(name(path))
    assert published(folder_lake, path).name == name(path)
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
        path = image(tmp_path / "mask.tif", classes)
        with rasterio.open(path, "r+") as raster:
            raster.write_mask((classes[0] > 1).astype(np.uint8) * 255)
        names.add(name(path))
        assert published(folder_lake, path).name == name(path)
    path = image(
        tmp_path / "alpha.tif", np.concatenate([photo(), photo()[:1]]), photometric="RGB", alpha="YES"
    )
    with rasterio.open(path) as raster:
        assert raster.colorinterp[3] is ColorInterp.alpha
    names.add(name(path))
    assert published(folder_lake, path).name == name(path)
    assert len(names) == 6
    assert verify(folder_lake).faults == ()


@pytest.mark.slow
@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2), st.integers(0, 299), st.integers(0, 349), st.integers(1, 255))
def test_any_pixel_changes_the_name(
    tmp_path_factory: pytest.TempPathFactory, band: int, row: int, column: int, step: int
) -> None:
    folder = tmp_path_factory.mktemp("pixels")
    bands = photo(300, 350)
    before = name(image(folder / "a.tif", bands))
    bands[band, row, column] = (int(bands[band, row, column]) + step) % 256
    assert name(image(folder / "b.tif", bands)) != before


@pytest.mark.parametrize(
    "more",
    [
        {"transform": rasterio.Affine(0.5, 0, 548_000, 0, -0.5000001, 1_718_000)},
        {"transform": rasterio.Affine(0.5, 0, 548_000.0001, 0, -0.5, 1_718_000)},
        {"crs": 5898},
        {"nodata": 0},
        {"nodata": 255},
        {"photometric": "RGB"},
    ],
)
def test_place_and_no_data_are_content(tmp_path: Path, more: dict[str, Any]) -> None:
    base = name(image(tmp_path / "a.tif", photo(), photometric="MINISBLACK"))
    assert name(image(tmp_path / "b.tif", photo(), **{"photometric": "MINISBLACK", **more})) != base


def test_bands_in_another_order_are_other_content(tmp_path: Path) -> None:
    assert name(image(tmp_path / "a.tif", photo())) != name(image(tmp_path / "b.tif", photo()[::-1].copy()))


def test_the_same_bytes_in_another_shape_are_other_content(tmp_path: Path) -> None:
    bands = photo(600, 700)
    assert name(image(tmp_path / "a.tif", bands)) != name(
        image(tmp_path / "b.tif", bands.reshape(3, 700, 600))
    )


def test_invented_rasters_say_so_in_the_file(folder_lake: Lake, tmp_path: Path) -> None:
    path = image(tmp_path / "a.tif", photo())
    before = path.read_bytes()
    version = published(folder_lake, path, illustrative=True)
    with rasterio.open(version.data_path) as raster:
        assert "minh họa" in raster.tags()["DOTHI_ILLUSTRATIVE"]
    assert version.name != name(path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir() if item.name.startswith("a.tif")] == ["a.tif"]


def test_rotated_rasters_keep_their_place(folder_lake: Lake, tmp_path: Path) -> None:
    turned = PLACE @ rasterio.Affine.rotation(30)
    version = published(folder_lake, image(tmp_path / "a.tif", photo(), transform=turned))
    left, low, right, high = version.manifest.extent or (0, 0, 0, 0)
    # 700 x 600 pixels of half a metre, turned by 30 degrees: 350 cos 30 + 300 sin 30 = 453.1 m wide
    assert right - left == pytest.approx(453.109, abs=0.001)
    assert high - low == pytest.approx(434.808, abs=0.001)


def without_place(path: Path) -> Path:
    with pytest.warns(rasterio.errors.NotGeoreferencedWarning):
        image(path, photo(), crs=5899, transform=None)
    return path


def test_rasters_that_lie_nowhere_are_refused(folder_lake: Lake, tmp_path: Path) -> None:
    points = [GroundControlPoint(r, c, 548_000 + c, 1_718_000 - r) for r, c in ((0, 0), (0, 9), (9, 0))]
    paths = [
        image(tmp_path / "crs.tif", photo(), crs=None),
        image(tmp_path / "gcps.tif", photo(), transform=None, gcps=points),
    ]
    for path in paths:
        with pytest.raises(InputError) as refused:
            published(folder_lake, path)
        assert refused.value.code == "lake.raster-place"


def test_complex_numbers_are_refused(folder_lake: Lake, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        published(folder_lake, image(tmp_path / "a.tif", photo()[:1].astype(np.complex64)))
    assert refused.value.code == "lake.raster-type"


@pytest.mark.parametrize("content", [b"", b"II*\0", b"<VRTDataset/>"])
def test_what_is_no_geotiff_is_refused(folder_lake: Lake, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.tif").write_bytes(content)
    with pytest.raises(InputError) as refused:
        published(folder_lake, tmp_path / "a.tif")
    assert refused.value.code == "lake.raster"


def test_a_damaged_raster_is_found(lake: Lake, tmp_path: Path) -> None:
    version = published(lake, image(tmp_path / "a.tif", photo()))
    path = version.manifest.files["data"].path
    other = published(lake, image(tmp_path / "b.tif", photo(seed=2)))
    lake.store.replace(path, lake.store.read(other.manifest.files["data"].path))
    assert [fault.code for fault in verify(lake).faults] == ["lake.file-changed"]


def test_rasters_are_collected_like_layers(folder_lake: Lake, tmp_path: Path) -> None:
    from datetime import UTC, datetime, timedelta

    version = published(folder_lake, image(tmp_path / "a.tif", photo()))
    done = collect(folder_lake, [], now=datetime.now(UTC) + timedelta(days=2))
    assert done.versions == (version.name,)
