"""The servers that are measured: certificates, processes, and the proxies' configurations."""

import pathlib
import selectors
import socket
import subprocess
import time

# A server that says nothing for so long does not come up.
START_SECONDS = 20

MTLS = "mtls"
# h2load has no option for a client certificate.
TLS = "tls"
PLAINTEXT = "plaintext"


class BenchError(Exception):
    """What keeps the bench from measuring, in words for whoever started it."""


def make_certificates(folder: pathlib.Path) -> None:
    """ca.pem, server.pem, client.pem and their keys: P-256, good for two days."""
    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    def key(name: str) -> None:
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", f"{name}.key")

    key("ca")
    openssl("req", "-x509", "-new", "-key", "ca.key", "-subj", "/CN=bench authority", "-days", "2",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-out", "ca.pem")
    for name in ("server", "client"):
        key(name)
        openssl("req", "-new", "-key", f"{name}.key", "-subj", f"/CN={name}", "-out", f"{name}.csr")
        (folder / "extensions").write_text(
            f"subjectAltName=IP:127.0.0.1,DNS:localhost,URI:spiffe://bench.example/agency/{name}/unit\n"
            "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
            "extendedKeyUsage=serverAuth,clientAuth\n"
            "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n", encoding="utf-8")
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                "-days", "2", "-extfile", "extensions", "-out", f"{name}.pem")
    # HAProxy wants both in one file.
    (folder / "server.both.pem").write_text(
        (folder / "server.pem").read_text(encoding="utf-8") + (folder / "server.key").read_text(encoding="utf-8"),
        encoding="utf-8")


def cpu_nanoseconds(processes: list[int]) -> int:
    """User and system time so far, by the processes' own CPU clocks (Linux: clock id from the pid)."""
    return sum(time.clock_gettime_ns((~process << 3) | 2) for process in processes)


def children(process: int) -> list[int]:
    listed = pathlib.Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(word) for word in listed.split()]


class Server:
    """Processes that serve on a port of the loopback address; ended by `stop`."""

    def __init__(self, command: list[str], log: pathlib.Path, port: int | None = None,
                 behind: "Server | None" = None):
        """Starts `command`. Without `port` it prints "port <n>" when it listens."""
        self._behind = behind
        self._log = log
        with log.open("ab") as errors:
            output = subprocess.PIPE if port is None else errors
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
        try:
            self.port = self._announced_port() if port is None else self._await_listening(port)
        except BenchError:
            self.stop()
            raise

    @property
    def processes(self) -> list[int]:
        """All whose CPU time is this server's."""
        own = [self._process.pid, *children(self._process.pid)]
        return own + (self._behind.processes if self._behind else [])

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._behind:
            self._behind.stop()

    def _failure(self) -> BenchError:
        last = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
        return BenchError(f"{self._process.args[0]} does not come up: {' / '.join(last) or 'it says nothing'}")

    def _announced_port(self) -> int:
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            if selector.select(START_SECONDS):
                words = self._process.stdout.readline().split()
                if len(words) == 2 and words[0] == b"port":
                    return int(words[1])
        raise self._failure()

    def _await_listening(self, port: int) -> int:
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return port
            except OSError:
                time.sleep(0.05)
        raise self._failure()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def echo_server(command: list[str], folder: pathlib.Path, security: str) -> Server:
    """One of our programs, by the options that they share."""
    if security == PLAINTEXT:
        options = ["--plaintext"]
    else:
        options = ["--authority", str(folder / "ca.pem"), "--certificate", str(folder / "server.pem"),
                   "--key", str(folder / "server.key")]
        if security == TLS:
            options.append("--no-client-certificate")
    return Server([*command, *options], folder / "server.log")


def nginx(program: str, folder: pathlib.Path, behind: Server) -> Server:
    port = free_port()
    temporary = "".join(f"  {kind}_temp_path {folder}/nginx-{kind};\n"
                        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    configuration = folder / "nginx.conf"
    configuration.write_text(f"""daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 4096; }}
http {{
  access_log off;
{temporary}  upstream behind {{ server 127.0.0.1:{behind.port}; keepalive 64; keepalive_requests 100000000; }}
  server {{
    listen 127.0.0.1:{port} ssl http2;
    ssl_protocols TLSv1.3;
    ssl_certificate {folder}/server.pem;
    ssl_certificate_key {folder}/server.key;
    ssl_client_certificate {folder}/ca.pem;
    ssl_verify_client on;
    ssl_session_tickets off;
    keepalive_requests 100000000;
    location / {{ grpc_pass grpc://behind; }}
  }}
}}
""", encoding="utf-8")
    return Server([program, "-e", str(folder / "nginx.log"), "-p", str(folder), "-c", str(configuration)],
                  folder / "nginx.log", port, behind)


def haproxy(program: str, folder: pathlib.Path, behind: Server) -> Server:
    port = free_port()
    tls = (f"ssl crt {folder}/server.both.pem ca-file {folder}/ca.pem verify required alpn h2"
           " ssl-min-ver TLSv1.3 no-tls-tickets")
    configuration = folder / "haproxy.cfg"
    configuration.write_text(f"""global
  nbthread 1
  maxconn 4096
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend door
  bind 127.0.0.1:{port} {tls}
  default_backend echo
backend echo
  server echo 127.0.0.1:{behind.port} proto h2
""", encoding="utf-8")
    return Server([program, "-db", "-f", str(configuration)], folder / "haproxy.log", port, behind)
