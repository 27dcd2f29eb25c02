// The rendered pod with the real gateway: it starts on what the chart mounts, and what
// the chart's probes, monitors, alerts and test ask for is there.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {get as getPlain} from 'node:http';
import {get as getSecret} from 'node:https';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {promisify} from 'node:util';
import {ROOT, object, render} from './chart.mjs';
import {Pod, filesOf} from './pod.mjs';

const WORDS = 'a passphrase of more than twenty characters\n';
let objects, pod, secrets;

function answer(get, url, options = {}) {
  return new Promise((resolve, reject) => {
    const request = get(url, {...options, agent: false}, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({status: response.statusCode, text}));
    });
    request.on('error', reject);
    request.setTimeout(20_000, () => request.destroy(new Error(`${url}: no answer`)));
  });
}

before(async () => {
  objects = await render('everything', {publicNames: ['127.0.0.1', 'enlace.example.gob'], 'networkPolicy.enabled': true});
  secrets = mkdtempSync(path.join(tmpdir(), 'enlace-authority-'));
  const enlacectl = path.resolve(process.env.ENLACE_BIN ?? path.join(ROOT, 'build/dev/bin'), 'enlacectl');
  const words = path.join(secrets, 'words');
  writeFileSync(words, WORDS, {mode: 0o600});
  for (const name of ['now', '2029']) {
    await promisify(execFile)(enlacectl, ['ca', 'init', '--folder', path.join(secrets, name), '--trust-domain',
                                          'enlace.example.gob', '--issuing-passphrase-file', words]);
  }
  pod = new Pod(objects, {
    'enlace-authority': filesOf(path.join(secrets, 'now')),
    'enlace-authority-2029': filesOf(path.join(secrets, '2029')),
    'enlace-words': {words: WORDS},
    'enlace-mechanisms': filesOf(path.join(ROOT, 'mechanisms')),
  });
  await pod.start();
  await pod.enlacectl('--identity', pod.file('admin'), 'enroll', '--token-file', path.join(pod.state, 'first-administrator.token'));
});

after(() => {
  pod?.remove();
  if (secrets) rmSync(secrets, {recursive: true, force: true});
});

test('the probes of the pod answer, on the address of the pod', async () => {
  const {startupProbe, livenessProbe, readinessProbe} = pod.container;
  for (const {httpGet} of [startupProbe, livenessProbe, readinessProbe]) {
    assert.equal(pod.container.ports.find(({containerPort, name}) => name === httpGet.port && containerPort)?.name, 'probe');
    assert.equal((await answer(getPlain, `http://127.0.0.1:${pod.ports.probe}${httpGet.path}`)).status, 200);
  }
});

test('both authorities of the mounted secrets are there, with their passphrase', async () => {
  const how = ['--identity', pod.file('admin'), '--address', `127.0.0.1:${pod.ports.administration}`, '-o', 'json'];
  const listed = JSON.parse(await pod.enlacectl(...how, 'authority', 'list'));
  assert.deepEqual(listed.authorities.map(({state}) => state).sort(), ['AUTHORITY_STATE_ISSUING', 'AUTHORITY_STATE_PRESENT']);
});

test('every metric of the alerts is served, to Prometheus as the pod monitor sends it', async () => {
  const {tlsConfig, path: where} = object(objects, 'PodMonitor').spec.podMetricsEndpoints[0];
  const file = (reference) => readFileSync(pod.file('admin', reference.key));
  const metrics = await answer(getSecret, `https://127.0.0.1:${pod.ports.administration}${where}`, {
    servername: tlsConfig.serverName, ca: file(tlsConfig.ca.secret), cert: file(tlsConfig.cert.secret),
    key: file(tlsConfig.keySecret),
  });
  assert.equal(metrics.status, 200);
  const served = new Set([...metrics.text.matchAll(/^# HELP (\w+)/gm)].map(([, name]) => name));
  const rules = object(objects, 'PrometheusRule').spec.groups.flatMap((group) => group.rules);
  const asked = new Set(rules.flatMap(({expr}) => expr.match(/\benlace_\w+/g)));
  assert.equal(rules.length, 7);
  assert.deepEqual([...asked].filter((name) => !served.has(name)), []);
});

test('helm test reaches the revocation list by the name within the cluster, under the root of the secret', async () => {
  const script = object(objects, 'Pod').spec.containers[0].args[0];
  const [, name, where] = /https:\/\/([^:]+):8444(\S+)/.exec(script);
  const list = await answer(getSecret, `https://127.0.0.1:${pod.ports.enrollment}${where}`,
                            {servername: name, ca: readFileSync(path.join(secrets, 'now/root.pem'))});
  assert.equal(list.status, 200);
});

test('it ends in good order within the grace of the pod', async () => {
  assert.equal(await pod.stop(), 0, pod.log);
});
