"""What an agency may reach instead of its gateway: servers that speak an older TLS,
no TLS, nothing, or tell another time. On loopback, at ports that are free."""
import contextlib
import datetime
import email.utils
import socket
import ssl
import subprocess
import threading


@contextlib.contextmanager
def s_server(pair, *arguments):
    """openssl's server; its port."""
    command = ['openssl', 's_server', '-accept', '127.0.0.1:0', '-key', pair[0], '-cert', pair[1], *arguments]
    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True)
    try:
        accepting = next((line for line in process.stdout if line.startswith('ACCEPT ')), None)
        if accepting is None:
            raise RuntimeError('openssl s_server does not listen')
        yield int(accepting.rpartition(':')[2])
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


@contextlib.contextmanager
def listener(answer):
    """Accepts connections and gives each to `answer`, one after another; its port."""
    with socket.create_server(('127.0.0.1', 0)) as server:
        def serve():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return  # Closed: it is over.
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(30)
                    answer(connection)
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def plain_http():
    def answer(connection):
        connection.recv(4096)
        connection.sendall(b'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
    return listener(answer)


def wait_for_end(connection):
    while connection.recv(4096):
        pass


def another_service():
    def answer(connection):
        connection.sendall(b'220 mail.example ESMTP ready, who are you?\r\n')
        wait_for_end(connection)  # To close with bytes unread would be a reset.
    return listener(answer)


def silent():
    """Takes everything and says nothing until the other side goes."""
    return listener(wait_for_end)


def hangs_up():
    return listener(lambda connection: connection.recv(4096))


@contextlib.contextmanager
def blocked():
    """A port whose SYNs are dropped, as a firewall does: its queue of connections is full."""
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(socket.socket())
        server.bind(('127.0.0.1', 0))
        server.listen(0)
        port = server.getsockname()[1]
        # The first ones fill the queue; one that is still waiting shows that it is full.
        for _ in range(16):
            filler = stack.enter_context(socket.socket())
            filler.settimeout(0.2)
            try:
                filler.connect(('127.0.0.1', port))
            except TimeoutError:
                yield port
                return
        raise RuntimeError('a queue of no connections took sixteen')


@contextlib.contextmanager
def closed():
    with socket.create_server(('127.0.0.1', 0)) as server:
        port = server.getsockname()[1]
    yield port


def gateway_at(pair, offset):
    """What doctor sees of a gateway whose clock is `offset` away: TLS 1.3, both versions
    of HTTP, a question for a certificate, and a Date."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(pair[1], pair[0])
    context.load_verify_locations(pair[1])
    context.verify_mode = ssl.CERT_OPTIONAL
    context.set_alpn_protocols(['h2', 'http/1.1'])

    def answer(connection):
        with context.wrap_socket(connection, server_side=True) as stream:
            if stream.selected_alpn_protocol() != 'http/1.1':
                return
            stream.recv(4096)
            now = datetime.datetime.now(datetime.timezone.utc) + offset
            date = email.utils.format_datetime(now, usegmt=True)
            stream.sendall(f'HTTP/1.1 404 Not Found\r\ndate: {date}\r\ncontent-length: 0\r\n\r\n'.encode('ascii'))
    return listener(answer)
