// The searcher finds what is planted: without this, finding nothing at the
// gateway would mean nothing.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test} from 'node:test';
import {Markers} from './support/markers.mjs';
import {Searcher} from './support/search.mjs';

const markers = new Markers(1);
const searcher = new Searcher(markers.cores);
const texts = {
  sealed: [markers.text('de la persona'), markers.text('x').toUpperCase()],
  telephone: [markers.telephone],
  number: [markers.fileNumber('uno')],
  misplaced: markers.misplaced,
};

function utf16(text, big) {
  const bytes = Buffer.from(text, 'utf16le');
  return big ? bytes.swap16() : bytes;
}

const encodings = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 without accents': (text) => Buffer.from(text.normalize('NFD').replace(/[\u0300-\u036f]/g, '')),
  'Windows-1252': (text) => Buffer.from(text, 'latin1'),
  'UTF-8 read as Latin-1': (text) => Buffer.from(Buffer.from(text).toString('latin1')),
  'UTF-16LE': (text) => utf16(text, false),
  'UTF-16BE': (text) => utf16(text, true),
  'JSON': (text) => Buffer.from(JSON.stringify(text).replace(/[^\x20-\x7e]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)),
  'URL': (text) => Buffer.from(encodeURIComponent(text)),
};
for (const base of ['UTF-8', 'Windows-1252', 'UTF-16LE', 'UTF-16BE']) {
  const plain = encodings[base];
  encodings[`hex of ${base}`] = (text) => Buffer.from(plain(text).toString('hex'));
  encodings[`HEX of ${base}`] = (text) => Buffer.from(plain(text).toString('hex').toUpperCase());
  for (const before of ['', 'a', 'ab']) {
    for (const form of ['base64', 'base64url']) {
      encodings[`${form} of ${base} after ${before.length}`] = (text) =>
        Buffer.from(Buffer.concat([Buffer.from(before), plain(text), Buffer.from('tail')]).toString(form));
    }
  }
}

for (const [encoding, encode] of Object.entries(encodings)) {
  test(`each marker is found in ${encoding}`, () => {
    for (const [core, list] of Object.entries(texts)) {
      for (const text of list) {
        const bytes = Buffer.concat([Buffer.from([0, 255, 10]), encode(text), Buffer.from([1])]);
        const found = searcher.inBytes('here', bytes);
        assert.deepEqual([...new Set(found.map((finding) => finding.core))], [core], text);
      }
    }
  });
}

test('base64 that was broken into lines is found', () => {
  const text = Buffer.from(markers.text('x').repeat(3)).toString('base64').replace(/(.{16})/g, '$1\r\n');
  assert.notEqual(searcher.inText('here', text).length, 0);
});

test('bytes without a marker give no finding', () => {
  assert.deepEqual(searcher.inBytes('here', Buffer.from(new Markers(2).text('x'))), []);
  assert.deepEqual(searcher.inText('here', 'Juana Pérez, Calle 5, +52 614 000 0000'), []);
});

test('a marker in a file, or in the name of a file or folder, is found', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'enlace-search-'));
  try {
    assert.throws(() => searcher.inFolder(folder), /is empty/);
    mkdirSync(path.join(folder, markers.text('carpeta')));
    writeFileSync(path.join(folder, 'inside'), `x${markers.telephone}`);
    const places = searcher.inFolder(folder).map((finding) => [finding.core, path.basename(finding.place)]);
    assert.deepEqual(places.sort(), [['sealed', markers.text('carpeta')], ['telephone', 'inside']]);
  } finally {
    rmSync(folder, {recursive: true});
  }
});

test('a marker in the memory of a process is found', async () => {
  const hold = `const kept = Buffer.from('${markers.text('x')}'.split('|').join('')); console.log('ready');
      setInterval(() => kept.length, 1000)`;
  const child = spawn(process.execPath, ['-e', hold], {stdio: ['ignore', 'pipe', 'ignore']});
  try {
    await once(child.stdout, 'data');
    const {findings, bytes} = searcher.inMemory(child.pid);
    assert.ok(bytes > 1 << 20);
    assert.ok(findings.some((finding) => finding.core === 'sealed'));
  } finally {
    child.kill('SIGKILL');
  }
});

test('the memory of a process that is not there is an error', () => {
  assert.throws(() => searcher.inMemory(2 ** 22 + 1));
});
