"""Which GDAL drivers exist in the sandbox: an allow-list, so that nothing that fetches or includes is left.

GDAL reads ``GDAL_SKIP`` when it is loaded, so the variable must stand in the environment before. The list of
what to skip is complete for the GDAL versions this was written with; the worker compares what was registered
with the allow-list and starts again with a longer list where a newer GDAL brings more.
"""

from __future__ import annotations

from collections.abc import Iterable

VECTOR = frozenset(
    {
        "DGN",
        "DXF",
        "EDIGEO",
        "ESRI Shapefile",
        "FlatGeobuf",
        "GML",
        "GPKG",
        "GeoJSON",
        "LIBKML",
        "MapInfo File",
        "OpenFileGDB",
    }
)
"""Vector drivers that readers use; each reads local files only and runs nothing it finds in them."""
HARMLESS = frozenset({"MEM", "Memory"})

_OTHER_VECTOR = (
    "ADBC AIVector AVCBin AVCE00 AmigoCloud CSV CSW Carto EEDA ESRIJSON Elasticsearch GDALG GPSBabel GPX "
    "GTFS GeoJSONSeq GeoRSS HTTP Idrisi JML JSONFG KML LVBAG MBTiles MVT MapML MiraMonVector NGW OAPIF ODS "
    "OGCAPI OGR_GMT OGR_PDS OGR_VRT OSM PCIDSK PDF PDS4 PGDUMP PLSCENES PMTiles S57 SQLite SXF Selafin "
    "TopoJSON VDV VFK VICAR WAsP WFS XLSX"
)
_FETCHING_RASTER = "VRT DERIVED WMS WMTS WCS EEDAI DAAS PLMOSAIC STACIT STACTA MRF GTI KMLSUPEROVERLAY Zarr"


def skipped(also: Iterable[str] = ()) -> str:
    """Write the value of ``GDAL_SKIP``: every known driver that is not allowed, and ``also``."""
    known = [*_OTHER_VECTOR.split(), *_FETCHING_RASTER.split(), *also]
    return ",".join(dict.fromkeys(known))


def unexpected(registered: Iterable[str]) -> list[str]:
    """Which of the registered vector drivers the allow-list does not name."""
    return sorted(set(registered) - VECTOR - HARMLESS)


def environment(scratch: str, skip: str) -> dict[str, str]:
    """What GDAL, PROJ and their friends are told before they are loaded."""
    nowhere = "http://127.0.0.1:9"
    return {
        "GDAL_SKIP": skip,
        "GDAL_PAM_ENABLED": "NO",
        "GDAL_VRT_ENABLE_PYTHON": "NO",
        "GDAL_PYTHON_DRIVER_PATH": "",
        "GDAL_DRIVER_PATH": "disable",
        "GDAL_HTTP_MAX_RETRY": "0",
        "GDAL_CACHEMAX": "64",
        "CPL_TMPDIR": scratch,
        "CPL_DEBUG": "OFF",
        "CPL_LOG": "/dev/null",
        "GML_SKIP_RESOLVE_ELEMS": "ALL",
        "GML_DOWNLOAD_SCHEMA": "NO",
        "OGR_SQLITE_LOAD_EXTENSIONS": "",
        "OGR_SQLITE_PRAGMA": "trusted_schema=OFF",
        "OGR_ARC_STEPSIZE": "1",
        "OGR_GEOJSON_MAX_OBJ_SIZE": "200",
        "PROJ_NETWORK": "OFF",
        "http_proxy": nowhere,
        "https_proxy": nowhere,
        "HTTP_PROXY": nowhere,
        "HTTPS_PROXY": nowhere,
        "ALL_PROXY": nowhere,
        "all_proxy": nowhere,
    }
