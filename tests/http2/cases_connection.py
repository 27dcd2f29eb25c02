"""RFC 9113 sections 3 (start of a connection), 4 (frames) and 5.4, 5.5 (errors, extensions)."""

import wire
from harness import Failed, Session, case
from wire import (COMPRESSION_ERROR, CONTINUATION, DATA, END_HEADERS, FRAME_SIZE_ERROR, HEADERS, PING, PREFACE,
                  PRIORITY, PROTOCOL_ERROR, PUSH_PROMISE, RST_STREAM, SETTINGS, WINDOW_UPDATE, frame, ping, settings)


@case("3.4", "the first frame of the server is SETTINGS without ACK", bare=True)
def first_frame(c: Session) -> None:
    c.send(PREFACE, settings())
    got = c.next("SETTINGS")
    if got.kind != SETTINGS or got.flags & wire.ACK or got.stream != 0:
        raise Failed(f"{got} came first")


@case("3.4", "the SETTINGS of the preface are acknowledged", bare=True)
def acknowledged(c: Session) -> None:
    c.send(PREFACE, settings())
    while not c.acked:
        c.next("an ACK of SETTINGS")


@case("3.4", "a request right behind the preface is answered", bare=True)
def at_once(c: Session) -> None:
    c.send(PREFACE, settings(), c.whole())
    c.answered()


@case("3.4", "a preface that comes in single octets is taken", bare=True)
def octets(c: Session) -> None:
    for octet in PREFACE + settings():
        c.send(bytes([octet]))
    c.send(c.whole())
    c.answered()


WRONG_PREFACES = [
    ("a preface of other octets", b"INVALID CONNECTION PREFACE\r\n\r\n" + settings()),
    ("a preface in lower case", PREFACE.lower() + settings()),
    ("a preface with another version", PREFACE.replace(b"2.0", b"2.1") + settings()),
    ("a preface without its second half", PREFACE[:18] + settings() + ping()),
    ("PING in place of the first SETTINGS", PREFACE + ping()),
    ("WINDOW_UPDATE in place of the first SETTINGS", PREFACE + wire.window_update(0, 1)),
    ("an unknown frame in place of the first SETTINGS", PREFACE + frame(0x16, 0, 0, b"?")),
    ("GOAWAY in place of the first SETTINGS", PREFACE + wire.goaway()),
]
for title, octets_sent in WRONG_PREFACES:
    case("3.4", title + " is a connection error", bare=True)(
        lambda c, sent=octets_sent: (c.send(sent), c.connection_error(PROTOCOL_ERROR)))


@case("3.4", "HEADERS in place of the first SETTINGS is a connection error", bare=True)
def headers_first(c: Session) -> None:
    c.send(PREFACE, c.whole())
    c.connection_error(PROTOCOL_ERROR)


# 4.1, 5.5: what is unknown is ignored.
IGNORED = [
    ("4.1", "an unknown frame type on the connection", frame(0x16, 0, 0, b"opaque")),
    ("4.1", "an unknown frame type without a payload", frame(0xfe, 0, 0)),
    ("4.1", "an unknown frame type with all flags", frame(0xff, 0xff, 0, b"\xff" * 64)),
    ("5.5", "an unknown frame type on an idle stream", frame(0x16, 0, 9, b"opaque")),
    ("4.1", "unknown flags of PING", frame(PING, 0x16, 0, b"flagged?")),
    ("4.1", "unknown flags of SETTINGS", frame(SETTINGS, 0xfe, 0)),
    ("4.1", "unknown flags of WINDOW_UPDATE", frame(WINDOW_UPDATE, 0xff, 0, b"\0\0\0\1")),
    ("4.1", "the reserved bit of PING's stream", frame(PING, 0, 1 << 31, b"reserved")),
    ("4.1", "the reserved bit of SETTINGS' stream", frame(SETTINGS, 0, 1 << 31)),
    ("4.2", "an unknown frame of the largest size", frame(0x16, 0, 0, b"\0" * 16384)),
]
for section, title, sent in IGNORED:
    case(section, title + " is ignored")(
        lambda c, sent=sent: (c.send(sent), c.unharmed(), c.send(c.whole()), c.answered()))


@case("4.1", "the reserved bit of the stream of HEADERS and DATA is ignored")
def reserved_bit(c: Session) -> None:
    c.send(c.headers(1 | 1 << 31), c.body(1 | 1 << 31))
    c.answered()


@case("4.1", "unknown flags of HEADERS and DATA are ignored")
def unknown_flags(c: Session) -> None:
    c.send(c.headers(flags=END_HEADERS | 0x50 | 0x80 | 0x02), frame(DATA, wire.END_STREAM | 0xf6, 1, c.request.body))
    c.answered()


@case("5.5", "an unknown frame between HEADERS and DATA is ignored")
def unknown_between(c: Session) -> None:
    c.send(c.headers(), frame(0x16, 0xff, 1, b"opaque"), c.body())
    c.answered()


@case("4.2", "DATA of 16,384 octets is taken")
def largest_data(c: Session) -> None:
    c.send(c.headers(), frame(DATA, wire.END_STREAM, 1, c.request.large(16384)))
    c.answered()


@case("4.2", "DATA of 16,385 octets is an error FRAME_SIZE_ERROR")
def too_large_data(c: Session) -> None:
    c.send(c.headers(), frame(DATA, wire.END_STREAM, 1, b"\0" * 16385))
    c.stream_error(FRAME_SIZE_ERROR)


# Frames that change the connection's state: section 4.2 wants a connection error.
for kind, stream in ((HEADERS, 1), (SETTINGS, 0), (PING, 0), (wire.GOAWAY, 0), (WINDOW_UPDATE, 0), (RST_STREAM, 1)):
    @case("4.2", f"{wire.TYPE_NAMES[kind]} above the largest size is a connection error")
    def too_large(c: Session, kind=kind, stream=stream) -> None:
        if kind == RST_STREAM:
            c.send(c.headers())
        # 16,386 is a multiple of 6: the size is all that is wrong with SETTINGS.
        c.send(frame(kind, END_HEADERS if kind == HEADERS else 0, stream, b"\0" * 16386))
        c.connection_error(FRAME_SIZE_ERROR)


@case("4.2", "CONTINUATION above the largest size is a connection error")
def too_large_continuation(c: Session) -> None:
    c.send(c.headers(flags=0), frame(CONTINUATION, END_HEADERS, 1, b"\0" * 16385))
    c.connection_error(FRAME_SIZE_ERROR)


@case("4.3", "a header block that does not decode is a connection error")
def undecodable(c: Session) -> None:
    c.send(c.headers(end=True, block=b"\xff\xff\xff\xff\xff\xff\xff\xff"))
    c.connection_error(COMPRESSION_ERROR)


# 4.3, 6.2: nothing may come between HEADERS and its CONTINUATION.
BETWEEN = [
    ("DATA of the stream", frame(DATA, wire.END_STREAM, 1, b"")),
    ("PRIORITY of the stream", wire.priority(1)),
    ("PING", ping()),
    ("SETTINGS", settings()),
    ("an ACK of SETTINGS", settings(ack=True)),
    ("WINDOW_UPDATE", wire.window_update(0, 1)),
    ("RST_STREAM of the stream", wire.rst_stream(1)),
    ("GOAWAY", wire.goaway()),
    ("an unknown frame", frame(0x16, 0, 0, b"?")),
    ("an unknown frame of the stream", frame(0x16, 0, 1, b"?")),
    ("PUSH_PROMISE", frame(PUSH_PROMISE, END_HEADERS, 1, b"\0\0\0\2")),
    ("CONTINUATION of another stream", frame(CONTINUATION, END_HEADERS, 3)),
    ("CONTINUATION of no stream", frame(CONTINUATION, END_HEADERS, 0)),
]
for title, sent in BETWEEN:
    case("4.3", title + " within a header block is a connection error")(
        lambda c, sent=sent: (c.send(c.headers(flags=0), sent, frame(CONTINUATION, END_HEADERS, 1)),
                              c.connection_error(PROTOCOL_ERROR)))


@case("4.3", "HEADERS of another stream within a header block is a connection error")
def headers_between(c: Session) -> None:
    c.send(c.headers(1, flags=0), c.headers(3, True))
    c.connection_error(PROTOCOL_ERROR)


@case("4.3", "HEADERS of the same stream within a header block is a connection error")
def same_headers_between(c: Session) -> None:
    c.send(c.headers(1, flags=0), c.headers(1, True))
    c.connection_error(PROTOCOL_ERROR)


@case("5.4.1", "after a connection error nothing more is answered")
def nothing_after_an_error(c: Session) -> None:
    c.send(ping(b"short"), ping(b"too late"))
    try:
        while True:
            got = c.next("GOAWAY, then the end")
            if got.kind == PING and got.payload == b"too late":
                raise Failed("a PING behind a connection error was answered")
    except wire.Closed:
        pass


@case("5.4.1", "GOAWAY names the last stream that was taken")
def last_stream(c: Session) -> None:
    c.send(c.whole(1))
    c.answered(1)
    c.send(frame(PING, 0, 0, b"short"))
    try:
        while True:
            got = c.next("GOAWAY")
            if got.kind == wire.GOAWAY:
                last = int.from_bytes(got.payload[:4], "big")
                if last < 1:
                    raise Failed(f"GOAWAY says that stream {last} is the last one; stream 1 was answered")
    except wire.Closed:
        pass


for code in (0xff, 0xffffffff):
    @case("7", f"the unknown error code {code:#x} in RST_STREAM is nothing special")
    def unknown_code(c: Session, code=code) -> None:
        c.send(c.headers(1), wire.rst_stream(1, code), c.whole(3))
        c.answered(3)


@case("5.4.3", "a stream that the client resets leaves the others alone")
def others_stay(c: Session) -> None:
    c.send(c.headers(1), c.headers(3), wire.rst_stream(1), c.body(3))
    c.answered(3)
