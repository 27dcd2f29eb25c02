#!/usr/bin/env python3
"""Twelve floods against a server, one after the other, each against a fresh one that has 80 descriptors at most.

    floods.py [--server enlace|nghttpd|grpcio] [--only NAME,...] [--seconds S] [--attackers N] [--judge-delay]

An innocent client with a certificate of its own makes a call every 10 ms on its connection, before and during the
flood. A flood fails if the server dies, if its resident memory grows by more than 32 MiB, if a fresh connection is not
served afterwards, or, with --judge-delay, if the innocent client's p99 more than doubles or a call of its own fails. Attackers have machines of
their own, but here they take the time of the same cores; so the delay is compared with that under the same attack on a
second server beside this one, if that is more than in calm. Programs: ENLACE_BUILD, default build/dev.
"""

import argparse
import contextlib
import dataclasses
import multiprocessing
import pathlib
import sys
import threading
import time

import flood_attacks
import flood_innocent

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "http2"))
import harness  # noqa: E402
import stage  # noqa: E402
import wire  # noqa: E402

FILES = 80
MOST_GROWTH = 32 << 20
ENOUGH = 1 << 30
MOST_DELAY = 2.0
# A server that has just been let go may have a handshake's time to get rid of what is left.
RECOVERY = 10.0


@dataclasses.dataclass
class Result:
    name: str
    grown: int
    before: float
    elsewhere: float
    during: float
    calls: int
    failed_calls: int
    frames: int
    octets: int
    connections: int
    wrong: list[str]

    @property
    def ratio(self) -> float:
        other = max(self.before, self.elsewhere)
        return self.during / other if other else 0.0

    def __str__(self) -> str:
        return (f"{'FAIL' if self.wrong else 'pass'} {self.name}: memory {self.grown / 2**20:+.1f} MiB; innocent p99 "
                f"{self.before * 1e3:.1f} ms in calm, {self.elsewhere * 1e3:.1f} ms beside the attack, "
                f"{self.during * 1e3:.1f} ms under it ({self.ratio:.2f}), {self.failed_calls} of {self.calls} calls failed; attacker: {self.frames} frames, "
                f"{self.octets >> 20} MiB, {self.connections} connections" + "".join(f"; {one}" for one in self.wrong))


class Watch:
    """Samples the server's resident memory from a thread; the most of it, since the floods may let go of it again."""

    def __init__(self, server: stage.Server):
        self.server = server
        self.most = self.first = server.resident()
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.sample, daemon=True)
        self.thread.start()

    def sample(self) -> None:
        while not self.done.wait(0.02):
            self.most = max(self.most, self.server.resident())

    def grown(self) -> int:
        self.done.set()
        self.thread.join()
        return self.most - self.first


def attack(name: str, target: wire.Target, request: harness.Request, arguments: argparse.Namespace, counts,
           enough=lambda: False) -> tuple[float, float]:
    """Attacks for the time that the arguments say, or until it is enough; from when to when."""
    attacker = dataclasses.replace(target, patience=2.0)
    began = time.monotonic()
    attackers = [multiprocessing.Process(target=flood_attacks.run, daemon=True,
                                         args=(name, attacker, request, began + arguments.seconds, counts))
                 for _ in range(arguments.attackers)]
    for one in attackers:
        one.start()
    deadline = began + arguments.seconds + 10
    while any(one.is_alive() for one in attackers) and time.monotonic() < deadline and not enough():
        attackers[0].join(0.1)
    for one in attackers:
        one.kill()
        one.join()
    return began, time.monotonic()


def flood(name: str, server: stage.Server, other: stage.Server | None, request: harness.Request,
          arguments: argparse.Namespace) -> Result:
    target = target_of(server)
    counts = multiprocessing.Array("q", 3)
    with flood_innocent.Innocent(target_of(server, bystander=True), request) as innocent:
        started = time.monotonic()
        # Lets the server fill its caches; what grows afterwards is the flood's.
        time.sleep(arguments.before)
        beside = calm = time.monotonic()
        if other is not None:
            calm, beside = attack(name, target_of(other), request, arguments, multiprocessing.Array("q", 3))
        watch = Watch(server)
        # More than enough proves nothing and would take the machine down.
        began, ended = attack(name, target, request, arguments, counts, lambda: watch.most - watch.first > ENOUGH)
        grown = watch.grown()
        calls = innocent.calls()

    def within(since: float, until: float) -> list[tuple[float, bool]]:
        return [(took, answered) for due, took, answered in calls if since <= due < until]

    during = within(began, ended)
    p99 = [flood_innocent.p99([took for took, _ in some])
           for some in (within(started + 0.2, calm), within(calm, beside), during)]
    result = Result(name, grown, *p99, len(during), sum(not answered for _, answered in during), *counts[:], [])
    judge(result, server, target, request, arguments)
    return result


def target_of(server: stage.Server, bystander: bool = False) -> wire.Target:
    cert, key = server.bystander if bystander else (server.cert, server.key)
    return wire.Target(server.host, server.port, server.roots, cert, key)


def judge(result: Result, server: stage.Server, target: wire.Target, request: harness.Request,
          arguments: argparse.Namespace) -> None:
    if not server.alive:
        result.wrong.append("the server died")
        return
    if result.grown > MOST_GROWTH:
        result.wrong.append(f"memory grew by more than {MOST_GROWTH >> 20} MiB")
    if arguments.judge_delay:
        if result.ratio > MOST_DELAY:
            result.wrong.append("the innocent client was slowed down")
        if result.failed_calls:
            result.wrong.append("the innocent client was cut off")
    if result.frames + result.connections < 10:
        result.wrong.append("the attacker got nowhere, so nothing is shown")
    deadline = time.monotonic() + RECOVERY
    while True:
        try:
            harness.alive(target, request)
            return
        except harness.Failed as failed:
            if time.monotonic() > deadline:
                result.wrong.append(f"not alive afterwards: {failed}")
                return
        time.sleep(0.1)


def main() -> int:
    parser = argparse.ArgumentParser(description="twelve floods")
    parser.add_argument("--server", choices=["enlace", "nghttpd", "grpcio"], default="enlace")
    parser.add_argument("--only", default="", help="names, with commas between them")
    parser.add_argument("--before", type=float, default=1.0, help="seconds of calm before each")
    parser.add_argument("--seconds", type=float, default=1.5, help="seconds of each flood")
    parser.add_argument("--attackers", type=int, default=1, help="processes")
    parser.add_argument("--judge-delay", action="store_true")
    arguments = parser.parse_args()
    names = arguments.only.split(",") if arguments.only else list(flood_attacks.ATTACKS)
    unknown = set(names) - set(flood_attacks.ATTACKS)
    if unknown:
        parser.error(f"no flood is named {', '.join(sorted(unknown))}; there are: {', '.join(flood_attacks.ATTACKS)}")
    request = harness.Request() if arguments.server != "nghttpd" else harness.Request(b"GET", b"/", (), b"")
    failed = 0
    for name in names:
        # Out of the way of a server that was made to hoard by the flood before.
        try:
            with contextlib.ExitStack() as stack:
                server = stack.enter_context(stage.server(arguments.server, FILES))
                other = stack.enter_context(stage.server(arguments.server, FILES)) if arguments.judge_delay else None
                result = flood(name, server, other, request, arguments)
                print(result, flush=True)
                failed += bool(result.wrong)
                if not server.alive:
                    print(server.log.read_text(errors="replace")[-2000:])
        except stage.StageFailed as error:
            failed += 1
            print(f"FAIL {name}: {error}", flush=True)
    print(f"{len(names) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    sys.exit(main())
