"""A publisher to be killed: reads ``layer tiles step`` lines, publishes each in a process of its own.

The process dies by SIGKILL just before its step-th move: a step that publishing reports, anything Python
does to a file system, a request to the S3 server or the return from one. Step 0 lets it live. Answers
``killed``, or ``lived`` and the number of moves it made.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import date

import geopandas as gpd
import shapely

from dothi.lake import ZONES, open_lake, publish_layer

WRITING = {"os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.truncate", "subprocess.Popen"}


class Moves:
    """Counts the moves of this process and ends it before the one asked for."""

    def __init__(self, last: int) -> None:
        self.last, self.made = last, 0

    def make(self) -> None:
        self.made += 1
        if self.made == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in WRITING or (
            event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wxa+")
        ):
            self.make()


def watch_requests(moves: Moves) -> None:
    from aiobotocore.client import AioBaseClient

    asked: Callable = AioBaseClient._make_api_call

    async def watched(self: object, *request: object) -> object:
        moves.make()
        answer = await asked(self, *request)
        moves.make()
        return answer

    AioBaseClient._make_api_call = watched


def layer(number: int) -> gpd.GeoDataFrame:
    squares = [
        shapely.box(548_000 + 50 * step, 1_716_000, 548_040 + 50 * step, 1_716_030) for step in range(5)
    ]
    return gpd.GeoDataFrame({"so": [number] * 5, "ten": list("abcde")}, geometry=squares, crs=5899)


def publish(url: str, endpoint: str, number: int, *, tiles: bool, moves: Moves) -> str:
    lake = open_lake(url, endpoint=endpoint)
    return publish_layer(
        lake,
        layer(number),
        created=date(2026, 10, 1),
        illustrative=True,
        tiles_for=ZONES if tiles else None,
        report=lambda step: moves.make(),
    ).name


def child(url: str, endpoint: str, number: int, *, tiles: bool, last: int) -> None:
    moves = Moves(last)
    if "://" in url:
        watch_requests(moves)
    sys.addaudithook(moves.watch)
    name = publish(url, endpoint, number, tiles=tiles, moves=moves)
    say("lived", moves.made, name)
    os._exit(0)


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main() -> None:
    url, endpoint = sys.argv[1:]
    say("ready")
    for line in sys.stdin:
        number, tiles, last = (int(word) for word in line.split())
        process = os.fork()
        if not process:
            child(url, endpoint, number, tiles=bool(tiles), last=last)
        _, status = os.waitpid(process, 0)
        if os.WIFSIGNALED(status):
            say("killed" if os.WTERMSIG(status) == signal.SIGKILL else f"signal {status}")
        elif os.WEXITSTATUS(status):
            say(f"failed {status}")


if __name__ == "__main__":
    main()
