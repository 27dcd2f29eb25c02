"""Certificates that no gateway would issue, made by openssl: of another time, of
another authority, with another name."""
import base64
import datetime
import pathlib
import subprocess


def run(*arguments):
    done = subprocess.run(['openssl', *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise RuntimeError(f'openssl {" ".join(map(str, arguments))}\n{done.stderr}')


# How openssl is told to make a key.
KEYS = {
    'P-256': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    'P-384': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
    'P-521': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521'],
    'spelt-out P-256': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-pkeyopt', 'ec_param_enc:explicit'],
    'RSA-2048': ['rsa:2048'],
    'RSA-PSS': ['rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048'],
    'Ed25519': ['ed25519'],
}
AUTHORITY = ['basicConstraints = critical, CA:TRUE', 'keyUsage = critical, keyCertSign, cRLSign',
             'subjectKeyIdentifier = hash', 'authorityKeyIdentifier = keyid']


def client_extensions(names, **changes):
    """The extensions of a TLS client's certificate; a change to None leaves one out."""
    extensions = {
        'basicConstraints': 'critical, CA:FALSE', 'keyUsage': 'critical, digitalSignature',
        'extendedKeyUsage': 'clientAuth', 'authorityKeyIdentifier': 'keyid', 'subjectAltName': names, **changes
    }
    return [f'{name} = {value}' for name, value in extensions.items() if value is not None]


class Authority:
    """Issues with a key and certificate that exist, or with new ones."""

    def __init__(self, folder, key=None, certificate=None, subject='/CN=Enlace issuing enlace.example',
                 kind='P-256'):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.key, self.certificate = key, certificate
        if key is None:
            self.key, self.certificate = self.folder / 'authority.key', self.folder / 'authority.pem'
            run('req', '-x509', '-newkey', *KEYS[kind], '-nodes', '-days', 30,
                '-subj', subject, '-keyout', self.key, '-out', self.certificate)

    def issue(self, name, uri, first_day=-1, last_day=1, *, extensions=None, kind='P-256', digest='sha256'):
        """Key and certificate of a TLS client, valid from and to so many days from now.
        `extensions` instead of those of a client of that URI; with none it is of X.509 v1."""
        place = self.folder / name
        place.mkdir()
        (place / 'index').touch()
        now = datetime.datetime.now(datetime.timezone.utc)
        begin, end = (f'{now + datetime.timedelta(days=days):%Y%m%d%H%M%SZ}' for days in (first_day, last_day))
        if extensions is None:
            extensions = client_extensions(f'URI:{uri}')
        (place / 'openssl.cnf').write_text('\n'.join([
            '[ca]', 'default_ca = this', '[this]', f'database = {place}/index', f'new_certs_dir = {place}',
            'rand_serial = yes', f'default_md = {digest}', 'policy = any',
            *(['x509_extensions = client'] if extensions else []),
            '[any]', 'commonName = optional', '[client]', *extensions, ''
        ]), encoding='utf-8')
        key, certificate = place / 'tls.key', place / 'tls.pem'
        run('req', '-new', '-newkey', *KEYS[kind], '-nodes', '-subj', '/CN=client', '-keyout', key, '-out',
            place / 'request.pem')
        run('ca', '-batch', '-notext', '-config', place / 'openssl.cnf', '-keyfile', self.key, '-cert', self.certificate,
            '-startdate', begin, '-enddate', end, '-in', place / 'request.pem', '-out', certificate)
        return key, certificate

    def below(self, name):
        """An authority that this one certifies, although it may not."""
        key, certificate = self.issue(name, None, extensions=AUTHORITY)
        return Authority(self.folder / f'{name}-issues', key, certificate)


def self_signed(folder, uri):
    """Key and certificate that no authority signed."""
    folder.mkdir()
    key, certificate = folder / 'tls.key', folder / 'tls.pem'
    run('req', '-x509', '-newkey', *KEYS['P-256'], '-nodes', '-days', 1, '-subj', '/CN=client', '-addext',
        f'subjectAltName=URI:{uri}', '-addext', 'extendedKeyUsage=clientAuth', '-addext',
        'keyUsage=critical,digitalSignature', '-addext', 'basicConstraints=critical,CA:FALSE', '-keyout', key, '-out',
        certificate)
    return key, certificate


def der_of(pem_file):
    body = pem_file.read_text(encoding='ascii').partition('-----BEGIN CERTIFICATE-----')[2].partition('-----END')[0]
    return bytearray(base64.b64decode(body))


def write_pem(file, label, der):
    body = base64.encodebytes(bytes(der)).decode('ascii')
    file.write_text(f'-----BEGIN {label}-----\n{body}-----END {label}-----\n', encoding='ascii')


def spoilt(folder, pair, change):
    """The pair with a certificate whose DER `change` has changed after it was signed."""
    folder.mkdir()
    der = der_of(pair[1])
    change(der)
    certificate = folder / 'tls.pem'
    write_pem(certificate, 'CERTIFICATE', der)
    return pair[0], certificate


def stolen(folder, certificate, key_of_certificate, own_key):
    """What a thief of the certificate alone can make: a key file that says it is the
    certificate's (its public half is) and signs with another one."""
    folder.mkdir()
    halves = []
    for number, key in enumerate((key_of_certificate, own_key)):
        file = folder / f'{number}.der'
        run('ec', '-in', key, '-outform', 'DER', '-out', file)
        halves.append(bytearray(file.read_bytes()))
    theirs, ours = halves
    # RFC 5915: SEQUENCE { 1, OCTET STRING of 32 bytes, ... }.
    if theirs[5:7] != b'\x04\x20' or ours[5:7] != b'\x04\x20':
        raise RuntimeError('not a key of P-256 as RFC 5915 has it')
    theirs[7:39] = ours[7:39]
    key = folder / 'tls.key'
    write_pem(key, 'EC PRIVATE KEY', theirs)
    return key, certificate
