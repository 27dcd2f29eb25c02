#!/usr/bin/env python3
"""The examples of settings are ones that the programs take, as they stand in the tree."""
import os
import pathlib
import re
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
from installation import BUILD, ROOT, done, run  # noqa: E402

CHECK = ('enlacectl', '--language', 'en', 'config')


def program(name, *words):
    # What the environment says would come before the file.
    clean = {key: text for key, text in os.environ.items() if not key.startswith('ENLACE_')}
    return [BUILD / 'bin' / name, *words], {'env': clean}


class ExamplesTest(unittest.TestCase):

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix='enlace-examples-')))

    def adapter(self, text):
        """What the adapter says to the settings, its folders being ours."""
        settings = self.folder / 'adapter.yaml'
        settings.write_text(text.replace(': /var/lib/', f': {self.folder}/').replace(': /srv/', f': {self.folder}/srv/'),
                            encoding='utf-8')
        words, how = program('enlace-adapter', '--config', settings, '--dry-run')
        return run(*words, **how)

    def test_gateway_can_run_with_its_example(self):
        words, how = program(*CHECK, 'check', ROOT / 'deploy/gateway.yaml')
        self.assertIn('the gateway can run with it', done(*words, **how))

    def test_gateway_example_names_the_places_of_the_package(self):
        words, how = program(*CHECK, 'show', ROOT / 'deploy/gateway.yaml')
        shown = done(*words, **how)
        for setting, place in {'state_folder': '/var/lib/enlace', 'ca.folder': '/etc/enlace/ca',
                               'mechanisms_folder': '/usr/share/enlace/mechanisms',
                               'ca.passphrase_file': '/etc/enlace/ca.words'}.items():
            self.assertRegex(shown, rf'(?m)^{re.escape(setting)}: {place}  # gateway.yaml:')

    def test_adapter_takes_its_example(self):
        said = self.adapter((ROOT / 'deploy/adapter.yaml').read_text(encoding='utf-8'))
        self.assertEqual(said.returncode, 0, said.stderr)

    def test_adapter_takes_the_other_driver_of_its_example(self):
        text = (ROOT / 'deploy/adapter.yaml').read_text(encoding='utf-8')
        other = re.search(r'^# (grpc: .*)$', text, re.M).group(1)
        self.assertIn('"unix:/run/enlace-adapter/mi-unidad/', other)  # The unit's RuntimeDirectory=.
        said = self.adapter(re.sub(r'^folder:\n(?:  .*\n)+', other + '\n', text, flags=re.M))
        self.assertIn("the agency's system sends by itself here", said.stderr)


if __name__ == '__main__':
    unittest.main()
