#!/usr/bin/env python3
"""systemd takes the units as they are installed, shuts the services in, and gives them
what the programs need by their own defaults."""
import re
import shutil
import sys
import unittest

sys.dont_write_bytecode = True
from installation import SETTINGS, Installation, done, run  # noqa: E402

GATEWAY, ADAPTER = 'enlace-gateway.service', 'enlace-adapter@.service'
MOST_EXPOSED = 15  # Of 100, by systemd-analyze.


def value(unit, name):
    """The last value of a setting that stands in the unit."""
    return re.findall(rf'^{name}=(.*)$', unit, re.M)[-1]


def seconds(text):
    return int(re.fullmatch(r'(\d+)s', text).group(1))


class UnitsTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.installed = cls.enterClassContext(Installation())
        # What our units refer to, as this machine has it.
        shutil.copytree('/lib/systemd/system', cls.installed.root / 'lib/systemd/system', symlinks=True, dirs_exist_ok=True)

    def analyze(self, *words):
        return run('systemd-analyze', f'--root={self.installed.root}', *words)

    def test_systemd_has_no_complaint_and_finds_the_installed_programs(self):
        verified = self.analyze('verify', '--man=no', GATEWAY, ADAPTER.replace('@', '@mi-unidad'))
        self.assertEqual((verified.returncode, verified.stdout, verified.stderr), (0, '', ''))

    def test_services_are_shut_in(self):
        for unit in (GATEWAY, ADAPTER.replace('@', '@mi-unidad')):
            judged = self.analyze('security', '--offline=true', f'--threshold={MOST_EXPOSED}', unit)
            self.assertEqual((judged.returncode, judged.stderr), (0, ''), judged.stdout)

    def test_memory_never_becomes_executable_and_state_is_for_nobody_else(self):
        for name in (GATEWAY, ADAPTER):
            unit = self.installed.unit(name)
            self.assertEqual(value(unit, 'MemoryDenyWriteExecute'), 'yes')
            self.assertEqual(value(unit, 'StateDirectoryMode'), '0700')
            self.assertEqual(value(unit, 'LimitCORE'), '0')

    def test_gateway_gets_as_many_descriptors_and_as_much_time_as_its_defaults_ask_for(self):
        unit = self.installed.unit(GATEWAY)
        shown = done(self.installed.program('enlacectl'), 'config', 'show', self.installed.path(f'{SETTINGS}/gateway.yaml'))
        settings = dict(re.findall(r'^([a-z_.]+): (\S+)', shown, re.M))
        connections = int(settings['transport.connections.total']) + int(settings['transport.connections.descriptor_reserve'])
        self.assertGreater(int(value(unit, 'LimitNOFILE')), connections)
        # Three ports are drained one after another.
        drain = 3 * seconds(settings['transport.connections.drain_limit'])
        self.assertGreater(seconds(value(unit, 'TimeoutStopSec')), drain)

    def test_adapter_gets_more_time_to_end_than_it_takes_for_itself(self):
        told = done(self.installed.program('enlace-adapter'), '--help')
        drain = int(re.search(r'--drain INT\S* in \[.*\]=(\d+)', told).group(1))
        self.assertGreater(seconds(value(self.installed.unit(ADAPTER), 'TimeoutStopSec')), drain)

    def test_each_service_has_a_user_of_its_own_that_its_package_makes(self):
        users = {}
        for name, file in ((GATEWAY, 'enlace-gateway'), (ADAPTER, 'enlace-adapter')):
            users[name] = value(self.installed.unit(name), 'User')
            made = self.installed.path(f'lib/sysusers.d/{file}.conf').read_text(encoding='utf-8')
            self.assertRegex(made, rf'(?m)^u {users[name]} ')
        self.assertNotEqual(users[GATEWAY], users[ADAPTER])
        # It can read its authority, and nobody else can.
        folders = self.installed.path('lib/tmpfiles.d/enlace-gateway.conf').read_text(encoding='utf-8')
        self.assertRegex(folders, rf'(?m)^d {SETTINGS}/ca 0700 {users[GATEWAY]} {users[GATEWAY]}$')

    def test_gateway_is_not_started_without_an_authority_nor_an_adapter_without_settings(self):
        self.assertIn(f'\nConditionDirectoryNotEmpty={SETTINGS}/ca\n', self.installed.unit(GATEWAY))
        self.assertIn(f'\nConditionPathExists={SETTINGS}/adapters/%i.yaml\n', self.installed.unit(ADAPTER))


if __name__ == '__main__':
    unittest.main()
