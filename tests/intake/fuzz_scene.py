"""Turns bytes of sample files at random and reads them, in a process of its own; see ``test_fuzz``.

Arguments: folder to work in, seed, how many files of each sample, then the samples. Writes one line for each
file that did anything but give data or a refusal; a crash of the process shows by its exit code, and the last
line of its error stream names the file.
"""

from __future__ import annotations

import logging
import os
import random
import resource
import shutil
import sys
import traceback
import warnings
from pathlib import Path

from dothi.base.errors import DothiError
from dothi.intake.sandbox import drivers

JUNK = (
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x00",
    b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\x00\x00\x00\x80",
)


def turned(data: bytes, chance: random.Random) -> bytes:
    """The data with a few places changed, cut, doubled or made enormous; the first bytes more often."""
    out = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        if not out:
            break
        place = chance.randrange(len(out) if chance.random() < 0.5 else min(len(out), 512))
        kind = chance.randrange(7)
        if kind < 3:
            out[place] = chance.randrange(256)
        elif kind == 3:
            out[place : place + 4] = chance.choice(JUNK)
        elif kind == 4:
            del out[place : place + chance.randrange(1, 64)]
        elif kind == 5:
            start = chance.randrange(len(out))
            out[place:place] = out[start : start + chance.randrange(1, 64)]
        else:
            del out[place:]
    return bytes(out)


def parts(sample: Path) -> list[Path]:
    return [
        path
        for path in sample.parent.iterdir()
        if path.stem.lower() == sample.stem.lower() and path.is_file()
    ]


def read(source: Path, work: Path) -> str:
    """Read as the reading process does; gives what went wrong, empty for data and refusals."""
    from dothi.intake.reading.collect import collect
    from dothi.intake.sandbox.handover import Handover
    from dothi.intake.sandbox.limits import Limits
    from dothi.intake.sandbox.request import Request

    for name in ("result", "scratch"):
        (work / name).mkdir()
    request = Request(str(source), "in", (), Limits())
    try:
        collect(request, Handover(work / "result", Limits()), work / "scratch", lambda *_told: None)
    except DothiError:
        return ""
    except Exception:  # noqa: BLE001  (whatever it is, it is a find)
        return traceback.format_exc().strip().replace("\n", " | ")[-600:]
    return ""


def main(folder: Path, seed: int, count: int, samples: list[Path]) -> None:
    os.environ.update(drivers.environment(str(folder), drivers.skipped()))
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    for sample in samples:
        chance = random.Random(f"{sample.name} {seed}")
        every = parts(sample)
        for number in range(count):
            work = folder / f"{sample.name}-{seed}-{number}"
            source = work / "in"
            source.mkdir(parents=True)
            victim = chance.choice([sample, *every])
            for part in every:
                data = part.read_bytes()
                (source / part.name).write_bytes(turned(data, chance) if part == victim else data)
            sys.stderr.write(f"{work.name}\n")
            sys.stderr.flush()
            wrong = read(source, work)
            if wrong:
                sys.stdout.write(f"{work.name}: {wrong}\n")
            else:
                shutil.rmtree(work)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), [Path(name) for name in sys.argv[4:]])
