"""Linux seccomp: from here on this process opens no socket of any kind and cannot leave its process group.

Landlock closes TCP and a network namespace every way off this machine; both leave the sockets of programs
beside us (files such as ``/run/postgresql/.s.PGSQL.5432``) within reach, and ``io_uring`` goes around any
filter of calls, so it is refused too. What cannot start a session or a group of its own is ended with the
group. A refused call fails with ``EPERM``; what the process starts inherits all of it.

Source: Linux kernel documentation, "Seccomp BPF"; numbers of calls from ``asm/unistd.h``.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys

_SET_SECCOMP, _FILTER = 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_CALL, _MACHINE = 0, 4
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_STEP = struct.Struct("=HBBI")
_FOREIGN = 0x40000000
"""Calls from here on are those of x32, with other numbers."""
_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CALLS = {
    "socket": (41, 198),
    "socketpair": (53, 199),  # one of datagrams can be turned to any address
    "io_uring_setup": (425, 425),
    "setsid": (112, 157),
    "setpgid": (109, 154),
    "unshare": (272, 97),
    "setns": (308, 268),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
}
"""Numbers of the refused calls on x86-64 and on 64-bit ARM."""


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_char_p)]


def restrict(libc: ctypes.CDLL) -> bool:
    """Refuse these calls from now on; ``False`` where kernel or processor do not know how.

    The process must have given up new privileges (``PR_SET_NO_NEW_PRIVS``) before.
    """
    machine = platform.machine()
    if machine not in _MACHINES or sys.maxsize < 2**32:
        return False
    code = filter_for(machine)
    program = _Program(len(code) // _STEP.size, code)
    return bool(libc.prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(program), 0, 0) == 0)


def filter_for(machine: str) -> bytes:
    """Write the filter: every step is operation, steps to skip if true and if false, and a number."""
    calls = [pair[machine == "aarch64"] for pair in _CALLS.values()]
    refuse = len(calls) + 5
    steps = [(_LOAD, 0, 0, _MACHINE), (_EQUAL, 0, refuse - 2, _MACHINES[machine])]
    steps += [(_LOAD, 0, 0, _CALL), (_AT_LEAST, refuse - 4, 0, _FOREIGN)]
    steps += [(_EQUAL, refuse - place - 1, 0, call) for place, call in enumerate(calls, start=4)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(_STEP.pack(*step) for step in steps)
