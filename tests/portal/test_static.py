"""Style sheet and scripts: nothing from outside, nothing inline, every vendored file with its licence."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

PORTAL = Path(__file__).resolve().parents[2] / "src" / "dothi" / "portal"
STATIC = PORTAL / "static"
OWN = [*sorted((STATIC / "portal").rglob("*.js")), STATIC / "portal" / "dothi.css"]
TEMPLATES = sorted((PORTAL / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_own_files_ask_nothing_from_outside(path):
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert "http:" not in text
    assert "https:" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(PORTAL).as_posix())
def test_templates_carry_no_inline_script_or_style(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son(click|load|change|submit|input|error)=", text)
    assert "<style" not in text
    for opening in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in opening


def test_relative_addresses_of_scripts_and_styles_exist():
    for path in OWN:
        text = path.read_text(encoding="utf-8")
        named = re.findall(r'from "(\.[^"]+)"', text) + re.findall(r'url\("(\.\.?/[^"]+)"\)', text)
        for name in named:
            assert (path.parent / name).resolve().is_file(), f"{path.name}: {name}"


def test_every_token_that_is_used_is_defined():
    text = (STATIC / "portal" / "dothi.css").read_text(encoding="utf-8")
    defined = set(re.findall(r"(--[a-z0-9-]+):", text))
    scripts = "".join(path.read_text(encoding="utf-8") for path in OWN if path.suffix == ".js")
    used = set(re.findall(r"var\((--[a-z0-9-]+)", text)) | set(
        re.findall(r'token\("(--[a-z0-9-]+)"\)', scripts)
    )
    assert used - defined == {"--sheet-pull"}  # set by the script while the sheet is pulled


def test_every_icon_that_is_used_is_drawn():
    drawn = set(
        re.findall(r'symbol id="([a-z]+)"', (STATIC / "portal" / "icons.svg").read_text(encoding="utf-8"))
    )
    used = {
        name for path in TEMPLATES for name in re.findall(r'{% icon "([a-z]+)" %}', path.read_text("utf-8"))
    }
    from dothi.portal.words import STATE_ICONS, WORDS

    assert used | set(STATE_ICONS.values()) <= drawn
    assert set(WORDS["state"]) == set(STATE_ICONS)


def test_vendored_files_stand_in_the_list_with_version_and_licence(root):
    listed = (root / "docs" / "vendored.md").read_text(encoding="utf-8")
    licences = (STATIC / "vendor" / "LICENCES").read_text(encoding="utf-8")
    for folder in sorted(path for path in (STATIC / "vendor").iterdir() if path.is_dir()):
        assert f"`{folder.name}/`" in listed
        assert folder.name in licences
        assert any(path.name.startswith("LICENSE") for path in folder.iterdir())


def test_backdrop_leaves_no_home_of_its_own():
    features = json.loads((STATIC / "geo" / "backdrop.geojson").read_text(encoding="utf-8"))["features"]
    provinces = [item["properties"] for item in features if item["properties"]["role"] == "province"]
    assert len(provinces) == 34
    assert {"code": "48", "name": "Thành phố Đà Nẵng", "role": "province"} in provinces


def contrast(first: str, second: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"),
        ("ink-soft", "paper"),
        ("ink-quiet", "paper"),
        ("ink-quiet", "ground"),
        ("ink-soft", "ground-deep"),
        ("accent", "paper"),
        ("accent", "ground"),
        ("accent-deep", "accent-soft"),
        ("good", "good-soft"),
        ("course", "course-soft"),
        ("behind", "behind-soft"),
        ("fault", "fault-soft"),
        ("caution", "caution-soft"),
        ("unknown", "unknown-soft"),
        ("behind", "paper"),
        ("fault", "paper"),
    ],
)
def test_text_stands_out_from_its_ground(text, ground):
    sheet = (STATIC / "portal" / "dothi.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", sheet))
    assert contrast(colours[text], colours[ground]) >= 4.5
