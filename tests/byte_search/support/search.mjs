// Looks for cores (markers.mjs) in bytes, files and the memory of a process, in
// every encoding in which a program might have left them.
import {closeSync, lstatSync, openSync, readFileSync, readSync, readdirSync, readlinkSync} from 'node:fs';
import path from 'node:path';

const CHUNK = 64 << 10;
const OVERLAP = 1024;  // Longer than any needle.
// No machine has as much memory for one process: it is what a sanitizer reserves
// for its notes on which bytes are valid, which hold no byte of the process.
const LARGEST_REGION = 2n ** 38n;
const CONTEXT = 48;
const LONGEST_TEXT = 32 << 20;
const ZEROS = Buffer.alloc(CHUNK + OVERLAP);

// The base64 digits of `bytes` that do not depend on what stands before and
// after, for a start at `offset` bytes within a group of three.
function base64Middle(bytes, offset) {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64').replace(/=+$/, '');
  const end = Math.floor(((offset + bytes.length) * 8) / 6);
  return encoded.slice(Math.ceil((offset * 8) / 6), end);
}

function encodingsOf(text) {
  const utf16 = Buffer.from(text, 'utf16le');
  const wide = {'UTF-16LE': utf16, 'UTF-16BE': Buffer.from(utf16).swap16()};
  const found = {raw: Buffer.from(text, 'latin1'), ...wide};
  for (const [name, bytes] of Object.entries({raw: found.raw, ...wide})) {
    const hex = bytes.toString('hex');
    found[`hex of ${name}`] = Buffer.from(hex);
    found[`HEX of ${name}`] = Buffer.from(hex.toUpperCase());
    for (const offset of [0, 1, 2]) {
      const digits = base64Middle(bytes, offset);
      found[`base64+${offset} of ${name}`] = Buffer.from(digits);
      found[`base64url+${offset} of ${name}`] = Buffer.from(digits.replaceAll('+', '-').replaceAll('/', '_'));
    }
  }
  return found;
}

export class Searcher {
  // `cores`: {name: core}. Each is also looked for in capitals and capitalised.
  constructor(cores) {
    const seen = new Set();
    this.needles = [];
    for (const [core, text] of Object.entries(cores)) {
      for (const spelling of [text, text.toUpperCase(), text[0].toUpperCase() + text.slice(1)]) {
        for (const [encoding, bytes] of Object.entries(encodingsOf(spelling))) {
          const key = bytes.toString('latin1');
          if (!seen.has(key)) this.needles.push({core, encoding, bytes});
          seen.add(key);
        }
      }
    }
  }

  // One finding per needle: {place, core, encoding, context}.
  inBytes(place, bytes) {
    const findings = [];
    for (const needle of this.needles) {
      const at = bytes.indexOf(needle.bytes);
      if (at < 0) continue;
      const around = bytes.subarray(Math.max(0, at - CONTEXT), at + needle.bytes.length + CONTEXT);
      const context = around.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
      findings.push({place, core: needle.core, encoding: needle.encoding, context});
    }
    return findings;
  }

  // Text as it is, and without the line ends that wrapped it; what is larger than
  // any text is searched as it is.
  inText(place, text) {
    const bytes = Buffer.from(text);
    const found = this.inBytes(place, bytes);
    if (found.length > 0 || bytes.length > LONGEST_TEXT) return found;
    return this.inBytes(place, Buffer.from(bytes.toString('latin1').replace(/[\r\n]/g, ''), 'latin1'));
  }

  // Every file below `folder`, its name included. Throws if there is none.
  inFolder(folder) {
    const findings = [];
    const names = readdirSync(folder, {recursive: true});
    for (const name of names) {
      const file = path.join(folder, name);
      findings.push(...this.inBytes(`name of ${file}`, Buffer.from(name)));
      const info = lstatSync(file);
      if (info.isSymbolicLink()) findings.push(...this.inText(file, readlinkSync(file)));
      if (info.isFile()) findings.push(...this.inText(file, readFileSync(file)));
    }
    if (names.length === 0) throw new Error(`${folder} is empty: a search there proves nothing`);
    return findings;
  }

  // All memory of another process that it could have written, which needs CAP_SYS_PTRACE where the
  // process is not dumpable. Throws if it cannot be read.
  inMemory(pid) {
    const findings = [];
    let bytes = 0;
    const fd = openSync(`/proc/${pid}/mem`, 'r');
    try {
      for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
        const [, from, to, mode, name] = /^([0-9a-f]+)-([0-9a-f]+) r(\S+) \S+ \S+ \S+\s*(.*)$/.exec(line) ?? [];
        if (!from || name.startsWith('[v')) continue;
        // Programs and libraries as they lie on the disk.
        if (!mode.startsWith('w') && name.startsWith('/')) continue;
        const [start, end] = [BigInt(`0x${from}`), BigInt(`0x${to}`)];
        if (end - start > LARGEST_REGION) continue;
        bytes += this.#inRegion(fd, start, end, `memory of ${pid} ${name}`, findings);
      }
    } finally {
      closeSync(fd);
    }
    if (bytes === 0) throw new Error(`the memory of process ${pid} cannot be read: a search there proves nothing`);
    return {findings, bytes};
  }

  #inRegion(fd, from, to, place, findings) {
    const buffer = Buffer.alloc(CHUNK + OVERLAP);
    let bytes = 0;
    for (let at = from; at < to; at += BigInt(CHUNK)) {
      const length = Number(to - at < BigInt(buffer.length) ? to - at : BigInt(buffer.length));
      let got = 0;
      try {
        got = readSync(fd, buffer, 0, length, at);
      } catch (error) {
        if (error.code !== 'EIO' && error.code !== 'EFAULT') throw error;
      }
      bytes += got;
      const read = buffer.subarray(0, got);
      if (read.equals(ZEROS.subarray(0, got))) continue;  // Most of it was never touched.
      findings.push(...this.inBytes(place, read));
    }
    return bytes;
  }
}
