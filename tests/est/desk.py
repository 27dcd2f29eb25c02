"""An agency's desk for certificates: keys and requests as its own tools make them, and
what it sends to a real gateway by EST. Only the standard library besides the tools."""
import base64
import http.client
import os
import pathlib
import re
import ssl
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'tls'))
from stage import ROOT, TRUST_DOMAIN, Gateway  # noqa: E402, F401

PATIENCE = 60  # Seconds until a tool that hangs counts as failed.
# strongSwan's TLS ends at 1.2 unless it is told otherwise.
STRONGSWAN = 'pki {\n  tls {\n    version_max = 1.3\n  }\n}\n'


def tool(*words, given=b'', environment=None):
    """The finished process; its streams are bytes."""
    return subprocess.run([str(word) for word in words], input=given, capture_output=True, timeout=PATIENCE,
                          env=environment, check=False)


def made(*words, **how):
    """What a tool that must succeed prints."""
    done = tool(*words, **how)
    if done.returncode != 0:
        raise AssertionError(f'{words}: exit {done.returncode}\n{done.stderr.decode("utf-8", "replace")}')
    return done.stdout


class Desk:
    """The files of one unit; `folder` must exist."""

    def __init__(self, folder, gateway):
        ports = dict(re.findall(r'^(\w+): (\d+)$', (gateway.folder / 'state/ports').read_text(encoding='utf-8'), re.M))
        self.folder = pathlib.Path(folder)
        self.enrollment, self.mutual = f'127.0.0.1:{ports["enrollment"]}', f'127.0.0.1:{ports["mutual"]}'
        self.file('strongswan.conf').write_text(STRONGSWAN, encoding='utf-8')
        self._environment = {**os.environ, 'STRONGSWAN_CONF': str(self.file('strongswan.conf'))}

    def file(self, name):
        return self.folder / name

    def trust(self, token):
        """Notes what the administrator handed over: the root."""
        self.file('root.pem').write_text(token['root_pem'], encoding='ascii')

    def pki(self, *words, given=b''):
        """strongSwan's pki: the finished process. It names plugins that are not installed,
        which is nobody's business here."""
        done = tool('pki', *words, given=given, environment=self._environment)
        lines = [line for line in done.stderr.splitlines(True) if b'failed to load' not in line]
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout, b''.join(lines))

    def key(self, name, kind=('ecdsa', 256)):
        """A key by strongSwan's pki, PEM."""
        made_key = self.pki('--gen', '--type', kind[0], '--size', kind[1], '--outform', 'pem').stdout
        self.file(name).touch(mode=0o600)
        self.file(name).write_bytes(made_key)
        return self.file(name)

    def pki_request(self, key, kind='ecdsa', san=None):
        """PKCS#10 in DER by strongSwan's pki, which knows names of hosts but no URIs."""
        names = [] if san is None else ['--san', san]
        return self.pki('--req', '--in', key, '--type', kind, '--dn', 'CN=desk', *names).stdout

    def openssl_request(self, key, san=None):
        names = [] if san is None else ['-addext', f'subjectAltName={san}']
        return made('openssl', 'req', '-new', '-key', key, '-subj', '/CN=desk', '-outform', 'DER', *names)

    def authorities(self):
        """Fetches the CA certificates by pki; the arguments that name them to it."""
        if not self.file('ca.pem').exists():
            done = self.pki('--estca', '--url', f'https://{self.enrollment}', '--cacert', self.file('root.pem'),
                            '--caout', self.file('ca.pem'), '--outform', 'pem')
            if done.returncode != 0:
                raise AssertionError(done.stderr.decode('utf-8', 'replace'))
        return ['--cacert', self.file('ca.pem'), '--cacert', self.file('ca-1.pem')]

    def enroll(self, token, request):
        """By pki with a token; the finished process, with the certificate in DER."""
        return self.pki('--est', '--url', f'https://{self.enrollment}', *self.authorities(), '--userpass',
                        f'{token["user"]}:{token["password"]}', given=request)

    def renew(self, certificate, key, request):
        """By pki with the present certificate."""
        return self.pki('--est', '--url', f'https://{self.mutual}', *self.authorities(), '--cert', certificate,
                        '--key', key, given=request)

    def keep(self, name, der):
        """Writes a certificate in PEM."""
        self.file(name).write_bytes(made('openssl', 'x509', '-inform', 'DER', given=der))
        return self.file(name)

    def post(self, token, request):
        """simpleenroll by Python's own client; (HTTP status, body)."""
        context = ssl.create_default_context(cafile=self.file('root.pem'))
        host, port = self.enrollment.split(':')
        connection = http.client.HTTPSConnection(host, int(port), context=context, timeout=PATIENCE)
        credentials = base64.b64encode(f'{token["user"]}:{token["password"]}'.encode()).decode()
        try:
            connection.request('POST', '/.well-known/est/simpleenroll', base64.b64encode(request),
                               {'Content-Type': 'application/pkcs10', 'Authorization': f'Basic {credentials}'})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def certificates(der):
    """The PEM texts in certs-only PKCS#7."""
    printed = made('openssl', 'pkcs7', '-inform', 'DER', '-print_certs', given=der).decode('utf-8')
    return re.findall(r'-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n', printed, re.S)


def text_of(certificate):
    return made('openssl', 'x509', '-noout', '-text', '-in', certificate).decode('utf-8')


def serial_of(certificate):
    printed = made('openssl', 'x509', '-noout', '-serial', '-in', certificate).decode('ascii')
    return printed.strip().removeprefix('serial=').lower()
