"""What `cmake --install` makes of this build, below a temporary folder, and the programs
that are installed there. Only the standard library."""
import os
import pathlib
import re
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get('ENLACE_BUILD', ROOT / 'build/dev'))
PREFIX = os.environ.get('ENLACE_PREFIX', '/usr/local')
SETTINGS = os.environ.get('ENLACE_SETTINGS', '/usr/local/etc/enlace')
TRUST_DOMAIN = 'enlace.example.gob'  # Of the example.
PATIENCE = 60  # Seconds until what hangs counts as failed.


def run(*words, **how):
    """The finished process; its output is text."""
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=PATIENCE, check=False,
                          **how)


def done(*words, **how):
    """What a program that must succeed prints."""
    finished = run(*words, **how)
    if finished.returncode != 0:
        raise AssertionError(f'{words}: exit {finished.returncode}\n{finished.stdout}{finished.stderr}')
    return finished.stdout


class Installation:
    """Use it as a context: its end removes the folder."""

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(prefix='enlace-deploy-')
        self.folder = pathlib.Path(self._folder.name)
        self.root = self.folder / 'root'
        done(os.environ.get('ENLACE_CMAKE', 'cmake'), '--install', BUILD, env={**os.environ, 'DESTDIR': str(self.root)})
        return self

    def __exit__(self, *_):
        self._folder.cleanup()

    def path(self, place):
        """Where `place`, relative to the prefix or absolute, lies below the folder."""
        return self.root / str(pathlib.Path(PREFIX) / place).lstrip('/')

    def program(self, name):
        return self.path(f'bin/{name}')

    def unit(self, name):
        return self.path(f'lib/systemd/system/{name}').read_text(encoding='utf-8')

    def replaced(self, file, replacements):
        """The text of an installed file with what a machine of its own would have; each of
        `replacements` must be there."""
        text = file.read_text(encoding='utf-8')
        for old, new in replacements.items():
            if old not in text:
                raise AssertionError(f'{file} does not say {old}')
            text = text.replace(old, str(new))
        return text


class Gateway:
    """The installed gateway with the example of its settings, every path below the
    folder and every port a free one. Use it as a context."""

    def __init__(self, installation):
        self._at = installation
        self.folder = installation.folder
        self.state = self.folder / 'state'

    def __enter__(self):
        at = self._at
        words = self.folder / 'ca.words'
        words.touch(mode=0o600)
        words.write_text('a passphrase of some length\n', encoding='utf-8')
        done(at.program('enlacectl'), 'ca', 'init', '--folder', self.folder / 'ca', '--trust-domain', TRUST_DOMAIN,
             '--issuing-passphrase-file', words)
        settings = self.folder / 'gateway.yaml'
        settings.write_text(at.replaced(at.path(f'{SETTINGS}/gateway.yaml'), {
            f'public_names: [{TRUST_DOMAIN}]': 'public_names: [127.0.0.1]', '0.0.0.0': '127.0.0.1', 'port: 8443': 'port: 0',
            'port: 8444': 'port: 0', 'port: 8446': 'port: 0', '/var/lib/enlace': self.state,
            f'{SETTINGS}/ca.words': words, f'{SETTINGS}/ca\n': f'{self.folder}/ca\n',
            f'{PREFIX}/share/enlace/mechanisms': at.path('share/enlace/mechanisms')}), encoding='utf-8')
        self.log = self.folder / 'gateway.log'
        with open(self.log, 'wb') as log:
            self._process = subprocess.Popen([at.program('enlace-gateway'), '--config', settings], stdout=log, stderr=log)
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def enlacectl(self, who, *words):
        return done(self._at.program('enlacectl'), '--address', f'127.0.0.1:{self.ports["mutual"]}', '--identity',
                    self.folder / who, '--language', 'en', *words)

    def _wait(self):
        file = self.state / 'ports'
        deadline = time.monotonic() + PATIENCE
        while not file.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f'the gateway does not serve: {self.log.read_text(encoding="utf-8")}')
            time.sleep(0.05)
        self.ports = dict(re.findall(r'^(\w+): (\d+)$', file.read_text(encoding='utf-8'), re.M))
