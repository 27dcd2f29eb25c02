#!/usr/bin/env python3
"""Agencies with tooling of their own enrol and renew by EST: strongSwan's pki, curl and
Python's HTTP client against a real gateway. ENLACE_BIN names the folder of the programs."""
import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import unittest

sys.dont_write_bytecode = True
from desk import PATIENCE, ROOT, TRUST_DOMAIN, Desk, Gateway, certificates, made, serial_of, text_of, tool  # noqa: E402

NAME = f'spiffe://{TRUST_DOMAIN}/agency/{{}}/main'
METHOD = 'enlace.v1.DirectoryService/ListAgencies'
RACERS = 32


class EstTest(unittest.TestCase):
    """One gateway for each class; each test has an agency and a desk of its own."""

    agencies = 0

    @classmethod
    def setUpClass(cls):
        cls.gateway = cls.enterClassContext(Gateway())

    def setUp(self):
        EstTest.agencies += 1
        self.agency = f'agency-{EstTest.agencies}'
        self.gateway.enlacectl('admin', 'agency', 'create', '--id', self.agency, '--name', self.agency, '--kind',
                               'ombudsman', '--country', 'MX', '--unit', 'main', '--tag', 'es')
        self.desk = Desk(self.enterContext(tempfile.TemporaryDirectory(prefix='enlace-est-')), self.gateway)
        self.token = self.new_token()
        self.desk.trust(self.token)

    def new_token(self):
        return self.gateway.enlacectl('admin', 'token', 'create', '--agency', self.agency, '--unit', 'main', '--est')

    def curl(self, *words, given=b''):
        """(HTTP version and status, head, body)."""
        done = tool('curl', '--silent', '--show-error', '--cacert', self.desk.file('root.pem'), '--max-time', PATIENCE,
                    '--include', '--data-binary', '@-', *words, given=given)
        self.assertEqual(done.returncode, 0, done.stderr)
        head, _, body = done.stdout.partition(b'\r\n\r\n')
        while head.startswith(b'HTTP/1.1 100'):
            head, _, body = body.partition(b'\r\n\r\n')
        lines = head.decode('ascii').split('\r\n')
        return ' '.join(lines[0].split()[:2]), '\n'.join(lines[1:]).lower(), body

    def enrol_by_curl(self, request, *words):
        return self.curl('--user', f'{self.token["user"]}:{self.token["password"]}', '-H',
                         'Content-Type: application/pkcs10', *words,
                         f'https://{self.desk.enrollment}/.well-known/est/simpleenroll', given=base64.b64encode(request))

    def assert_works(self, certificate, key):
        """A call with it is answered."""
        answer = made('curl', '--silent', '--show-error', '--fail-with-body', '--cacert', self.desk.file('root.pem'),
                      '--cert', certificate, '--key', key, '--json', '{}', f'https://{self.desk.mutual}/{METHOD}')
        self.assertIn(self.agency, [agency['agencyId'] for agency in json.loads(answer)['agencies']])

    def assert_refused(self, done, text):
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stdout, b'')
        self.assertIn(text, done.stderr.decode('utf-8', 'replace'))

    def enrol(self):
        """The certificate and key of a unit that enrolled by pki."""
        key = self.desk.key('tls.key')
        done = self.desk.enroll(self.token, self.desk.pki_request(key))
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.desk.keep('tls.pem', done.stdout), key

    def listed(self):
        return self.gateway.enlacectl('admin', 'cert', 'list', '--uri', NAME.format(self.agency)).get('certificates', [])


class PkiTest(EstTest):
    def test_a_token_becomes_a_certificate_that_works(self):
        certificate, key = self.enrol()
        text = text_of(certificate)
        self.assertIn('URI:' + NAME.format(self.agency), text)
        self.assertIn('TLS Web Client Authentication', text)
        self.assert_works(certificate, key)

    def test_the_certificate_is_renewed_with_itself(self):
        certificate, key = self.enrol()
        new_key = self.desk.key('new.key')
        done = self.desk.renew(certificate, key, self.desk.pki_request(new_key))
        self.assertEqual(done.returncode, 0, done.stderr)
        renewed = self.desk.keep('new.pem', done.stdout)
        self.assertNotEqual(serial_of(renewed), serial_of(certificate))
        self.assert_works(renewed, new_key)
        self.assert_works(certificate, key)

    def test_a_name_that_the_tool_cannot_write_is_filled_in(self):
        key = self.desk.key('tls.key')
        request = self.desk.pki_request(key, san=NAME.format(self.agency))  # Becomes an empty list of names.
        done = self.desk.enroll(self.token, request)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('URI:' + NAME.format(self.agency), text_of(self.desk.keep('tls.pem', done.stdout)))

    def test_a_wrong_token_is_refused(self):
        request = self.desk.pki_request(self.desk.key('tls.key'))
        self.assert_refused(self.desk.enroll({**self.token, 'password': 'A' * 43}, request), 'HTTP 401')
        self.assertEqual(self.listed(), [])

    def test_a_spent_token_is_refused_for_another_key(self):
        self.enrol()
        request = self.desk.pki_request(self.desk.key('other.key'))
        self.assert_refused(self.desk.enroll(self.token, request), 'HTTP 401')
        self.assertEqual(len(self.listed()), 1)

    def test_a_wrong_name_is_refused_and_the_token_stays(self):
        key = self.desk.key('tls.key')
        self.assert_refused(self.desk.enroll(self.token, self.desk.pki_request(key, san='gateway.example')), 'HTTP 400')
        foreign = self.desk.openssl_request(key, san='URI:' + NAME.format('somebody-else'))
        self.assert_refused(self.desk.enroll(self.token, foreign), 'HTTP 400')
        own = self.desk.openssl_request(key, san='URI:' + NAME.format(self.agency))
        self.assertEqual(self.desk.enroll(self.token, own).returncode, 0)

    def test_an_rsa_key_is_refused(self):
        key = self.desk.key('rsa.key', ('rsa', 2048))
        self.assert_refused(self.desk.enroll(self.token, self.desk.pki_request(key, kind='rsa')), 'HTTP 400')

    def test_a_revoked_certificate_renews_nothing(self):
        certificate, key = self.enrol()
        self.gateway.enlacectl('admin', 'cert', 'revoke', serial_of(certificate), '--reason', 'key-compromise')
        request = self.desk.pki_request(self.desk.key('new.key'))
        self.assert_refused(self.desk.renew(certificate, key, request), 'certificate revoked')
        self.assertEqual(len(self.listed()), 1)


class CurlTest(EstTest):
    def test_each_version_of_http_enrols(self):
        for version in ('--http1.1', '--http2'):
            with self.subTest(version):
                self.token = self.new_token()
                key = self.desk.key(f'tls{version}.key')
                status, head, body = self.enrol_by_curl(self.desk.openssl_request(key), version)
                self.assertEqual(status, 'HTTP/1.1 200' if version == '--http1.1' else 'HTTP/2 200')
                self.assertIn('content-type: application/pkcs7-mime; smime-type=certs-only', head)
                self.assertIn('content-transfer-encoding: base64', head)
                found = certificates(base64.b64decode(body, validate=True))
                self.assertEqual(len(found), 1)
                self.desk.file('tls.pem').write_text(found[0], encoding='ascii')
                self.assert_works(self.desk.file('tls.pem'), key)

    def test_bodies_come_in_chunks_or_after_continue(self):
        for field in ('Transfer-Encoding: chunked', 'Expect: 100-continue'):
            with self.subTest(field):
                self.token = self.new_token()
                request = self.desk.openssl_request(self.desk.key('tls.key'))
                status, _, _ = self.enrol_by_curl(request, '--http1.1', '-H', field)
                self.assertEqual(status, 'HTTP/1.1 200')

    def test_refusals_are_text_that_says_what_to_do(self):
        rsa = self.desk.openssl_request(self.desk.key('rsa.key', ('rsa', 2048)))
        status, head, body = self.enrol_by_curl(rsa, '--http1.1')
        self.assertEqual(status, 'HTTP/1.1 400')
        self.assertIn('content-type: text/plain', head)
        self.assertIn('P-256, not RSA', body.decode('utf-8'))
        self.token = {**self.token, 'password': 'guess'}
        status, head, body = self.enrol_by_curl(rsa, '--http1.1')
        self.assertEqual(status, 'HTTP/1.1 401')
        self.assertIn('www-authenticate: basic', head)
        self.assertIn('ask the administrator for a new one', body.decode('utf-8'))

    def test_ca_certificates_and_attributes_are_there_for_anybody(self):
        url = f'https://{self.desk.enrollment}/.well-known/est'
        status, head, body = self.curl('--http1.1', '-X', 'GET', f'{url}/cacerts')
        self.assertEqual(status, 'HTTP/1.1 200')
        self.assertIn('content-type: application/pkcs7-mime\n', head + '\n')
        self.assertEqual(certificates(base64.b64decode(body))[0].split(), self.token['root_pem'].split())
        status, head, body = self.curl('--http2', '-X', 'GET', f'{url}/csrattrs')
        self.assertEqual(status, 'HTTP/2 200')
        shown = made('openssl', 'asn1parse', '-inform', 'DER', given=base64.b64decode(body)).decode('ascii')
        self.assertIn('prime256v1', shown)

    def test_the_label_gives_the_sealing_certificate(self):
        certificate, key = self.enrol()
        sealing = base64.b64encode(self.desk.openssl_request(self.desk.key('sealing.key')))
        how = ('--cert', certificate, '--key', key, '-H', 'Content-Type: application/pkcs10')
        url = f'https://{self.desk.mutual}/.well-known/est/sealing/simpleenroll'
        status, _, body = self.curl(*how, url, given=sealing)
        self.assertEqual(status.split()[1], '200')
        self.desk.file('sealing.pem').write_text(certificates(base64.b64decode(body))[0], encoding='ascii')
        self.assertIn('Key Agreement', text_of(self.desk.file('sealing.pem')))
        agency = self.gateway.enlacectl('admin', 'agency', 'show', self.agency)['agency']
        self.assertEqual(len(agency['sealing_certificates']), 1)
        same_key = base64.b64encode(self.desk.openssl_request(key))
        status, _, body = self.curl(*how, url, given=same_key)
        self.assertEqual(status.split()[1], '400')
        self.assertIn('another key', body.decode('utf-8'))


class RaceTest(EstTest):
    def test_of_many_who_spend_a_token_at_once_one_gets_a_certificate(self):
        requests = [self.desk.openssl_request(self.desk.key(f'{i}.key')) for i in range(RACERS)]
        start, answers = threading.Barrier(RACERS), [None] * RACERS

        def race(i):
            start.wait(PATIENCE)
            answers[i] = self.desk.post(self.token, requests[i])

        threads = [threading.Thread(target=race, args=(i,)) for i in range(RACERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        statuses = [answer and answer[0] for answer in answers]
        self.assertEqual((statuses.count(200), statuses.count(401)), (1, RACERS - 1), statuses)
        self.assertEqual(len(self.listed()), 1)


class LinesTest(EstTest):
    """The lines of docs/est.md, in their order, as they stand there."""

    def test_the_lines_of_the_page_work(self):
        page = (ROOT / 'docs/est.md').read_text(encoding='utf-8')
        sections = [re.findall(r'^```sh\n(.*?)\n```$', section, re.M | re.S) for section in page.split('\n## ')]
        self.assertEqual(len([lines for lines in sections if lines]), 2)
        for lines in sections:
            self.token = self.new_token()
            variables = {**os.environ, 'enrollment': self.desk.enrollment, 'gateway': self.desk.mutual,
                         'user': self.token['user'], 'password': self.token['password']}
            for line in lines:
                with self.subTest(line=line):
                    done = subprocess.run(['bash', '-o', 'pipefail', '-c', line], cwd=self.desk.folder, env=variables,
                                          capture_output=True, text=True, errors='replace', timeout=PATIENCE, check=False)
                    self.assertEqual(done.returncode, 0, f'{line}\n{done.stdout}{done.stderr}')


if __name__ == '__main__':
    unittest.main(verbosity=2)
