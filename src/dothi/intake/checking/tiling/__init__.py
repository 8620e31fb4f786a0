"""How the zones of one plan lie together: overlaps, gaps and borders that do not meet.

The number of zones that cover a place changes only at edges that no neighbour shares. So the edges are
matched first, and overlaps and gaps are looked for only in the faces between those left over: a plan of a
million clean zones is proved clean by its edges alone, without any union.
"""
