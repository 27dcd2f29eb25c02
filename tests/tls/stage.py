"""A real enlace-gateway with its authority in a temporary folder, an administrator
and agencies, all made by enlacectl as an operator would. Only the standard
library, so that it runs with any Python."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TRUST_DOMAIN = 'enlace.example'
PATIENCE = 60  # Seconds until what hangs counts as failed.


class Gateway:
    """Use it as a context: its end ends the gateway and removes the folder."""

    def __init__(self, settings=''):
        self.binaries = pathlib.Path(os.environ.get('ENLACE_BIN', ROOT / 'build/dev/bin')).resolve()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='enlace-tls-'))
        self._settings = settings
        self._process = None

    def __enter__(self):
        try:
            self._serve()
            self.enlacectl('admin', 'enroll', '--token-file', str(self.folder / 'state/first-administrator.token'))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self.folder)

    def enlacectl(self, who, *arguments):
        """Runs it as `who`; its JSON."""
        how = ['--address', f'127.0.0.1:{self.port}', '--identity', str(self.folder / who), '--language', 'en', '-o', 'json']
        return json.loads(self._run('enlacectl', *how, *arguments))

    def enrol(self, agency):
        """Registers and enrols an ombudsman's office; the folder of its keys."""
        self.enlacectl('admin', 'agency', 'create', '--id', agency, '--name', agency, '--kind', 'ombudsman',
                       '--country', 'MX', '--unit', 'main', '--tag', 'es')
        token = self.enlacectl('admin', 'token', 'create', '--agency', agency, '--unit', 'main')['token']
        file = self.folder / f'{agency}.token'
        file.touch(mode=0o600)
        file.write_text(token, encoding='utf-8')
        self.enlacectl(agency, 'enroll', '--token-file', str(file))
        return self.folder / agency

    def log(self):
        return (self.folder / 'gateway.log').read_text(encoding='utf-8', errors='replace')

    def _serve(self):
        self._run('enlacectl', 'ca', 'init', '--folder', str(self.folder / 'ca'), '--trust-domain', TRUST_DOMAIN)
        config = self.folder / 'gateway.yaml'
        config.write_text('\n'.join([
            f'trust_domain: {TRUST_DOMAIN}',
            f'state_folder: {self.folder}/state',
            'mutual: {address: 127.0.0.1, port: 0}',
            'enrollment: {address: 127.0.0.1, port: 0}',
            'public_names: ["127.0.0.1", "localhost"]',
            f'ca: {{folder: {self.folder}/ca}}',
            f'mechanisms_folder: {ROOT}/mechanisms',
            self._settings, '']), encoding='utf-8')
        with open(self.folder / 'gateway.log', 'wb') as log:
            self._process = subprocess.Popen([self.binaries / 'enlace-gateway', '--config', config], stdout=log, stderr=log)
        ports = self.folder / 'state/ports'
        deadline = time.monotonic() + PATIENCE
        while True:
            found = re.findall(r'^mutual: (\d+)$', ports.read_text(encoding='utf-8'), re.M) if ports.exists() else []
            if found:
                self.port = int(found[0])
                return
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f'the gateway does not serve; its log:\n{self.log()}')
            time.sleep(0.05)

    def _run(self, name, *arguments):
        done = subprocess.run([self.binaries / name, *arguments], capture_output=True, text=True, timeout=PATIENCE,
                              check=False)
        if done.returncode != 0:
            raise RuntimeError(f'{name} {" ".join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}')
        return done.stdout
