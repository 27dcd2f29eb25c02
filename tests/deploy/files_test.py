#!/usr/bin/env python3
"""What is installed is what docs/installing.md and the container promise, and works from
where it was put."""
import re
import shutil
import sqlite3
import sys
import unittest
import urllib.request

sys.dont_write_bytecode = True
from installation import PATIENCE, PREFIX, ROOT, SETTINGS, Gateway, Installation, done  # noqa: E402

PAPERS = ('changelog.Debian.gz', 'changelog.gz', 'copyright')


def promised():
    """Every file, with its mode."""
    programs = [f'bin/{name}' for name in ('enlace-gateway', 'enlace-adapter', 'enlacectl')]
    files = [
        f'{SETTINGS}/gateway.yaml',
        'lib/systemd/system/enlace-gateway.service', 'lib/systemd/system/enlace-adapter@.service',
        'lib/sysusers.d/enlace-gateway.conf', 'lib/sysusers.d/enlace-adapter.conf', 'lib/tmpfiles.d/enlace-gateway.conf',
        'share/man/man1/enlacectl.1.gz', 'share/man/man8/enlace-adapter.8.gz', 'share/man/man8/enlace-gateway.8.gz',
        'share/doc/enlace-adapter/examples/adapter.yaml']
    files += [f'share/enlace/mechanisms/{file.name}' for file in (ROOT / 'mechanisms').glob('*.yaml')]
    files += [f'share/doc/enlace-{package}/{paper}' for package in ('adapter', 'gateway', 'tools') for paper in PAPERS]
    return {**{name: 0o755 for name in programs}, **{name: 0o644 for name in files}}


class InstalledFilesTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.installed = cls.enterClassContext(Installation())

    def test_exactly_the_promised_files_are_there_with_their_modes(self):
        found = {str(file): file.stat().st_mode & 0o7777 for file in self.installed.root.rglob('*') if file.is_file()}
        self.assertEqual(found, {str(self.installed.path(name)): mode for name, mode in promised().items()})
        self.assertTrue(self.installed.path(f'{SETTINGS}/adapters').is_dir())

    def test_no_installed_text_names_a_place_of_debian_that_this_prefix_does_not_have(self):
        if PREFIX == '/usr':
            return
        for name in promised():
            file = self.installed.path(name)
            if name.startswith(('bin/', 'share/doc/', 'share/man/')) and not name.endswith('.yaml'):
                continue
            text = file.read_text(encoding='utf-8')
            for place in ('/usr/bin/enlace', '/usr/share/enlace'):
                self.assertNotIn(place, text, name)

    def test_gateway_starts_with_the_example_and_its_first_administrator_enrols_and_lets_an_agency_in(self):
        with Gateway(self.installed) as gateway:
            with urllib.request.urlopen(f'http://127.0.0.1:{gateway.ports["probe"]}/readyz', timeout=PATIENCE) as answer:
                self.assertEqual(answer.status, 200)
            gateway.enlacectl('admin', 'enroll', '--token-file', gateway.state / 'first-administrator.token')
            self.assertIn('Nothing needs you now', gateway.enlacectl('admin', 'status'))
            gateway.enlacectl('admin', 'agency', 'create', '--id', 'mi-unidad', '--name', 'Mi unidad', '--kind',
                              'state-protection-unit', '--country', 'MX', '--territory', 'MX-CHH', '--unit', 'main',
                              '--tag', 'es')
            token = gateway.folder / 'mi-unidad.token'
            token.touch(mode=0o600)
            token.write_text(gateway.enlacectl('admin', 'token', 'create', '--agency', 'mi-unidad', '--unit', 'main'),
                             encoding='utf-8')
            self.adapter_enrols(gateway, token)
            self.backup_is_whole(gateway)

    def backup_is_whole(self, gateway):
        """Made as docs/installing.md says, beside the gateway that serves."""
        backup = gateway.folder / 'backup'
        backup.mkdir(mode=0o700)
        page = (ROOT / 'docs/installing.md').read_text(encoding='utf-8')
        copies = re.findall(r'^sqlite3 \'(file:.*)\' "(.*)"$', page, re.M)
        self.assertEqual(len(copies), 2)
        for file, statement in copies:
            database = sqlite3.connect(file.replace('/var/lib/enlace', str(gateway.state)), uri=True)
            database.execute(statement.replace('/root/backup', str(backup)))
            database.close()
        for key in gateway.state.glob('*.key'):
            shutil.copy(key, backup)
        checked = done(self.installed.program('enlace-gateway'), '--config', gateway.folder / 'gateway.yaml', '--set',
                       f'state_folder={backup}', 'fsck')
        self.assertRegex(checked, r'replay: [1-9]\d* records')
        self.assertTrue((gateway.state / 'state.db-wal').exists())

    def adapter_enrols(self, gateway, token):
        """With its example, too."""
        at = self.installed
        settings = gateway.folder / 'adapter.yaml'
        settings.write_text(at.replaced(at.path('share/doc/enlace-adapter/examples/adapter.yaml'), {
            'enlace.example.gob:8443': f'127.0.0.1:{gateway.ports["mutual"]}',
            'state_folder: /var/lib/enlace-adapter': f'state_folder: {gateway.folder}/adapters',
            'root: /srv/enlace': f'root: {gateway.folder}/srv'}), encoding='utf-8')
        (gateway.folder / 'srv').mkdir()
        adapter = [at.program('enlace-adapter'), '--config', settings, '--once', '--drain', PATIENCE - 10]
        done(*adapter, '--token-file', token)
        self.assertTrue((gateway.folder / 'srv/mi-unidad/entrada').is_dir())
        # As its unit starts it for good: with a token file that holds none.
        token.write_text('\n', encoding='utf-8')
        done(*adapter, '--token-file', token)


if __name__ == '__main__':
    unittest.main()
