#!/usr/bin/env python3
"""That enlacectl doctor names what is wrong: every fault of faults.py that an agency
can have, presented to a real gateway; every other thing that an agency may reach
instead of its gateway; and a gateway examined on its own machine. ENLACE_BIN names
the folder of the programs."""
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
import counterparts  # noqa: E402
from certificates import Authority, client_extensions  # noqa: E402
from faults import FAULTS, Workshop  # noqa: E402
from stage import ROOT, Gateway  # noqa: E402

LANGUAGES = ('en', 'es', 'pt-BR')


class DoctorTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = cls.enterClassContext(Gateway())
        cls.workshop = Workshop(cls.gateway)
        cls.good = cls.workshop.agencies['cndh']
        # Of the gateway's own authority, as its server certificate is.
        server = client_extensions('IP:127.0.0.1', extendedKeyUsage='serverAuth')
        own = cls.workshop.own
        cls.server = own.issue('server', None, extensions=server)
        cls.old_server = own.issue('old-server', None, -9, -2, extensions=server)
        cls.stranger = Authority(cls.workshop.folder / 'stranger').issue('server', None, extensions=server)

    def run_doctor(self, *arguments, language='en'):
        """Exit status and JSON."""
        done = subprocess.run([self.gateway.binaries / 'enlacectl', 'doctor', '-o', 'json', '--language', language,
                               '--patience', '2', *map(str, arguments)], capture_output=True, text=True, timeout=60,
                              check=False)
        self.assertTrue(done.stdout, done.stderr)
        return done.returncode, json.loads(done.stdout)

    def examine(self, folder, *, port=None, more=(), language='en'):
        return self.run_doctor('--identity', folder, '--address', f'127.0.0.1:{port or self.gateway.port}', *more,
                               language=language)

    def assert_found(self, check, exit_status, found):
        status, said = found
        self.assertEqual((status, said['exit_status']), (exit_status, exit_status), said)
        bad = [finding for finding in said['findings'] if finding['level'] != 'ok']
        self.assertIn((check, said['fault']), [(finding['check'], finding['fault']) for finding in bad], said)
        self.assertTrue(said['fault'])
        return next(finding['text'] for finding in bad if finding['check'] == check)

    def folder_of(self, identity):
        """The identity folder of an agency that has this instead of its own."""
        folder = self.workshop.folder / f'{self.workshop.place()}-identity'
        shutil.copytree(self.good, folder)
        folder.chmod(0o700)
        if identity is None:
            (folder / 'tls.pem').unlink()
            (folder / 'tls.key').unlink()
            return folder
        chain = (identity.chain or self.workshop.authority_pem).read_text(encoding='ascii')
        (folder / 'tls.pem').write_text(identity.certificate.read_text(encoding='ascii') + chain, encoding='ascii')
        shutil.copyfile(identity.key, folder / 'tls.key')
        return folder

    def find(self, fault):
        check, exit_status = fault.doctor
        self.assert_found(check, exit_status, self.examine(self.folder_of(fault.make(self.workshop))))

    def test_a_healthy_agency_hears_that_it_is(self):
        status, said = self.examine(self.good)
        self.assertEqual((status, said['exit_status'], said['fault']), (0, 0, ''), said)
        self.assertEqual([finding['check'] for finding in said['findings']],
                         ['identity', 'tls-certificate', 'sealing-certificate', 'dns', 'tcp', 'tls', 'server-certificate',
                          'port', 'clock', 'server-name', 'call'])

    def test_each_language_has_its_own_words(self):
        for identity, more in ((self.workshop.agencies['revoked'], ()), (self.good, ('--server-name', 'other.example'))):
            texts = {language: self.examine(identity, more=more, language=language)[1] for language in LANGUAGES}
            self.assertEqual(len({said['exit_status'] for said in texts.values()}), 1)
            self.assertEqual(len({json.dumps(said) for said in texts.values()}), len(LANGUAGES))

    # The identity's folder.

    def test_a_key_of_another_certificate(self):
        folder = self.folder_of(None)
        shutil.copyfile(self.good / 'tls.pem', folder / 'tls.pem')
        shutil.copy(self.workshop.pair[0], folder / 'tls.key')
        self.assert_found('identity', 30, self.examine(folder))

    def test_a_folder_and_a_key_that_others_can_read(self):
        for name, mode in (('.', 0o755), ('tls.key', 0o644)):
            folder = self.workshop.folder / self.workshop.place()
            shutil.copytree(self.good, folder)
            (folder / name).chmod(mode)
            self.assertIn('chmod', self.assert_found('identity', 35, self.examine(folder)))

    def test_a_file_of_roots_that_is_missing(self):
        folder = self.workshop.folder / self.workshop.place()
        shutil.copytree(self.good, folder)
        (folder / 'bundle.pem').unlink()
        self.assert_found('trust-bundle', 39, self.examine(folder))

    def test_a_folder_that_is_not_there_is_not_made(self):
        folder = self.workshop.folder / 'nowhere'
        self.assert_found('identity', 25, self.examine(folder))
        self.assertFalse(folder.exists())

    # The way to the gateway.

    def find_instead(self, counterpart, check, exit_status, more=()):
        with counterpart as port:
            return self.assert_found(check, exit_status, self.examine(self.good, port=port, more=more))

    def test_a_name_that_nobody_has(self):
        self.assert_found('dns', 36, self.run_doctor('--identity', self.good, '--address', 'gateway.invalid:7444'))

    def test_a_closed_port(self):
        self.find_instead(counterparts.closed(), 'tcp', 27)

    def test_a_blocked_port(self):
        self.find_instead(counterparts.blocked(), 'tcp', 26)

    def test_a_port_where_nothing_is_said(self):
        self.find_instead(counterparts.silent(), 'tls', 26)

    def test_plain_http(self):
        self.find_instead(counterparts.plain_http(), 'tls', 28)

    def test_a_service_without_tls(self):
        self.find_instead(counterparts.another_service(), 'tls', 28)

    def test_a_device_that_hangs_up(self):
        self.find_instead(counterparts.hangs_up(), 'tls', 29)

    def test_tls_1_2_and_1_1(self):
        self.find_instead(counterparts.s_server(self.server, '-tls1_2'), 'tls', 29)
        self.find_instead(counterparts.s_server(self.server, '-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0'), 'tls', 29)

    def test_tls_1_3_without_http_2(self):
        self.find_instead(counterparts.s_server(self.stranger, '-tls1_3'), 'port', 28)

    def test_the_port_for_enrolment(self):
        ports = (self.gateway.folder / 'state/ports').read_text(encoding='ascii')
        port = int(re.search(r'^enrollment: (\d+)$', ports, re.M)[1])
        self.assert_found('port', 28, self.examine(self.good, port=port))

    def test_a_server_of_another_root(self):
        self.find_instead(counterparts.s_server(self.stranger, '-tls1_3', '-alpn', 'h2', '-verify', '1'),
                          'server-certificate', 21)

    def test_a_server_whose_certificate_has_expired(self):
        self.find_instead(counterparts.s_server(self.old_server, '-tls1_3', '-alpn', 'h2', '-verify', '1'),
                          'server-certificate', 40)

    def test_another_name(self):
        text = self.assert_found('server-name', 24, self.examine(self.good, more=('--server-name', 'other.example')))
        self.assertIn('localhost', text)

    def test_clocks_that_differ_and_by_how_much(self):
        for hours, word in ((3, 'behind'), (-3, 'ahead')):
            counterpart = counterparts.gateway_at(self.server, datetime.timedelta(hours=hours))
            text = self.find_instead(counterpart, 'clock', 20)
            self.assertRegex(text, f'(?i){word} by (3h|2h59m5[0-9]s)')

    def test_a_wrong_clock_is_told_before_what_it_makes_look_bad(self):
        expired = next(fault for fault in FAULTS if fault.name == 'expired')
        with counterparts.gateway_at(self.server, -datetime.timedelta(days=5)) as port:
            self.assert_found('clock', 20, self.examine(self.folder_of(expired.make(self.workshop)), port=port))


def test_of(fault):
    return lambda self: self.find(fault)


for row in FAULTS:
    if row.doctor is not None:
        setattr(DoctorTest, 'test_a_certificate_' + re.sub(r'\W+', '_', row.name), test_of(row))


class GatewayDoctorTest(unittest.TestCase):
    """A gateway that is not running, and one that is."""

    @classmethod
    def setUpClass(cls):
        cls.gateway = cls.enterClassContext(Gateway())
        # Settings of another gateway with the same authority, which never ran.
        cls.other = cls.gateway.folder / 'other'
        cls.other.mkdir()

    def write(self, **changes):
        settings = {
            'trust_domain': 'enlace.example', 'state_folder': f'{self.other}/state',
            'mutual': '{address: 127.0.0.1, port: 0}', 'enrollment': '{address: 127.0.0.1, port: 0}',
            'public_names': '["127.0.0.1", "localhost"]', 'ca': f'{{folder: {self.gateway.folder}/ca}}',
            'mechanisms_folder': f'{ROOT}/mechanisms', **changes
        }
        file = self.other / 'gateway.yaml'
        file.write_text(''.join(f'{name}: {value}\n' for name, value in settings.items()), encoding='utf-8')
        return file

    def examine(self, config):
        done = subprocess.run([self.gateway.binaries / 'enlacectl', 'doctor', '-o', 'json', '--language', 'en',
                               '--gateway-config', config], capture_output=True, text=True, timeout=60, check=False)
        self.assertTrue(done.stdout, done.stderr)
        said = json.loads(done.stdout)
        self.assertEqual(done.returncode, said['exit_status'])
        return done.returncode, {finding['check']: finding for finding in said['findings']}

    def assert_found(self, check, exit_status, config):
        status, findings = self.examine(config)
        self.assertEqual((findings[check]['level'], status), ('problem', exit_status), findings)
        return findings[check]['text']

    def test_a_running_gateway_has_nothing_wrong_but_the_key_of_its_root(self):
        before = {file: os.stat(file).st_mtime_ns for file in self.gateway.folder.glob('ca/*')}
        status, findings = self.examine(self.gateway.folder / 'gateway.yaml')
        self.assertEqual({check for check, finding in findings.items() if finding['level'] != 'ok'}, {'root-key'}, findings)
        self.assertEqual(status, 42)
        self.assertIn('serves', findings['port-mutual']['text'])
        self.assertIn('serves', findings['port-enrollment']['text'])
        self.assertEqual(before, {file: os.stat(file).st_mtime_ns for file in self.gateway.folder.glob('ca/*')})

    def test_a_gateway_that_never_ran_can_start_and_nothing_is_made(self):
        status, findings = self.examine(self.write())
        self.assertEqual(status, 42)
        self.assertIn('first start', findings['state-folder']['text'])
        self.assertFalse((self.other / 'state').exists())

    def test_settings_that_it_cannot_run_with(self):
        text = self.assert_found('config', 41, self.write(trust_domain='Not A Domain'))
        self.assertIn('gateway.yaml', text)

    def test_a_port_of_others_and_one_of_its_own(self):
        with counterparts.silent() as port:
            self.assert_found('port-mutual', 46, self.write(mutual=f'{{address: 127.0.0.1, port: {port}}}'))
        # Of a gateway with the same authority, yet not of this one.
        self.assert_found('port-mutual', 46, self.write(mutual=f'{{address: 127.0.0.1, port: {self.gateway.port}}}'))

    def test_an_address_that_this_machine_has_not(self):
        self.assert_found('port-mutual', 46, self.write(mutual='{address: 192.0.2.1, port: 7444}'))

    def test_a_name_that_has_no_address_is_a_warning(self):
        _, findings = self.examine(self.write(public_names='["localhost", "gateway.invalid"]'))
        self.assertEqual((findings['public-names']['level'], findings['public-names']['fault']), ('warning', 'dns'))

    def test_rules_that_cannot_be_used(self):
        folder = self.other / 'rules'
        folder.mkdir()
        (folder / 'broken.yaml').write_text('mechanism_id: [\n', encoding='utf-8')
        self.assertIn('broken.yaml', self.assert_found('mechanisms', 48, self.write(mechanisms_folder=folder)))

    def test_a_key_of_the_authority_that_others_can_read(self):
        ca = self.other / 'open-ca'
        shutil.copytree(self.gateway.folder / 'ca', ca)
        (ca / 'issuing.key').chmod(0o640)
        self.assertIn('chmod 0600', self.assert_found('authority-files', 42, self.write(ca=f'{{folder: {ca}}}')))

    def test_an_issuing_key_of_another_authority(self):
        ca = self.other / 'mixed-ca'
        shutil.copytree(self.gateway.folder / 'ca', ca)
        shutil.copyfile(ca / 'root.key', ca / 'issuing.key')
        self.assert_found('authority-files', 42, self.write(ca=f'{{folder: {ca}}}'))

    def test_a_state_folder_that_others_can_enter(self):
        state = self.other / 'open-state'
        state.mkdir(mode=0o755)
        self.assert_found('state-folder', 44, self.write(state_folder=state))

    def test_a_clock_behind_what_was_written(self):
        state = self.other / 'late-state'
        state.mkdir(mode=0o700)
        (state / 'state.db').touch()
        later = datetime.datetime.now().timestamp() + 7200
        os.utime(state / 'state.db', (later, later))
        self.assertRegex(self.assert_found('clock', 20, self.write(state_folder=state)), '(2h|1h59m5[0-9]s)$')

    def test_a_server_certificate_that_lacks_a_name(self):
        # As after a change of the settings without a restart.
        config = self.other / 'renamed.yaml'
        text = (self.gateway.folder / 'gateway.yaml').read_text(encoding='utf-8')
        config.write_text(text.replace('["127.0.0.1"', '["127.0.0.1", "localhost.localdomain"'), encoding='utf-8')
        self.assertIn('localhost.localdomain', self.assert_found('server-certificate', 47, config))


if __name__ == '__main__':
    unittest.main(verbosity=2)
