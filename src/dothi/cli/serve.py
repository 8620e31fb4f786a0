"""``dothi serve`` and ``dothi worker``: the portal, and the process that does its long work."""

from __future__ import annotations

import errno
import http.client
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import click

from dothi.base.errors import Fault, UnusableError
from dothi.cli.supervisor import Child, Supervisor
from dothi.registry.workspace import is_ready, read_workspace
from dothi.settings import Settings

HEALTH = "/suc-khoe/"
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - named to be translated


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Địa chỉ lắng nghe. / Address to listen on."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Cổng; 0 là cổng trống bất kỳ. / Port; 0 takes any free one.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Số tiến trình web. / Web processes.",
)
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=4,
    show_default=True,
    help="Số luồng mỗi tiến trình web. / Threads in each.",
)
@click.option(
    "--web-only",
    is_flag=True,
    help="Không kèm tiến trình việc nền. / Without the worker, which “dothi worker” runs.",
)
@click.pass_obj
def serve(folder: Path, *, host: str, port: int, workers: int, threads: int, web_only: bool) -> None:
    """Phục vụ cổng thông tin và chạy việc nền; dừng cả hai bằng Ctrl-C hoặc SIGTERM.

    Serve the portal and do its long work; Ctrl-C or SIGTERM stops both.
    """
    folder = folder.absolute()
    require_ready(folder)
    listener = listen(host, port)
    address = address_of(listener)
    run_portal(
        folder,
        listener,
        lambda: click.echo(f"Đang phục vụ tại / Serving at {address}"),
        workers=workers,
        threads=threads,
        web_only=web_only,
    )


@click.command()
@click.option(
    "--until-idle", is_flag=True, help="Dừng khi hết việc đang chờ. / Stop when nothing waits any more."
)
@click.pass_obj
def worker(folder: Path, until_idle: bool) -> None:
    """Chạy việc nền, không có cổng thông tin; «dothi serve» đã tự chạy lệnh này.

    Do long work without the portal; “dothi serve” runs this by itself.
    """
    from dothi.cli.django import start_django

    start_django(folder)
    from dothi.registry.jobs.worker import run_worker

    run_worker(folder.absolute() / "run", until_idle=until_idle)


def require_ready(folder: Path) -> None:
    """Refuse a workspace that this version has not made ready, without waking Django when it has."""
    workspace = read_workspace(folder)
    os.environ["DOTHI_WORKSPACE"] = str(folder)
    if is_ready(workspace, Settings.from_environment()):
        return
    from dothi.cli.django import out_of_date, refuse_unprepared, start_django

    start_django(folder, ready=False)
    refuse_unprepared(folder)
    raise UnusableError(out_of_date(folder))


def listen(host: str, port: int) -> socket.socket:
    """Take the port now, before anything starts, and hold it."""
    try:
        family, kind, protocol, _, target = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(target)
            listener.listen(128)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise UnusableError(_cannot_listen(host, port, error)) from None
    return listener


def address_of(listener: socket.socket) -> str:
    """What a person on this machine types to reach the listener."""
    host, port = listener.getsockname()[:2]
    host = _ANYWHERE.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run_portal(
    folder: Path,
    listener: socket.socket,
    announce: Callable[[], None],
    *,
    workers: int = 2,
    threads: int = 4,
    job_workers: int = 1,
    web_only: bool = False,
) -> None:
    """Run web server and workers on a socket that listens already, until told to stop."""
    os.environ["DOTHI_WORKSPACE"] = str(folder)
    os.environ.setdefault("DOTHI_PUBLIC_URL", address_of(listener))
    settings = Settings.from_environment()
    web = Child(
        "Cổng thông tin / Portal",
        _gunicorn(listener.fileno(), workers, threads, behind_proxy=settings.behind_proxy),
        vital=True,
        keep_open=(listener.fileno(),),
    )
    jobs = [
        Child("Việc nền / Worker", [sys.executable, "-P", "-m", "dothi", "worker"], vital=False, waits=True)
        for _ in range(0 if web_only else job_workers)
    ]
    name = settings.hosts[0].lstrip(".").replace("*", "localhost")
    host, port = listener.getsockname()[:2]
    target = (_ANYWHERE.get(host, host), port)
    with listener:
        Supervisor([web, *jobs]).run(lambda: _answers(target, name), announce)


def _gunicorn(descriptor: int, workers: int, threads: int, *, behind_proxy: bool) -> list[str]:
    return [
        *(sys.executable, "-P", "-m", "gunicorn", "dothi.portal.wsgi"),
        *("--bind", f"fd://{descriptor}"),
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)),
        *("--timeout", "60", "--graceful-timeout", "20", "--log-level", "warning"),
        *("--forwarded-allow-ips", "127.0.0.1,::1" if behind_proxy else ""),
        "--no-control-socket",
    ]


def _answers(target: tuple[str, int], name: str) -> bool:
    connection = http.client.HTTPConnection(*target, timeout=2)
    try:
        connection.request("GET", HEALTH, headers={"Host": name})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _cannot_listen(host: str, port: int, error: OSError) -> Fault:
    taken = error.errno == errno.EADDRINUSE
    if taken:
        why_vi, why_en = "đã có chương trình khác dùng", "another program uses it"
    elif error.errno == errno.EACCES:
        why_vi, why_en = "không được phép (cổng dưới 1024 cần quyền)", "not permitted (ports below 1024)"
    else:
        why_vi = why_en = error.strerror or str(error)
    return Fault(
        "serve.port-taken" if taken else "serve.port",
        f"Không lắng nghe được tại {host}:{port}: {why_vi}",
        f"Cannot listen on {host}:{port}: {why_en}",
        remedy_vi="Chọn cổng khác bằng --port, hoặc địa chỉ khác bằng --host",
        remedy_en="Choose another --port or --host",
    )
