#!/usr/bin/env python3
"""A server that is wrong on purpose: it answers every request and every PING and checks nothing. What passes against
it says nothing about a server; `self_test.py` wants most cases to fail.

    toy_server.py        prints its port, serves plaintext HTTP/2 until it is ended
"""

import socket
import threading

import wire


def serve(peer: socket.socket) -> None:
    data = b""
    peer.sendall(wire.settings())
    try:
        while len(data) < len(wire.PREFACE):
            got = peer.recv(1 << 16)
            if not got:
                return
            data += got
        data = data[len(wire.PREFACE):]
        while True:
            while len(data) >= 9 and len(data) >= 9 + int.from_bytes(data[:3], "big"):
                size = int.from_bytes(data[:3], "big")
                answer(peer, wire.Frame(data[3], data[4], int.from_bytes(data[5:9], "big"), data[9:9 + size]))
                data = data[9 + size:]
            got = peer.recv(1 << 16)
            if not got:
                return
            data += got
    except OSError:
        pass
    finally:
        peer.close()


def answer(peer: socket.socket, got: wire.Frame) -> None:
    if got.kind == wire.PING:
        peer.sendall(wire.ping(got.payload, ack=True))
    elif got.kind == wire.SETTINGS and not got.flags & wire.ACK:
        peer.sendall(wire.settings(ack=True))
    elif got.kind in (wire.HEADERS, wire.DATA) and got.flags & wire.END_STREAM:
        peer.sendall(wire.frame(wire.HEADERS, wire.END_HEADERS, got.stream, b"\x88")
                     + wire.frame(wire.DATA, wire.END_STREAM, got.stream, b"hello"))


def main() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1], flush=True)
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()


if __name__ == "__main__":
    main()
