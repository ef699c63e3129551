"""The walls Windows puts around a process: a job object with a limit of memory, one process, ended with its owner."""

import ctypes
import subprocess
from ctypes import wintypes
from typing import Any

_EXTENDED, _ONE_PROCESS, _MEMORY, _NO_REPORT, _ENDS_WITH_US = 9, 0x8, 0x100, 0x400, 0x2000


class _Basic(ctypes.Structure):
    _fields_ = (("process_time", ctypes.c_int64), ("job_time", ctypes.c_int64), ("flags", wintypes.DWORD),
                ("least_set", ctypes.c_size_t), ("most_set", ctypes.c_size_t), ("processes", wintypes.DWORD),
                ("affinity", ctypes.c_size_t), ("priority", wintypes.DWORD), ("scheduling", wintypes.DWORD))  # fmt: skip


class _Limits(ctypes.Structure):
    _fields_ = (("basic", _Basic), ("io", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t),
                ("job_memory", ctypes.c_size_t), ("peak_process", ctypes.c_size_t), ("peak_job", ctypes.c_size_t))  # fmt: skip


class _Job:
    def __init__(self, kernel: Any, handle: int) -> None:
        self._kernel, self._handle = kernel, handle

    def __del__(self) -> None:
        self._kernel.CloseHandle(self._handle)


def around(child: subprocess.Popen[bytes], memory: int) -> object:
    """Limit a process to `memory` bytes; it ends when what is returned goes. None where Windows refuses."""
    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
    kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
    handle = kernel.CreateJobObjectW(None, None)
    if not handle:
        return None
    job, limits = _Job(kernel, handle), _Limits()
    limits.basic.flags = _ONE_PROCESS | _MEMORY | _NO_REPORT | _ENDS_WITH_US
    limits.basic.processes, limits.process_memory = 1, memory
    process = int(child._handle)  # type: ignore[attr-defined,unused-ignore]
    set_ = kernel.SetInformationJobObject(handle, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits))
    return job if set_ and kernel.AssignProcessToJobObject(handle, process) else None
