"""The innocent client: one call every so often on a connection of its own, with python3-h2 over TLS."""

import multiprocessing
import pathlib
import sys
import time

import h2.config
import h2.connection
import h2.events
import h2.exceptions

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "http2"))
import harness  # noqa: E402
import wire  # noqa: E402

INTERVAL = 0.01


class Caller:
    """One connection, opened again when it is lost."""

    def __init__(self, target: wire.Target, request: harness.Request):
        self.target = target
        self.request = request
        self.connection: h2.connection.H2Connection | None = None

    def open(self) -> None:
        self.socket = self.target.connect()
        self.socket.settimeout(self.target.patience)
        self.connection = h2.connection.H2Connection(h2.config.H2Configuration(header_encoding="utf-8"))
        self.connection.initiate_connection()
        self.socket.sendall(self.connection.data_to_send())

    def call(self) -> bool:
        """One call; whether it was answered. Opens the connection if there is none."""
        try:
            if self.connection is None:
                self.open()
            stream = self.connection.get_next_available_stream_id()
            self.connection.send_headers(stream, self.request.head())
            self.connection.send_data(stream, self.request.body, end_stream=True)
            self.socket.sendall(self.connection.data_to_send())
            return self.answered(stream)
        except (OSError, wire.Closed, h2.exceptions.ProtocolError):
            self.close()
            return False

    def answered(self, stream: int) -> bool:
        while True:
            got = self.socket.recv(1 << 16)
            if not got:
                raise wire.Closed("end of the connection")
            ended = False
            for event in self.connection.receive_data(got):
                if isinstance(event, (h2.events.ConnectionTerminated, h2.events.StreamReset)):
                    raise wire.Closed(str(event))
                if isinstance(event, h2.events.DataReceived) and event.flow_controlled_length:
                    self.connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                ended |= isinstance(event, h2.events.StreamEnded) and event.stream_id == stream
            self.socket.sendall(self.connection.data_to_send())
            if ended:
                return True

    def close(self) -> None:
        if self.connection is not None:
            self.socket.close()
        self.connection = None


def watch(target: wire.Target, request: harness.Request, stop, pipe) -> None:
    """Calls every INTERVAL until `stop`; sends (start, seconds, answered) of each call at the end. A call counts from
    when it was due, so that a stalled server cannot hide the calls that could not be made."""
    caller = Caller(target, request)
    calls = []
    due = time.monotonic()
    while not stop.is_set():
        stop.wait(max(0.0, due - time.monotonic()))
        answered = caller.call()
        calls.append((due, time.monotonic() - due, answered))
        due += INTERVAL
    caller.close()
    pipe.send(calls)


class Innocent:
    """The innocent client in a process of its own, as a context."""

    def __init__(self, target: wire.Target, request: harness.Request):
        self.stop = multiprocessing.Event()
        self.mine, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=watch, args=(target, request, self.stop, theirs), daemon=True)

    def __enter__(self) -> "Innocent":
        self.process.start()
        return self

    def __exit__(self, *unused) -> None:
        if self.process.is_alive():
            self.stop.set()
            self.process.join(10)
            self.process.kill()

    def calls(self) -> list[tuple[float, float, bool]]:
        """Ends it; what it saw."""
        self.stop.set()
        if not self.mine.poll(30):
            raise TimeoutError("the innocent client does not end")
        return self.mine.recv()


def p99(seconds: list[float]) -> float:
    """Nearest rank; 0 of none."""
    ordered = sorted(seconds)
    return ordered[max(0, -(-99 * len(ordered) // 100) - 1)] if ordered else 0.0
