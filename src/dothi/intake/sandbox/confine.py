"""Confining the reading process: it dies with its parent, has bounds, no network, and one folder to write.

Bounds hold everywhere. The rest is closed by what the kernel offers without privilege: folders and signals to
other programs by Landlock, sockets of every kind and leaving the process group by seccomp, every way off this
machine by a network namespace. Where it offers none there is still no driver that would fetch.
"""

from __future__ import annotations

import contextlib
import ctypes
import resource
import signal
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dothi.intake.sandbox import landlock, seccomp
from dothi.intake.sandbox.limits import GIB, Limits

ADDRESS_SLACK = 3 * GIB
"""Addresses beyond the memory bound: libraries, reserved arenas and mapped files take no memory."""
_CPU_ROOM = 5
"""Seconds between the signal that tells why and the one that tells nothing."""
_DEATH_SIGNAL, _SUBREAPER, _NO_NEW_PRIVS = 1, 36, 38
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/bin",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/mime.types",
    "/dev/urandom",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
)


@dataclass(frozen=True, slots=True)
class Isolation:
    """What could be closed off on this system.

    ``network``: no socket of any kind can be opened, and nothing started here can leave its process group.
    """

    folders: bool
    network: bool


def confine(limits: Limits, readable: Iterable[Path], writable: Path) -> Isolation:
    """Confine this process and everything it starts; cannot be undone.

    ``readable`` are files and folders beside Python and the system's libraries.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_SUBREAPER, 1, 0, 0, 0)  # what its children leave behind stays below it, where it is counted
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # Python ignores it, and a file too large would look broken
    _bound(limits)
    _leave_network(libc)
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    readable = [*map(Path, _SYSTEM), *_python(), *readable]
    folders = landlock.restrict(libc, readable, [writable, Path("/dev/null")])
    return Isolation(folders, seccomp.restrict(libc))


def _bound(limits: Limits) -> None:
    bounds = {
        resource.RLIMIT_AS: limits.memory + ADDRESS_SLACK,
        resource.RLIMIT_CPU: max(1, limits.cpu_seconds),
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
    }
    for kind, bound in bounds.items():
        _, hard = resource.getrlimit(kind)
        lower = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        room = _CPU_ROOM if kind == resource.RLIMIT_CPU else 0
        upper = lower + room if hard == resource.RLIM_INFINITY else min(lower + room, hard)
        resource.setrlimit(kind, (lower, upper))


def _leave_network(libc: ctypes.CDLL) -> None:
    """Step into a network of its own, which has no way out; unprivileged, by way of a user namespace."""
    if libc.unshare(_NEW_NETWORK):
        libc.unshare(_NEW_USER | _NEW_NETWORK)


def _python() -> list[Path]:
    roots = {
        sys.prefix,
        sys.base_prefix,
        *sysconfig.get_paths().values(),
        *(entry for entry in sys.path if entry),
    }
    found = set()
    for root in roots:
        with contextlib.suppress(OSError):
            found.add(Path(root).resolve())
    return sorted(found)
