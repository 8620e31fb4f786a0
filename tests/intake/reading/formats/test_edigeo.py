"""EDIGEO sheets of the French cadastre, straight from their archive."""

from __future__ import annotations


def test_a_sheet_from_its_archive(data, read_here, codes_of) -> None:
    """Counts of the sample's own table, made with GDAL."""
    received = read_here(data / "fr-edigeo" / "edigeo-25354000AK01.tar.bz2")
    counts = {loaded.layer.name: len(loaded.layer.frame) for loaded in received.layers}
    assert (counts["PARCELLE_id"], counts["BATIMENT_id"]) == (142, 134)
    assert received.layers[0].layer.frame.crs is not None
    assert "intake.unknown-kind" not in codes_of(received)
