"""Certificates that no gateway would issue, made by openssl: of another time, of
another authority, with another name."""
import datetime
import pathlib
import subprocess


def run(*arguments):
    done = subprocess.run(['openssl', *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise RuntimeError(f'openssl {" ".join(map(str, arguments))}\n{done.stderr}')


class Authority:
    """Issues with a key and certificate that exist, or with new ones."""

    def __init__(self, folder, key=None, certificate=None):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.key, self.certificate = key, certificate
        if key is None:
            self.key, self.certificate = self.folder / 'authority.key', self.folder / 'authority.pem'
            run('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', 30,
                '-subj', '/CN=Enlace issuing enlace.example', '-keyout', self.key, '-out', self.certificate)

    def issue(self, name, uri, first_day=-1, last_day=1):
        """Key and certificate of a TLS client, valid from and to so many days from now."""
        place = self.folder / name
        place.mkdir()
        (place / 'index').touch()
        now = datetime.datetime.now(datetime.timezone.utc)
        begin, end = (f'{now + datetime.timedelta(days=days):%Y%m%d%H%M%SZ}' for days in (first_day, last_day))
        (place / 'openssl.cnf').write_text('\n'.join([
            '[ca]', 'default_ca = this', '[this]', f'database = {place}/index', f'new_certs_dir = {place}',
            'rand_serial = yes', 'default_md = sha256', 'policy = any', 'x509_extensions = client',
            '[any]', 'commonName = optional', '[client]', 'basicConstraints = critical, CA:FALSE',
            'keyUsage = critical, digitalSignature', 'extendedKeyUsage = clientAuth',
            'authorityKeyIdentifier = keyid', f'subjectAltName = URI:{uri}', ''
        ]), encoding='utf-8')
        key, certificate = place / 'tls.key', place / 'tls.pem'
        run('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=client',
            '-keyout', key, '-out', place / 'request.pem')
        run('ca', '-batch', '-notext', '-config', place / 'openssl.cnf', '-keyfile', self.key, '-cert', self.certificate,
            '-startdate', begin, '-enddate', end, '-in', place / 'request.pem', '-out', certificate)
        return key, certificate
