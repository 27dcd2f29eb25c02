"""RFC 9113 section 6, frame by frame; flow control is in cases_streams.py."""

import wire
from harness import Failed, Session, case
from wire import (CONTINUATION, DATA, END_HEADERS, END_STREAM, FLOW_CONTROL_ERROR, FRAME_SIZE_ERROR, GOAWAY,
                  HAS_PRIORITY, HEADERS, PADDED, PING, PRIORITY, PROTOCOL_ERROR, PUSH_PROMISE, RST_STREAM, SETTINGS,
                  frame, ping, settings)

# What is a connection error whatever the connection's state.
CONNECTION_ERRORS = [
    ("6.1", "DATA on stream 0", frame(DATA, 0, 0, b"?"), PROTOCOL_ERROR),
    ("6.3", "PRIORITY on stream 0", wire.priority(0, 1), PROTOCOL_ERROR),
    ("6.4", "RST_STREAM on stream 0", wire.rst_stream(0), PROTOCOL_ERROR),
    ("6.5", "SETTINGS on a stream", frame(SETTINGS, 0, 1, b"\0\3\0\0\0\x64"), PROTOCOL_ERROR),
    ("6.5", "an ACK of SETTINGS with a payload", frame(SETTINGS, wire.ACK, 0, b"\0\3\0\0\0\x64"), FRAME_SIZE_ERROR),
    ("6.5", "an ACK of SETTINGS with one octet", frame(SETTINGS, wire.ACK, 0, b"\0"), FRAME_SIZE_ERROR),
    ("6.5", "SETTINGS of 5 octets", frame(SETTINGS, 0, 0, b"\0\3\0\0\0"), FRAME_SIZE_ERROR),
    ("6.5", "SETTINGS of 7 octets", frame(SETTINGS, 0, 0, b"\0\3\0\0\0\x64\0"), FRAME_SIZE_ERROR),
    ("6.5.2", "ENABLE_PUSH of 2", settings((wire.ENABLE_PUSH, 2)), PROTOCOL_ERROR),
    ("6.5.2", "ENABLE_PUSH of 2^32-1", settings((wire.ENABLE_PUSH, 0xffffffff)), PROTOCOL_ERROR),
    ("6.5.2", "INITIAL_WINDOW_SIZE of 2^31", settings((wire.INITIAL_WINDOW_SIZE, 1 << 31)), FLOW_CONTROL_ERROR),
    ("6.5.2", "INITIAL_WINDOW_SIZE of 2^32-1", settings((wire.INITIAL_WINDOW_SIZE, 0xffffffff)), FLOW_CONTROL_ERROR),
    ("6.5.2", "MAX_FRAME_SIZE of 0", settings((wire.MAX_FRAME_SIZE, 0)), PROTOCOL_ERROR),
    ("6.5.2", "MAX_FRAME_SIZE of 16,383", settings((wire.MAX_FRAME_SIZE, 16383)), PROTOCOL_ERROR),
    ("6.5.2", "MAX_FRAME_SIZE of 2^24", settings((wire.MAX_FRAME_SIZE, 1 << 24)), PROTOCOL_ERROR),
    ("6.5.2", "a wrong value behind a good one", settings((wire.ENABLE_PUSH, 0), (wire.MAX_FRAME_SIZE, 1)),
     PROTOCOL_ERROR),
    ("6.6", "PUSH_PROMISE of a client on an idle stream",
     frame(PUSH_PROMISE, END_HEADERS, 1, b"\0\0\0\2"), PROTOCOL_ERROR),
    ("6.6", "PUSH_PROMISE on stream 0", frame(PUSH_PROMISE, END_HEADERS, 0, b"\0\0\0\2"), PROTOCOL_ERROR),
    ("6.7", "PING on a stream", frame(PING, 0, 1, b"\0" * 8), PROTOCOL_ERROR),
    ("6.7", "PING of 0 octets", frame(PING), FRAME_SIZE_ERROR),
    ("6.7", "PING of 7 octets", ping(b"\0" * 7), FRAME_SIZE_ERROR),
    ("6.7", "PING of 9 octets", ping(b"\0" * 9), FRAME_SIZE_ERROR),
    ("6.7", "an ACK of PING of 7 octets", ping(b"\0" * 7, ack=True), FRAME_SIZE_ERROR),
    ("6.8", "GOAWAY on a stream", frame(GOAWAY, 0, 1, b"\0" * 8), PROTOCOL_ERROR),
    ("6.8", "GOAWAY of 7 octets", frame(GOAWAY, 0, 0, b"\0" * 7), FRAME_SIZE_ERROR),
    ("6.10", "CONTINUATION without HEADERS", frame(CONTINUATION, END_HEADERS, 1, b"\x82"), PROTOCOL_ERROR),
    ("6.10", "CONTINUATION on stream 0", frame(CONTINUATION, END_HEADERS, 0, b"\x82"), PROTOCOL_ERROR),
]
for section, title, sent, code in CONNECTION_ERRORS:
    case(section, title + " is a connection error")(
        lambda c, sent=sent, code=code: (c.send(sent), c.connection_error(code)))

# What is one behind HEADERS that opened stream 1.
ON_AN_OPEN_STREAM = [
    ("6.1", "DATA with as much padding as payload", frame(DATA, PADDED | END_STREAM, 1, b"\5\0\0\0\0"), PROTOCOL_ERROR),
    ("6.1", "DATA with more padding than payload", frame(DATA, PADDED, 1, b"\xff\0"), PROTOCOL_ERROR),
    ("6.1", "padded DATA without a pad length", frame(DATA, PADDED, 1), FRAME_SIZE_ERROR),
    ("6.4", "RST_STREAM of 3 octets", frame(RST_STREAM, 0, 1, b"\0\0\0"), FRAME_SIZE_ERROR),
    ("6.4", "RST_STREAM of 5 octets", frame(RST_STREAM, 0, 1, b"\0\0\0\0\0"), FRAME_SIZE_ERROR),
    ("6.4", "RST_STREAM of 0 octets", frame(RST_STREAM, 0, 1), FRAME_SIZE_ERROR),
    ("6.6", "PUSH_PROMISE of a client on an open stream", frame(PUSH_PROMISE, END_HEADERS, 1, b"\0\0\0\2"),
     PROTOCOL_ERROR),
    ("6.10", "CONTINUATION behind END_HEADERS", frame(CONTINUATION, END_HEADERS, 1, b"\x82"), PROTOCOL_ERROR),
]
for section, title, sent, code in ON_AN_OPEN_STREAM:
    # Padding that is wrong and padding that is missing: servers differ in which of the two codes they name.
    codes = (PROTOCOL_ERROR, FRAME_SIZE_ERROR) if "padd" in title else (code,)
    case(section, title + " is a connection error")(
        lambda c, sent=sent, codes=codes: (c.send(c.headers(), sent), c.connection_error(*codes)))


@case("6.1", "padding of DATA is no part of the body")
def padded_data(c: Session) -> None:
    c.send(c.headers(), frame(DATA, PADDED | END_STREAM, 1, b"\x0a" + c.request.body + b"\0" * 10))
    c.answered()


@case("6.1", "a pad length of 0 is taken")
def no_padding(c: Session) -> None:
    c.send(c.headers(), frame(DATA, PADDED | END_STREAM, 1, b"\0" + c.request.body))
    c.answered()


@case("6.1", "DATA of nothing but padding is taken")
def only_padding(c: Session) -> None:
    c.send(c.headers(), frame(DATA, PADDED, 1, b"\xff" + b"\0" * 255), c.body())
    c.answered()


@case("6.1", "empty DATA with END_STREAM ends the request")
def empty_end(c: Session) -> None:
    c.send(c.headers(), c.body(end=False), frame(DATA, END_STREAM, 1))
    c.answered()


@case("6.1", "a body in frames of one octet is one body")
def single_octets(c: Session) -> None:
    c.send(c.headers(), *(frame(DATA, 0, 1, bytes([octet])) for octet in c.request.body), frame(DATA, END_STREAM, 1))
    c.answered()


@case("6.2", "HEADERS on stream 0 is a connection error")
def headers_on_zero(c: Session) -> None:
    c.send(c.headers(0, True))
    c.connection_error(PROTOCOL_ERROR)


def request_block(c: Session) -> bytes:
    return wire.block(c.request.head())


@case("6.2", "padding of HEADERS is no part of the block")
def padded_headers(c: Session) -> None:
    c.send(c.headers(flags=END_HEADERS | PADDED, block=b"\x08" + request_block(c) + b"\0" * 8), c.body())
    c.answered()


@case("6.2", "HEADERS with priority is taken")
def headers_with_priority(c: Session) -> None:
    c.send(c.headers(flags=END_HEADERS | HAS_PRIORITY, block=b"\0\0\0\0\x10" + request_block(c)), c.body())
    c.answered()


@case("6.2", "HEADERS with padding and exclusive priority is taken")
def headers_with_both(c: Session) -> None:
    block = b"\x04" + b"\x80\0\0\0\xff" + request_block(c) + b"\0" * 4
    c.send(c.headers(flags=END_HEADERS | PADDED | HAS_PRIORITY, block=block), c.body())
    c.answered()


WRONG_HEADERS = [
    ("more padding than payload", PADDED, b"\xff\x82\x84"),
    ("a padding that takes all of the priority", PADDED | HAS_PRIORITY, b"\x05\0\0\0\0\x10"),
    ("a priority of 4 octets", HAS_PRIORITY, b"\0\0\0\0"),
    ("padding but no octet", PADDED, b""),
]
for title, flags, block in WRONG_HEADERS:
    case("6.2", f"HEADERS with {title} is a connection error")(
        lambda c, flags=flags, block=block: (c.send(c.headers(flags=END_HEADERS | flags, block=block)),
                                             c.connection_error(PROTOCOL_ERROR, FRAME_SIZE_ERROR)))


for size in (4, 6):
    @case("6.3", f"PRIORITY of {size} octets is an error FRAME_SIZE_ERROR")
    def priority_size(c: Session, size=size) -> None:
        c.send(c.headers(), frame(PRIORITY, 0, 1, b"\0" * size))
        c.stream_error(FRAME_SIZE_ERROR)


@case("5.3.2", "a stream that depends on itself is ignored or refused")
def depends_on_itself(c: Session) -> None:
    # RFC 7540 made it an error; RFC 9113 deprecates the whole scheme.
    c.send(c.headers(), wire.priority(1, 1))
    c.must_answer(PROTOCOL_ERROR)


SETTINGS_TAKEN = [
    ("an unknown setting", settings((0x99, 1), (0xffff, 0xffffffff))),
    ("the reserved setting 0", settings((0, 1))),
    ("the smallest MAX_FRAME_SIZE", settings((wire.MAX_FRAME_SIZE, 16384))),
    ("the largest MAX_FRAME_SIZE", settings((wire.MAX_FRAME_SIZE, (1 << 24) - 1))),
    ("the largest INITIAL_WINDOW_SIZE", settings((wire.INITIAL_WINDOW_SIZE, (1 << 31) - 1))),
    ("MAX_CONCURRENT_STREAMS of 0", settings((wire.MAX_CONCURRENT_STREAMS, 0))),
    ("MAX_HEADER_LIST_SIZE of 2^32-1", settings((wire.MAX_HEADER_LIST_SIZE, 0xffffffff))),
    ("HEADER_TABLE_SIZE of 2^32-1", settings((wire.HEADER_TABLE_SIZE, 0xffffffff))),
    ("ENABLE_PUSH of 0 and of 1", settings((wire.ENABLE_PUSH, 0), (wire.ENABLE_PUSH, 1))),
]
for title, sent in SETTINGS_TAKEN:
    case("6.5.2", title + " is taken")(lambda c, sent=sent: (c.send(sent, c.whole()), c.answered()))


@case("6.5.3", "every SETTINGS is acknowledged")
def each_acknowledged(c: Session) -> None:
    before = c.acked
    c.send(*[settings((wire.ENABLE_PUSH, 0))] * 3, ping(b"the last"))
    while c.acked < before + 3:
        c.next("three ACKs of SETTINGS")


@case("6.5.3", "the last of several values in one SETTINGS holds")
def last_value(c: Session) -> None:
    c.send(settings((wire.INITIAL_WINDOW_SIZE, 100), (wire.INITIAL_WINDOW_SIZE, 1)), c.whole())
    while True:
        got = c.next("DATA")
        if got.kind == DATA:
            if len(got.payload) != 1:
                raise Failed(f"DATA of {len(got.payload)} octets within a window of 1")
            return


@case("6.7", "PING is answered with its own octets")
def ping_echo(c: Session) -> None:
    c.send(ping(b"\0\1\2\3\xff\xfe\xfd\xfc"))
    c.await_ping(b"\0\1\2\3\xff\xfe\xfd\xfc")


@case("6.7", "an ACK of PING is not answered")
def ping_ack(c: Session) -> None:
    c.send(ping(b"unwanted", ack=True), ping(b"answered"))
    while True:
        got = c.next("an ACK of the PING")
        if got.kind == PING and got.payload == b"unwanted":
            raise Failed("an ACK was answered")
        if got.kind == PING and got.payload == b"answered":
            return


@case("6.7", "PING is answered while a stream waits for its window", settings=((wire.INITIAL_WINDOW_SIZE, 0),))
def ping_while_blocked(c: Session) -> None:
    c.send(c.whole())
    c.begun()
    c.unharmed()


for title, sent in (("without debug data", wire.goaway()), ("with debug data", wire.goaway(0, 0, b"why" * 30)),
                    ("with an unknown code", wire.goaway(0, 0xabcdef))):
    @case("6.8", f"GOAWAY {title} lets an open stream be answered")
    def goaway_taken(c: Session, sent=sent) -> None:
        c.send(c.headers(), sent, c.body())
        try:
            c.answered()
        except wire.Closed:
            # A code that is an error ends the connection as well.
            if sent == wire.goaway():
                raise


def in_parts(c: Session, *sizes: int) -> list[bytes]:
    """HEADERS and CONTINUATIONs; the sizes are those of all parts but the last."""
    rest = request_block(c)
    parts = []
    for size in sizes:
        parts.append(rest[:size])
        rest = rest[size:]
    parts.append(rest)
    last = len(parts) - 1
    return [frame(CONTINUATION if at else HEADERS, END_HEADERS if at == last else 0, 1, part)
            for at, part in enumerate(parts)]


for title, sizes in (("two frames", (10,)), ("five frames", (1, 1, 10, 20)), ("an empty HEADERS first", (0,)),
                     ("empty frames between", (3, 0, 0)), ("an empty CONTINUATION last", (1 << 20,))):
    @case("6.10", f"a header block in parts is one block: {title}")
    def continued(c: Session, sizes=sizes) -> None:
        c.send(*in_parts(c, *sizes), c.body())
        c.answered()


@case("6.10", "a header block that is cut anywhere is one block")
def cut_anywhere(c: Session) -> None:
    for at in range(0, 40, 3):
        stream = 2 * at + 1
        head, tail = request_block(c)[:at], request_block(c)[at:]
        c.send(frame(HEADERS, 0, stream, head), frame(CONTINUATION, END_HEADERS, stream, tail), c.body(stream))
        c.answered(stream)


@case("6.10", "END_STREAM of HEADERS holds over its CONTINUATION")
def end_stream_continued(c: Session) -> None:
    c.send(frame(HEADERS, END_STREAM, 1, request_block(c)), frame(CONTINUATION, END_HEADERS, 1),
           frame(DATA, END_STREAM, 1, b"?"))
    # What is answered is a request without a body, or the DATA behind its end was seen first.
    try:
        c.await_end(1)
    except Failed as failed:
        if "STREAM_CLOSED" not in str(failed):
            raise
