"""RFC 9113 section 5.1 (states of a stream), 5.2 and 6.9 (flow control)."""

import wire
from harness import Failed, Session, case
from wire import (CONTINUATION, DATA, END_HEADERS, FLOW_CONTROL_ERROR, FRAME_SIZE_ERROR, INITIAL_WINDOW_SIZE,
                  PROTOCOL_ERROR, REFUSED_STREAM, STREAM_CLOSED, frame, settings, window_update)

# The server may not send a body: an answered stream stays half-closed (remote).
BLOCKED = ((INITIAL_WINDOW_SIZE, 0),)

IDLE = [
    ("DATA", frame(DATA, wire.END_STREAM, 1, b"?"), (PROTOCOL_ERROR, STREAM_CLOSED)),
    ("RST_STREAM", wire.rst_stream(1), (PROTOCOL_ERROR,)),
    ("WINDOW_UPDATE", window_update(1, 100), (PROTOCOL_ERROR,)),
    ("CONTINUATION", frame(CONTINUATION, END_HEADERS, 1), (PROTOCOL_ERROR,)),
    ("DATA on an even number", frame(DATA, 0, 2, b"?"), (PROTOCOL_ERROR, STREAM_CLOSED)),
    ("RST_STREAM on an even number", wire.rst_stream(2), (PROTOCOL_ERROR,)),
    ("WINDOW_UPDATE on an even number", window_update(2, 100), (PROTOCOL_ERROR,)),
]
for title, sent, codes in IDLE:
    case("5.1", f"idle: {title} is a connection error")(
        lambda c, sent=sent, codes=codes: (c.send(sent), c.connection_error(*codes)))


@case("5.1", "idle: PRIORITY is taken")
def priority_on_idle(c: Session) -> None:
    c.send(wire.priority(7), c.whole(1))
    c.answered()


@case("5.1", "half-closed (remote): DATA is an error STREAM_CLOSED", settings=BLOCKED)
def half_closed_data(c: Session) -> None:
    c.send(c.whole())
    c.begun()
    c.send(frame(DATA, wire.END_STREAM, 1, b"more"))
    c.stream_error(STREAM_CLOSED)


@case("5.1", "half-closed (remote): HEADERS is an error STREAM_CLOSED", settings=BLOCKED)
def half_closed_headers(c: Session) -> None:
    c.send(c.whole())
    c.begun()
    c.send(c.headers(end=True))
    c.stream_error(STREAM_CLOSED, PROTOCOL_ERROR)


@case("5.1", "half-closed (remote): CONTINUATION is a connection error", settings=BLOCKED)
def half_closed_continuation(c: Session) -> None:
    c.send(c.whole())
    c.begun()
    c.send(frame(CONTINUATION, END_HEADERS, 1))
    c.connection_error(PROTOCOL_ERROR, STREAM_CLOSED)


@case("5.1", "half-closed (remote): WINDOW_UPDATE is taken", settings=BLOCKED)
def half_closed_window(c: Session) -> None:
    c.send(c.whole())
    c.begun()
    c.send(window_update(1, 65535))
    c.await_end(1)


@case("5.1", "half-closed (remote): PRIORITY is taken", settings=BLOCKED)
def half_closed_priority(c: Session) -> None:
    c.send(c.whole())
    c.begun()
    c.send(wire.priority(1))
    c.unharmed()


@case("5.1", "half-closed (remote): RST_STREAM is taken", settings=BLOCKED)
def half_closed_reset(c: Session) -> None:
    c.send(c.whole())
    c.begun()
    c.send(wire.rst_stream(1))
    c.unharmed()


AFTER_RESET = [
    ("DATA", frame(DATA, wire.END_STREAM, 1, b"?"), (STREAM_CLOSED,)),
    ("CONTINUATION", frame(CONTINUATION, END_HEADERS, 1), (PROTOCOL_ERROR, STREAM_CLOSED)),
]
for title, sent, codes in AFTER_RESET:
    case("5.1", f"closed by RST_STREAM: {title} is an error")(
        lambda c, sent=sent, codes=codes: (c.send(c.headers(), wire.rst_stream(1), sent), c.stream_error(*codes)))


@case("5.1", "closed by RST_STREAM: HEADERS is an error")
def reset_headers(c: Session) -> None:
    c.send(c.headers(), wire.rst_stream(1), c.headers(end=True))
    c.stream_error(STREAM_CLOSED, PROTOCOL_ERROR)


for title, sent in (("PRIORITY", wire.priority(1)), ("WINDOW_UPDATE", window_update(1, 1)),
                    ("a second RST_STREAM", wire.rst_stream(1))):
    @case("5.1", f"closed by RST_STREAM: {title} is ignored or an error STREAM_CLOSED")
    def reset_then(c: Session, sent=sent) -> None:
        c.send(c.headers(), wire.rst_stream(1), sent)
        c.must_answer(STREAM_CLOSED)


for title, sent, codes in (("DATA", frame(DATA, wire.END_STREAM, 1, b"?"), (STREAM_CLOSED,)),
                           ("CONTINUATION", frame(CONTINUATION, END_HEADERS, 1), (PROTOCOL_ERROR, STREAM_CLOSED))):
    @case("5.1", f"closed by both ends: {title} is a connection error")
    def closed_then(c: Session, sent=sent, codes=codes) -> None:
        c.send(c.whole())
        c.answered()
        c.send(sent)
        c.connection_error(*codes)


@case("5.1", "closed by both ends: HEADERS is a connection error")
def closed_headers(c: Session) -> None:
    c.send(c.whole())
    c.answered()
    c.send(c.headers(end=True))
    c.connection_error(STREAM_CLOSED, PROTOCOL_ERROR)


for title, sent in (("PRIORITY", wire.priority(1)), ("WINDOW_UPDATE", window_update(1, 1)),
                    ("RST_STREAM", wire.rst_stream(1))):
    @case("5.1", f"closed by both ends: {title} is ignored")
    def closed_ignored(c: Session, sent=sent) -> None:
        c.send(c.whole())
        c.answered()
        c.send(sent, c.whole(3))
        c.answered(3)


@case("5.1.1", "a request on an even number is a connection error")
def even(c: Session) -> None:
    c.send(c.headers(2, True))
    c.connection_error(PROTOCOL_ERROR)


@case("5.1.1", "a smaller number than one before is a connection error")
def smaller(c: Session) -> None:
    c.send(c.whole(5))
    c.answered(5)
    c.send(c.headers(3, True))
    c.connection_error(PROTOCOL_ERROR, STREAM_CLOSED)


@case("5.1.1", "numbers may be left out")
def left_out(c: Session) -> None:
    c.send(c.whole(1), c.whole(101))
    c.answered(101)


@case("5.1.1", "DATA on a number that was left out is a connection error")
def left_out_data(c: Session) -> None:
    c.send(c.whole(5))
    c.answered(5)
    c.send(frame(DATA, wire.END_STREAM, 3, b"?"))
    c.connection_error(PROTOCOL_ERROR, STREAM_CLOSED)


@case("5.1.1", "the largest number is taken")
def largest(c: Session) -> None:
    c.send(c.whole(0x7fffffff))
    c.answered(0x7fffffff)


@case("5.1.2", "a stream above the announced number is refused", settings=BLOCKED)
def too_many(c: Session) -> None:
    most = c.server_settings.get(wire.MAX_CONCURRENT_STREAMS)
    if most is None or most > 1000:
        raise Failed(f"the server announces {most} streams: no limit that could be tried")
    for stream in range(1, 2 * most, 2):
        c.send(c.headers(stream))
    c.send(c.headers(2 * most + 1))
    c.stream_error(REFUSED_STREAM, PROTOCOL_ERROR, stream=2 * most + 1)


@case("5.1.2", "as many streams as announced are answered")
def just_enough(c: Session) -> None:
    streams = range(1, 2 * min(c.server_settings.get(wire.MAX_CONCURRENT_STREAMS, 20), 20), 2)
    c.send(*(c.headers(stream) for stream in streams), *(c.body(stream) for stream in streams))
    ended: set[int] = set()
    while len(ended) < len(streams):
        got = c.next(f"{len(streams)} answers, of which {len(ended)} came")
        if got.kind in (wire.RST_STREAM, wire.GOAWAY):
            raise Failed(f"{got} instead of an answer")
        if got.kind in (DATA, wire.HEADERS) and got.flags & wire.END_STREAM:
            ended.add(got.stream)


# Flow control ---------------------------------------------------------------

@case("6.9", "WINDOW_UPDATE by 0 on the connection is a connection error")
def zero_on_connection(c: Session) -> None:
    c.send(window_update(0, 0))
    c.connection_error(PROTOCOL_ERROR)


@case("6.9", "WINDOW_UPDATE by 0 on a stream is an error PROTOCOL_ERROR")
def zero_on_stream(c: Session) -> None:
    c.send(c.headers(), window_update(1, 0))
    c.stream_error(PROTOCOL_ERROR)


for size in (0, 3, 5, 8):
    @case("6.9", f"WINDOW_UPDATE of {size} octets is a connection error")
    def window_size(c: Session, size=size) -> None:
        c.send(frame(wire.WINDOW_UPDATE, 0, 0, b"\0\0\0\1\0\0\0\1"[:size]))
        c.connection_error(FRAME_SIZE_ERROR)


@case("6.9", "the reserved bit of WINDOW_UPDATE's increment is ignored")
def reserved_increment(c: Session) -> None:
    c.send(window_update(0, 1 << 31 | 1), c.whole())
    c.answered()


@case("6.9.1", "a window of the connection above 2^31-1 is a connection error")
def connection_overflow(c: Session) -> None:
    c.send(window_update(0, 0x7fffffff), window_update(0, 0x7fffffff))
    c.connection_error(FLOW_CONTROL_ERROR)


@case("6.9.1", "a window of a stream above 2^31-1 is an error FLOW_CONTROL_ERROR")
def stream_overflow(c: Session) -> None:
    c.send(c.headers(), window_update(1, 0x7fffffff), window_update(1, 0x7fffffff))
    c.stream_error(FLOW_CONTROL_ERROR)


@case("6.9.1", "the connection's window may grow to 2^31-1")
def largest_window(c: Session) -> None:
    c.send(window_update(0, 0x7fffffff - 65535), c.whole())
    c.answered()


def read_data(c: Session, size: int) -> None:
    """The next DATA has `size` octets."""
    while True:
        got = c.next(f"DATA of {size} octets")
        if got.kind in (wire.RST_STREAM, wire.GOAWAY):
            raise Failed(f"{got} instead of DATA")
        if got.kind == DATA:
            if len(got.payload) != size:
                raise Failed(f"DATA of {len(got.payload)} octets within a window of {size}")
            return


@case("6.9.1", "a window of 1 octet gets DATA of 1 octet", settings=((INITIAL_WINDOW_SIZE, 1),))
def one_octet(c: Session) -> None:
    c.send(c.whole())
    read_data(c, 1)
    c.send(window_update(1, 1))
    read_data(c, 1)
    c.send(window_update(1, 65535))
    c.answered()


@case("6.9.1", "a window of 0 gets no DATA until it grows", settings=BLOCKED)
def no_octet(c: Session) -> None:
    c.send(c.whole())
    c.begun()
    c.unharmed()
    if c.bodies.get(1):
        raise Failed("DATA came without a window")
    c.send(window_update(1, 2))
    read_data(c, 2)


@case("6.9.2", "SETTINGS_INITIAL_WINDOW_SIZE changes the windows of open streams", settings=BLOCKED)
def window_by_settings(c: Session) -> None:
    c.send(c.whole())
    c.begun()
    c.send(settings((INITIAL_WINDOW_SIZE, 1)))
    read_data(c, 1)


@case("6.9.2", "a window may become negative and grow again", settings=((INITIAL_WINDOW_SIZE, 3),))
def negative(c: Session) -> None:
    c.send(c.whole())
    read_data(c, 3)
    c.send(settings((INITIAL_WINDOW_SIZE, 1)), window_update(1, 2))
    c.unharmed()
    if len(c.bodies[1]) != 3:
        raise Failed("DATA came although the window is 0 by now")
    c.send(window_update(1, 1))
    read_data(c, 1)


@case("6.9.2", "SETTINGS that lift a stream's window above 2^31-1 is a connection error")
def overflow_by_settings(c: Session) -> None:
    c.send(c.headers(), window_update(1, 0x7fffffff - 65535), settings((INITIAL_WINDOW_SIZE, 65536)))
    c.connection_error(FLOW_CONTROL_ERROR)
