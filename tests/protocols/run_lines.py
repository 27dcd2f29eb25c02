#!/usr/bin/env python3
"""Runs the lines of docs/protocols.md, as they stand there, against a real gateway.
A line of a client that is not installed is skipped and named.

    tests/protocols/run_lines.py [WORD]    only lines that hold WORD

ENLACE_BIN names the folder of the programs.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'tls'))
from stage import ROOT, Gateway  # noqa: E402

SETTINGS = 'administration: {port: 0}\nprobe: {port: 0}'
PATIENCE = 60  # Seconds until a line that hangs counts as failed.


def lines_of(page):
    """(heading, line) for every block of one line that is marked as shell."""
    heading = ''
    for part in re.finditer(r'^### ([^\n]*)$|^```sh\n(.*?)\n```$', page, re.M | re.S):
        if part[1]:
            heading = part[1]
        else:
            yield heading, part[2]


def environment(gateway):
    ports = (gateway.folder / 'state/ports').read_text(encoding='utf-8')
    listeners = {name: f'127.0.0.1:{port}' for name, port in re.findall(r'^(\w+): (\d+)$', ports, re.M)}
    # Debian's Python has Debian's gRPC.
    return {**os.environ, **listeners, 'PATH': f'/usr/bin:{os.environ["PATH"]}', 'gateway': listeners['mutual'],
            'method': 'enlace.v1.DirectoryService/ListAgencies', 'identity': str(gateway.folder / 'cndh'),
            'administrator': str(gateway.folder / 'admin')}


def run(line, settings):
    """What went wrong; empty if nothing."""
    try:
        done = subprocess.run(['bash', '-o', 'pipefail', '-c', line], cwd=ROOT, env=settings, capture_output=True,
                              text=True, errors='replace', timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return f'did not end within {PATIENCE} s'
    if done.returncode != 0:
        return f'exit {done.returncode}\n{done.stdout}{done.stderr}'
    # Whoever asks for the agencies is one of them.
    if '$method' in line and 'cndh' not in done.stdout and '63 6e 64 68' not in done.stdout:
        return f'no answer in\n{done.stdout}{done.stderr}'
    return ''


def main(words):
    page = (ROOT / 'docs/protocols.md').read_text(encoding='utf-8')
    lines = [(heading, line) for heading, line in lines_of(page) if all(word in line for word in words)]
    failed = 0
    with Gateway(SETTINGS) as gateway:
        gateway.enrol('cndh')
        settings = environment(gateway)
        for heading, line in lines:
            program = line.split()[0]
            if shutil.which(program, path=settings['PATH']) is None and not (ROOT / program).exists():
                print(f'skipped: {heading}: {program} is not installed')
                continue
            problem = run(line, settings)
            failed += bool(problem)
            print(f'{"FAILED" if problem else "ok"}: {heading}: {line[:70]}...{problem and chr(10)}{problem}', flush=True)
    print(f'{len(lines)} lines, {failed} failed')
    return 1 if failed or not lines else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
