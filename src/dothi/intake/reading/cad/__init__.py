"""Drawings (DXF) through ezdxf: blocks taken apart, curves, hatches with holes, texts as labels."""
