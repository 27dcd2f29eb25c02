"""Two foreign TLS clients and what became of their handshake: openssl s_client and
gnutls-cli. Both print the alert that they received with its number."""
import base64
import re
import subprocess
import threading

PATIENCE = 30  # Seconds until a client that hangs counts as failed.
# RFC 8446, 6.
ALERTS = {
    0: 'close_notify', 10: 'unexpected_message', 40: 'handshake_failure', 42: 'bad_certificate',
    43: 'unsupported_certificate', 44: 'certificate_revoked', 45: 'certificate_expired', 46: 'certificate_unknown',
    47: 'illegal_parameter', 48: 'unknown_ca', 49: 'access_denied', 51: 'decrypt_error', 70: 'protocol_version',
    71: 'insufficient_security', 80: 'internal_error', 116: 'certificate_required', 120: 'no_application_protocol',
}
BODY = b'{}'
REQUEST = (b'POST /enlace.v1.DirectoryService/ListAgencies HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n'
           b'Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' % (len(BODY), BODY))


def talk(command, sent):
    """What the program prints until it ends; its input stays open as long, because
    these clients hang up with it."""
    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT)
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    try:
        process.stdin.write(sent)
        process.stdin.flush()
    except BrokenPipeError:
        pass  # It was refused before it could send.
    with process.stdout:
        printed = process.stdout.read().decode('utf-8', 'replace')
    process.wait()
    watchdog.cancel()
    try:
        process.stdin.close()
    except BrokenPipeError:
        pass
    if process.returncode == -9:
        raise AssertionError(f'{command[0]} did not end:\n{printed}')
    return printed


def alert_in(printed, pattern):
    found = re.search(pattern, printed)
    if found is None:
        return None
    number = int(found[1])
    return ALERTS.get(number, f'alert {number}')


def reason_in(error):
    """The reason in the google.rpc.ErrorInfo of an error in JSON; field 1 of that message
    is the reason."""
    for detail in error['details']:
        if detail['type'] == 'google.rpc.ErrorInfo':
            value = base64.b64decode(detail['value'] + '=' * (-len(detail['value']) % 4))
            return value[2:2 + value[1]].decode('ascii')
    return None


class Openssl:
    """openssl s_client."""

    name = 'openssl'
    ARGUMENTS = {
        'tls1.2': ['-tls1_2'],
        'tls1.1': ['-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0'],
        'P-384': ['-groups', 'P-384'],
        'P-521': ['-groups', 'P-521'],
        'ffdhe2048': ['-groups', 'ffdhe2048'],
        'X25519': ['-groups', 'X25519'],
        'P-256': ['-groups', 'P-256'],
        'AES-128-CCM': ['-ciphersuites', 'TLS_AES_128_CCM_SHA256'],
        'AES-128-CCM-8': ['-ciphersuites', 'TLS_AES_128_CCM_8_SHA256'],
        'ChaCha20': ['-ciphersuites', 'TLS_CHACHA20_POLY1305_SHA256'],
    }

    @classmethod
    def connect(cls, port, roots, identity=None, alpn=None, how=(), sent=REQUEST, more=()):
        command = ['openssl', 's_client', '-connect', f'127.0.0.1:{port}', '-CAfile', roots, '-verify_return_error',
                   '-ign_eof', *more]
        for word in how:
            command += cls.ARGUMENTS[word]
        if identity is not None:
            command += ['-key', identity[0], '-cert', identity[1]]
        if alpn is not None:
            command += ['-alpn', alpn]
        printed = talk(command, sent)
        return printed, alert_in(printed, r'SSL alert number (\d+)')


class Gnutls:
    """gnutls-cli."""

    name = 'gnutls'
    ARGUMENTS = {
        'tls1.2': '-VERS-ALL:+VERS-TLS1.2',
        'tls1.1': '-VERS-ALL:+VERS-TLS1.1',
        'P-384': '-GROUP-ALL:+GROUP-SECP384R1',
        'P-521': '-GROUP-ALL:+GROUP-SECP521R1',
        'ffdhe2048': '-GROUP-ALL:+GROUP-FFDHE2048',
        'X25519': '-GROUP-ALL:+GROUP-X25519',
        'P-256': '-GROUP-ALL:+GROUP-SECP256R1',
        'AES-128-CCM': '-CIPHER-ALL:+AES-128-CCM',
        'AES-128-CCM-8': '-CIPHER-ALL:+AES-128-CCM-8',
        'ChaCha20': '-CIPHER-ALL:+CHACHA20-POLY1305',
    }

    @classmethod
    def connect(cls, port, roots, identity=None, alpn=None, how=(), sent=REQUEST, more=()):
        command = ['gnutls-cli', '--port', port, '--x509cafile', roots, '--verify-hostname', '127.0.0.1',
                   '--priority', ':'.join(['NORMAL', *(cls.ARGUMENTS[word] for word in how)]), *more]
        if identity is not None:
            command += ['--x509keyfile', identity[0], '--x509certfile', identity[1]]
        if alpn is not None:
            command += ['--alpn', alpn]
        printed = talk([*command, '127.0.0.1'], sent)
        return printed, alert_in(printed, r'Received alert \[(\d+)\]')


CLIENTS = (Openssl, Gnutls)
