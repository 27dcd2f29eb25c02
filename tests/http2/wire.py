"""HTTP/2 as bytes: frames built by hand, so that they may be wrong, and a connection
that sends them and reads what comes back. RFC 9113, RFC 7541."""

import dataclasses
import socket
import ssl
import struct
import time

import hpack

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

# Frame types, RFC 9113 section 6.
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
TYPE_NAMES = ["DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS", "PUSH_PROMISE", "PING", "GOAWAY",
              "WINDOW_UPDATE", "CONTINUATION"]

# Flags.
END_STREAM = ACK = 0x1
END_HEADERS = 0x4
PADDED = 0x8
HAS_PRIORITY = 0x20

# Error codes, section 7.
(NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, FLOW_CONTROL_ERROR, SETTINGS_TIMEOUT, STREAM_CLOSED, FRAME_SIZE_ERROR,
 REFUSED_STREAM, CANCEL, COMPRESSION_ERROR, CONNECT_ERROR, ENHANCE_YOUR_CALM) = range(12)
ERROR_NAMES = ["NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT",
               "STREAM_CLOSED", "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR",
               "ENHANCE_YOUR_CALM"]

# Settings, section 6.5.2.
HEADER_TABLE_SIZE, ENABLE_PUSH, MAX_CONCURRENT_STREAMS, INITIAL_WINDOW_SIZE, MAX_FRAME_SIZE, MAX_HEADER_LIST_SIZE = (
    range(1, 7))


def error_name(code: int) -> str:
    return ERROR_NAMES[code] if code < len(ERROR_NAMES) else f"error {code}"


def frame(kind: int, flags: int = 0, stream: int = 0, payload: bytes = b"", length: int | None = None) -> bytes:
    """A frame. `length` lies about the payload's; the top bit of `stream` is the reserved one."""
    size = len(payload) if length is None else length
    return struct.pack(">IBI", size << 8 | kind, flags, stream) + payload


def settings(*pairs: tuple[int, int], ack: bool = False) -> bytes:
    return frame(SETTINGS, ACK if ack else 0, 0, b"".join(struct.pack(">HI", *pair) for pair in pairs))


def ping(opaque: bytes = b"\0" * 8, ack: bool = False) -> bytes:
    return frame(PING, ACK if ack else 0, 0, opaque)


def rst_stream(stream: int, code: int = CANCEL) -> bytes:
    return frame(RST_STREAM, 0, stream, struct.pack(">I", code))


def window_update(stream: int, increment: int) -> bytes:
    return frame(WINDOW_UPDATE, 0, stream, struct.pack(">I", increment))


def priority(stream: int, dependency: int = 0, weight: int = 15) -> bytes:
    return frame(PRIORITY, 0, stream, struct.pack(">IB", dependency, weight))


def goaway(last: int = 0, code: int = NO_ERROR, debug: bytes = b"") -> bytes:
    return frame(GOAWAY, 0, 0, struct.pack(">II", last, code) + debug)


def literal(name: bytes, value: bytes, first: int = 0x00) -> bytes:
    """A literal field with a new name, neither of them Huffman-coded (RFC 7541 section 6.2); `first` 0x40 enters
    it into the dynamic table, 0x10 forbids that for ever."""
    return bytes([first]) + integer(len(name), 7) + name + integer(len(value), 7) + value


def integer(value: int, prefix: int, first: int = 0) -> bytes:
    """RFC 7541 section 5.1; `first` holds the bits before the prefix."""
    most = (1 << prefix) - 1
    if value < most:
        return bytes([first | value])
    out = bytearray([first | most])
    value -= most
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def block(fields: list[tuple[bytes, bytes]]) -> bytes:
    """A header block that neither uses nor changes the dynamic table, whatever the fields are."""
    return b"".join(literal(name, value) for name, value in fields)


@dataclasses.dataclass
class Frame:
    kind: int
    flags: int
    stream: int
    payload: bytes

    @property
    def code(self) -> int:
        """The error code of RST_STREAM and GOAWAY."""
        at = 0 if self.kind == RST_STREAM else 4
        return struct.unpack_from(">I", self.payload, at)[0]

    def __str__(self) -> str:
        name = TYPE_NAMES[self.kind] if self.kind < len(TYPE_NAMES) else f"type {self.kind}"
        code = " " + error_name(self.code) if self.kind in (RST_STREAM, GOAWAY) else ""
        return f"{name}{code} flags {self.flags:#x} stream {self.stream} length {len(self.payload)}"


class Closed(Exception):
    """The peer closed the connection."""


class Silent(Exception):
    """Nothing more came in time."""


@dataclasses.dataclass
class Target:
    """Where the server is and who we are to it; `cert` None: plaintext with prior knowledge."""
    host: str
    port: int
    roots: str | None = None
    cert: str | None = None
    key: str | None = None
    patience: float = 3.0
    source: str | None = None

    def __post_init__(self) -> None:
        self._context = None

    def context(self) -> ssl.SSLContext:
        if self._context is None:
            context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=self.roots)
            context.minimum_version = ssl.TLSVersion.TLSv1_3
            context.check_hostname = False
            context.load_cert_chain(self.cert, self.key)
            context.set_alpn_protocols(["h2"])
            self._context = context
        return self._context

    def connect(self) -> socket.socket:
        source = (self.source, 0) if self.source else None
        plain = socket.create_connection((self.host, self.port), self.patience, source)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.cert is None:
            return plain
        try:
            secure = self.context().wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise
        if secure.selected_alpn_protocol() != "h2":
            secure.close()
            raise Closed("the server did not choose h2")
        return secure


class Connection:
    """One connection. Nothing is sent that was not asked for, but the ACK of the server's SETTINGS."""

    def __init__(self, target: Target):
        self.patience = target.patience
        self.socket = target.connect()
        self.decoder = hpack.Decoder()
        self.decoder.max_allowed_table_size = 1 << 16
        self.server_settings: dict[int, int] = {}
        self.acked = 0
        self._input = b""

    def close(self) -> None:
        self.socket.close()

    def send(self, *frames: bytes) -> None:
        """Sends all; that the peer is gone shows when reading."""
        self.socket.settimeout(self.patience)
        try:
            self.socket.sendall(b"".join(frames))
        except (OSError, ssl.SSLError):
            pass

    def open(self, *pairs: tuple[int, int]) -> None:
        """Preface and settings, those of the server, both acknowledged, and an answered PING: it lives."""
        self.send(PREFACE, settings(*pairs), ping(b"is alive"))
        self.await_ping(b"is alive")

    def await_ping(self, opaque: bytes) -> None:
        while True:
            got = self.read()
            if got.kind == GOAWAY:
                raise Closed(str(got))
            if got.kind == PING and got.flags & ACK and got.payload == opaque:
                return

    def read(self, deadline: float | None = None) -> Frame:
        """The next frame. Raises Closed or Silent."""
        deadline = deadline or time.monotonic() + self.patience
        head = self._take(9, deadline)
        size = int.from_bytes(head[:3], "big")
        got = Frame(head[3], head[4], int.from_bytes(head[5:9], "big") & 0x7FFFFFFF, self._take(size, deadline))
        if got.kind == SETTINGS:
            if got.flags & ACK:
                self.acked += 1
            else:
                for at in range(0, size - 5, 6):
                    name, value = struct.unpack_from(">HI", got.payload, at)
                    self.server_settings[name] = value
                self.send(settings(ack=True))
        return got

    def _take(self, size: int, deadline: float) -> bytes:
        while len(self._input) < size:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Silent("nothing came")
            self.socket.settimeout(left)
            try:
                got = self.socket.recv(1 << 16)
            except (TimeoutError, ssl.SSLWantReadError):
                raise Silent("nothing came") from None
            except (OSError, ssl.SSLError) as error:
                raise Closed(str(error)) from None
            if not got:
                raise Closed("end of the connection")
            self._input += got
        taken, self._input = self._input[:size], self._input[size:]
        return taken
