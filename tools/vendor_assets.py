"""Fetch the portal's third-party files with the npm client and put them, unchanged, where they are served.

    python tools/vendor_assets.py

Versions stand below and in `docs/vendored.md`; nothing here runs when the portal is built or served.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "src" / "dothi" / "portal" / "static" / "vendor"
MAPLIBRE = "6.17.0"
FONT = "5.3.0"
SUBSETS = ("latin", "latin-ext", "vietnamese")
WEIGHTS = (400, 500, 700)


def files(modules: Path) -> dict[Path, Path]:
    """Map every file wanted to its place under ``vendor``."""
    library, font = modules / "maplibre-gl", modules / "@fontsource" / "be-vietnam-pro"
    wanted = {
        library / "dist" / name: Path("maplibre-gl") / name
        for name in ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css")
    }
    wanted[library / "LICENSE.txt"] = Path("maplibre-gl/LICENSE.txt")
    wanted[font / "LICENSE"] = Path("be-vietnam-pro/LICENSE")
    for subset in SUBSETS:
        for weight in WEIGHTS:
            name = f"be-vietnam-pro-{subset}-{weight}-normal.woff2"
            wanted[font / "files" / name] = Path("be-vietnam-pro") / name
    return wanted


def main() -> None:
    """Fetch into a temporary folder, then copy; nothing is replaced when a file is missing."""
    with tempfile.TemporaryDirectory() as room:
        packages = [f"maplibre-gl@{MAPLIBRE}", f"@fontsource/be-vietnam-pro@{FONT}"]
        subprocess.run(["npm", "install", "--no-save", "--prefix", room, *packages], check=True)
        wanted = files(Path(room) / "node_modules")
        missing = [str(path) for path in wanted if not path.is_file()]
        if missing:
            raise SystemExit("missing in the packages: " + ", ".join(missing))
        for path, place in wanted.items():
            (VENDOR / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, VENDOR / place)
            print(place)


if __name__ == "__main__":
    main()
