#!/usr/bin/env python3
"""Who is not let in through the mutual port, and how it is told: an alert by its
name to clients that offer no ALPN, words to those that do. Played by openssl,
gnutls-cli and curl against a real gateway; ENLACE_BIN names the folder of the
programs."""
import json
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
from certificates import Authority  # noqa: E402
from clients import CLIENTS, Openssl, reason_in  # noqa: E402
from faults import sealing_pair, serial_of  # noqa: E402
from stage import TRUST_DOMAIN, Gateway  # noqa: E402

# Whose certificate -> the alert, the reason in words.
REFUSED = {
    'nobody': ('certificate_required', 'CERTIFICATE_MISSING'),
    'expired': ('certificate_expired', 'CERTIFICATE_EXPIRED'),
    'not yet valid': ('bad_certificate', 'CERTIFICATE_NOT_YET_VALID'),
    'revoked': ('certificate_revoked', 'CERTIFICATE_REVOKED'),
    'of another authority': ('unknown_ca', 'CERTIFICATE_UNTRUSTED'),
    'for sealing': ('unsupported_certificate', 'CERTIFICATE_WRONG_USAGE'),
    'of no agency': ('bad_certificate', 'CERTIFICATE_WRONG_NAME'),
    'signed but never issued': ('certificate_unknown', 'CERTIFICATE_UNKNOWN'),
}
# What a client with a good certificate offers -> the alert.
NOT_SPOKEN = {
    'tls1.2': 'protocol_version', 'tls1.1': 'protocol_version',
    'P-384': 'handshake_failure', 'P-521': 'handshake_failure', 'ffdhe2048': 'handshake_failure',
    'AES-128-CCM': 'handshake_failure', 'AES-128-CCM-8': 'handshake_failure',
}
SPOKEN = ('X25519', 'P-256', 'ChaCha20')


class StageTest(unittest.TestCase):
    """A gateway, an agency that is let in, and certificates that are not."""

    SETTINGS = ''

    @classmethod
    def setUpClass(cls):
        cls.gateway = cls.enterClassContext(Gateway(cls.SETTINGS))
        ombudsman = cls.gateway.enrol('cndh')
        revoked = cls.gateway.enrol('derechos')
        cls.gateway.enlacectl('admin', 'cert', 'revoke', serial_of(revoked / 'tls.pem'), '--reason', 'key-compromise')
        cls.roots = ombudsman / 'bundle.pem'
        cls.good = (ombudsman / 'tls.key', ombudsman / 'tls.pem')
        ca = cls.gateway.folder / 'ca'
        own = Authority(cls.gateway.folder / 'own', ca / 'issuing.key', ca / 'issuing.pem')
        name = f'spiffe://{TRUST_DOMAIN}/agency/cndh/main'
        cls.refused = {
            'nobody': None,
            'expired': own.issue('expired', name, -9, -2),
            'not yet valid': own.issue('early', name, 2, 9),
            'revoked': (revoked / 'tls.key', revoked / 'tls.pem'),
            'of another authority': Authority(cls.gateway.folder / 'foreign').issue('client', name),
            'for sealing': sealing_pair(ombudsman),
            'of no agency': own.issue('nameless', f'spiffe://{TRUST_DOMAIN}/nobody'),
            'signed but never issued': own.issue('unrecorded', name),
        }

    def each(self, rows, check):
        """Every row with every client."""
        for row, expected in rows.items():
            for client in CLIENTS:
                with self.subTest(row, client=client.name):
                    check(client, row, expected)

    def connect(self, client, **how):
        return client.connect(self.gateway.port, self.roots, **how)


class RefusalsTest(StageTest):
    def test_who_is_let_in_is_answered(self):
        for alpn in (None, 'http/1.1'):
            for client in CLIENTS:
                with self.subTest(alpn, client=client.name):
                    printed, alert = self.connect(client, identity=self.good, alpn=alpn)
                    self.assertIn('HTTP/1.1 200', printed)
                    self.assertIn(alert, (None, 'close_notify'))

    def test_without_alpn_the_reason_is_an_alert(self):
        def check(client, who, expected):
            printed, seen = self.connect(client, identity=self.refused[who])
            self.assertEqual(seen, expected[0], printed)
            self.assertNotIn('HTTP/1.1', printed)
        self.each(REFUSED, check)

    def test_over_http_1_the_reason_is_told_in_words(self):
        def check(client, who, expected):
            printed, _ = self.connect(client, identity=self.refused[who], alpn='http/1.1')
            self.assertIn('HTTP/1.1 401', printed)
            head, _, rest = printed.partition('HTTP/1.1 401')[2].partition('\r\n\r\n')
            self.assertIn('content-type: application/json', head.lower())
            error, _ = json.JSONDecoder().raw_decode(rest[rest.index('{'):])
            self.assertEqual((error['code'], reason_in(error)), ('unauthenticated', expected[1]))
        self.each(REFUSED, check)

    def test_over_http_2_the_reason_is_told_in_words(self):
        for who, (_, reason) in REFUSED.items():
            with self.subTest(who):
                version, status, error = self.curl(self.refused[who])
                self.assertEqual((version, status, error['code'], reason_in(error)),
                                 ('2', '401', 'unauthenticated', reason))

    def test_what_is_not_spoken_is_refused_by_alert_with_and_without_alpn(self):
        def check(client, how, alert):
            for alpn in (None, 'h2', 'http/1.1'):
                printed, seen = self.connect(client, identity=self.good, how=[how], alpn=alpn)
                self.assertEqual(seen, alert, printed)
        self.each(NOT_SPOKEN, check)

    def test_what_is_spoken_is_answered(self):
        def check(client, how, _):
            printed, _ = self.connect(client, identity=self.good, how=[how])
            self.assertIn('HTTP/1.1 200', printed)
        self.each(dict.fromkeys(SPOKEN), check)

    def test_a_refusal_is_in_the_log_with_its_reason(self):
        self.connect(Openssl, identity=self.refused['expired'])
        self.assertRegex(self.gateway.log(), '(?i)expired')

    def curl(self, identity):
        command = ['curl', '--silent', '--show-error', '--max-time', '30', '--http2', '--cacert', self.roots, '--json', '{}',
                   '--write-out', '\n%{http_version} %{http_code}']
        if identity is not None:
            command += ['--key', identity[0], '--cert', identity[1]]
        url = f'https://127.0.0.1:{self.gateway.port}/enlace.v1.DirectoryService/ListAgencies'
        done = subprocess.run([*command, url], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        body, _, last = done.stdout.rpartition('\n')
        version, status = last.split()
        return version, status, json.loads(body)


class ResumptionTest(StageTest):
    def test_no_session_can_be_resumed(self):
        session = self.gateway.folder / 'session'
        printed, _ = self.connect(Openssl, identity=self.good, more=['-sess_out', session])
        self.assertIn('HTTP/1.1 200', printed)
        self.assertNotIn('New Session Ticket', printed)
        # openssl writes the file when a ticket comes.
        self.assertFalse(session.exists())

    def test_a_second_connection_with_what_is_left_of_the_first_is_a_new_one(self):
        client = next(client for client in CLIENTS if client.name == 'gnutls')
        printed, _ = self.connect(client, identity=self.good, more=['--resume'])
        self.assertNotIn('*** This is a resumed session', printed)

    def test_no_early_data_is_taken(self):
        printed, _ = self.connect(Openssl, identity=self.good)
        self.assertIn('Early data was not sent', printed)
        self.assertNotRegex(printed, r'Max Early Data: [1-9]')

    def test_a_client_that_was_let_in_is_not_after_its_revocation(self):
        folder = self.gateway.enrol('defensoria')
        identity = (folder / 'tls.key', folder / 'tls.pem')
        session = self.gateway.folder / 'before'
        printed, _ = self.connect(Openssl, identity=identity, more=['-sess_out', session])
        self.assertIn('HTTP/1.1 200', printed)
        self.gateway.enlacectl('admin', 'cert', 'revoke', serial_of(identity[1]), '--reason', 'key-compromise')
        resume = ['-sess_in', session] if session.exists() else []
        printed, alert = self.connect(Openssl, identity=identity, more=resume)
        self.assertEqual(alert, 'certificate_revoked', printed)
        self.assertNotIn('Reused', printed)


class AlertsAloneTest(StageTest):
    SETTINGS = 'transport: {refuse_by_alert: true}'

    def test_where_it_is_so_set_every_refusal_is_an_alert(self):
        def check(client, who, expected):
            for alpn in ('h2', 'http/1.1'):
                printed, seen = self.connect(client, identity=self.refused[who], alpn=alpn)
                self.assertEqual(seen, expected[0], printed)
        self.each(REFUSED, check)


del StageTest  # Has no tests of its own.

if __name__ == '__main__':
    unittest.main(verbosity=2)
