#!/usr/bin/env python3
"""Sends mutated sequences of frames to a server that runs already and watches that it lives and does not grow.

    mutate.py --address HOST:PORT --roots FILE --cert FILE --key FILE --pid PID [--count N] [--seed N] [--only BATCH]

A batch is one connection: sequences that a server survives stream by stream, a PING that proves that it has seen them
all, then one sequence that mostly ends the connection. Only what the server has seen is counted. The last line is that
of every proof. --only sends one batch again.
"""

import argparse
import collections
import itertools
import multiprocessing
import os
import pathlib
import random
import resource
import sys
import time

import conformance
import harness
import sequences
import wire

PER_BATCH = 32
BATCHES_PER_CHUNK = 8
MOST_GROWTH = 32 << 20
MARK = b"batch ok"
MARKED = wire.ping(MARK, ack=True)

Outcome = collections.Counter


def send_batch(number: int, seed: int, target: wire.Target, request: harness.Request, shapes) -> Outcome:
    """Sends batch `number`; how many sequences the server has seen, and how the connection ended."""
    rng = random.Random(f"{seed}/{number}")
    streams = range(1, 2 * PER_BATCH, 2)
    sent = [sequences.gentle(rng, shapes, stream) for stream in streams[:-1]]
    last = sequences.harsh(rng, shapes, streams[-1])
    try:
        connection = wire.Connection(target)
    except (OSError, wire.Closed) as error:
        return Outcome({f"no connection: {type(error).__name__}": 1})
    try:
        connection.send(wire.PREFACE, wire.settings(), *sent, wire.ping(MARK))
        said, open_still = read_until(connection, MARKED)
        if MARKED not in said:
            # Whatever ended it early was one sequence; those behind it were not seen.
            return Outcome({"sequences": 1, f"cut by {ending(said, open_still)}": 1})
        connection.send(last, wire.ping(MARK))
        # A length that lies swallows the PING; the end of our side makes the server give up the rest.
        said, open_still = read_until(connection, MARKED, 0.02)
        how = "survived" if MARKED in said else f"ended by {ending(said, open_still)}"
        return Outcome({"sequences": PER_BATCH, how: 1})
    finally:
        connection.close()


def read_until(connection: wire.Connection, mark: bytes, patience: float | None = None) -> tuple[bytes, bool]:
    """All that comes until the mark, the end or for too long nothing; and whether the connection is open still."""
    said = b""
    connection.socket.settimeout(patience or connection.patience)
    while mark not in said[-(1 << 16) - len(mark):]:
        try:
            got = connection.socket.recv(1 << 16)
        except TimeoutError:
            return said, True
        except OSError:
            return said, False
        if not got:
            return said, False
        said += got
    return said, True


def ending(said: bytes, open_still: bool) -> str:
    if open_still:
        return "us"
    for one in sequences.split(said):
        if len(one) >= 17 and one[3] == wire.GOAWAY:
            return wire.error_name(int.from_bytes(one[13:17], "big"))
    return "the end"


def settle(*what) -> None:
    """In each worker: what all its batches have in common. The TLS context goes over by fork, it has no other way."""
    global common
    common = what


def run_chunk(first: int) -> tuple[int, Outcome]:
    total = Outcome()
    for number in range(first, first + BATCHES_PER_CHUNK):
        total += send_batch(number, *common)
    return first, total


def resident(pid: int) -> int:
    try:
        return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def drive(arguments: argparse.Namespace, target: wire.Target, request: harness.Request) -> tuple[Outcome, list[str]]:
    """Sends batches until enough sequences were seen. What was counted, and the findings."""
    shapes = sequences.valid(request)
    total, findings = Outcome(), []
    warm = last_check = 0
    source = itertools.count(0, BATCHES_PER_CHUNK)
    with multiprocessing.get_context("fork").Pool(arguments.workers, settle,
                                                  (arguments.seed, target, request, shapes)) as pool:
        while total["sequences"] < arguments.count and not findings:
            wave = [next(source) for _ in range(4 * arguments.workers)]
            for first, outcome in pool.imap_unordered(run_chunk, wave):
                total += outcome
            if arguments.pid and not resident(arguments.pid):
                findings.append(f"the server died within the batches {wave[0]} to {first + BATCHES_PER_CHUNK}")
                break
            # The first tenth fills caches and arenas of the server's.
            if not warm and total["sequences"] >= arguments.count // 10:
                warm = resident(arguments.pid)
            if total["sequences"] - last_check > 5000 or total["sequences"] >= arguments.count:
                last_check = total["sequences"]
                try:
                    harness.alive(target, request)
                except harness.Failed as failed:
                    findings.append(f"{failed}; batches up to {wave[-1] + BATCHES_PER_CHUNK}")
    grown = resident(arguments.pid) - warm if arguments.pid else 0
    print(f"resident {warm >> 10} KiB after the first tenth, {grown >> 10:+} KiB until the end")
    if grown > MOST_GROWTH:
        findings.append(f"grew by {grown >> 20} MiB")
    return total, findings


def main() -> int:
    parser = argparse.ArgumentParser(description="mutated HTTP/2 frame sequences")
    conformance.add_target(parser)
    parser.add_argument("--pid", type=int, default=0, help="the server's process")
    parser.add_argument("--count", type=int, default=5000, help="sequences")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--only", type=int, help="one batch by its number")
    arguments = parser.parse_args()
    target, request = conformance.target_of(arguments)
    began = time.monotonic()
    if arguments.only is not None:
        print(dict(send_batch(arguments.only, arguments.seed, target, request, sequences.valid(request))))
        harness.alive(target, request)
        return 0
    total, findings = drive(arguments, target, request)
    seconds = time.monotonic() - began
    for name, count in sorted(total.items()):
        print(f"{count:>9} {name}")
    print(f"{total['sequences'] / seconds:.0f} sequences/s")
    for finding in findings:
        print(f"finding: {finding}")
    print(f"proved part=http2 count={total['sequences']} unit=sequences seed={arguments.seed} "
          f"findings={len(findings)} seconds={seconds:.1f}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
