"""RFC 9113 section 8: what a request must look like, and what an answer."""

import wire
from harness import Failed, Session, case
from wire import DATA, END_HEADERS, END_STREAM, PROTOCOL_ERROR, frame

Fields = list[tuple[bytes, bytes]]


def malformed(section: str, title: str, change) -> None:
    """A case whose header fields are those of the request after `change`; a body follows."""
    @case(section, title + " is malformed")
    def run(c: Session) -> None:
        fields: Fields = change(c.request.head())
        c.send(c.headers(fields=fields), c.body())
        c.malformed()


def without(name: bytes):
    return lambda fields: [field for field in fields if field[0] != name]


def replaced(name: bytes, value: bytes):
    return lambda fields: [(had, value if had == name else old) for had, old in fields]


def added(name: bytes, value: bytes):
    return lambda fields: [*fields, (name, value)]


def doubled(name: bytes):
    return lambda fields: [field for one in fields for field in ([one, one] if one[0] == name else [one])]


# 8.2, 8.2.1: field names and values.
for title, name in (("in upper case", b"X-Upper"), ("with one upper case letter", b"x-uppeR"), ("that is empty", b""),
                    ("with a space", b"x name"), ("with a colon inside", b"x:name"), ("with NUL", b"x\0name"),
                    ("with LF", b"x\nname"), ("with CR", b"x\rname"), ("with DEL", b"x\x7fname"),
                    ("with an octet above 0x7f", b"x\xffname"), ("with TAB", b"x\tname")):
    malformed("8.2.1", f"a field name {title}", added(name, b"value"))
for title, value in (("NUL", b"a\0b"), ("LF", b"a\nb"), ("CR", b"a\rb"), ("CR LF and a second field", b"a\r\nb: c")):
    malformed("8.2.1", f"a field value with {title}", added(b"x-name", value))
malformed("8.2.1", "a :path with LF", lambda fields: replaced(b":path", b"/a\nb")(fields))
malformed("8.2.1", "a :authority with NUL", lambda fields: replaced(b":authority", b"a\0b")(fields))

# 8.2.2: fields of the connection.
for name, value in ((b"connection", b"close"), (b"connection", b"keep-alive"), (b"keep-alive", b"timeout=5"),
                    (b"proxy-connection", b"keep-alive"), (b"transfer-encoding", b"chunked"), (b"upgrade", b"h2c")):
    malformed("8.2.2", f"the field {name.decode()}: {value.decode()}", added(name, value))
malformed("8.2.2", "te of other than trailers", lambda fields: added(b"te", b"gzip")(without(b"te")(fields)))
malformed("8.2.2", "te of trailers and more", lambda fields: added(b"te", b"trailers, deflate")(without(b"te")(fields)))

# 8.3, 8.3.1: pseudo fields.
for name in (b":method", b":scheme", b":path"):
    malformed("8.3.1", f"a request without {name.decode()}", without(name))
    malformed("8.3.1", f"a request with {name.decode()} twice", doubled(name))
malformed("8.3.1", "a request with :authority twice", doubled(b":authority"))
malformed("8.3.1", "an empty :path", replaced(b":path", b""))
malformed("8.3.1", "a :path that does not begin with a slash", replaced(b":path", b"index.html"))
malformed("8.3", "an unknown pseudo field", lambda fields: [(b":unknown", b"1"), *fields])
malformed("8.3", "a pseudo field of answers", lambda fields: [(b":status", b"200"), *fields])
malformed("8.3", "a pseudo field behind a field", lambda fields: [(b"x-first", b"1"), *fields])
malformed("8.3", "a second pseudo field behind a field", added(b":path", b"/"))
malformed("8.3", "no field at all", lambda fields: [])
malformed("8.5", "CONNECT with :scheme and :path", replaced(b":method", b"CONNECT"))
malformed("8.5", "CONNECT without :authority", lambda fields: [(b":method", b"CONNECT")])


# 8.1, 8.1.1: body and trailers.
def length_case(title: str, size_of, frames) -> None:
    @case("8.1.1", f"a content-length {title} is malformed")
    def run(c: Session) -> None:
        size = len(c.request.body)
        fields = c.request.head((b"content-length", size_of(size)))
        c.send(c.headers(fields=fields), *frames(c))
        c.malformed()


length_case("of one octet too many", lambda size: b"%d" % (size + 1), lambda c: [c.body()])
length_case("of less than the body", lambda size: b"%d" % size,
            lambda c: [c.body(end=False), frame(DATA, END_STREAM, 1, b"more")])
length_case("of more than several DATA", lambda size: b"%d" % (2 * size + 9), lambda c: [c.body(end=False), c.body()])
length_case("of less than several DATA", lambda size: b"%d" % (size + 1),
            lambda c: [c.body(end=False), frame(DATA, 0, 1, b"12"), frame(DATA, END_STREAM, 1, b"3")])
length_case("that is no number", lambda size: b"many", lambda c: [c.body()])
length_case("that is negative", lambda size: b"-1", lambda c: [c.body()])


@case("8.1.1", "a content-length of a request that ends with its HEADERS is malformed")
def length_without_body(c: Session) -> None:
    c.send(c.headers(end=True, fields=c.request.head((b"content-length", b"5"))))
    c.malformed()


@case("8.1.1", "two different content-lengths are malformed")
def two_lengths(c: Session) -> None:
    size = b"%d" % len(c.request.body)
    c.send(c.headers(fields=c.request.head((b"content-length", size), (b"content-length", size + b"0"))), c.body())
    c.malformed()


@case("8.1.1", "the true content-length is taken")
def true_length(c: Session) -> None:
    c.send(c.headers(fields=c.request.head((b"content-length", b"%d" % len(c.request.body)))), c.body())
    c.answered()


@case("8.1", "trailers with END_STREAM end the request")
def trailers(c: Session) -> None:
    c.send(c.headers(), c.body(end=False), c.headers(end=True, fields=[(b"x-trailer", b"1")]))
    c.answered(any_status=True)


@case("8.1", "trailers without END_STREAM are malformed")
def endless_trailers(c: Session) -> None:
    c.send(c.headers(), c.body(end=False), c.headers(fields=[(b"x-trailer", b"1")]))
    c.malformed()


for title, name, value in (("a pseudo field", b":method", b"POST"), ("an unknown pseudo field", b":unknown", b"1"),
                           ("upper case", b"X-Trailer", b"1"), ("a field of the connection", b"connection", b"close")):
    @case("8.1", f"trailers with {title} are malformed")
    def wrong_trailers(c: Session, name=name, value=value) -> None:
        c.send(c.headers(), c.body(end=False), c.headers(end=True, fields=[(name, value)]))
        c.malformed()


@case("8.1.1", "a malformed request leaves the connection's other streams alone")
def others_stay(c: Session) -> None:
    c.send(c.headers(1, fields=c.request.head((b"connection", b"close"))), c.whole(3))
    c.answered(3)


@case("8.2.3", "cookie may come in several fields")
def cookies(c: Session) -> None:
    c.send(c.headers(fields=c.request.head((b"cookie", b"a=b"), (b"cookie", b"c=d"))), c.body())
    c.answered()


@case("8.2.1", "any visible octet is allowed in a value")
def visible(c: Session) -> None:
    c.send(c.headers(fields=c.request.head((b"x-name", bytes(range(0x21, 0x7f))), (b"x-empty", b""))), c.body())
    c.answered()


@case("8.2.1", "all the characters of a token are allowed in a name")
def token(c: Session) -> None:
    c.send(c.headers(fields=c.request.head((b"!#$%&'*+-.^_`|~09az", b"1"))), c.body())
    c.answered()


@case("8.3.1", "the pseudo fields may come in any order")
def any_order(c: Session) -> None:
    c.send(c.headers(fields=[*reversed(c.request.pseudo()), *c.request.fields]), c.body())
    c.answered()


@case("8.3.2", "an answer has one :status, first, and no field of the connection or in upper case")
def answer(c: Session) -> None:
    c.send(c.whole())
    c.answered()
    names = [name for name, _ in c.fields[1]]
    if names[0] != ":status" or names.count(":status") != 1:
        raise Failed(f"the answer's fields are {names}")
    forbidden = {"connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"}
    for name in names[1:]:
        if name in forbidden or name != name.lower() or name.startswith(":"):
            raise Failed(f"the answer has the field {name}")


@case("8.6", "a request with Expect: 100-continue is answered in full")
def expect(c: Session) -> None:
    c.send(c.headers(fields=c.request.head((b"expect", b"100-continue"))), c.body())
    c.answered(any_status=True)


@case("8.7", "a hundred requests on one connection are answered")
def hundred(c: Session) -> None:
    for stream in range(1, 200, 2):
        c.send(c.whole(stream))
        c.answered(stream)


@case("8.1", "a request whose stream is reset in the middle has no effect on the next")
def reset_in_the_middle(c: Session) -> None:
    c.send(c.headers(1), c.body(1, end=False), wire.rst_stream(1), c.whole(3))
    c.answered(3)


@case("8.1.1", "a malformed request that is repeated is refused each time")
def repeated(c: Session) -> None:
    for stream in (1, 3, 5):
        c.send(frame(wire.HEADERS, END_HEADERS | END_STREAM, stream, wire.block([(b":method", b"GET")])))
    c.refused(5, (PROTOCOL_ERROR,), statuses=True)
