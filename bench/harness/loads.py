"""The loads: what a client does to a server, and what that makes one sample of."""

import dataclasses
import json
import pathlib
import re
import struct
import subprocess

from harness import servers

# A load that takes so long will not end.
LOAD_SECONDS = 120

# Bytes of the two messages, as bench/echo.proto has them, and of what gRPC puts before each.
REQUEST_BYTES = 206
REPLY_BYTES = 656
PREFIX_BYTES = 5


@dataclasses.dataclass(frozen=True)
class Size:
    """How long a sample takes."""

    rounds: int
    seconds: float
    h2load_requests: int
    connections: int
    handshakes: int
    events: int


SIZES = {
    # About 60 seconds, and about 10 minutes.
    "quick": Size(rounds=3, seconds=0.9, h2load_requests=40_000, connections=1000, handshakes=300, events=40),
    "full": Size(rounds=7, seconds=3.0, h2load_requests=150_000, connections=1000, handshakes=1000, events=200),
}

# Loads that need a server of their own: what an earlier load left in its memory would count.
ON_A_FRESH_SERVER = ("idle_connection",)
# Loads by h2load.
WITHOUT_CLIENT_CERTIFICATE = ("echo_batching_client",)


def client_arguments(load: str, size: Size, folder: pathlib.Path) -> list[str]:
    """What bench_load is told for a load; `folder` has the certificates."""
    window = ["--seconds", str(size.seconds)]
    streams = ["--connections", "10", "--outstanding", "100", "--count", str(size.events)]
    return {
        "echo": ["echo", *window],
        "echo_8x1": ["echo", "--connections", "8", "--outstanding", "1", *window],
        "echo_deferred": ["echo", "--deferred", *window],
        "handshake": ["handshake", "--count", str(size.handshakes)],
        "handshake_new_certificate": ["handshake", "--count", str(size.handshakes),
                                      "--authority-key", str(folder / "ca.key")],
        "idle_connection": ["idle", "--connections", str(size.connections)],
        "push_shared": ["push", *streams],
        "push_each": ["push", "--each", *streams],
        "push_shared_1000x1": ["push", "--connections", "1000", "--outstanding", "1", "--count", str(size.events)],
    }[load]


def sample(load: str, measured: dict) -> float:
    """One sample of what bench_load printed: memory or CPU time for each."""
    amount = measured["resident_kib"] if load == "idle_connection" else measured["cpu_us"]
    return amount / measured["count"]


def h2load_succeeded(output: str, requests: int) -> bool:
    """Whether h2load got an echo for each request; a gRPC error is a 200 as well, but brings no bytes."""
    done = re.search(r"(\d+) succeeded, (\d+) failed", output)
    data = re.search(r"\((\d+)\) data", output)
    return (done is not None and data is not None and int(done[1]) == requests and
            int(data[1]) >= requests * (PREFIX_BYTES + REPLY_BYTES))


def echo_request() -> bytes:
    """An EchoRequest as gRPC frames it: not compressed, length, message."""
    body = b"q" * (REQUEST_BYTES - 3)
    message = b"\x0a" + bytes([len(body) & 0x7F | 0x80, len(body) >> 7]) + body
    return struct.pack(">BI", 0, len(message)) + message


def run_client(program: pathlib.Path, folder: pathlib.Path, server: servers.Server, load: str,
               size: Size) -> float:
    command = [str(program), *client_arguments(load, size, folder), "--port", str(server.port),
               "--authority", str(folder / "ca.pem"), "--certificate", str(folder / "client.pem"),
               "--key", str(folder / "client.key")]
    for process in server.processes:
        command += ["--pid", str(process)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=LOAD_SECONDS, check=False)
    if ran.returncode != 0:
        raise servers.BenchError(f"{load}: {ran.stderr.strip() or 'the client failed'}")
    return sample(load, json.loads(ran.stdout))


def run_h2load(folder: pathlib.Path, server: servers.Server, size: Size) -> float:
    (folder / "request").write_bytes(echo_request())

    def run(requests: int) -> None:
        ran = subprocess.run(
            ["h2load", "-n", str(requests), "-c", "4", "-m", "32", "-t", "1", "-d", str(folder / "request"),
             "-H", "content-type: application/grpc", "-H", "te: trailers",
             f"https://127.0.0.1:{server.port}/enlace.bench.v1.EchoService/Echo"],
            capture_output=True, text=True, timeout=LOAD_SECONDS, check=False)
        if ran.returncode != 0 or not h2load_succeeded(ran.stdout, requests):
            raise servers.BenchError(f"h2load did not get {requests} echoes: {ran.stdout[-300:]}{ran.stderr[-300:]}")

    run(size.h2load_requests // 10)
    before = servers.cpu_nanoseconds(server.processes)
    run(size.h2load_requests)
    return (servers.cpu_nanoseconds(server.processes) - before) / 1e3 / size.h2load_requests


def run_load(program: pathlib.Path, folder: pathlib.Path, server: servers.Server, load: str,
             size: Size) -> float:
    """One sample. Fails if the server did not do all of it."""
    if load in WITHOUT_CLIENT_CERTIFICATE:
        return run_h2load(folder, server, size)
    return run_client(program, folder, server, load, size)
