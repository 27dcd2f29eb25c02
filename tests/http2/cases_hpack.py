"""RFC 7541; the sections are its own, behind an H."""

import hpack

import wire
from harness import Failed, Session, case
from wire import COMPRESSION_ERROR, END_HEADERS, END_STREAM, HEADERS, frame, integer, literal

# A name and value of which the static table knows nothing.
NAME, VALUE = b"x-custom", b"custom-value"


def fails(section: str, title: str, block: bytes) -> None:
    """A case whose block is that of the request with `block` behind it."""
    @case("H" + section, title + " is a connection error")
    def run(c: Session) -> None:
        c.send(c.headers(end=True, block=wire.block(c.request.head()) + block))
        c.connection_error(COMPRESSION_ERROR)


def works(section: str, title: str, before: bytes, behind: bytes) -> None:
    """The request with blocks before and behind its fields is answered."""
    @case("H" + section, title + " is taken")
    def run(c: Session) -> None:
        c.send(c.headers(block=before + wire.block(c.request.head()) + behind), c.body())
        c.answered()


fails("2.3.3", "the index right behind both tables", b"\xbe")
fails("2.3.3", "the index 127", integer(127, 7, 0x80))
fails("2.3.3", "the index 2^20", integer(1 << 20, 7, 0x80))
fails("6.1", "the index 0", b"\x80")
fails("6.2.1", "a literal whose name has no entry", integer(62, 6, 0x40) + b"\1v")
fails("6.2.2", "an unindexed literal whose name has no entry", integer(62, 4) + b"\1v")
fails("6.2.3", "a never indexed literal whose name has no entry", integer(62, 4, 0x10) + b"\1v")
fails("5.1", "an integer of 2^32", integer(1 << 32, 7, 0x80))
fails("5.1", "an integer of 2^64", integer(1 << 64, 7, 0x80))
fails("5.1", "an integer without an end", b"\xff" + b"\xff" * 40)
fails("5.1", "an integer that the block cuts off", b"\xff\x80")
fails("5.2", "a name that the block cuts off", b"\x40\x0aabc")
fails("5.2", "a value that the block cuts off", b"\x40\1a\x0abc")
fails("5.2", "a literal without a value", b"\x40\1a")
fails("5.2", "a string of 2^31 octets", b"\x40" + integer(1 << 31, 7) + b"a")
fails("5.2", "Huffman padding of more than 7 bits", b"\0\1a\x82\x1f\xff")
fails("5.2", "Huffman padding of zeros", b"\0\1a\x81\x18")
fails("5.2", "EOS within a Huffman string", b"\0\1a\x84\xff\xff\xff\xff")
fails("5.2", "a Huffman string of nothing but padding", b"\0\1a\x81\xff")
fails("5.2", "Huffman padding of zeros in a name", b"\0\x81\x18\1v")
fails("4.2", "a size update behind a field", b"\x20")
fails("4.2", "a size update between two fields", b"\x20" + literal(NAME, VALUE))


@case("H4.2", "a size update above the announced size is a connection error")
def size_above(c: Session) -> None:
    most = c.server_settings.get(wire.HEADER_TABLE_SIZE, 4096)
    c.send(c.headers(end=True, block=integer(most + 1, 5, 0x20) + wire.block(c.request.head())))
    c.connection_error(COMPRESSION_ERROR)


@case("H6.3", "a size update of 2^31 is a connection error")
def size_huge(c: Session) -> None:
    c.send(c.headers(end=True, block=integer(1 << 31, 5, 0x20) + wire.block(c.request.head())))
    c.connection_error(COMPRESSION_ERROR)


@case("H4.2", "a size update in a block of its own as trailers works")
def size_in_trailers(c: Session) -> None:
    c.send(c.headers(), c.body(end=False), c.headers(end=True, block=b"\x20" + literal(NAME, VALUE)))
    c.answered(any_status=True)


works("4.2", "a size update to 0 before the fields", b"\x20", b"")
works("4.2", "two size updates before the fields", b"\x20" + integer(64, 5, 0x20), b"")
works("4.2", "a size update to the size that holds anyway", integer(100, 5, 0x20), b"")
works("5.2", "an empty value", b"", literal(NAME, b""))
works("5.2", "an empty Huffman value", b"", b"\0\x08" + NAME + b"\x80")
works("6.2.1", "a literal with incremental indexing", b"", literal(NAME, VALUE, 0x40))
works("6.2.2", "a literal without indexing", b"", literal(NAME, VALUE))
works("6.2.3", "a literal that is never to be indexed", b"", literal(NAME, VALUE, 0x10))
works("6.2.1", "a literal with a name of the static table", b"", integer(58, 6, 0x40) + b"\1a")
works("6.2.3", "a never indexed literal with a name of the static table", b"", integer(58, 4, 0x10) + b"\1a")
works("6.1", "an entry that this very block made", b"", literal(NAME, VALUE, 0x40) + b"\xbe\xbe")
works("4.4", "an entry larger than the table", b"", literal(NAME, b"v" * 4200, 0x40))
works("2.3.3", "the last index of the static table", b"", b"\xbd")


@case("H5.1", "an integer with superfluous octets is taken or refused, not misread")
def padded_integer(c: Session) -> None:
    # :method in the static table has index 2; 127 + 0 with one superfluous octet is a length here.
    value = b"v" * 127
    c.send(c.headers(block=wire.block(c.request.head()) + b"\0\1x\x7f\x80\x00" + value), c.body())
    try:
        c.answered()
    except wire.Closed:
        pass
    except Failed as failed:
        if "COMPRESSION_ERROR" not in str(failed):
            raise


@case("H5.2", "Huffman strings are decoded")
def huffman(c: Session) -> None:
    encoder = hpack.Encoder()
    encoder.header_table_size = 0
    c.send(c.headers(block=encoder.encode(c.request.head((NAME, VALUE)), huffman=True)), c.body())
    c.answered()


@case("H2.3.2", "what one request entered into the table serves the next")
def shared_table(c: Session) -> None:
    encoder = hpack.Encoder()
    for stream in (1, 3, 5):
        c.send(c.headers(stream, block=encoder.encode(c.request.head((NAME, VALUE)))), c.body(stream))
        c.answered(stream)


@case("H2.3.2", "an entry stays although its request was reset")
def table_after_reset(c: Session) -> None:
    block = wire.block(c.request.head()) + literal(NAME, VALUE, 0x40)
    c.send(c.headers(1, block=block), wire.rst_stream(1),
           c.headers(3, block=wire.block(c.request.head()) + b"\xbe"), c.body(3))
    c.answered(3)


@case("H2.3.2", "an entry stays although its request was malformed")
def table_after_malformed(c: Session) -> None:
    block = wire.block(c.request.head((b"connection", b"close"))) + literal(NAME, VALUE, 0x40)
    c.send(c.headers(1, block=block), c.body(1),
           c.headers(3, block=wire.block(c.request.head()) + b"\xbe"), c.body(3))
    c.answered(3)


@case("H2.3.2", "an entry of trailers stays")
def table_after_trailers(c: Session) -> None:
    c.send(c.headers(1), c.body(1, end=False), c.headers(1, True, block=literal(NAME, VALUE, 0x40)))
    c.await_end(1)
    c.send(c.headers(3, block=wire.block(c.request.head()) + b"\xbe"), c.body(3))
    c.answered(3)


@case("H2.3.3", "the newest entry has the smallest index")
def newest_first(c: Session) -> None:
    # 63 is the older of two; as the name of a field it must be a good one, so it would be refused if 62 were meant.
    entries = literal(NAME, VALUE, 0x40) + literal(b"x-second", b"2", 0x40)
    c.send(c.headers(block=wire.block(c.request.head()) + entries + b"\xbf\xbe"), c.body())
    c.answered()


@case("H4.3", "a size update to 0 empties the table")
def emptied(c: Session) -> None:
    c.send(c.headers(1, block=wire.block(c.request.head()) + literal(NAME, VALUE, 0x40)), c.body(1))
    c.answered(1)
    c.send(c.headers(3, True, block=b"\x20" + wire.block(c.request.head()) + b"\xbe"))
    c.connection_error(COMPRESSION_ERROR)


@case("H4.4", "an entry larger than the table empties it")
def evicted(c: Session) -> None:
    most = c.server_settings.get(wire.HEADER_TABLE_SIZE, 4096)
    block = literal(NAME, VALUE, 0x40) + literal(NAME, b"v" * most, 0x40) + b"\xbe"
    c.send(c.headers(1, True, block=wire.block(c.request.head()) + block))
    c.connection_error(COMPRESSION_ERROR)


@case("H4.4", "the oldest entry gives way to a new one")
def oldest_goes(c: Session) -> None:
    # Each entry takes 32 + 8 + 28 octets; within 136 there is room for two.
    entries = b"".join(literal(NAME, bytes([97 + at]) * 28, 0x40) for at in range(3))
    c.send(c.headers(1, True, block=integer(136, 5, 0x20) + wire.block(c.request.head()) + entries + b"\xc0"))
    c.connection_error(COMPRESSION_ERROR)


@case("H4.2", "a server told HEADER_TABLE_SIZE 0 begins its next block with a size update and keeps no entry",
      settings=((wire.HEADER_TABLE_SIZE, 0),))
def table_of_zero(c: Session) -> None:
    c.decoder.max_allowed_table_size = 0
    for stream in (1, 3):
        c.send(c.whole(stream))
        c.answered(stream)
        if c.decoder.header_table_size:
            raise Failed(f"the table of answers still has {c.decoder.header_table_size} octets")


# Appendix C.3 and C.4: three requests in a row; what they are answered with is the server's affair.
APPENDIX_C3 = ("828684410f7777772e6578616d706c652e636f6d", "828684be58086e6f2d6361636865",
               "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565")
APPENDIX_C4 = ("828684418cf1e3c2e5f23a6ba0ab90f4ff", "828684be5886a8eb10649cbf",
               "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")
for section, blocks in (("HC.3", APPENDIX_C3), ("HC.4", APPENDIX_C4)):
    @case(section, "the examples of the appendix are decoded")
    def appendix(c: Session, blocks=blocks) -> None:
        for at, text in enumerate(blocks):
            stream = 2 * at + 1
            c.send(frame(HEADERS, END_HEADERS | END_STREAM, stream, bytes.fromhex(text)))
            c.answered(stream, any_status=True)
