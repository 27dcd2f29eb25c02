"""Which figures there are, and what the samples of several rounds make of them. Pure."""

import dataclasses
import statistics

DOOR = "door"
GRPC_ASYNC = "grpc_async"
GRPC_CALLBACK = "grpc_callback"
NGINX = "nginx"
HAPROXY = "haproxy"

CPU_PER_RPC = "CPU-us/RPC"
CPU_PER_EVENT = "CPU-us/event"
CPU_PER_HANDSHAKE = "CPU-us/handshake"


@dataclasses.dataclass(frozen=True)
class Figure:
    """`load` on our door, and on `baseline`. A target is the most, or least, that the ratio may be."""

    key: str
    about: str
    load: str
    unit: str
    baseline: str
    target: float | None = None
    better: str = "lower"
    only_full: bool = False


FIGURES = (
    Figure("echo", "unary call, 4 connections x 8 calls", "echo", CPU_PER_RPC, GRPC_ASYNC, 0.75),
    Figure("echo_deferred", "the same, completed from another thread", "echo_deferred", CPU_PER_RPC,
           GRPC_CALLBACK, 0.45),
    Figure("echo_batching_client", "unary call by h2load, 4 connections x 32 calls", "echo_batching_client",
           CPU_PER_RPC, GRPC_ASYNC, 0.30),
    Figure("idle_connection", "memory per idle connection, of 1,000", "idle_connection", "KiB", GRPC_ASYNC, 0.45),
    Figure("handshake", "full handshake until the first frame", "handshake", CPU_PER_HANDSHAKE, GRPC_ASYNC, 0.65),
    Figure("push_shared", "the same event to 1,000 streams, 10 connections x 100", "push_shared", CPU_PER_EVENT,
           GRPC_ASYNC, 1.0),
    Figure("push_each", "an event of its own to each of 1,000 streams", "push_each", CPU_PER_EVENT, GRPC_ASYNC, 1.0),
    # For information: no targets.
    Figure("echo_8x1", "unary call, 8 connections x 1 call", "echo_8x1", CPU_PER_RPC, GRPC_ASYNC),
    Figure("echo_against_callback", "unary call", "echo", CPU_PER_RPC, GRPC_CALLBACK),
    Figure("echo_against_nginx", "unary call; nginx before gRPC C++ async, both counted", "echo", CPU_PER_RPC,
           NGINX),
    Figure("echo_against_haproxy", "unary call; HAProxy before gRPC C++ async, both counted", "echo", CPU_PER_RPC,
           HAPROXY),
    Figure("echo_deferred_against_async", "completed from another thread", "echo_deferred", CPU_PER_RPC,
           GRPC_ASYNC),
    Figure("handshake_new_certificate", "full handshake with a certificate not seen before",
           "handshake_new_certificate", CPU_PER_HANDSHAKE, GRPC_ASYNC),
    Figure("push_shared_1000x1", "the same event to 1,000 connections", "push_shared_1000x1", CPU_PER_EVENT,
           GRPC_ASYNC, only_full=True),
)


def plan(figures, servers) -> list[tuple[str, list[str]]]:
    """Per load the servers it has to run on, each once, of those that there are."""
    loads: dict[str, list[str]] = {}
    for figure in figures:
        on = loads.setdefault(figure.load, [])
        for server in (DOOR, figure.baseline):
            if server in servers and server not in on:
                on.append(server)
    return list(loads.items())


def in_turn(servers: list[str], round_number: int) -> list[str]:
    """Each round begins with another server: what comes first finds the machine cooler."""
    begin = round_number % len(servers) if servers else 0
    return servers[begin:] + servers[:begin]


def spread(values: list[float]) -> float | None:
    """Largest less smallest, as a share of the median."""
    if not values:
        return None
    median = statistics.median(values)
    return (max(values) - min(values)) / median if median else None


def evaluate(figure: Figure, ours: list[float], baseline: list[float]) -> dict:
    """What the JSON says of a figure. `ours` and `baseline` hold a sample per round, in order.

    The ratio is the median of the ratios of each round, so that a noisy neighbour who stays
    for a round falls on both sides; the spread is that of these ratios. Without our door (no
    samples) value and ratio are null and the spread is the baseline's.
    """
    ratios = [mine / theirs for mine, theirs in zip(ours, baseline, strict=False) if theirs]
    return {
        "about": figure.about,
        "value": statistics.median(ours) if ours else None,
        "unit": figure.unit,
        "baseline": statistics.median(baseline) if baseline else None,
        "baseline_of": figure.baseline,
        "ratio": statistics.median(ratios) if ratios else None,
        "target": figure.target,
        "better": figure.better,
        "spread": spread(ratios or baseline),
    }


def verdict(result: dict) -> str:
    """met, missed, "not measured", or empty where there is no target."""
    if result["target"] is None:
        return ""
    if result["ratio"] is None:
        return "not measured"
    if result["better"] == "lower":
        met = result["ratio"] <= result["target"]
    else:
        met = result["ratio"] >= result["target"]
    return "met" if met else "missed"
