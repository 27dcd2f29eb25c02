#!/usr/bin/env python3
"""That the two clients tell an alert by its name, tried against openssl's own
server, which is not what they are made for."""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
from certificates import Authority  # noqa: E402
from clients import CLIENTS, REQUEST  # noqa: E402

ASKED = REQUEST.replace(b'POST', b'GET')  # This server answers nothing else.


class ClientsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        place = pathlib.Path(cls.folder.name)
        authority = Authority(place / 'authority')
        cls.roots = authority.certificate
        cls.good = authority.issue('good', 'spiffe://enlace.example/agency/a/main')
        cls.expired = authority.issue('expired', 'spiffe://enlace.example/agency/a/main', -9, -2)
        cls.foreign = Authority(place / 'foreign').issue('good', 'spiffe://enlace.example/agency/a/main')
        # The server's own certificate is for addresses.
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days',
                        '1', '-subj', '/CN=server', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout',
                        place / 'server.key', '-out', place / 'server.pem'], check=True, capture_output=True)
        cls.server_roots = place / 'server.pem'
        cls.server = subprocess.Popen(
            ['openssl', 's_server', '-accept', '127.0.0.1:0', '-key', place / 'server.key', '-cert', place / 'server.pem',
             '-CAfile', cls.roots, '-Verify', '1', '-verify_return_error', '-tls1_3', '-groups', 'X25519:P-256',
             '-num_tickets', '0', '-www', '-ciphersuites',
             'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256'], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        cls.addClassCleanup(cls.server.stdout.close)
        cls.addClassCleanup(cls.server.wait)
        cls.addClassCleanup(cls.server.kill)
        for line in cls.server.stdout:
            found = re.match(rb'ACCEPT 127\.0\.0\.1:(\d+)', line)
            if found:
                cls.port = int(found[1])
                break
        else:
            raise RuntimeError('openssl s_server does not listen')

    def assert_alert(self, alert, **how):
        for client in CLIENTS:
            with self.subTest(client=client.name):
                printed, seen = client.connect(self.port, self.server_roots, sent=ASKED, **how)
                self.assertEqual(seen, alert, printed)

    def test_who_is_let_in_sees_no_alert_and_an_answer(self):
        for client in CLIENTS:
            with self.subTest(client=client.name):
                printed, alert = client.connect(self.port, self.server_roots, identity=self.good, sent=ASKED)
                self.assertIsNone(alert, printed)
                self.assertIn('HTTP/1.0 200 ok', printed)

    def test_an_alert_is_told_by_its_name(self):
        self.assert_alert('certificate_required')
        self.assert_alert('certificate_expired', identity=self.expired)
        self.assert_alert('protocol_version', identity=self.good, how=['tls1.2'])
        self.assert_alert('handshake_failure', identity=self.good, how=['P-384'])

    def test_every_way_of_asking_is_one_that_the_clients_have(self):
        for how in ('X25519', 'P-256', 'ChaCha20'):
            self.assert_alert(None, identity=self.good, how=[how])
        for how in ('P-521', 'ffdhe2048', 'AES-128-CCM', 'AES-128-CCM-8'):
            self.assert_alert('handshake_failure', identity=self.good, how=[how])
        self.assert_alert('protocol_version', identity=self.good, how=['tls1.1'])

    def test_a_certificate_of_others_is_told_apart(self):
        self.assertNotEqual(self.foreign, self.good)
        for client in CLIENTS:
            with self.subTest(client=client.name):
                _, alert = client.connect(self.port, self.server_roots, identity=self.foreign, sent=ASKED)
                # openssl finds an issuer of that name, with another key.
                self.assertIn(alert, ('unknown_ca', 'decrypt_error', 'bad_certificate'))


if __name__ == '__main__':
    unittest.main()
