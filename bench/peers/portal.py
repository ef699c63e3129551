"""A captive portal: takes the centre's address, answers every question with its own page, counts what it was told.

`python -m bench.peers.portal CERTIFICATES PORT COUNT_FILE`; the certificates are its own, trusted by the office or not.
"""

import socket
import ssl
import sys
import threading
from pathlib import Path

from bench.peers.certificates import CHAIN, KEY

PAGE = b"<!doctype html><html><title>Wi-Fi</title><body><h1>Please sign in</h1><form><input name=phone></form></body></html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(PAGE)
STILL = 1.0  # seconds without a byte: a question is over


def serve(plain: socket.socket, context: ssl.SSLContext, told: Path) -> None:
    """Answer one connection until it ends; every byte it told us goes into the count."""
    try:
        with context.wrap_socket(plain, server_side=True) as line:
            line.settimeout(STILL)
            fresh = False
            while True:
                try:
                    piece = line.recv(65_536)
                except TimeoutError:
                    if fresh:
                        line.sendall(HEAD + PAGE)
                    fresh = False
                    continue
                if not piece:
                    return
                fresh = True
                with told.open("ab") as file:
                    file.write(piece)
    except OSError:
        return


def main(certificates: str, port: str, told: str) -> None:
    """Stand in the centre's place until killed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(certificates) / CHAIN, Path(certificates) / KEY)
    with socket.create_server(("0.0.0.0", int(port)), backlog=32) as door:
        print("ready", flush=True)
        while True:
            plain, _ = door.accept()
            threading.Thread(target=serve, args=(plain, context, Path(told)), daemon=True).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
