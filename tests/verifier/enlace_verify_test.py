#!/usr/bin/env python3
"""Tests of verify/enlace_verify.py. The worked example is read out of the document."""

import base64
import contextlib
import dataclasses
import io
import json
import pathlib
import re
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "verify"))
import enlace_verify as ev  # noqa: E402


def worked_example() -> list[str]:
    """The indented blocks of the document's last section, in order."""
    text = (ROOT / "docs/ledger_format.md").read_text(encoding="utf-8")
    section = re.split(r"^## \d+\. A worked example$", text, flags=re.M)[1]
    section = re.split(r"^## ", section, flags=re.M)[0]
    blocks = re.findall(r"(?:^    .*\n|^\n(?=    c2sp|    enlace|    —))+", section + "\n", re.M)
    return [re.sub(r"^    ", "", block, flags=re.M).strip("\n") + "\n" for block in blocks]


BLOCKS = worked_example()
KEY_TEXT = BLOCKS[0].strip()
KEY = ev.parse_key(KEY_TEXT)
PROOF = next(block for block in BLOCKS if block.startswith("c2sp.org/"))
NOTE = ev.parse_tlog_proof(PROOF.encode()).checkpoint


def hex_block(begin: str) -> bytes:
    return bytes.fromhex(next(block for block in BLOCKS if block.startswith(begin)))


def example() -> ev.Receipt:
    return ev.Receipt(
        referral_id="01EXAMPLEREFERRAL000000000", record_time=ev.Time(1768478403, 250000000), log_index=1,
        tlog_proof=PROOF.encode(), leaf=hex_block("0101"), record=hex_block("0a0b"), salt=b"\xa1" * 32)


def example_json() -> dict:
    receipt = example()
    return {
        "kind": "RECEIPT_KIND_DECISION", "referralId": receipt.referral_id, "recordTime": "2026-01-15T12:00:03.250Z",
        "logIndex": "1", "tlogProof": PROOF,
        **{name: base64.b64encode(getattr(receipt, name)).decode() for name in ("leaf", "record", "salt")}}


class WorkedExample(unittest.TestCase):
    def test_receipt_verifies(self):
        proof = ev.verify_receipt(example(), KEY)
        self.assertEqual((proof.index, proof.checkpoint.size), (1, 3))
        self.assertEqual(proof.record.event_type, "leg.accepted")
        self.assertEqual(proof.record.case_id, "01EXAMPLECASE0000000000000")

    def test_hashes_and_root_are_those_told(self):
        leaf = hex_block("0101")
        told = [block.strip() for block in BLOCKS if re.fullmatch(r"[0-9a-f]{64}\n", block)]
        others = [bytes.fromhex("01020001") + (29474640).to_bytes(4, "big") + bytes([i]) * 160 + bytes(24) for i in (0, 2)]
        first, ours, last = (ev.leaf_hash(x) for x in (others[0], leaf, others[1]))
        root = ev.node_hash(ev.node_hash(first, ours), last)
        self.assertEqual(told, [ours.hex(), first.hex(), last.hex(), root.hex()])

    def test_salt_and_record_open_the_leaf(self):
        receipt = example()
        commit = ev.sha256(b"enlace/rec/v1\0", receipt.salt, receipt.record)
        self.assertEqual(ev.parse_leaf(receipt.leaf).commit, commit)


class Receipts(unittest.TestCase):
    def refused(self, kind, **changes):
        with self.assertRaises(kind):
            ev.verify_receipt(dataclasses.replace(example(), **changes), KEY)

    def test_labels_that_the_record_does_not_bear_out_are_refused(self):
        self.refused(ev.NotProved, referral_id="01EXAMPLEREFERRAL000000001")
        self.refused(ev.NotProved, leg_id="L1")
        self.refused(ev.NotProved, log_index=0)
        self.refused(ev.NotProved, record_time=None)
        self.refused(ev.NotProved, record_time=ev.Time(1768478403, 250000001))

    def test_other_record_and_salt_are_refused(self):
        self.refused(ev.NotProved, record=example().record + b"\x68\x01")
        self.refused(ev.NotProved, salt=b"\xa2" * 32)
        self.refused(ev.Malformed, salt=b"\xa1" * 31)

    def test_receipt_of_an_erased_record_proves_the_leaf_alone(self):
        with self.assertRaises(ev.RecordErased) as erased:
            ev.verify_receipt(dataclasses.replace(example(), record=b"", salt=b""), KEY)
        self.assertEqual(erased.exception.index, 1)

    def test_erased_record_does_not_excuse_a_wrong_leaf(self):
        leaf = bytearray(example().leaf)
        leaf[10] ^= 1
        self.refused(ev.NotProved, record=b"", salt=b"", leaf=bytes(leaf))

    def test_key_of_another_log_is_refused(self):
        other = dataclasses.replace(KEY, name="other.example.gob/caselog/1")
        with self.assertRaises(ev.NotProved):
            ev.verify_receipt(example(), other)


class Ed25519(unittest.TestCase):
    # RFC 8032 section 7.1, tests 1 to 3: public key, message, signature.
    VECTORS = [
        ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
         "655141438e7a100b"),
        ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
         "b00d291612bb0c00"),
        ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
         "c027beceea1ec40a"),
    ]

    def test_vectors_of_the_standard_verify(self):
        for key, message, signature in self.VECTORS:
            self.assertTrue(ev.ed25519_verify(*map(bytes.fromhex, (key, message, signature))))
            self.assertFalse(ev.ed25519_verify(*map(bytes.fromhex, (key, message + "00", signature))))

    def test_second_spelling_of_a_signature_is_refused(self):
        key, message, signature = map(bytes.fromhex, self.VECTORS[1])
        s = int.from_bytes(signature[32:], "little") + ev.ORDER
        self.assertFalse(ev.ed25519_verify(key, message, signature[:32] + s.to_bytes(32, "little")))

    def test_odd_spellings_of_points_are_refused(self):
        self.assertIsNotNone(ev.decode_point((1).to_bytes(32, "little")))
        for odd in (1 | 1 << 255, ev.P - 1 | 1 << 255, ev.P, ev.P + 1, ev.P + 3, 2):
            self.assertIsNone(ev.decode_point(odd.to_bytes(32, "little")), odd)

    def test_key_under_which_anybody_can_sign_is_refused(self):
        neutral = (1).to_bytes(32, "little")
        self.assertFalse(ev.ed25519_verify(neutral, b"anything", neutral + bytes(32)))
        typed = b"\x01" + neutral
        key_id = ev.sha256(b"log\n" + typed)[:4].hex()
        with self.assertRaises(ev.Malformed):
            ev.parse_key(f"log+{key_id}+{base64.b64encode(typed).decode()}")


class Spellings(unittest.TestCase):
    def test_odd_base64_is_refused(self):
        self.assertEqual(ev.parse_base64("x", b"AA=="), b"\0")
        for odd in (b"AB==", b"AA=", b"AA", b"AA==\n", b" AA==", b"-_-_", b"AA==AA==", b"A", "é".encode()):
            with self.assertRaises(ev.Malformed, msg=odd):
                ev.parse_base64("x", odd)

    def test_odd_numbers_are_refused(self):
        self.assertEqual(ev.parse_decimal("x", b"9223372036854775807"), 2**63 - 1)
        for odd in (b"", b"00", b"01", b"+1", b"-0", b"1 ", b"1\n", b"1_0", b"9223372036854775808", "١".encode(), b"9" * 5000):
            with self.assertRaises(ev.Malformed, msg=odd[:30]):
                ev.parse_decimal("x", odd)

    def test_notes_of_other_forms_are_refused(self):
        self.assertEqual(ev.verify_checkpoint(NOTE, KEY).size, 3)
        line = NOTE[NOTE.index("—".encode()) :]
        for odd in (NOTE[:-1], NOTE + b"\n", NOTE.replace(b"\n", b"\r\n"), NOTE + line * 64, NOTE.split(b"\n\n")[0] + b"\n",
                    NOTE + "— ñ AAAAAAAA\n".encode(), NOTE + "— n AAAA\n".encode(), b""):
            with self.assertRaises(ev.Malformed, msg=odd[-40:]):
                ev.verify_checkpoint(odd, KEY)

    def test_lines_of_other_keys_are_ignored_and_wrong_lines_of_ours_are_not(self):
        self.assertEqual(ev.verify_checkpoint(NOTE + "— witness AAAAAAAA\n".encode(), KEY).size, 3)
        ours = base64.b64encode(KEY.key_id + bytes(64)).decode()
        with self.assertRaises(ev.NotProved):
            ev.verify_checkpoint(NOTE + f"— {KEY.name} {ours}\n".encode(), KEY)

    def test_keys_of_other_forms_are_refused(self):
        for odd in ("", "name", KEY_TEXT + "A", "x" + KEY_TEXT, KEY_TEXT.replace("a5f8fc49", "A5F8FC49"), " " + KEY_TEXT):
            with self.assertRaises(ev.Malformed, msg=odd):
                ev.parse_key(odd)


class Records(unittest.TestCase):
    def test_unknown_fields_of_every_wire_type_are_skipped(self):
        more = bytes.fromhex("f80601" "f9060000000000000000" "fa0603616263" "fb06f80601fc06" "fd0600000000")
        record = ev.parse_record(more + example().record + more)
        self.assertEqual(record, ev.parse_record(example().record))

    def test_last_of_a_repeated_text_counts_and_times_merge(self):
        record = ev.parse_record(bytes.fromhex("1201611201620a0208050a021007"))
        self.assertEqual((record.event_type, record.record_time), ("b", ev.Time(5, 7)))

    def test_what_is_not_protobuf_is_refused(self):
        for odd in ("08", "0a", "0a05", "0001", "0f", "0c", "0b", "0b14", "0a0108", "1201ff", "0a0b08ffffffffffffffffffff01",
                    "0b" * 101 + "0c" * 101):
            with self.assertRaises(ev.Malformed, msg=odd[:20]):
                ev.parse_record(bytes.fromhex(odd))

    def test_numbers_are_cut_to_their_size(self):
        self.assertEqual(ev.parse_record(bytes.fromhex("0a0b08ffffffffffffffffff01")).record_time, ev.Time(-1, 0))


class Trees(unittest.TestCase):
    LEAVES = [ev.leaf_hash(bytes([i])) for i in range(12)]

    def root(self, leaves):
        if len(leaves) < 2:
            return leaves[0] if leaves else ev.EMPTY_ROOT
        k = 1 << (len(leaves) - 1).bit_length() - 1
        return ev.node_hash(self.root(leaves[:k]), self.root(leaves[k:]))

    def path(self, m, leaves):
        if len(leaves) == 1:
            return []
        k = 1 << (len(leaves) - 1).bit_length() - 1
        if m < k:
            return self.path(m, leaves[:k]) + [self.root(leaves[k:])]
        return self.path(m - k, leaves[k:]) + [self.root(leaves[:k])]

    def test_right_paths_verify_and_no_other_index_or_size_does(self):
        for size in range(1, 12):
            root = self.root(self.LEAVES[:size])
            for index in range(size):
                path = self.path(index, self.LEAVES[:size])
                ev.verify_inclusion(self.LEAVES[index], index, size, path, root)
                for other in set(range(size)) - {index}:
                    with self.assertRaises(ev.NotProved):
                        ev.verify_inclusion(self.LEAVES[index], other, size, path, root)
                with self.assertRaises(ev.NotProved):
                    ev.verify_inclusion(self.LEAVES[index], index, size, path + [root], root)

    def test_tree_that_rewrote_a_leaf_is_not_consistent(self):
        new = self.root(self.LEAVES[:8])
        path = [self.root(self.LEAVES[4:8])]
        ev.verify_consistency(4, self.root(self.LEAVES[:4]), 8, new, path)
        with self.assertRaises(ev.NotProved):
            ev.verify_consistency(4, self.root(self.LEAVES[1:5]), 8, new, path)

    def test_proof_that_leads_to_another_old_root_is_not_consistent(self):
        new = self.root(self.LEAVES[:7])
        path = [self.root(self.LEAVES[first:end]) for first, end in ((2, 3), (3, 4), (0, 2), (4, 7))]
        ev.verify_consistency(3, self.root(self.LEAVES[:3]), 7, new, path)
        with self.assertRaises(ev.NotProved):
            ev.verify_consistency(3, self.root(self.LEAVES[1:4]), 7, new, path)

    def test_every_tree_begins_with_the_empty_one(self):
        ev.verify_consistency(0, ev.EMPTY_ROOT, 8, self.root(self.LEAVES[:8]), [])
        with self.assertRaises(ev.NotProved):
            ev.verify_consistency(0, bytes(32), 8, self.root(self.LEAVES[:8]), [])


class CommandLine(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, name: str, content) -> str:
        data = json.dumps(content).encode() if isinstance(content, (dict, list)) else content
        (self.folder / name).write_bytes(data)
        return str(self.folder / name)

    def run_it(self, *arguments: str) -> tuple[int, str]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            try:
                status = ev.main([*arguments, "--log-key", KEY_TEXT] if "--log-key" not in arguments else list(arguments))
            except SystemExit as leaving:
                status = leaving.code
        return status, out.getvalue()

    def receipt(self, content) -> tuple[int, str]:
        return self.run_it("receipt", self.file("r.json", content))

    def test_receipt_in_both_spellings_of_names_and_inside_an_answer(self):
        snake = {re.sub("[A-Z]", lambda m: "_" + m[0].lower(), name): value for name, value in example_json().items()}
        for content in (example_json(), snake, {"caseId": "x", "receipt": example_json()}):
            status, out = self.receipt(content)
            self.assertEqual(status, ev.GENUINE, out)
            self.assertIn("leg.accepted", out)
            self.assertIn("2026-01-15 12:00:03.250000 UTC", out)

    def test_altered_receipt_is_told_from_a_broken_file(self):
        self.assertEqual(self.receipt(example_json() | {"referralId": "another"})[0], ev.NOT_PROVED)
        self.assertEqual(self.receipt(b"not json")[0], ev.MALFORMED)
        self.assertEqual(self.receipt(b"[" * 100000)[0], ev.MALFORMED)
        self.assertEqual(self.run_it("receipt", str(self.folder / "none"))[0], ev.MALFORMED)
        self.assertEqual(self.run_it("receipt")[0], ev.USAGE)

    def test_json_of_other_forms_is_refused(self):
        whole = json.dumps(example_json())
        for odd in (whole.replace('"logIndex": "1"', '"logIndex": 1'), whole.replace('"1"', '"01"'),
                    whole[:-1] + ', "logIndex": "1"}', whole[:-1] + ', "log_index": "1"}', whole[:-1] + ', "more": "1"}',
                    whole.replace("03.250Z", "03.25Z"), whole.replace("03.250Z", "03.250+00:00"), "[]", "null"):
            self.assertEqual(self.receipt(odd.encode())[0], ev.MALFORMED, odd[-60:])

    def test_kind_is_a_label_that_nothing_depends_on(self):
        self.assertEqual(self.receipt(example_json() | {"kind": "RECEIPT_KIND_OF_LATER"})[0], ev.GENUINE)

    def test_erased_record_has_an_exit_status_of_its_own(self):
        content = example_json()
        del content["record"], content["salt"]
        self.assertEqual(self.receipt(content)[0], ev.ERASED)

    def test_keys_may_come_in_a_file(self):
        keys = self.file("keys.txt", f"other.example.gob/trustlog/1+00000000+x\n".encode())
        self.assertEqual(self.run_it("checkpoint", self.file("c", NOTE), "--log-key", keys)[0], ev.MALFORMED)
        keys = self.file("keys.txt", f"\r\n{KEY_TEXT}\r\n".encode())
        self.assertEqual(self.run_it("checkpoint", self.file("c", NOTE), "--log-key", keys)[0], ev.GENUINE)

    def test_inclusion_needs_the_very_leaf(self):
        proof, leaf = self.file("p", PROOF.encode()), bytearray(example().leaf)
        self.assertEqual(self.run_it("inclusion", proof, self.file("leaf", bytes(leaf)))[0], ev.GENUINE)
        leaf[100] ^= 1
        self.assertEqual(self.run_it("inclusion", proof, self.file("leaf", bytes(leaf)))[0], ev.NOT_PROVED)

    def test_consistency_of_a_log_with_itself_has_no_hashes(self):
        note = self.file("c", NOTE)
        self.assertEqual(self.run_it("consistency", note, note, self.file("p", {"newSize": "3"}))[0], ev.GENUINE)
        long = {"path": [base64.b64encode(bytes(32)).decode()]}
        self.assertEqual(self.run_it("consistency", note, note, self.file("p", long))[0], ev.NOT_PROVED)

    def test_record_cannot_command_the_terminal(self):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            ev.show({"event": "a\x1b[2Jb\nc"})
        self.assertEqual(out.getvalue(), "  event:            a?[2Jb?c\n")


if __name__ == "__main__":
    unittest.main()
