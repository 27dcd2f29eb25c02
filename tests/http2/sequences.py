"""Sequences of frames, made valid by python3-h2 and then spoilt. All randomness is the caller's, so that a batch can be
made again from its seed and number."""

import random

import h2.config
import h2.connection

import harness
import wire

Frames = list[bytes]


def valid(request: harness.Request) -> list[Frames]:
    """What honest clients send on one stream, as python3-h2 encodes it; the stream is number 1 everywhere. No block
    needs the dynamic table, so that the sequences stand alone."""
    found = []
    for shape in ("whole", "trailers", "cancelled", "credit", "padded", "pieces", "prioritized"):
        connection = h2.connection.H2Connection(h2.config.H2Configuration(
            client_side=True, validate_outbound_headers=False, header_encoding=None))
        connection.initiate_connection()
        connection.encoder.header_table_size = 0
        connection.data_to_send()
        if shape == "prioritized":
            connection.send_headers(1, request.head(), priority_weight=7, priority_depends_on=0)
        else:
            connection.send_headers(1, request.head((b"x-shape", shape.encode())),)
        if shape == "cancelled":
            connection.reset_stream(1, wire.CANCEL)
        elif shape == "trailers":
            connection.send_data(1, request.body)
            connection.send_headers(1, [(b"x-trailer", b"1")], end_stream=True)
        elif shape == "pieces":
            for octet in request.body:
                connection.send_data(1, bytes([octet]))
            connection.end_stream(1)
        else:
            if shape == "credit":
                connection.increment_flow_control_window(1 << 10, 1)
                connection.increment_flow_control_window(1 << 10)
            connection.send_data(1, request.body, end_stream=True, pad_length=9 if shape == "padded" else None)
        found.append(split(connection.data_to_send()))
    return found


def split(data: bytes) -> Frames:
    frames = []
    while data:
        size = 9 + int.from_bytes(data[:3], "big")
        frames.append(data[:size])
        data = data[size:]
    return frames


def on_stream(frames: Frames, stream: int) -> Frames:
    number = stream.to_bytes(4, "big")
    return [one[:5] + number + one[9:] if one[5:9] != b"\0\0\0\0" else one for one in frames]


# Mutations that a server answers or ends with an error of the stream, as a rule: many fit on one connection.

def spoil_data(rng: random.Random, frames: Frames, stream: int) -> Frames:
    return [flipped(rng, one) if one[3] == wire.DATA and not one[4] & wire.PADDED and len(one) > 9 else one
            for one in frames]


def spoil_value(rng: random.Random, frames: Frames, stream: int) -> Frames:
    at = rng.randrange(3)
    junk = (bytes([rng.randrange(256)]) + b"junk", rng.randbytes(rng.randrange(40)))
    more = wire.literal((b"x-junk", junk[0], b"grpc-timeout")[at], junk[1], rng.choice((0x00, 0x10, 0x40)))
    return [wire.frame(wire.HEADERS, one[4], stream, one[9:] + more)
            if one[3] == wire.HEADERS and not one[4] & wire.PADDED else one for one in frames]


def unknown_types(rng: random.Random, frames: Frames, stream: int) -> Frames:
    where = rng.randrange(len(frames) + 1)
    if 0 < where < len(frames) and not frames[where - 1][4] & wire.END_HEADERS and frames[where - 1][3] == wire.HEADERS:
        where = 0
    odd = wire.frame(rng.randrange(0x20, 0x100), rng.randrange(256), rng.choice((0, stream)),
                     rng.randbytes(rng.randrange(30)))
    return frames[:where] + [odd] + frames[where:]


def unknown_flags(rng: random.Random, frames: Frames, stream: int) -> Frames:
    return [one[:4] + bytes([one[4] | rng.randrange(256) & 0xd2]) + one[5:] for one in frames]


def cut_short(rng: random.Random, frames: Frames, stream: int) -> Frames:
    return frames[:rng.randrange(1, len(frames) + 1)] + [wire.rst_stream(stream, rng.randrange(1 << 32))]


def in_continuations(rng: random.Random, frames: Frames, stream: int) -> Frames:
    head = frames[0]
    if head[4] & (wire.PADDED | wire.HAS_PRIORITY):
        return frames
    at = rng.randrange(9, len(head))
    return [wire.frame(wire.HEADERS, head[4] & ~wire.END_HEADERS, stream, head[9:at]),
            wire.frame(wire.CONTINUATION, wire.END_HEADERS, stream, head[at:])] + frames[1:]


def settings_between(rng: random.Random, frames: Frames, stream: int) -> Frames:
    odd = wire.settings((rng.randrange(7, 1 << 16), rng.randrange(1 << 32)),
                        (wire.INITIAL_WINDOW_SIZE, rng.choice((1, 100, 65535))))
    return frames[:1] + [odd] + frames[1:] + [wire.settings((wire.INITIAL_WINDOW_SIZE, 65535))]


def malformed_head(rng: random.Random, frames: Frames, stream: int) -> Frames:
    names = (b":method", b":path", b":scheme", b":status", b"connection", b"X-Upper", b"", b"te", b"content-length")
    wrong = [(rng.choice(names), rng.randbytes(rng.randrange(12))) for _ in range(rng.randrange(1, 4))]
    return [wire.frame(wire.HEADERS, wire.END_HEADERS | wire.END_STREAM, stream, wire.block(wrong))]


def priorities(rng: random.Random, frames: Frames, stream: int) -> Frames:
    return frames[:1] + [wire.priority(stream, 2 * rng.randrange(1 << 20) + 2, rng.randrange(256))] + frames[1:]


GENTLE = [spoil_data, spoil_value, unknown_types, unknown_flags, cut_short, in_continuations, settings_between,
          malformed_head, priorities]


# Mutations that end the connection, as a rule: the last of their connection.

def flipped(rng: random.Random, one: bytes, first: int = 9) -> bytes:
    changed = bytearray(one)
    for _ in range(rng.randrange(1, 6)):
        changed[rng.randrange(min(first, len(one) - 1), len(one))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def flip_any(rng: random.Random, frames: Frames, stream: int) -> Frames:
    at = rng.randrange(len(frames))
    return frames[:at] + [flipped(rng, frames[at], 0)] + frames[at + 1:]


def flip_block(rng: random.Random, frames: Frames, stream: int) -> Frames:
    return [flipped(rng, frames[0])] + frames[1:]


def lie_about_length(rng: random.Random, frames: Frames, stream: int) -> Frames:
    at = rng.randrange(len(frames))
    length = rng.choice((0, 1, len(frames[at]) - 8, len(frames[at]) - 10, 16384, 16385, (1 << 24) - 1,
                         rng.randrange(1 << 24))) & 0xffffff
    return frames[:at] + [length.to_bytes(3, "big") + frames[at][3:]] + frames[at + 1:]


def shuffle(rng: random.Random, frames: Frames, stream: int) -> Frames:
    mixed = frames * rng.randrange(1, 3)
    rng.shuffle(mixed)
    return mixed


def truncate(rng: random.Random, frames: Frames, stream: int) -> Frames:
    whole = b"".join(frames)
    return [whole[:rng.randrange(1, len(whole))]]


def duplicate(rng: random.Random, frames: Frames, stream: int) -> Frames:
    at = rng.randrange(len(frames))
    return frames[:at + 1] + frames[at:]


def random_frames(rng: random.Random, frames: Frames, stream: int) -> Frames:
    streams = (0, stream, stream + 1, rng.randrange(1 << 32))
    odd = [wire.frame(rng.randrange(11), rng.randrange(256), rng.choice(streams),
                      rng.randbytes(rng.choice((0, 1, 4, 5, 6, 8, 12, rng.randrange(100)))))
           for _ in range(rng.randrange(1, 8))]
    return frames[:1] + odd + frames[1:]


def interleave(rng: random.Random, frames: Frames, stream: int) -> Frames:
    other = on_stream(frames, stream + 2)
    mixed = []
    left = [list(frames), list(other)]
    while left[0] or left[1]:
        line = left[rng.randrange(2)] or left[0] or left[1]
        mixed.append(line.pop(0))
    return [one[:4] + bytes([one[4] & ~wire.END_HEADERS]) + one[5:] if rng.randrange(3) == 0 else one for one in mixed]


def wrong_stream(rng: random.Random, frames: Frames, stream: int) -> Frames:
    return [one[:5] + rng.choice((0, 1, stream + 1, stream + 8, rng.randrange(1 << 32))).to_bytes(4, "big") + one[9:]
            if rng.randrange(2) else one for one in frames]


def noise(rng: random.Random, frames: Frames, stream: int) -> Frames:
    return frames[:rng.randrange(len(frames))] + [rng.randbytes(rng.randrange(1, 400))]


HARSH = [flip_any, flip_block, lie_about_length, shuffle, truncate, duplicate, random_frames, interleave, wrong_stream,
         noise]


def gentle(rng: random.Random, shapes: list[Frames], stream: int) -> bytes:
    return b"".join(rng.choice(GENTLE)(rng, on_stream(rng.choice(shapes), stream), stream))


def harsh(rng: random.Random, shapes: list[Frames], stream: int) -> bytes:
    return b"".join(rng.choice(HARSH)(rng, on_stream(rng.choice(shapes), stream), stream))
