// Plays cases.json with one client against the real gateway. Prints a line per
// case, then the count; exit status 0 iff none failed.
//
//   node run.mjs NAME LACKS COMMAND [ARGUMENT...]
//
// ENLACE_BIN is the folder of the gateway's programs, ENLACE_SEAL the program of
// seal_referral.cc. LACKS is "none" or what the client cannot do, by commas; the
// address of the gateway is added to the command.
import {readFileSync} from 'node:fs';
import {definition} from '../clients/proto_loader.mjs';
import {Client} from './client.mjs';
import {Steps} from './steps.mjs';
import {World} from './world.mjs';

const [name, lacks, command, ...args] = process.argv.slice(2);
const cases = JSON.parse(readFileSync(new URL('../cases.json', import.meta.url)));
const counts = {passed: 0, failed: 0, skipped: 0};

function report(result, title, why) {
  ++counts[result];
  console.log(`${name}: ${result}: ${title}${why ? `: ${why}` : ''}`);
}

// Methods of the contract that no step of the table calls.
function forgotten() {
  const called = new Set(JSON.stringify(cases, (key, value) => (value?.watch ? {...value, call: 'FeedService.Watch'} : value))
    .match(/"call":"[^"]+"/g).map((text) => text.slice(8, -1)));
  return Object.entries(definition).filter(([service]) => /^enlace\.v1\.\w+Service$/.test(service))
    .flatMap(([service, methods]) => Object.keys(methods).map((method) => `${service.slice(10)}.${method}`))
    .filter((method) => !called.has(method));
}

const world = await World.start();
// By name, as in production; enlacectl goes by address.
const client = new Client(command, [...args, `localhost:${world.cable.port}`]);
try {
  const steps = new Steps(world, client, {alpn: !lacks.split(',').includes('ALPN')});
  const missing = forgotten();
  report(missing.length ? 'failed' : 'passed', 'every method of the contract is called', missing.join(', '));
  for (const {title, needs = [], steps: some} of cases) {
    const lacking = needs.filter((need) => lacks.split(',').includes(need));
    if (lacking.length > 0) {
      report('skipped', title, `the client has no ${lacking.join(', ')}`);
      continue;
    }
    await steps.run(some).then(() => report('passed', title), (error) => report('failed', title, error.message));
  }
  await client.close();
} finally {
  await world.close();
}
console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
