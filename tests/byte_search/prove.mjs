// Long form of the byte search; the short form is one story.
import {spawnSync} from 'node:child_process';
import {parseArgs} from 'node:util';
import {blindness} from './support/blindness.mjs';

const {values} = parseArgs({options: {count: {type: 'string', default: '10'}, seed: {type: 'string', default: '1'}}});
const count = Number(values.count);
const seed = Number(values.seed);
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
  console.error('usage: tests/byte_search/prove [--count STORIES] [--seed N]');
  process.exit(2);
}

// The gateway lets nobody but root read its memory. Root of a user namespace of
// our own is enough.
if (process.geteuid() !== 0) {
  const again = ['--user', '--map-root-user', process.execPath, ...process.argv.slice(1)];
  const {status, error} = spawnSync('unshare', again, {stdio: 'inherit'});
  if (error) console.error(`unshare: ${error.message}; run it as root`);
  process.exit(status ?? 1);
}

const start = Date.now();
let findings = 0;
for (let i = 0; i < count; ++i) {
  const found = await blindness(seed + i);
  for (const problem of found) console.error(`seed ${seed + i}: ${problem}`);
  findings += found.length;
}
const seconds = Math.round((Date.now() - start) / 1000);
console.log(`proved part=byte_search count=${count} unit=stories seed=${seed} findings=${findings} seconds=${seconds}`);
process.exit(findings === 0 ? 0 : 1);
