#!/usr/bin/env python3
"""Judges the cases of verifier_agreement (case_writer.h has their form) with
verify/enlace_verify.py and compares the verdicts, one by one.

    verifier_agreement 64 3000 1 | compare.py --seed 1
    compare.py --replay cases.txt      without the last line that counts the cases

A difference is printed with its case, which is a replay by itself. The last line is
that of every proof of the promises.
"""

import argparse
import base64
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "verify"))
import enlace_verify as ev  # noqa: E402

MOST_PRINTED = 20


def number(text: bytes) -> int:
    return int(text)


def path_of(joined: bytes) -> list[bytes]:
    return [bytes.fromhex(item[1:].decode()) for item in joined.split(b",")] if joined else []


def joined(path: list[bytes]) -> str:
    return ",".join("x" + item.hex() for item in path)


def checkpoint_meaning(checkpoint: ev.Checkpoint) -> str:
    return "\n".join([checkpoint.origin, str(checkpoint.size), checkpoint.root.hex()])


def leaf_meaning(leaf: ev.Leaf) -> str:
    return "\n".join([str(leaf.clazz), str(leaf.policy_version), str(leaf.minute), leaf.commit.hex(), leaf.sealed.hex()])


def receipt_meaning(proof: ev.VerifiedReceipt) -> str:
    r = proof.record
    return "\n".join([
        str(proof.index), checkpoint_meaning(proof.checkpoint), leaf_meaning(proof.leaf), str(r.record_time.seconds),
        str(r.record_time.nanos), r.event_type, r.agency_id, r.unit_id, r.administrator, r.certificate_serial,
        r.officer_pseudonym, r.purpose, r.request_id, r.case_id, r.referral_id, r.leg_id, r.sealed_digest.hex()])


def judge_inclusion(leaf, index, size, path, root):
    ev.verify_inclusion(leaf, number(index), number(size), path_of(path), root)
    return ""


def judge_consistency(old_size, old_root, new_size, new_root, path):
    ev.verify_consistency(number(old_size), old_root, number(new_size), new_root, path_of(path))
    return ""


def judge_checkpoint(key, note):
    return checkpoint_meaning(ev.verify_checkpoint(note, ev.parse_key(key.decode())))


def judge_proof(text):
    proof = ev.parse_tlog_proof(text)
    return "\n".join([proof.extra.hex(), str(proof.index), joined(proof.path), proof.checkpoint.hex()])


def judge_leaf(data):
    return leaf_meaning(ev.parse_leaf(data))


def judge_key(text):
    key = ev.parse_key(text.decode("utf-8", "surrogateescape"))
    return "\n".join([key.name, key.key_id.hex(), key.public_key.hex()])


def judge_signature(public_key, message, signature):
    if not ev.ed25519_verify(public_key, message, signature):
        raise ev.NotProved("signature")
    return ""


def judge_receipt(key, referral_id, leg_id, moment, log_index, tlog_proof, leaf, record, salt):
    receipt = ev.Receipt(
        referral_id.decode(), leg_id.decode(), ev.Time(*map(int, moment.split())) if moment else None,
        number(log_index), tlog_proof, leaf, record, salt)
    return receipt_meaning(ev.verify_receipt(receipt, ev.parse_key(key.decode())))


def judge_json(key, text):
    return receipt_meaning(ev.verify_receipt(ev.parse_receipt(text), ev.parse_key(key.decode())))


JUDGES = {name[6:]: judge for name, judge in list(globals().items()) if name.startswith("judge_")}


def unword(word: str) -> bytes:
    return b"" if word == "-" else base64.b64decode(word)


def difference(line: str) -> str | None:
    """What the two verifiers do not agree about in this case, if anything."""
    kind, rule, meaning, *inputs = line.split(" ")
    try:
        said = JUDGES[kind](*map(unword, inputs))
    except (ev.Malformed, ev.NotProved, ev.RecordErased) as why:
        return f"refused here ({why}), accepted there" if rule == "accept" else None
    if rule == "refuse":
        return "accepted here, refused there"
    if rule in ("accept", "at-most") and said != unword(meaning).decode():
        return f"understood here as {said!r}"
    return None


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", default="0")
    parser.add_argument("--replay", type=argparse.FileType("r"))
    arguments = parser.parse_args()
    begin, count, findings, announced = time.monotonic(), 0, 0, None
    for line in arguments.replay or sys.stdin:
        line = line.rstrip("\n")
        if line.startswith("end "):
            announced = int(line[4:])
            continue
        if line.startswith("finding "):
            print(line)
            findings += 1
            continue
        if not line or line.startswith("#"):
            continue
        count += 1
        try:
            what = difference(line)
        except Exception as error:  # A verifier that breaks is a finding like any other.
            what = f"broke here: {error!r}"
        if what:
            findings += 1
            if findings <= MOST_PRINTED:
                print(f"{what}\n  {line}")
    if not arguments.replay and announced != count:
        print(f"{announced} cases were announced, {count} came")
        findings += 1
    if count == 0:
        print("there was nothing to compare")
        findings += 1
    seconds = round(time.monotonic() - begin)
    print(f"proved part=verifier count={count} unit=cases seed={arguments.seed} findings={findings} seconds={seconds}")
    return 0 if findings == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
