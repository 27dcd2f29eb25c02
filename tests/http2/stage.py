#!/usr/bin/env python3
"""Servers to be treated badly: the real gateway with an administrator and an agency, or one for comparison.

    stage.py [--server enlace|nghttpd|grpcio] [--files N] -- COMMAND ...

starts it, runs the command with {address}, {roots}, {cert}, {key} and {pid} replaced, ends the server and exits as the
command did. Programs: ENLACE_BUILD, default build/dev.
"""

import argparse
import contextlib
import dataclasses
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 60.0


class StageFailed(Exception):
    """The server did not start or did not end in good order; the text has its log."""


@dataclasses.dataclass
class Server:
    """A server that runs. `process` is the one that serves. `bystander` is certificate and key of another peer."""
    process: subprocess.Popen
    host: str
    port: int
    roots: str
    cert: str
    key: str
    bystander: tuple[str, str]
    log: pathlib.Path

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def resident(self) -> int:
        """Bytes of memory that are resident now; 0 if the server is gone."""
        try:
            return int(pathlib.Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * resource.getpagesize()
        except (OSError, IndexError):
            return 0


def build() -> pathlib.Path:
    return pathlib.Path(os.environ.get("ENLACE_BUILD", ROOT / "build/dev")).resolve()


def environment(home: pathlib.Path) -> dict[str, str]:
    """Nothing of the developer's own settings or keys, but what a preset tells its sanitizer."""
    sanitizer = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
    return {**sanitizer, "PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}


def start(command: list[str], folder: pathlib.Path, files: int | None) -> tuple[subprocess.Popen, pathlib.Path]:
    """Starts the command with at most `files` descriptors."""
    log = folder / "server.log"
    limit = [] if files is None else ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh"]
    with log.open("wb") as said:
        return subprocess.Popen(limit + command, env=environment(folder), stdin=subprocess.DEVNULL,
                                stdout=said, stderr=said), log


def await_true(true, process: subprocess.Popen, log: pathlib.Path, what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        if process.poll() is not None or time.monotonic() > deadline:
            raise StageFailed(f"{what} did not happen; the log:\n{log.read_text(errors='replace')}")
        threading.Event().wait(0.05)


def run(command: list[str], home: pathlib.Path) -> str:
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, timeout=PATIENCE)
    if done.returncode != 0:
        raise StageFailed(f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def end(process: subprocess.Popen) -> int:
    """Ends it in good order, or by force; its exit code."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


@contextlib.contextmanager
def gateway(files: int | None = None, settings: str = ""):
    """enlace-gateway with its authority, an administrator and the agency `unit`; yields a Server with the identity of
    that agency. `settings` are more lines of its configuration. Leaves nothing behind."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="enlace-http2-"))
    tool = str(build() / "bin/enlacectl")
    process = None
    port = 1

    def ctl(who: str, *arguments: str) -> str:
        return run([tool, "--language", "en", "-o", "json", "--address", f"127.0.0.1:{port}",
                    "--identity", str(folder / who), *arguments], folder)

    try:
        ctl("admin", "ca", "init", "--folder", str(folder / "ca"), "--trust-domain", "enlace.example")
        (folder / "gateway.yaml").write_text("\n".join([
            "trust_domain: enlace.example", f"state_folder: {folder}/state",
            "mutual: {address: 127.0.0.1, port: 0}", "enrollment: {address: 127.0.0.1, port: 0}",
            'public_names: ["127.0.0.1", "localhost"]', f"ca: {{folder: {folder}/ca}}",
            f"mechanisms_folder: {ROOT}/mechanisms", settings, ""]))
        process, log = start([str(build() / "bin/enlace-gateway"), "--config", str(folder / "gateway.yaml")], folder,
                             files)
        ports = folder / "state/ports"
        await_true(lambda: ports.exists() and "mutual: " in ports.read_text(), process, log, "the start of the gateway")
        port = int(dict(line.split(": ") for line in ports.read_text().splitlines())["mutual"])
        ctl("admin", "enroll", "--token-file", str(folder / "state/first-administrator.token"))
        ctl("admin", "agency", "create", "--id", "uep-chihuahua", "--name", "UEP", "--kind", "state-protection-unit",
            "--country", "MX", "--territory", "MX-CHH", "--unit", "main", "--tag", "es")
        token = json.loads(ctl("admin", "token", "create", "--agency", "uep-chihuahua", "--unit", "main"))["token"]
        (folder / "token").write_text(token)
        ctl("unit", "enroll", "--token-file", str(folder / "token"))
        yield Server(process, "127.0.0.1", port, str(folder / "unit/bundle.pem"), str(folder / "unit/tls.pem"),
                     str(folder / "unit/tls.key"), (str(folder / "admin/tls.pem"), str(folder / "admin/tls.key")), log)
        # A sanitizer's findings, leaks among them, show in the exit code.
        if end(process) != 0:
            said = log.read_text(errors="replace")
            raise StageFailed(f"the gateway ended with {process.returncode}; its log:\n{said}")
    finally:
        if process is not None:
            end(process)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def compared(kind: str, files: int | None = None):
    """nghttpd, or Debian's gRPC server core behind python3-grpcio, with a certificate of its own that serves as the
    client's and the root as well."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="enlace-http2-"))
    process = None
    cert, key = str(folder / "cert.pem"), str(folder / "key.pem")
    try:
        run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], folder)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        (folder / "index.html").write_text("hello hello hello hello\n")
        if kind == "nghttpd":
            command = ["nghttpd", "-d", str(folder), "-a", "127.0.0.1", str(port), key, cert]
        else:
            program = pathlib.Path(__file__).with_name("grpcio_server.py")
            command = ["/usr/bin/python3", str(program), str(port), cert, key]
        process, log = start(command, folder, files)

        def listens() -> bool:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return True
            return False

        await_true(listens, process, log, f"the start of {kind}")
        yield Server(process, "127.0.0.1", port, cert, cert, key, (cert, key), log)
    finally:
        if process is not None:
            end(process)
        shutil.rmtree(folder, ignore_errors=True)


def server(kind: str, files: int | None = None):
    """One of "enlace", "nghttpd", "grpcio"."""
    return gateway(files) if kind == "enlace" else compared(kind, files)


def main() -> int:
    parser = argparse.ArgumentParser(description="runs a command beside a server")
    parser.add_argument("--server", choices=["enlace", "nghttpd", "grpcio"], default="enlace")
    parser.add_argument("--files", type=int, help="the server's limit of descriptors")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    command = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
    with server(arguments.server, arguments.files) as running:
        known = {"address": f"{running.host}:{running.port}", "roots": running.roots, "cert": running.cert,
                 "key": running.key, "pid": str(running.pid)}
        status = subprocess.run([word.format(**known) for word in command], check=False).returncode
        if not running.alive:
            print(f"the server is gone; its log:\n{running.log.read_text(errors='replace')[-4000:]}", file=sys.stderr)
            return 1
        return status


if __name__ == "__main__":
    sys.exit(main())
