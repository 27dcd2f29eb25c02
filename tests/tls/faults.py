"""Every fault that a client's certificate can have: how it is made, what the
gateway must say of it, and what doctor must find. One table for matrix_test.py and
doctor_test.py."""
import collections
import dataclasses
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
from certificates import Authority, client_extensions, self_signed, spoilt, stolen  # noqa: E402
from stage import TRUST_DOMAIN  # noqa: E402

HOLDER = f'spiffe://{TRUST_DOMAIN}/agency/cndh/main'
# The alert for a reason; certs/x509/peer_check.h.
ALERT_OF = {
    'CERTIFICATE_MISSING': 'certificate_required', 'CERTIFICATE_EXPIRED': 'certificate_expired',
    'CERTIFICATE_NOT_YET_VALID': 'bad_certificate', 'CERTIFICATE_REVOKED': 'certificate_revoked',
    'AGENCY_SUSPENDED': 'certificate_revoked', 'CERTIFICATE_UNTRUSTED': 'unknown_ca',
    'CERTIFICATE_WRONG_USAGE': 'unsupported_certificate', 'CERTIFICATE_WRONG_NAME': 'bad_certificate',
    'CERTIFICATE_UNKNOWN': 'certificate_unknown',
}


@dataclasses.dataclass
class Identity:
    """What a client presents: its key, its certificate and what it sends behind it."""

    key: pathlib.Path
    certificate: pathlib.Path
    chain: pathlib.Path | None = None


# name: what is wrong. make: of a Workshop, an Identity, or None for no certificate.
# reason: in words; None: the handshake breaks whatever is offered, with `alert`.
# says: what the words must tell beyond the reason, a regular expression.
# doctor: the check that finds it and the exit status; None: it is no agency's fault.
Fault = collections.namedtuple('Fault', 'name make reason says doctor alert', defaults=(None,))

OWN = 'tls-certificate'
EXPIRED, CLOCK, REVOKED, NOT_ENROLLED, KEY_FILE = 22, 20, 23, 25, 39
USAGE, SUSPENDED, UNKNOWN, UNTRUSTED, NAME = 31, 32, 33, 37, 38


def forged(name, reason, says, doctor, uri=HOLDER, days=(-1, 1), kind='P-256', digest='sha256', names=None, **changes):
    """A certificate that our own issuing authority's key signed."""
    def make(workshop):
        extensions = client_extensions(names or f'URI:{uri}', **changes)
        return Identity(*workshop.own.issue(workshop.place(), uri, *days, extensions=extensions, kind=kind, digest=digest))
    return Fault(name, make, reason, says, doctor)


def named(name, names, says='', **changes):
    return forged(name, 'CERTIFICATE_WRONG_NAME', says, (OWN, NAME), names=names, **changes)


def made(name, reason, says, doctor, make, alert=None):
    return Fault(name, make, reason, says, doctor, alert)


def of_agencies(file):
    """One of the files that enrolment gave, of an agency that came to harm later."""
    return lambda workshop: Identity(workshop.agencies[file] / 'tls.key', workshop.agencies[file] / 'tls.pem')


def change_serial(der):
    # tbsCertificate begins with [0] version, then the serial.
    at = der.index(b'\xa0\x03\x02\x01\x02\x02') + 8
    der[at] ^= 1


def change_signature(der):
    der[-1] ^= 1


def change_name(der):
    at = der.index(b'/agency/cndh/') + len(b'/agency/')
    der[at:at + 4] = b'cndx'


def below(workshop):
    """Of an authority that ours certified, which its own certificate forbids."""
    authority = workshop.own.below(workshop.place())
    return Identity(*authority.issue('client', HOLDER), authority.certificate)


def foreign(subject, kind='P-256', digest='sha256'):
    """Of others who call themselves `subject`, with their whole chain."""
    def make(workshop):
        authority = Authority(workshop.folder / workshop.place(), subject=subject, kind=kind)
        return Identity(*authority.issue('client', HOLDER, digest=digest), authority.certificate)
    return make


def long_chain(workshop):
    """More certificates than any chain needs."""
    chain = workshop.folder / f'{workshop.place()}.pem'
    chain.write_text(workshop.authority_pem.read_text(encoding='ascii') * 60, encoding='ascii')
    good = workshop.agencies['cndh']
    return Identity(good / 'tls.key', good / 'tls.pem', chain)


FAULTS = [
    # Who has none, or one of another time or standing.
    made('none', 'CERTIFICATE_MISSING', 'enrol', ('identity', NOT_ENROLLED), lambda workshop: None),
    forged('expired', 'CERTIFICATE_EXPIRED', 'expired on', (OWN, EXPIRED), days=(-9, -2)),
    forged('not yet valid', 'CERTIFICATE_NOT_YET_VALID', 'valid from', (OWN, CLOCK), days=(2, 9)),
    made('revoked', 'CERTIFICATE_REVOKED', 'revoked', ('call', REVOKED), of_agencies('revoked')),
    made('of a suspended agency', 'AGENCY_SUSPENDED', 'suspended', ('call', SUSPENDED), of_agencies('suspended')),
    forged('signed but never issued', 'CERTIFICATE_UNKNOWN', 'not on record', ('call', UNKNOWN)),
    # Of another authority, or of none.
    made('self-signed', 'CERTIFICATE_UNTRUSTED', 'self.signed', (OWN, UNTRUSTED),
         lambda workshop: Identity(*self_signed(workshop.folder / workshop.place(), HOLDER))),
    made('of a foreign root', 'CERTIFICATE_UNTRUSTED', 'issuer', (OWN, UNTRUSTED), foreign('/CN=Other root')),
    made('of a foreign authority under our names', 'CERTIFICATE_UNTRUSTED', 'issuer|signature', (OWN, UNTRUSTED),
         foreign('/CN=Enlace issuing enlace.example')),
    made('of an authority below ours', 'CERTIFICATE_UNTRUSTED', 'issuer', (OWN, UNTRUSTED), below),
    made("an authority's own", 'CERTIFICATE_UNTRUSTED', "authority's certificate", (OWN, UNTRUSTED),
         lambda workshop: Identity(workshop.own.key, workshop.own.certificate)),
    forged('one that makes its holder an authority', 'CERTIFICATE_UNTRUSTED', "authority's certificate", (OWN, UNTRUSTED),
           basicConstraints='critical, CA:TRUE', keyUsage='critical, digitalSignature, keyCertSign'),
    forged('without the key of its issuer', 'CERTIFICATE_UNKNOWN', 'not on record', ('call', UNKNOWN),
           authorityKeyIdentifier=None),
    made('of X.509 version 1', 'CERTIFICATE_WRONG_USAGE', 'not for TLS clients', (OWN, USAGE),
         lambda workshop: Identity(*workshop.own.issue(workshop.place(), HOLDER, extensions=[]))),
    # Changed after it was signed.
    made('with another serial', 'CERTIFICATE_UNTRUSTED', 'signature', (OWN, UNTRUSTED),
         lambda workshop: Identity(*spoilt(workshop.folder / workshop.place(), workshop.pair, change_serial))),
    made('with a spoilt signature', 'CERTIFICATE_UNTRUSTED', 'signature', (OWN, UNTRUSTED),
         lambda workshop: Identity(*spoilt(workshop.folder / workshop.place(), workshop.pair, change_signature))),
    made('with another name', 'CERTIFICATE_UNTRUSTED', 'signature', (OWN, UNTRUSTED),
         lambda workshop: Identity(*spoilt(workshop.folder / workshop.place(), workshop.pair, change_name))),
    # For another use.
    made('for sealing', 'CERTIFICATE_WRONG_USAGE', 'sealing certificate', (OWN, USAGE),
         lambda workshop: Identity(*sealing_pair(workshop.agencies['cndh']))),
    forged('for servers', 'CERTIFICATE_WRONG_USAGE', 'not for TLS clients', (OWN, USAGE), extendedKeyUsage='serverAuth'),
    forged('for signing code', 'CERTIFICATE_WRONG_USAGE', 'not for TLS clients', (OWN, USAGE),
           extendedKeyUsage='codeSigning'),
    forged('for any use', 'CERTIFICATE_WRONG_USAGE', 'not for TLS clients', (OWN, USAGE),
           extendedKeyUsage='anyExtendedKeyUsage'),
    forged('for no named use', 'CERTIFICATE_WRONG_USAGE', 'not for TLS clients', (OWN, USAGE), extendedKeyUsage=None),
    forged('whose key may not sign', 'CERTIFICATE_WRONG_USAGE', 'not for TLS clients', (OWN, USAGE),
           keyUsage='critical, keyAgreement'),
    forged('whose key has no named use', 'CERTIFICATE_WRONG_USAGE', 'not for TLS clients', (OWN, USAGE), keyUsage=None),
    forged('with a critical extension that nobody knows', 'CERTIFICATE_UNTRUSTED', 'critical', (OWN, UNTRUSTED),
           **{'1.2.3.4.5': 'critical, ASN1:NULL'}),
    # With another key or digest than ours.
    *(forged(f'with a key of {kind}', 'CERTIFICATE_UNTRUSTED', 'P-256,|its curve', ('identity', KEY_FILE), kind=kind)
      for kind in ('RSA-2048', 'RSA-PSS', 'P-384', 'P-521', 'Ed25519', 'spelt-out P-256')),
    forged('signed with SHA-1', 'CERTIFICATE_UNTRUSTED', 'too weak', (OWN, UNTRUSTED), digest='sha1'),
    # ECDSA has no name for a signature with MD5: of another authority, then.
    made('signed with MD5', 'CERTIFICATE_UNTRUSTED', 'issuer', (OWN, UNTRUSTED),
         foreign('/CN=Enlace issuing enlace.example', 'RSA-2048', 'md5')),
    # With another name.
    forged('with no name but its CN', 'CERTIFICATE_WRONG_NAME', '0 URI names', (OWN, NAME), subjectAltName=None),
    named('with a DNS name instead of a URI', 'DNS:cndh.enlace.example', 'URI names|may not certify'),
    named('with two URIs', f'URI:{HOLDER}, URI:spiffe://{TRUST_DOMAIN}/agency/fgr/main', '2 URI names'),
    named('of another trust domain', 'URI:spiffe://other.example/agency/cndh/main', 'may not certify'),
    named('of a trust domain that begins like ours', f'URI:spiffe://{TRUST_DOMAIN}.org/agency/cndh/main', 'may not certify'),
    named('of no agency', f'URI:spiffe://{TRUST_DOMAIN}/nobody', 'names neither'),
    named('of an agency without unit', f'URI:spiffe://{TRUST_DOMAIN}/agency/cndh', 'names neither'),
    named('of a name with dots for a folder', f'URI:spiffe://{TRUST_DOMAIN}/agency/../main', 'names neither'),
    named('of another scheme', f'URI:https://{TRUST_DOMAIN}/agency/cndh/main', 'names nobody'),
    # Larger than any, and not the holder's.
    forged('that is too large', 'CERTIFICATE_UNTRUSTED', 'more than', (OWN, KEY_FILE), nsComment='x' * 13000),
    made('behind a chain that is too long', None, '', (OWN, KEY_FILE), long_chain, 'illegal_parameter'),
    made('whose key the client has not', None, '', None,
         lambda workshop: Identity(*stolen(workshop.folder / workshop.place(), workshop.agencies['cndh'] / 'tls.pem',
                                           workshop.agencies['cndh'] / 'tls.key', workshop.pair[0])), 'decrypt_error'),
]


def sealing_pair(folder):
    """The agency's sealing key and certificate, which are no TLS client's."""
    key = next(pathlib.Path(folder, 'sealing').glob('*.key'))
    return key, key.with_suffix('.pem')


def serial_of(certificate):
    printed = subprocess.run(['openssl', 'x509', '-noout', '-serial', '-in', certificate], check=True, text=True,
                             capture_output=True).stdout
    return printed.strip().removeprefix('serial=').lower()


class Workshop:
    """Agencies of a gateway, two of which come to harm, and whatever the table makes."""

    def __init__(self, gateway):
        self.gateway = gateway
        self.folder = gateway.folder / 'workshop'
        self.folder.mkdir()
        self.agencies = {'cndh': gateway.enrol('cndh'), 'revoked': gateway.enrol('derechos'),
                         'suspended': gateway.enrol('defensoria')}
        ca = gateway.folder / 'ca'
        self.authority_pem = ca / 'issuing.pem'
        self.own = Authority(self.folder / 'own', ca / 'issuing.key', self.authority_pem)
        self.pair = self.own.issue('pair', HOLDER)
        gateway.enlacectl('admin', 'cert', 'revoke', serial_of(self.agencies['revoked'] / 'tls.pem'), '--reason',
                          'key-compromise')
        gateway.enlacectl('admin', 'agency', 'suspend', 'defensoria', '--reason', 'keys lost in a burglary')
        self._made = 0

    def place(self):
        """A name that no other identity has."""
        self._made += 1
        return f'of-{self._made}'

    def saved_session(self, roots):
        """A file with a session of TLS 1.3 that another server gave: what a client may offer
        to resume, since the gateway gives none."""
        key, certificate = self.own.issue('saving', None, extensions=client_extensions(
            'IP:127.0.0.1', extendedKeyUsage='serverAuth'))
        session = self.folder / 'session'
        server = subprocess.Popen(['openssl', 's_server', '-accept', '127.0.0.1:0', '-key', key, '-cert', certificate, '-www'],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            port = next(line for line in server.stdout if line.startswith('ACCEPT ')).rpartition(':')[2].strip()
            subprocess.run(['openssl', 's_client', '-connect', f'127.0.0.1:{port}', '-CAfile', roots, '-ign_eof', '-sess_out',
                            session], input=b'GET / HTTP/1.0\r\n\r\n', capture_output=True, timeout=60, check=True)
        finally:
            server.kill()
            server.wait()
            server.stdout.close()
        if not session.exists():
            raise RuntimeError('no session was saved')
        return session
