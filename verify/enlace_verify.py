#!/usr/bin/env python3
"""Checks what an Enlace gateway has signed, without Enlace and without a network.

For whoever was given a receipt and has to judge it: an ombudsman's office, a court,
an organisation that accompanies the person at risk. It needs this file, Python 3.11
and the log's public key, which must come from somewhere else than the receipt.

    enlace_verify.py receipt RECEIPT.json --log-key KEY
    enlace_verify.py checkpoint CHECKPOINT --log-key KEY
    enlace_verify.py inclusion PROOF LEAF --log-key KEY
    enlace_verify.py consistency OLD NEW PROOF.json --log-key KEY

KEY is the verification key itself or a file with one key a line (log-keys.txt).

Exit status: 0 genuine; 2 the command line is wrong; 3 a file cannot be read or is not
of the form it should have; 8 it does not verify, believe nothing of it; 9 the record was
erased, the leaf is in the log and nothing more is proved.

Written from docs/ledger_format.md alone, so that it repeats no mistake of the gateway's
own verifier; tests/verifier compares the two. Ed25519 is here in forty lines of integers
and not taken from a library: a tool for third parties should need nothing but python3,
and a verifier handles no secret that its timing could betray.
"""

import argparse
import base64
import binascii
import datetime
import functools
import hashlib
import json
import re
import sys
from dataclasses import dataclass, field

MAX_NUMBER = 2**63 - 1
MAX_NOTE = 64 * 1024
MAX_SIGNATURES = 64
MAX_PROOF = 128 * 1024
MAX_PATH = 63
MAX_FILE = 4 * 1024 * 1024


class Malformed(Exception):
    """The input does not have the form that the document says."""


class NotProved(Exception):
    """The input has the form, and does not prove what it claims."""


class RecordErased(Exception):
    """A receipt without record and salt; the leaf alone was checked."""

    def __init__(self, index: int, checkpoint: "Checkpoint"):
        super().__init__("the record was erased")
        self.index = index
        self.checkpoint = checkpoint


# --- Spellings that have one form per value -----------------------------------------


def parse_base64(what: str, text: bytes) -> bytes:
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed(f"{what}: is not base64") from None
    if base64.b64encode(value) != text:
        raise Malformed(f"{what}: is an odd spelling of base64")
    return value


def parse_hash(what: str, text: bytes) -> bytes:
    value = parse_base64(what, text)
    if len(value) != 32:
        raise Malformed(f"{what}: has {len(value)} bytes and not 32")
    return value


def parse_decimal(what: str, text: bytes) -> int:
    if not re.fullmatch(rb"0|[1-9][0-9]{0,18}", text) or int(text) > MAX_NUMBER:
        raise Malformed(f"{what}: is not a decimal number up to 2^63 - 1 without sign and leading zeroes")
    return int(text)


# --- Ed25519, RFC 8032 section 5.1 ---------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def decode_point(data: bytes):
    """The point as (X, Y, Z, T), or None unless `data` is its canonical encoding."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P:
        x = x * SQRT_OF_MINUS_ONE % P
    if (v * x * x - u) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def encode_point(point) -> bytes:
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def add_points(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


BASE = decode_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def has_small_order(point) -> bool:
    for _ in range(3):
        point = add_points(point, point)
    return point[0] == 0 and point[1] == point[2]


@functools.lru_cache(maxsize=4096)
def ed25519_verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """The strict reading: S below the order, the key canonical and not of small order,
    and R compared as bytes, so that one signature has one form."""
    s = int.from_bytes(signature[32:], "little")
    if len(public_key) != 32 or len(signature) != 64 or s >= ORDER:
        return False
    key = decode_point(public_key)
    if key is None or has_small_order(key):
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    h = int.from_bytes(digest, "little") % ORDER
    minus_key = (P - key[0], key[1], key[2], P - key[3])
    sums = (None, BASE, minus_key, add_points(BASE, minus_key))
    point = NEUTRAL  # becomes s B - h A
    for bit in range(252, -1, -1):
        point = add_points(point, point)
        summand = sums[(s >> bit & 1) | (h >> bit & 1) << 1]
        if summand:
            point = add_points(point, summand)
    return encode_point(point) == signature[:32]


# --- Keys, signed notes, checkpoints (section 5) -----------------------------------


@dataclass(frozen=True)
class VerifierKey:
    name: str
    key_id: bytes
    public_key: bytes


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes


def check_name(what: str, name: bytes) -> str:
    if not re.fullmatch(rb"[!-*,-~]{1,255}", name):
        raise Malformed(f"{what}: the name is not 1 to 255 printable ASCII characters without blank and '+'")
    return name.decode("ascii")


def parse_key(text: str) -> VerifierKey:
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise Malformed("key: is not <name>+<key id>+<base64>")
    name = check_name("key", parts[0].encode("utf-8", "surrogatepass"))
    if not re.fullmatch(r"[0-9a-f]{8}", parts[1]):
        raise Malformed("key: the key id does not have 8 hexadecimal digits, in small letters")
    typed_key = parse_base64("key", parts[2].encode("utf-8", "surrogatepass"))
    if len(typed_key) != 33 or typed_key[0] != 1:
        raise Malformed("key: is not an Ed25519 key")
    key_id = hashlib.sha256(name.encode() + b"\n" + typed_key).digest()[:4]
    if key_id.hex() != parts[1]:
        raise Malformed("key: the key id is not that of this name and key; was it copied whole?")
    point = decode_point(typed_key[1:])
    if point is None or has_small_order(point):
        raise Malformed("key: is no point of the curve that a signature could be held to")
    return VerifierKey(name, key_id, typed_key[1:])


def parse_note(data: bytes) -> tuple[bytes, list[tuple[str, bytes, bytes]]]:
    """The text, and (name, key id, signature) of each line; checks no signature."""
    if len(data) > MAX_NOTE:
        raise Malformed("checkpoint: is longer than 64 KiB")
    end = data.rfind(b"\n\n")
    if end < 0 or not data.endswith(b"\n") or len(data) == end + 2:
        raise Malformed("checkpoint: has no signatures after an empty line")
    if not re.fullmatch(rb"[ -~\n]*", data[:end]):
        raise Malformed("checkpoint: holds what is not printable ASCII")
    lines = data[end + 2 : -1].split(b"\n")
    if len(lines) > MAX_SIGNATURES:
        raise Malformed("checkpoint: has more than 64 signatures")
    signatures = []
    for line in lines:
        parts = line.split(b" ")
        if len(parts) != 3 or parts[0] != "—".encode():
            raise Malformed("checkpoint: a line is not a signature")
        signed = parse_base64("signature", parts[2])
        if len(signed) < 5:
            raise Malformed("signature: is too short")
        signatures.append((check_name("signature", parts[1]), signed[:4], signed[4:]))
    return data[: end + 1], signatures


def parse_checkpoint(text: bytes) -> Checkpoint:
    lines = text[:-1].split(b"\n")
    if len(lines) < 3 or not all(lines):
        raise Malformed("checkpoint: does not have the lines origin, size and root")
    return Checkpoint(
        lines[0].decode("ascii"), parse_decimal("checkpoint size", lines[1]), parse_hash("root", lines[2])
    )


def verify_checkpoint(note: bytes, key: VerifierKey) -> Checkpoint:
    text, signatures = parse_note(note)
    checkpoint = parse_checkpoint(text)
    if checkpoint.origin != key.name:
        raise NotProved(f"the checkpoint is of the log {checkpoint.origin!r}, the key of {key.name!r}")
    ours = [signature for name, key_id, signature in signatures if (name, key_id) == (key.name, key.key_id)]
    if not ours:
        raise NotProved("the checkpoint is not signed by this key")
    if not all(ed25519_verify(key.public_key, text, signature) for signature in ours):
        raise NotProved("the signature of the checkpoint is wrong: somebody altered or invented it")
    return checkpoint


# --- The tree (section 4; RFC 9162 sections 2.1.3.2 and 2.1.4.2) ----------------------


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


EMPTY_ROOT = sha256()


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00", leaf)


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01", left, right)


def check_hashes(*hashes: bytes) -> None:
    if any(len(value) != 32 for value in hashes):
        raise Malformed("a hash does not have 32 bytes")


def verify_inclusion(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> None:
    """Returns if the leaf with the hash `leaf` stands at `index` of this tree."""
    check_hashes(leaf, root, *path)
    if index >= size:
        raise Malformed("the index is not below the size of the tree")
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            raise NotProved("the inclusion path is too long")
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    if sn or r != root:
        raise NotProved("the inclusion path does not lead from the leaf to the root that was signed")


def verify_consistency(old_size: int, old_root: bytes, new_size: int, new_root: bytes, path: list[bytes]) -> None:
    """Returns if the tree of `new_size` leaves begins with that of `old_size`."""
    check_hashes(old_root, new_root, *path)
    if old_size > new_size:
        raise Malformed("the older tree is larger than the newer one")
    if (old_size == 0 and old_root != EMPTY_ROOT) or (new_size == 0 and new_root != EMPTY_ROOT):
        raise NotProved("a tree without leaves has another root")
    if old_size == 0 or old_size == new_size:
        if path or (old_size == new_size and old_root != new_root):
            raise NotProved("trees of one size have different roots, or the proof has hashes where none belong")
        return
    steps = list(path)
    if old_size & (old_size - 1) == 0:
        steps.insert(0, old_root)
    if not path:
        raise NotProved("the proof is empty")
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = steps[0]
    for c in steps[1:]:
        if sn == 0:
            raise NotProved("the proof is too long")
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    if sn or fr != old_root or sr != new_root:
        raise NotProved("the newer log does not begin with the older one: something was changed or removed")


# --- Leaf (section 2) and proof text (section 5) ---------------------------------------


@dataclass(frozen=True)
class Leaf:
    clazz: int
    policy_version: int
    minute: int
    commit: bytes
    sealed: bytes


def parse_leaf(data: bytes) -> Leaf:
    if len(data) != 192:
        raise Malformed(f"leaf: has {len(data)} bytes and not 192")
    if data[0] != 1 or not 1 <= data[1] <= 6 or any(data[168:]):
        raise Malformed("leaf: unknown version or class, or the pad is not zero")
    return Leaf(
        data[1], int.from_bytes(data[2:4], "big"), int.from_bytes(data[4:8], "big"), data[8:40], data[72:104]
    )


@dataclass(frozen=True)
class TlogProof:
    extra: bytes
    index: int
    path: list[bytes]
    checkpoint: bytes


def parse_tlog_proof(data: bytes) -> TlogProof:
    if len(data) > MAX_PROOF:
        raise Malformed("proof: is longer than 128 KiB")
    head, divider, checkpoint = data.partition(b"\n\n")
    lines = head.split(b"\n")
    if not divider or not checkpoint or lines.pop(0) != b"c2sp.org/tlog-proof@v1":
        raise Malformed("proof: is not of the form c2sp.org/tlog-proof@v1")
    extra = b""
    if lines and lines[0].startswith(b"extra "):
        extra = parse_base64("extra", lines.pop(0)[6:])
    if not lines or not lines[0].startswith(b"index "):
        raise Malformed("proof: has no index")
    index = parse_decimal("index", lines.pop(0)[6:])
    if len(lines) > MAX_PATH:
        raise Malformed("proof: has more than 63 hashes")
    return TlogProof(extra, index, [parse_hash("path", line) for line in lines], checkpoint)


# --- The record in protobuf's wire format (section 6) ----------------------------------

VARINT, I64, LEN, GROUP, END_GROUP, I32 = range(6)
MAX_DEPTH = 100


class WireReader:
    """Reads (number, wire type, value) one after another. Refuses what is not well
    formed, whether it knows the field or not."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def varint(self, most_bytes: int) -> int:
        value = 0
        for i in range(most_bytes):
            if self.at >= len(self.data):
                break
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << 7 * i
            if byte < 0x80:
                return value
        raise Malformed("record: a number is cut off or too long")

    def take(self, size: int) -> bytes:
        if size > len(self.data) - self.at:
            raise Malformed("record: ends within a field")
        self.at += size
        return self.data[self.at - size : self.at]

    def tag(self) -> tuple[int, int]:
        tag = self.varint(5) & 0xFFFFFFFF
        if tag >> 3 == 0:
            raise Malformed("record: field number 0")
        return tag >> 3, tag & 7

    def value(self, number: int, wire_type: int, depth: int):
        if wire_type == VARINT:
            return self.varint(10) & (2**64 - 1)
        if wire_type == I64:
            return self.take(8)
        if wire_type == LEN:
            return self.take(self.varint(5))
        if wire_type == I32:
            return self.take(4)
        if wire_type != GROUP or depth >= MAX_DEPTH:
            raise Malformed("record: unknown wire type, or groups too deep")
        while True:
            inner_number, inner_type = self.tag()
            if inner_type == END_GROUP:
                if inner_number != number:
                    raise Malformed("record: a group ends that did not begin")
                return None
            self.value(inner_number, inner_type, depth + 1)

    def fields(self, depth: int):
        while self.at < len(self.data):
            number, wire_type = self.tag()
            yield number, wire_type, self.value(number, wire_type, depth)


def read_texts(data: bytes, numbers: dict[int, str], into, depth: int):
    """Sets the attributes of `into` that `numbers` names; the last one counts. Yields
    the other fields."""
    for number, wire_type, value in WireReader(data).fields(depth):
        if wire_type == LEN and number in numbers:
            try:
                setattr(into, numbers[number], value.decode("utf-8"))
            except UnicodeDecodeError:
                raise Malformed(f"record: {numbers[number]} is not UTF-8") from None
        else:
            yield number, wire_type, value


def signed(value: int, bits: int) -> int:
    value &= 2**bits - 1
    return value - 2**bits if value >> (bits - 1) else value


@dataclass
class Time:
    seconds: int = 0
    nanos: int = 0

    def merge(self, data: bytes) -> None:
        for number, wire_type, value in WireReader(data).fields(1):
            if (number, wire_type) == (1, VARINT):
                self.seconds = signed(value, 64)
            elif (number, wire_type) == (2, VARINT):
                self.nanos = signed(value, 32)


@dataclass
class Record:
    """The fields that a verifier needs or shows; all others are skipped."""

    record_time: Time | None = None
    event_type: str = ""
    agency_id: str = ""
    unit_id: str = ""
    administrator: str = ""
    certificate_serial: str = ""
    officer_pseudonym: str = ""
    purpose: str = ""
    request_id: str = ""
    case_id: str = ""
    referral_id: str = ""
    leg_id: str = ""
    sealed_digest: bytes = b""

    TEXTS = {2: "event_type", 4: "administrator", 5: "certificate_serial", 6: "officer_pseudonym", 7: "purpose",
             8: "request_id", 9: "case_id", 10: "referral_id", 11: "leg_id"}
    ACTOR_TEXTS = {1: "agency_id", 2: "unit_id"}


def parse_record(data: bytes) -> Record:
    record = Record()
    for number, wire_type, value in read_texts(data, Record.TEXTS, record, 0):
        if wire_type != LEN:
            continue
        if number == 1:
            record.record_time = record.record_time or Time()
            record.record_time.merge(value)
        elif number == 3:
            for _ in read_texts(value, Record.ACTOR_TEXTS, record, 1):
                pass
        elif number == 12:
            record.sealed_digest = value
    return record


# --- Receipts (section 6) -----------------------------------------------------------------


@dataclass
class Receipt:
    referral_id: str = ""
    leg_id: str = ""
    record_time: Time | None = None
    log_index: int = 0
    tlog_proof: bytes = b""
    leaf: bytes = b""
    record: bytes = b""
    salt: bytes = b""


@dataclass(frozen=True)
class VerifiedReceipt:
    index: int
    checkpoint: Checkpoint
    leaf: Leaf
    record: Record = field(compare=False)


def verify_leaf(receipt: Receipt, key: VerifierKey) -> tuple[Leaf, Checkpoint]:
    """Checks 1 to 4: the leaf stands at the receipt's index under a signed checkpoint."""
    proof = parse_tlog_proof(receipt.tlog_proof)
    leaf = parse_leaf(receipt.leaf)
    checkpoint = verify_checkpoint(proof.checkpoint, key)
    if receipt.log_index != proof.index:
        raise NotProved("the receipt's log_index is not that of its proof")
    verify_inclusion(leaf_hash(receipt.leaf), proof.index, checkpoint.size, proof.path, checkpoint.root)
    return leaf, checkpoint


def verify_receipt(receipt: Receipt, key: VerifierKey) -> VerifiedReceipt:
    if not receipt.record and not receipt.salt:
        _, checkpoint = verify_leaf(receipt, key)
        raise RecordErased(receipt.log_index, checkpoint)
    if len(receipt.salt) != 32:
        raise Malformed(f"salt: has {len(receipt.salt)} bytes and not 32")
    leaf = parse_leaf(receipt.leaf)
    if sha256(b"enlace/rec/v1\x00", receipt.salt, receipt.record) != leaf.commit:
        raise NotProved("the record is not the one that the leaf commits to")
    record = parse_record(receipt.record)
    verify_labels(receipt, record, leaf)
    leaf, checkpoint = verify_leaf(receipt, key)
    return VerifiedReceipt(receipt.log_index, checkpoint, leaf, record)


def verify_labels(receipt: Receipt, record: Record, leaf: Leaf) -> None:
    """Checks 7 to 9."""
    time = record.record_time
    if time is None or not 0 <= time.nanos < 10**9:
        raise NotProved("the record has no proper record_time")
    if time.seconds // 60 != leaf.minute:
        raise NotProved("the record's time is not the minute of the leaf")
    if receipt.record_time != time:
        raise NotProved("the receipt's record_time is not the record's")
    if record.sealed_digest and record.sealed_digest != leaf.sealed:
        raise NotProved("the record's sealed_digest is not the leaf's")
    if receipt.referral_id and receipt.referral_id != record.referral_id:
        raise NotProved("the receipt's referral_id is not the record's")
    if receipt.leg_id and receipt.leg_id != record.leg_id:
        raise NotProved("the receipt's leg_id is not the record's")


# --- Receipts in JSON (section 6) --------------------------------------------------------


def parse_json(data: bytes):
    def members(pairs):
        if len(dict(pairs)) != len(pairs):
            raise Malformed("JSON: a name stands twice in one object")
        return dict(pairs)

    def constant(name):
        raise Malformed(f"JSON: {name} is not a number")

    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=members, parse_constant=constant)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"is not JSON: {error}") from None


def json_text(name: str, value) -> str:
    if not isinstance(value, str):
        raise Malformed(f"{name}: is not a text")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise Malformed(f"{name}: is not Unicode") from None
    return value


def json_bytes(name: str, value) -> bytes:
    return parse_base64(name, json_text(name, value).encode("utf-8"))


def json_number(name: str, value) -> int:
    return parse_decimal(name, json_text(name, value).encode("utf-8"))


def json_time(name: str, value) -> Time:
    match = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{3}|\d{6}|\d{9}))?Z", json_text(name, value), re.ASCII)
    try:
        moment = datetime.datetime.strptime(match[1] + "+0000", "%Y-%m-%dT%H:%M:%S%z")
    except (TypeError, ValueError):
        raise Malformed(f"{name}: is not a time like 2026-01-15T12:00:03.250Z") from None
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return Time((moment - epoch) // datetime.timedelta(seconds=1), int((match[2] or "0").ljust(9, "0")))


RECEIPT_FIELDS = {
    "referral_id": json_text,
    "leg_id": json_text,
    "record_time": json_time,
    "log_index": json_number,
    "tlog_proof": lambda name, value: json_text(name, value).encode("utf-8"),
    "leaf": json_bytes,
    "record": json_bytes,
    "salt": json_bytes,
}


def parse_receipt(data: bytes) -> Receipt:
    """From a receipt in JSON, or from an answer of enlacectl that has one."""
    value = parse_json(data)
    if isinstance(value, dict) and "receipt" in value:
        value = value["receipt"]
    if not isinstance(value, dict):
        raise Malformed("is not a receipt")
    receipt, seen = Receipt(), set()
    for json_name, member in value.items():
        name = re.sub(r"([a-z])([A-Z])", lambda m: f"{m[1]}_{m[2].lower()}", json_name)
        if name in seen:
            raise Malformed(f"receipt: {name} stands there twice")
        seen.add(name)
        if name in RECEIPT_FIELDS:
            setattr(receipt, name, RECEIPT_FIELDS[name](name, member))
        elif name == "kind":
            json_text(name, member)  # Signed by nobody.
        else:
            raise Malformed(f"receipt: {json_name!r} is not known to this verifier")
    return receipt


def parse_path(data: bytes) -> list[bytes]:
    """From the gateway's answer to GetConsistencyProof in JSON."""
    value = parse_json(data)
    path = value.get("path", []) if isinstance(value, dict) else None
    if not isinstance(path, list):
        raise Malformed("is not a consistency proof in JSON")
    return [parse_hash("path", json_text("path", item).encode("utf-8")) for item in path]


# --- Command line ----------------------------------------------------------------------------

GENUINE, USAGE, MALFORMED, NOT_PROVED, ERASED = 0, 2, 3, 8, 9


def read_file(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise Malformed(f"{path}: cannot be read: {error.strerror}") from None
    if len(data) > MAX_FILE:
        raise Malformed(f"{path}: is longer than 4 MiB")
    return data


def find_key(argument: str, note: bytes) -> VerifierKey:
    """The key among those given whose name is the first line of the checkpoint."""
    texts = [argument] if re.search(r"\+[0-9a-f]{8}\+", argument) else read_file(argument).decode("utf-8", "replace").split("\n")
    keys = [parse_key(text.rstrip("\r")) for text in texts if text.strip()]
    origin = note.split(b"\n", 1)[0].decode("utf-8", "replace")
    for key in keys:
        if key.name == origin:
            return key
    raise NotProved(f"it is of the log {origin!r}, and none of the given keys is that log's")


def show(fields: dict[str, object]) -> None:
    for name, value in fields.items():
        if value not in ("", None):
            # Nothing in a record may command the terminal that shows it.
            print(f"  {name + ':':<17} " + "".join(c if c.isprintable() else "?" for c in str(value)))


def show_checkpoint(checkpoint: Checkpoint) -> None:
    show({"log": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex()})


def time_text(time: Time) -> str:
    # The leaf's minute has 32 bits, so that the year has five digits at most.
    epoch = datetime.datetime(1970, 1, 1)
    try:
        return f"{epoch + datetime.timedelta(seconds=time.seconds)}.{time.nanos // 1000:06d} UTC"
    except OverflowError:
        return f"{time.seconds} seconds after 1970-01-01 UTC"


def run_receipt(arguments: argparse.Namespace) -> int:
    receipt = parse_receipt(read_file(arguments.file))
    key = find_key(arguments.log_key, parse_tlog_proof(receipt.tlog_proof).checkpoint)
    try:
        proof = verify_receipt(receipt, key)
    except RecordErased as erased:
        print("The record was erased. Its leaf is in the log; what happened is not proved by this receipt.")
        show({"log": erased.checkpoint.origin, "index": erased.index, "size": erased.checkpoint.size})
        return ERASED
    record = proof.record
    print("The receipt is genuine. The gateway recorded:")
    show({"event": record.event_type, "recorded": time_text(record.record_time), "agency": record.agency_id,
          "unit": record.unit_id, "administrator": record.administrator, "certificate": record.certificate_serial,
          "officer": record.officer_pseudonym, "purpose": record.purpose, "request_id": record.request_id,
          "case_id": record.case_id, "referral_id": record.referral_id, "leg_id": record.leg_id,
          "sealed_digest": record.sealed_digest.hex(), "log": proof.checkpoint.origin, "index": proof.index,
          "size": proof.checkpoint.size})
    return GENUINE


def run_checkpoint(arguments: argparse.Namespace) -> int:
    note = read_file(arguments.file)
    checkpoint = verify_checkpoint(note, find_key(arguments.log_key, note))
    print("The checkpoint is genuine. The log has signed:")
    show_checkpoint(checkpoint)
    return GENUINE


def run_inclusion(arguments: argparse.Namespace) -> int:
    proof = parse_tlog_proof(read_file(arguments.file))
    leaf = read_file(arguments.leaf)
    parse_leaf(leaf)
    checkpoint = verify_checkpoint(proof.checkpoint, find_key(arguments.log_key, proof.checkpoint))
    verify_inclusion(leaf_hash(leaf), proof.index, checkpoint.size, proof.path, checkpoint.root)
    print(f"The leaf is in the log, at index {proof.index}:")
    show_checkpoint(checkpoint)
    return GENUINE


def run_consistency(arguments: argparse.Namespace) -> int:
    notes = [read_file(arguments.old), read_file(arguments.new)]
    path = parse_path(read_file(arguments.proof))
    key = find_key(arguments.log_key, notes[0])
    old, new = (verify_checkpoint(note, key) for note in notes)
    verify_consistency(old.size, old.root, new.size, new.root, path)
    print(f"The log only grew: its {new.size} leaves begin with the {old.size} of the older checkpoint.")
    return GENUINE


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="enlace_verify.py", description="Checks what an Enlace gateway has signed.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name, run, text, files):
        sub = commands.add_parser(name, help=text, description=text)
        for file, meaning in files.items():
            sub.add_argument(file, help=meaning)
        sub.add_argument("--log-key", required=True, metavar="KEY", help="the log's key, or a file with one key a line")
        sub.set_defaults(run=run)

    command("receipt", run_receipt, "Check a receipt and show what it proves.",
            {"file": "receipt in JSON, or an answer of enlacectl -o json that has one"})
    command("checkpoint", run_checkpoint, "Check the signature of a checkpoint.", {"file": "signed checkpoint"})
    command("inclusion", run_inclusion, "Check that a leaf is in the log.",
            {"file": "proof as text (tlog_proof of a receipt)", "leaf": "the leaf, 192 bytes"})
    command("consistency", run_consistency, "Check that a log only grew between two checkpoints.",
            {"old": "older signed checkpoint", "new": "newer one", "proof": "answer to GetConsistencyProof in JSON"})
    return parser.parse_args(arguments)


def main(argv: list[str]) -> int:
    arguments = parse_arguments(argv)
    try:
        return arguments.run(arguments)
    except Malformed as why:
        print(f"NOT VERIFIED. The input is not as it should be: {why}", file=sys.stderr)
        return MALFORMED
    except NotProved as why:
        print(f"NOT VERIFIED. Believe nothing of it: {why}", file=sys.stderr)
        return NOT_PROVED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
