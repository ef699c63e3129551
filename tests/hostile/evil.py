"""A reader of files that was talked into something: what it then tries, in the process that reads files of others."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path


def job(facts, data):
    """Do as asked and tell how far it came."""
    match facts["do"]:
        case "hang":
            time.sleep(60)
        case "swell":
            kept = [bytearray(50 * 2**20) for _ in range(40)]
            return {"came": len(kept)}, []
        case "fall":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "write":
            Path(facts["place"]).write_bytes(b"x")
        case "read":
            return {"came": Path(facts["place"]).read_text()}, []
        case "call":
            socket.create_connection(("127.0.0.1", facts["port"]), timeout=2)
        case "start":
            subprocess.run(["/bin/true"], check=True)
        case "lie":
            os.write(1, b"\xff" * 64)
        case "scratch":
            tempfile.mkstemp()
    return {"came": "through"}, []
