#!/usr/bin/env python3
"""Every fault of faults.py at the mutual port of a real gateway, by every version
of TLS, with and without a session to resume, with and without ALPN: refused each
time, for the stated reason, and nothing is served. One test per fault;
ENLACE_BIN names the folder of the programs."""
import json
import os
import re
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
from clients import REQUEST, Openssl, reason_in  # noqa: E402
from faults import ALERT_OF, FAULTS, Workshop  # noqa: E402
from stage import Gateway  # noqa: E402

# As far down as the machine's openssl goes: some certificates here are weaker than
# it would present by itself.
WEAK = ['-cipher', 'DEFAULT@SECLEVEL=0']


def arguments_of(identity):
    """How s_client presents it."""
    if identity is None:
        return None, WEAK
    return (identity.key, identity.certificate), [*WEAK, *(['-cert_chain', identity.chain] if identity.chain else [])]


def http1_answer(printed):
    """Status and error of an answer over HTTP/1.1 among what a client prints."""
    status = re.search(r'HTTP/1\.1 (\d+)', printed)
    if status is None:
        return None, None
    rest = printed[status.end():].partition('\r\n\r\n')[2]
    return status[1], json.JSONDecoder().raw_decode(rest[rest.index('{'):])[0]


class MatrixTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = cls.enterClassContext(Gateway())
        cls.workshop = Workshop(cls.gateway)
        cls.roots = cls.workshop.agencies['cndh'] / 'bundle.pem'
        # curl has no flag for what WEAK says.
        cls.weak = cls.gateway.folder / 'weak.cnf'
        cls.weak.write_text('openssl_conf = all\n[all]\nssl_conf = tls\n[tls]\nsystem_default = each\n'
                            '[each]\nCipherString = DEFAULT@SECLEVEL=0\n', encoding='utf-8')
        cls.session = cls.workshop.saved_session(cls.roots)

    def connect(self, identity, alpn=None, how=(), resume=False, sent=REQUEST):
        pair, more = arguments_of(identity)
        if resume:
            more = [*more, '-sess_in', self.session]
        # What asks for TLS 1.1 has ciphers of its own.
        if 'tls1.1' in how:
            more = [word for word in more if word not in WEAK]
        printed, alert = Openssl.connect(self.gateway.port, self.roots, identity=pair, alpn=alpn, how=how, more=more, sent=sent)
        self.assertNotIn('Reused, ', printed)
        return printed, alert

    def refuse(self, fault):
        identity = fault.make(self.workshop)
        alert = fault.alert or ALERT_OF[fault.reason]
        for resume in (False, True):
            with self.subTest('no ALPN', resume=resume):
                printed, seen = self.connect(identity, resume=resume)
                self.assertEqual(seen, alert, printed)
                self.assertNotIn('HTTP/1.1', printed)
            with self.subTest('HTTP/1.1', resume=resume):
                printed, seen = self.connect(identity, 'http/1.1', resume=resume)
                if fault.reason is None:
                    self.assertEqual((seen, 'HTTP/1.1 ' in printed), (alert, False), printed)
                else:
                    self.assert_told(fault, http1_answer(printed), printed)
            for version in ('tls1.2', 'tls1.1'):
                for alpn in (None, 'h2'):
                    with self.subTest(version, resume=resume, alpn=alpn):
                        printed, seen = self.connect(identity, alpn, [version], resume)
                        self.assertEqual(seen, 'protocol_version', printed)
            with self.subTest('a protocol that is not spoken', resume=resume):
                printed, seen = self.connect(identity, 'spdy/3', resume=resume)
                self.assertEqual(seen, 'no_application_protocol', printed)
        with self.subTest('HTTP/2'):
            if fault.reason is None:
                printed, seen = self.connect(identity, 'h2', sent=b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
                self.assertEqual(seen, alert, printed)
            else:
                self.assert_told(fault, self.curl(identity))

    def assert_told(self, fault, answer, printed=''):
        status, error = answer
        self.assertEqual(status, '401', printed)
        self.assertEqual((error['code'], reason_in(error)), ('unauthenticated', fault.reason))
        self.assertRegex(error['message'], fault.says)

    def curl(self, identity):
        """Status and error of the answer over HTTP/2."""
        command = ['curl', '--silent', '--show-error', '--max-time', '30', '--http2', '--cacert', self.roots, '--json', '{}',
                   '--write-out', '\n%{http_version} %{http_code}']
        if identity is not None:
            command += ['--key', identity.key, '--cert', identity.certificate]
        url = f'https://127.0.0.1:{self.gateway.port}/enlace.v1.DirectoryService/ListAgencies'
        done = subprocess.run([*command, url], capture_output=True, text=True, timeout=60, check=False,
                              env={**os.environ, 'OPENSSL_CONF': str(self.weak)})
        self.assertEqual(done.returncode, 0, done.stderr)
        body, _, last = done.stdout.rpartition('\n')
        version, status = last.split()
        self.assertEqual(version, '2')
        return status, json.loads(body)

    def test_who_has_no_fault_is_answered_each_way(self):
        good = self.workshop.agencies['cndh']
        for resume in (False, True):
            for alpn in (None, 'http/1.1'):
                with self.subTest(alpn, resume=resume):
                    more = [*WEAK, *(['-sess_in', self.session] if resume else [])]
                    printed, _ = Openssl.connect(self.gateway.port, self.roots, identity=(good / 'tls.key', good / 'tls.pem'),
                                                 alpn=alpn, more=more)
                    self.assertIn('HTTP/1.1 200', printed)

    def test_without_the_issuing_certificate_the_gateway_finds_it_itself(self):
        # No fault: the leaf alone is enough, and what comes behind it is not looked at.
        good = self.workshop.agencies['cndh']
        root = self.gateway.folder / 'ca/root.pem'
        for chain in ([], ['-cert_chain', root], ['-cert_chain', self.workshop.authority_pem]):
            with self.subTest(chain=chain):
                printed, _ = Openssl.connect(self.gateway.port, self.roots, identity=(good / 'tls.key', good / 'tls.pem'),
                                             more=chain)
                self.assertIn('HTTP/1.1 200', printed)

    def test_an_administrator_is_no_agency(self):
        # Its certificate is good; what it may not do is told by the call alone.
        admin = self.gateway.folder / 'admin'
        request = REQUEST.replace(b'DirectoryService/ListAgencies', b'ReferralService/ListReferrals')
        for alpn in (None, 'http/1.1'):
            with self.subTest(alpn):
                printed, _ = Openssl.connect(self.gateway.port, self.roots, identity=(admin / 'tls.key', admin / 'tls.pem'),
                                             alpn=alpn, sent=request)
                status, error = http1_answer(printed)
                self.assertEqual((status, error['code'], reason_in(error)),
                                 ('403', 'permission_denied', 'ROLE_NOT_PERMITTED'))


def test_of(fault):
    return lambda self: self.refuse(fault)


for row in FAULTS:
    setattr(MatrixTest, 'test_a_certificate_' + re.sub(r'\W+', '_', row.name), test_of(row))


class TableTest(unittest.TestCase):
    def test_the_table_has_every_reason_and_as_many_faults_as_were_promised(self):
        self.assertGreaterEqual(len(FAULTS), 24)
        self.assertEqual({fault.reason for fault in FAULTS} - {None}, set(ALERT_OF))
        self.assertEqual(len({fault.name for fault in FAULTS}), len(FAULTS))


if __name__ == '__main__':
    unittest.main(verbosity=2)
