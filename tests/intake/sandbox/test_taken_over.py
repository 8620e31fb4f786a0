"""A reading process that a file has taken over says and leaves what it likes: each ends in one sentence.

The process here is not confined, so that what is tried is this side of the handover alone.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dothi.base.errors import DothiError, UnusableError
from dothi.intake.sandbox.received import load
from dothi.intake.sandbox.run import _Teller

FAULT = {"code": "a", "vi": "b", "en": "c"}
GUESS = {
    "kind": "crs", "layer": "a", "column": "", "found": "b", "taken_as": "c", "score": 1.0,
}  # fmt: skip
LAYER = {
    "name": "a", "spatial": False, "columns": [], "file": "", "encoding": "utf-8", "where": "in.gpkg",
    "driver": "GPKG", "crs": "", "byte_image": False,
}  # fmt: skip


NUMBERED = {**LAYER, "file": "0000.arrow"}


def crashed(refusal: pytest.ExceptionInfo[UnusableError]) -> bool:
    (fault,) = refusal.value.faults
    return fault.code == "intake.crash" and bool(fault.remedy_vi and fault.remedy_en)


def test_a_right_handover_comes_through(run_instead) -> None:
    received = run_instead(f"hand_over(layers=[{LAYER}], guesses=[{GUESS}], isolation=dict(folders=True))")
    assert [loaded.layer.name for loaded in received.layers] == ["a"]
    assert received.guesses[0].taken_as == "c"
    assert received.isolation == {"folders": True}


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "(result / 'manifest.json').write_bytes(b'\\xff\\x00')",
        "(result / 'manifest.json').write_text('[' * 200_000)",
        "(result / 'manifest.json').write_text('[]')",
        "(result / 'manifest.json').write_text('null')",
        "(result / 'manifest.json').write_text('1' * 10_000)",
        "(result / 'manifest.json').mkdir()",
        "os.truncate(os.open(result / 'manifest.json', os.O_CREAT | os.O_RDWR), 1 << 36)",
        "os.mkfifo(result / 'manifest.json')",
        "hand_over(layers=None)",
        "hand_over(layers=[5])",
        f"hand_over(layers=[{ {**LAYER, 'columns': [1, 2]} }])",
        f"hand_over(layers=[{ {**LAYER, 'encoding': ['utf-8']} }])",
        f"hand_over(layers=[{ {**LAYER, 'file': '../../request.json'} }])",
        f"hand_over(layers=[{NUMBERED}])",
        f"(result / '0000.arrow').write_bytes(b'ARROW1')\nhand_over(layers=[{NUMBERED}])",
        f"os.mkfifo(result / '0000.arrow')\nhand_over(layers=[{NUMBERED}])",
        f"hand_over(guesses=[{ {**GUESS, 'score': 'much'} }])",
        f"hand_over(guesses=[{ {**GUESS, 'score': 1e999} }])".replace("inf", "float('inf')"),
        f"hand_over(guesses=[{ {**GUESS, 'found': [1]} }])",
        f"hand_over(guesses=[{ {**GUESS, 'more': 'x'} }])",
        f"hand_over(faults=[{ {**FAULT, 'vi': 5} }])",
        f"hand_over(skipped=[dict(name='a', reason={ {**FAULT, 'en': None} })])",
        "hand_over(skipped=[dict(name='a')])",
        "hand_over(isolation=[1])",
        "hand_over(rasters=[raster(job / 'x', width=float('inf'))])",
        "hand_over(rasters=[raster(job / 'x', width='wide')])",
        "hand_over(rasters=[raster('a\\0b')])",
    ],
)
def test_a_handover_without_sense_is_one_sentence(run_instead, temporary, body: str) -> None:
    with pytest.raises(UnusableError) as refusal:
        run_instead(body)
    assert crashed(refusal)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("part", ["manifest.json", "0000.arrow", ""])
def test_links_of_the_handover_lead_nowhere(run_instead, tmp_path: Path, part: str) -> None:
    """Another reading's handover, say, which this process may not read and we may."""
    other = tmp_path / "other"
    other.mkdir()
    body = (
        f"hand_over(layers=[{NUMBERED}])\nimport pyarrow as pa\ntable = pa.table(dict(feature=[1]))\n"
        "with pa.ipc.new_file(str(result / '0000.arrow'), table.schema) as out:\n    out.write_table(table)\n"
    )
    assert len(run_instead(body).layers[0].layer.frame) == 1
    moved = f"there = Path({str(other)!r}) / 'x'\n(result / {part!r}).rename(there)\n"
    with pytest.raises(UnusableError) as refusal:
        run_instead(body + moved + f"(result / {part!r}).symlink_to(there)")
    assert crashed(refusal)


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize(
    "body",
    [
        "hand_over(rasters=[raster('/etc/passwd')])",
        "hand_over(rasters=[raster(job / '..' / '..' / 'other.tif')])",
        "(job / 'a.tif').symlink_to('/etc/passwd')\nhand_over(rasters=[raster(job / 'a.tif')])",
        "(job / 'b').symlink_to('/etc')\nhand_over(rasters=[raster(job / 'b' / 'passwd')])",
        "os.mkfifo(job / 'a.tif')\nhand_over(rasters=[raster(job / 'a.tif')])",
        "(job / 'a.tif').mkdir()\nhand_over(rasters=[raster(job / 'a.tif')])",
        "hand_over(rasters=[raster(job / 'a.tif')])",
        "hand_over(rasters=[raster(job / ('a' * 5_000))])",
        "(job / 'a.tif').symlink_to(job / 'a.tif')\nhand_over(rasters=[raster(job / 'a.tif')])",
        "(job / 'a.tif').touch()\nhand_over(rasters=[raster(job / 'a.tif', where='/etc/passwd')])",
        "(job / 'a.tif').touch()\nhand_over(rasters=[raster(job / 'a.tif', where='in.gpkg/../../x')])",
        "(job / 'a.tif').touch()\nhand_over(rasters=[raster(job / 'a.tif', where='')])",
    ],
)
def test_a_raster_is_the_file_read_or_one_unpacked_from_it(
    run_instead, tmp_path: Path, body: str, kept: bool
) -> None:
    (tmp_path / "other.tif").write_text("hidden")
    with pytest.raises(UnusableError) as refusal:
        run_instead(body, keep=tmp_path / "kept" if kept else None)
    assert crashed(refusal)
    assert (tmp_path / "other.tif").read_text() == "hidden"
    assert not (tmp_path / "kept").exists()


def test_the_name_of_a_kept_raster_is_plain(run_instead, tmp_path: Path) -> None:
    body = (
        "path = job / ('a\\n' + 'đ' * 100 + '.tif')\npath.write_text('x')\nhand_over(rasters=[raster(path)])"
    )
    (raster,) = run_instead(body, keep=tmp_path / "kept").rasters
    assert raster.path == tmp_path / "kept" / ("000-" + "đ" * 56 + ".tif")
    assert raster.path.read_text() == "x"


def test_the_file_read_itself_is_named_by_its_path(run_instead, tmp_path: Path) -> None:
    body = f"hand_over(rasters=[raster({str(tmp_path / 'in.gpkg')!r}, where='in.gpkg')])"
    assert run_instead(body).rasters[0].path == tmp_path / "in.gpkg"


def test_words_are_shorn_of_what_does_not_show(run_instead) -> None:
    fault = {**FAULT, "vi": "a\x1b[31m\nb\ud800\u202e", "where": "x" * 100_000}
    with pytest.raises(UnusableError) as refusal:
        run_instead(f"hand_over(faults=[{fault!r}])")
    (told,) = refusal.value.faults
    assert told.vi == "a [31m b"
    assert told.where == "x" * 2_000
    assert str(refusal.value).encode()


@pytest.mark.parametrize(
    "lines",
    [
        "b'\\n'",
        "b'[]\\n', b'{}\\n', b'null\\n', b'5\\n', b'[1, 2, 3]\\n', b'[1, 2, 3, 4, 5]\\n'",
        "b'[' * 60_000 + b'\\n'",
        "b'[\"a\", ' + b'9' * 5_000 + b', 0, \"\"]\\n'",
        'b\'["a", Infinity, 0, ""]\\n\', b\'["a", 1e999, 0, ""]\\n\', b\'["a", NaN, 0, ""]\\n\'',
        'b\'["a", "1", 0, ""]\\n\', b\'[[], 1, 0, ""]\\n\', b\'["a", 1, 0, {}]\\n\'',
        "bytes(range(256)) * 20 + b'\\n'",
        "b'x' * 3_000_000",
    ],
)
def test_progress_that_is_none_is_passed_over(run_instead, lines: str) -> None:
    told: list[tuple[object, ...]] = []
    right = 'b\'["Lop", 1, 2, "in.gpkg/x"]\\n\''
    received = run_instead(
        f"tell({lines}, b'\\n', {right})\nhand_over(layers=[{LAYER}])",
        progress=lambda *line: told.append(line),
    )
    assert len(received.layers) == 1
    assert told[-1:] == [("Lop", 1, 2)]


def test_what_progress_says_is_shorn_and_bounded(run_instead) -> None:
    told: list[tuple[object, ...]] = []
    line = {"m": "a\x07\ud800b" + "x" * 900, "w": "y\u202ez"}
    body = (
        f"line = json.dumps([{line['m']!r}, -5, 10**30, {line['w']!r}])\n"
        "tell(line.encode() + b'\\n')\nos.abort()"
    )
    with pytest.raises(UnusableError) as refusal:
        run_instead(body, progress=lambda *said: told.append(said))
    assert told == [("a  b" + "x" * 496, 0, 2**53)]
    assert refusal.value.faults[0].where == "y z"


def test_many_lines_are_told_once(run_instead) -> None:
    """What is told may be written to a database: the newest line of a moment is enough."""
    told: list[tuple[object, ...]] = []
    run_instead(
        "tell(b''.join(b'[\"a\", %d, 0, \"\"]\\n' % n for n in range(100_000)))\nhand_over()",
        progress=lambda *line: told.append(line),
    )
    assert told[-1] == ("a", 99_999, 0)
    assert len(told) <= 100


@settings(deadline=None, max_examples=200)
@given(st.lists(st.one_of(st.binary(), st.just(b"\n"), st.just(b'["a", 1, 2, "b"]\n')), max_size=20))
def test_no_bytes_disturb_the_listener(pieces: list[bytes]) -> None:
    reading, writing = os.pipe()
    told: list[tuple[str, int, int]] = []
    teller = _Teller(reading, lambda *line: told.append(line))
    try:
        for piece in pieces:
            if piece:
                os.write(writing, piece)
                teller.listen(5)
        os.write(writing, b'\n["z", 3, 4, "c"]\n')
        teller.listen(5)
    finally:
        os.close(writing)
        teller.close()
    assert told[-1] == ("z", 3, 4)
    assert teller.last == "c"


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "faults": st.lists(st.fixed_dictionaries({**dict.fromkeys(FAULT, PLAIN)}), max_size=1),
        "guesses": st.lists(st.fixed_dictionaries({**dict.fromkeys(GUESS, PLAIN)}), max_size=2) | PLAIN,
        "layers": st.lists(
            st.sampled_from(sorted(LAYER)).flatmap(lambda key: PLAIN.map(lambda it: {**LAYER, key: it})),
            max_size=2,
        ),
        "rasters": PLAIN,
        "skipped": PLAIN,
        "isolation": PLAIN,
        "refusal": PLAIN,
    },
)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PARTS)
def test_no_manifest_gets_past_the_loader(tmp_path: Path, parts: dict[str, Any]) -> None:
    """It is loaded, refused in the process's own words, or makes no sense; nothing else is raised."""
    whole = {"isolation": {}, "refusal": "", "faults": [], "layers": [], "rasters": [], "skipped": [],
             "guesses": [], **parts}  # fmt: skip
    (tmp_path / "manifest.json").write_text(json.dumps(whole))
    if parts.get("faults") and all(isinstance(word, str) for word in parts["faults"][0].values()):
        with pytest.raises(DothiError):
            load(tmp_path)
        return
    received = load(tmp_path)
    if received is not None:
        assert all(isinstance(guess.found, str) for guess in received.guesses)
        assert all(isinstance(loaded.layer.encoding, str) for loaded in received.layers)


def test_words_in_the_way_of_the_last_words_do_not_hold_us_up(run_instead) -> None:
    """The file that its errors go to is gone, and a pipe that nobody writes to stands in its place."""
    with pytest.raises(UnusableError, match="last words") as refusal:
        run_instead(
            "print('last words', flush=True)\n(job / 'stderr').unlink()\n"
            "os.mkfifo(job / 'stderr')\nos.abort()"
        )
    assert crashed(refusal)


@pytest.mark.slow
def test_a_folder_too_deep_for_any_path_is_removed(run_instead, temporary) -> None:
    run_instead(
        "os.chdir(job)\nfor _ in range(1_500):\n    os.mkdir('aa')\n    os.chdir('aa')\nhand_over()",
        disk_bytes=1 << 63,
    )
    assert list(temporary.iterdir()) == []
