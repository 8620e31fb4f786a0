"""Places as pure data: units through time, province packs, census tables, succession, search, outlines."""
