#!/usr/bin/env python3
"""HTTP/2 conformance of a server that runs already: cases from RFC 9113 and RFC 7541.

    conformance.py --address HOST:PORT --roots FILE --cert FILE --key FILE
    conformance.py --address HOST:PORT --plain --method GET --path /

Each case has a fresh connection that has answered a PING, and after each a further connection must get its request
answered, so that none passes because the server is gone. One line per case, then the sum. The exit code is 0 only if
no case failed.
"""

import argparse
import pathlib
import sys

import cases_connection  # noqa: F401
import cases_frames  # noqa: F401
import cases_hpack  # noqa: F401
import cases_messages  # noqa: F401
import cases_streams  # noqa: F401
import harness
import wire

EXCEPTIONS = pathlib.Path(__file__).with_name("exceptions.txt")


def add_target(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", required=True, help="HOST:PORT")
    parser.add_argument("--roots", help="PEM file of the roots")
    parser.add_argument("--cert", help="PEM file of the client's chain")
    parser.add_argument("--key", help="PEM file of the client's key")
    parser.add_argument("--plain", action="store_true", help="no TLS: HTTP/2 with prior knowledge")
    parser.add_argument("--method", default="POST")
    parser.add_argument("--path", default="/grpc.health.v1.Health/Check", help="with GET it is no gRPC")


def target_of(arguments: argparse.Namespace) -> tuple[wire.Target, harness.Request]:
    host, _, port = arguments.address.rpartition(":")
    if not arguments.plain and not (arguments.roots and arguments.cert and arguments.key):
        raise SystemExit("name --roots, --cert and --key, or --plain")
    target = wire.Target(host, int(port)) if arguments.plain else wire.Target(
        host, int(port), arguments.roots, arguments.cert, arguments.key)
    request = harness.Request(scheme=b"http" if arguments.plain else b"https")
    if arguments.method != "POST":
        request = harness.Request(arguments.method.encode(), arguments.path.encode(), (), b"", request.scheme)
    return target, request


def read_exceptions(server: str) -> dict[str, str]:
    """Case and reason of the server's lines. Raises SystemExit at a line of another form or an unknown case."""
    known = {one.name for one in harness.CASES}
    found = {}
    for number, line in enumerate(EXCEPTIONS.read_text().splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("|", 2)]
        if len(parts) != 3 or parts[1] not in known or not parts[2]:
            raise SystemExit(f"{EXCEPTIONS.name}:{number}: not 'server | case | reason' with a case that exists")
        if parts[0] == server:
            found[parts[1]] = parts[2]
    return found


def selected(only: str) -> list[harness.Case]:
    names = [one.name for one in harness.CASES]
    if len(set(names)) != len(names):
        raise SystemExit(f"cases of one name: {sorted({name for name in names if names.count(name) > 1})}")
    return [one for one in harness.CASES if only in one.name]


def main() -> int:
    parser = argparse.ArgumentParser(description="HTTP/2 conformance")
    add_target(parser)
    parser.add_argument("--server", default="enlace", help="whose lines of exceptions.txt hold")
    parser.add_argument("--only", default="", help="cases whose name has this in it")
    parser.add_argument("--patience", type=float, default=3.0, help="seconds to wait for what must come")
    arguments = parser.parse_args()
    target, request = target_of(arguments)
    target.patience = arguments.patience
    failed = harness.run_all(selected(arguments.only), target, request, read_exceptions(arguments.server))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
