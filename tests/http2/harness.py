"""What a case is, what it may expect, and how a set of them is run."""

import dataclasses
import re
import time
from collections.abc import Callable

import wire
from wire import Closed, Connection, Silent, Target


class Failed(Exception):
    """The server did something else than the RFC says; the text says what."""


@dataclasses.dataclass
class Request:
    """The request that the cases vary: one that the server answers with status 200 and a body."""
    method: bytes = b"POST"
    path: bytes = b"/grpc.health.v1.Health/Check"
    fields: tuple[tuple[bytes, bytes], ...] = ((b"content-type", b"application/grpc"), (b"te", b"trailers"))
    body: bytes = b"\0" * 5
    scheme: bytes = b"https"
    authority: bytes = b"localhost"

    @property
    def is_grpc(self) -> bool:
        return any(value.startswith(b"application/grpc") for _, value in self.fields)

    def pseudo(self) -> list[tuple[bytes, bytes]]:
        return [(b":method", self.method), (b":scheme", self.scheme), (b":path", self.path),
                (b":authority", self.authority)]

    def head(self, *more: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
        return [*self.pseudo(), *self.fields, *more]

    def large(self, size: int) -> bytes:
        """A body of `size` bytes that is still one good message: to gRPC, an unknown field of many zeros."""
        if not self.is_grpc:
            return b"\0" * size
        filler = size - 5 - 1 - 4
        length = bytes([filler & 127 | 128, filler >> 7 & 127 | 128, filler >> 14 & 127 | 128, filler >> 21])
        return b"\0" + (size - 5).to_bytes(4, "big") + b"\x7a" + length + b"\0" * filler


class Session(Connection):
    """A connection with the configured request and the expectations of the cases."""

    def __init__(self, target: Target, request: Request):
        super().__init__(target)
        self.request = request
        self.fields: dict[int, list[tuple[str, str]]] = {}
        self.bodies: dict[int, bytes] = {}

    # Frames of the request -------------------------------------------------

    def headers(self, stream: int = 1, end: bool = False, *, flags: int = wire.END_HEADERS,
                fields: list[tuple[bytes, bytes]] | None = None, block: bytes | None = None) -> bytes:
        """HEADERS of the request, or with other fields, or with a block as it stands."""
        if block is None:
            block = wire.block(self.request.head() if fields is None else fields)
        return wire.frame(wire.HEADERS, flags | (wire.END_STREAM if end else 0), stream, block)

    def body(self, stream: int = 1, end: bool = True) -> bytes:
        return wire.frame(wire.DATA, wire.END_STREAM if end else 0, stream, self.request.body)

    def whole(self, stream: int = 1) -> bytes:
        return self.headers(stream) + self.body(stream)

    # Expectations ----------------------------------------------------------

    def answered(self, stream: int = 1, any_status: bool = False) -> None:
        """The stream is answered in full, with status 200 unless any will do."""
        status = self.await_end(stream)
        if status != "200" and not any_status:
            raise Failed(f"status {status} instead of 200")

    def await_end(self, stream: int) -> str:
        """Reads until the server ended the stream; the status."""
        while True:
            got = self.next(f"stream {stream} is answered")
            if got.kind == wire.GOAWAY and got.code != wire.NO_ERROR:
                raise Failed(f"{got} instead of an answer")
            if got.stream != stream:
                continue
            if got.kind == wire.RST_STREAM:
                raise Failed(f"{got} instead of an answer")
            if got.flags & wire.END_STREAM and got.kind in (wire.HEADERS, wire.DATA):
                return dict(self.fields[stream]).get(":status", "none")

    def begun(self, stream: int = 1) -> None:
        """The response's HEADERS came."""
        while True:
            got = self.next(f"stream {stream} gets its header fields")
            if got.kind in (wire.RST_STREAM, wire.GOAWAY):
                raise Failed(f"{got} instead of an answer")
            if got.kind == wire.HEADERS and got.stream == stream:
                return

    def unharmed(self) -> None:
        """Whatever was sent before has no effect: a PING is answered, and nothing is reset."""
        self.send(wire.ping(b"unharmed"))
        while True:
            got = self.next("a PING is answered")
            if got.kind in (wire.RST_STREAM, wire.GOAWAY):
                raise Failed(f"{got} instead of an answer to PING")
            if got.kind == wire.PING and got.flags & wire.ACK and got.payload == b"unharmed":
                return

    def connection_error(self, *codes: int) -> None:
        """Section 5.4.1: GOAWAY with one of the codes, or the end of the connection without a word."""
        self.refused(None, codes, statuses=False)

    def stream_error(self, *codes: int, stream: int = 1) -> None:
        """Section 5.4.2: RST_STREAM with one of the codes; the server may make a connection error of it."""
        self.refused(stream, codes, statuses=False)

    def malformed(self, stream: int = 1) -> None:
        """Section 8.1.1: a stream error PROTOCOL_ERROR, or a 4xx answer before it."""
        self.refused(stream, (wire.PROTOCOL_ERROR,), statuses=True)

    def refused(self, stream: int | None, codes: tuple[int, ...], statuses: bool) -> None:
        wanted = " or ".join(wire.error_name(code) for code in codes)
        last = "nothing"
        try:
            while True:
                got = self.next(f"{'connection' if stream is None else 'stream'} error {wanted}")
                last = str(got)
                if got.kind == wire.GOAWAY or got.kind == wire.RST_STREAM and got.stream == stream:
                    if got.code in codes:
                        if got.kind == wire.GOAWAY:
                            self.ends()
                        return
                    # A GOAWAY of a server that leaves is no verdict yet.
                    if got.kind == wire.RST_STREAM or got.code != wire.NO_ERROR:
                        raise Failed(f"{got} instead of {wanted}")
                if statuses and got.kind == wire.HEADERS and got.stream == stream:
                    status = dict(self.fields[stream]).get(":status", "")
                    if status.startswith("4"):
                        return
                    raise Failed(f"status {status} instead of {wanted}")
        except Closed:
            return
        except Failed as failed:
            raise Failed(f"{failed} (last: {last})") from None

    def ends(self) -> None:
        """After GOAWAY with an error the server closes the connection (section 5.4.1)."""
        try:
            while True:
                self.next("the end of the connection after GOAWAY")
        except Closed:
            return

    def next(self, what: str) -> wire.Frame:
        """The next frame; header blocks are decoded in their order. Fails if nothing comes, or if the response
        itself is wrong."""
        try:
            got = self.read()
        except Silent:
            raise Failed(f"nothing came; expected: {what}") from None
        if got.kind == wire.HEADERS:
            self.decode(got)
        if got.kind == wire.DATA:
            self.bodies[got.stream] = self.bodies.get(got.stream, b"") + got.payload
        return got

    def decode(self, got: wire.Frame) -> None:
        payload, more = got.payload, got
        if got.flags & wire.PADDED:
            payload = payload[1:len(payload) - payload[0]]
        while not more.flags & wire.END_HEADERS:
            more = self.read()
            if more.kind != wire.CONTINUATION or more.stream != got.stream:
                raise Failed(f"{more} within a header block")
            payload += more.payload
        fields = [(str(name), str(value)) for name, value in self.decoder.decode(payload)]
        self.fields.setdefault(got.stream, []).extend(fields)

    def must_answer(self, *codes: int) -> None:
        """As `unharmed`, but an error with one of the codes is fine as well, the end of the connection too: the RFC
        allows both."""
        self.send(wire.ping(b"unharmed"))
        try:
            while True:
                got = self.next("a PING is answered or an error said")
                if got.kind in (wire.RST_STREAM, wire.GOAWAY) and got.code not in codes:
                    raise Failed(f"{got} instead of an answer to PING")
                if got.kind == wire.GOAWAY or got.kind == wire.PING and got.payload == b"unharmed":
                    return
        except Closed:
            return


@dataclasses.dataclass
class Case:
    section: str
    title: str
    run: Callable[[Session], None]
    # The connection is handed over before the preface is sent.
    bare: bool = False
    # Settings of ours in the preface.
    settings: tuple[tuple[int, int], ...] = ()

    @property
    def name(self) -> str:
        return self.section + " " + re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")


CASES: list[Case] = []


def case(section: str, title: str, bare: bool = False, settings: tuple[tuple[int, int], ...] = ()):
    """Enters the function as a case. Sections that begin with H are RFC 7541's, all others RFC 9113's."""
    def enter(run: Callable[[Session], None]) -> Callable[[Session], None]:
        CASES.append(Case(section, title, run, bare, settings))
        return run
    return enter


def alive(target: Target, request: Request) -> None:
    """A fresh connection is served. Raises Failed if not."""
    try:
        session = Session(target, request)
    except (OSError, Closed) as error:
        raise Failed(f"the server takes no connection: {error}") from None
    try:
        session.open()
        session.send(session.whole())
        session.answered()
    except (Closed, Silent) as error:
        raise Failed(f"the server does not answer: {error}") from None
    finally:
        session.close()


def run_case(one: Case, target: Target, request: Request) -> str:
    """Runs one case; what is wrong, or nothing. A server that is dead afterwards fails it, whatever it said."""
    try:
        session = Session(target, request)
        try:
            if not one.bare:
                session.open(*one.settings)
            one.run(session)
        finally:
            session.close()
        alive(target, request)
    except Failed as failed:
        return str(failed)
    except (Closed, Silent, OSError) as error:
        return f"the connection ended: {error}"
    return ""


def run_all(cases: list[Case], target: Target, request: Request, exceptions: dict[str, str], say=print) -> int:
    """Runs the cases, one line each, and the sum. The count of failures; a documented exception is none while it
    is needed."""
    passed = failed = excepted = 0
    began = time.monotonic()
    alive(target, request)
    for one in cases:
        wrong = run_case(one, target, request)
        if one.name in exceptions:
            if wrong:
                excepted += 1
                say(f"except {one.name}: {wrong} ({exceptions[one.name]})")
            else:
                failed += 1
                say(f"FAIL   {one.name}: passes, so its exception must go")
        elif wrong:
            failed += 1
            say(f"FAIL   {one.name}: {wrong}")
        else:
            passed += 1
            say(f"pass   {one.name}")
    say(f"{passed} passed, {failed} failed, {excepted} excepted in {time.monotonic() - began:.1f} s")
    return failed
