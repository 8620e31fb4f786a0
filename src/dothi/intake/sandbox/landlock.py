"""Linux Landlock: from here on this process may read these folders, write that one, and reach no other.

Reading and writing are closed from ABI 1 on, TCP from ABI 4, signals to other programs from ABI 6.

It needs no privilege and cannot be undone, and what the process starts inherits it. Kernels before 5.13, and
systems without it, offer nothing; the caller is told.

Source: Linux kernel documentation, "Landlock: unprivileged access control" (ABI 1 to 6).
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_FIRST_ABI = (1 << 13) - 1
_NET_TCP = (1 << 0) | (1 << 1)
_ABSTRACT_SOCKETS, _SIGNALS = 1 << 0, 1 << 1
_SIZES = ((6, 24), (4, 16), (1, 8))
"""Bytes of the description of a ruleset, from which ABI on."""


class _Ruleset(ctypes.Structure):
    _fields_ = [
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    ]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32)]


def restrict(libc: ctypes.CDLL, readable: Iterable[Path], writable: Iterable[Path]) -> bool:
    """Confine this process; ``False`` where the kernel has no Landlock and nothing was confined.

    The process must have given up new privileges (``PR_SET_NO_NEW_PRIVS``) before. Paths that do not exist
    are passed over. Raises ``OSError`` when the kernel offers Landlock and refuses.
    """
    abi = int(libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION)))
    if abi < 1:
        return False
    handled = _FIRST_ABI
    handled |= _REFER if abi >= 2 else 0
    handled |= _TRUNCATE if abi >= 3 else 0
    handled |= _IOCTL_DEV if abi >= 5 else 0
    attributes = _Ruleset(handled, _NET_TCP, _ABSTRACT_SOCKETS | _SIGNALS)
    size = next(size for first, size in _SIZES if abi >= first)
    ruleset = _checked(
        libc.syscall(_CREATE_RULESET, ctypes.byref(attributes), ctypes.c_size_t(size), ctypes.c_uint32(0))
    )
    try:
        for path in readable:
            _allow(libc, ruleset, path, handled & (_EXECUTE | _READ_FILE | _READ_DIR))
        for path in writable:
            _allow(libc, ruleset, path, handled)
        _checked(libc.syscall(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0)))
    finally:
        os.close(ruleset)
    return True


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, access: int) -> None:
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not path.is_dir():
            access &= _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
        rule = _PathBeneath(access, folder)
        _checked(
            libc.syscall(
                _ADD_RULE,
                ctypes.c_int(ruleset),
                ctypes.c_int(_PATH_BENEATH),
                ctypes.byref(rule),
                ctypes.c_uint32(0),
            )
        )
    finally:
        os.close(folder)


def _checked(result: int) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return int(result)
