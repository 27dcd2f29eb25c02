#!/usr/bin/env python3
"""Measures our front door beside gRPC C++, nginx and HAProxy in one run; scripts/bench builds and starts it."""

import argparse
import contextlib
import datetime
import json
import os
import pathlib
import platform
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile

from harness import figures, loads, page, servers

ROOT = pathlib.Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/performance.md"


class Servers:
    """Starts servers when they are needed and keeps them, so that rounds find them warm."""

    def __init__(self, programs: pathlib.Path, door: pathlib.Path | None, folder: pathlib.Path):
        self._folder = folder
        grpc = str(programs / "bench_grpc")
        self._commands = {
            figures.GRPC_ASYNC: [grpc, "--style", "async"],
            figures.GRPC_CALLBACK: [grpc, "--style", "callback"],
        }
        if door:
            self._commands[figures.DOOR] = [str(door)]
        # Debian keeps nginx and HAProxy in sbin, which is not on everybody's path.
        path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
        self._proxies = {name: program for name in (figures.NGINX, figures.HAPROXY)
                         if (program := shutil.which(name, path=path))}
        self._kept: dict[tuple[str, str], servers.Server] = {}

    @property
    def names(self) -> set[str]:
        return set(self._commands) | set(self._proxies)

    def start(self, name: str, security: str) -> servers.Server:
        if name in self._commands:
            return servers.echo_server(self._commands[name], self._folder, security)
        behind = servers.echo_server(self._commands[figures.GRPC_ASYNC], self._folder, servers.PLAINTEXT)
        start = servers.nginx if name == figures.NGINX else servers.haproxy
        return start(self._proxies[name], self._folder, behind)

    def kept(self, name: str, security: str) -> servers.Server:
        if (name, security) not in self._kept:
            self._kept[name, security] = self.start(name, security)
        return self._kept[name, security]

    def stop(self) -> None:
        for server in self._kept.values():
            server.stop()
        self._kept.clear()


def take_sample(all_servers: Servers, name: str, load: str, client: pathlib.Path, folder: pathlib.Path,
                size: loads.Size) -> float:
    security = servers.TLS if load in loads.WITHOUT_CLIENT_CERTIFICATE else servers.MTLS
    if load not in loads.ON_A_FRESH_SERVER:
        return loads.run_load(client, folder, all_servers.kept(name, security), load, size)
    fresh = all_servers.start(name, security)
    try:
        return loads.run_load(client, folder, fresh, load, size)
    finally:
        fresh.stop()


def measure(mode: str, wanted: tuple[figures.Figure, ...], programs: pathlib.Path,
            door: pathlib.Path | None) -> dict[str, dict]:
    """All rounds; the result of each figure by its key."""
    size = loads.SIZES[mode]
    samples: dict[tuple[str, str], list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="enlace-bench-") as name, contextlib.ExitStack() as cleanup:
        folder = pathlib.Path(name)
        # nginx's worker is another user if root starts it.
        folder.chmod(0o755)
        servers.make_certificates(folder)
        all_servers = Servers(programs, door, folder)
        cleanup.callback(all_servers.stop)
        for round_number in range(size.rounds):
            for load, on in figures.plan(wanted, all_servers.names):
                for server in figures.in_turn(on, round_number):
                    value = take_sample(all_servers, server, load, programs / "bench_load", folder, size)
                    samples.setdefault((server, load), []).append(value)
                    print(f"bench: round {round_number + 1}/{size.rounds} {load} {server} {page.number(value)}",
                          file=sys.stderr)
    return {figure.key: figures.evaluate(figure, samples.get((figures.DOOR, figure.load), []),
                                         samples.get((figure.baseline, figure.load), []))
            for figure in wanted}


def about_run(mode: str) -> dict:
    def git(*arguments: str) -> str:
        ran = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        return ran.stdout.strip()

    changed = git("status", "--porcelain", "--", ".", f":(exclude){PAGE.relative_to(ROOT)}")
    model = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    return {
        "machine": f"{os.cpu_count()} cores, {model[1] if model else platform.machine()}".replace("|", ""),
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M"),
        "commit": git("rev-parse", "--short=12", "HEAD") + ("+" if changed else ""),
        "mode": mode,
        "rounds": loads.SIZES[mode].rounds,
    }


def find_door(programs: pathlib.Path) -> pathlib.Path | None:
    """Our server: what ENLACE_BENCH_DOOR names, or what was built."""
    named = os.environ.get("ENLACE_BENCH_DOOR")
    if named and not os.access(named, os.X_OK):
        raise servers.BenchError(f"ENLACE_BENCH_DOOR names {named}, which cannot be run")
    door = pathlib.Path(named) if named else programs / "bench_door"
    return door if door.exists() else None


def raise_descriptor_limit() -> None:
    """A thousand connections need as many descriptors, on both sides."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = 8192 if hard == resource.RLIM_INFINITY else min(hard, 8192)
    if enough < 1200:
        raise servers.BenchError(f"1,000 connections need 1,200 file descriptors; the hard limit here is {hard}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (enough, hard))


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--quick", dest="mode", action="store_const", const="quick", default="quick",
                      help="about a minute (the default)")
    mode.add_argument("--full", dest="mode", action="store_const", const="full", help="about ten minutes")
    parser.add_argument("--only", action="append", metavar="FIGURE", help="this figure alone; may be repeated")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="also write the results there")
    parser.add_argument("--write-docs", action="store_true", help="also write docs/performance.md from them")
    parser.add_argument("--from-json", type=pathlib.Path, metavar="FILE", help="measure nothing, tell what is there")
    parser.add_argument("--programs", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def wanted_figures(mode: str, only: list[str] | None) -> tuple[figures.Figure, ...]:
    known = {figure.key: figure for figure in figures.FIGURES}
    for key in only or ():
        if key not in known:
            raise servers.BenchError(f"there is no figure '{key}'; there are: {' '.join(known)}")
    return tuple(figure for figure in figures.FIGURES
                 if (figure.key in only if only else mode == "full" or not figure.only_full))


def main(arguments: list[str]) -> int:
    options = parse_arguments(arguments)
    # So that the servers are ended too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if options.from_json:
            document = json.loads(options.from_json.read_text(encoding="utf-8"))
        else:
            wanted = wanted_figures(options.mode, options.only)
            raise_descriptor_limit()
            about = about_run(options.mode)
            results = measure(options.mode, wanted, options.programs, find_door(options.programs))
            document = {**results, "run": about}
    except (servers.BenchError, subprocess.SubprocessError, OSError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    if options.json:
        options.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    if options.write_docs:
        PAGE.write_text(page.markdown(document), encoding="utf-8")
    print(page.table(document))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
