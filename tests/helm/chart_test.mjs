// The chart by itself: what it renders, what it refuses, and what its README says.
import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test} from 'node:test';
import {CHART, SCENARIOS, gatewayYaml, helm, object, render, validate} from './chart.mjs';
import {withValues} from './readme.mjs';

function podOf(objects) {
  return object(objects, 'StatefulSet').spec.template.spec;
}

// Whatever Helm says when it refuses these values.
async function refusal(values) {
  try {
    await render('minimal', values);
  } catch (error) {
    return String(error.stderr);
  }
  assert.fail(`${JSON.stringify(values)} is not refused`);
}

for (const scenario of SCENARIOS) {
  test(`${scenario}: Helm lints it, and Kubernetes would take every object`, async () => {
    await helm('lint', '--strict', CHART, '--values', path.join(CHART, 'ci', `${scenario}.yaml`));
    const objects = await render(scenario);
    assert.ok(objects.length >= 6);
    objects.forEach(validate);
  });

  test(`${scenario}: every pod meets the restricted standard, and nothing mounts a token of the cluster`, async () => {
    const objects = await render(scenario);
    const pods = [podOf(objects), ...objects.filter(({kind}) => kind === 'Pod').map(({spec}) => spec)];
    assert.equal(pods.length, 2);
    for (const pod of pods) {
      assert.equal(pod.automountServiceAccountToken, false);
      assert.equal(pod.securityContext.runAsNonRoot, true);
      assert.deepEqual(pod.securityContext.seccompProfile, {type: 'RuntimeDefault'});
      for (const container of pod.containers) {
        const {allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities} = container.securityContext;
        assert.deepEqual({allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities},
                         {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: ['ALL']}});
        assert.ok(container.resources.limits.memory && container.resources.requests.cpu);
      }
    }
  });

  test(`${scenario}: every object is in the release's namespace and is labelled`, async () => {
    for (const {kind, metadata} of await render(scenario)) {
      if (kind === 'ConfigMap' && metadata.name === 'demo-extra') continue;  // Of extraObjects, as it was given.
      assert.equal(metadata.namespace, 'proteccion', `${kind} ${metadata.name}`);
      assert.equal(metadata.labels['app.kubernetes.io/instance'], 'demo');
    }
  });
}

test('what Kubernetes would not take is found', () => {
  const service = (spec) => ({apiVersion: 'v1', kind: 'Service', metadata: {name: 'x'}, spec});
  assert.throws(() => validate(service({ports: [{port: 'https'}]})), /port/);
  assert.throws(() => validate(service({ports: [{port: 1, targetport: 2}]})), /unknown fields Service.spec.ports\[0\].targetport/);
});

test('a service whose name looks like a setting gives the gateway no variable', async () => {
  const objects = await render('everything');
  object(objects, 'Service', 'enlace-mutual');  // Of which the kubelet would make ENLACE_MUTUAL_PORT.
  assert.equal(podOf(objects).enableServiceLinks, false);
});

test('whoever leaves out what is required is told which value, and an example or what to do', async () => {
  assert.match(await refusal({trustDomain: ''}), /trustDomain is required, for example/);
  assert.match(await refusal({publicNames: []}), /publicNames is required: the names by which agencies reach/);
  assert.match(await refusal({'image.repository': ''}), /image.repository is required: build the image/);
  assert.match(await refusal({'authority.secretName': ''}), /authority.secretName is required: a secret with/);
  assert.match(await refusal({'metrics.podMonitor.enabled': true}), /metrics.podMonitor.tlsSecretName is required/);
});

test('a setting that the chart makes itself is refused with the value to use', async () => {
  for (const setting of ['trust_domain', 'public_names', 'state_folder', 'mechanisms_folder', 'mutual', 'enrollment',
                         'administration', 'probe', 'ca.folder', 'ca.passphrase_file']) {
    assert.match(await refusal({[`config.${setting}`]: 'x'}),
                 new RegExp(`config\\.${setting.replace('.', '\\.')} is set by the chart itself; use the value `));
  }
});

test('a misspelt value, a variable that is a setting, and a policy that would open the keys are refused', async () => {
  assert.match(await refusal({trustdomain: 'x'}), /trustdomain/);
  assert.match(await refusal({extraEnv: [{name: 'ENLACE_LOG_LEVEL', value: 'error'}]}), /extraEnv/);
  assert.match(await refusal({'podSecurityContext.fsGroupChangePolicy': 'Always'}), /fsGroupChangePolicy/);
  assert.match(await refusal({'podSecurityContext.runAsUser': 0}), /runAsUser/);
});

test('whole numbers of settings stay whole, however large', async () => {
  const written = gatewayYaml(await render('minimal', {'config.transport.streams.queued_per_connection': 123456789}));
  assert.match(written, /"queued_per_connection": 123456789\b/);
});

test('changed settings restart the gateway, and only they', async () => {
  const sum = async (values) =>
    object(await render('minimal', values), 'StatefulSet').spec.template.metadata.annotations['checksum/config'];
  const before = await sum({});
  assert.notEqual(await sum({'config.log_level': 'error'}), before);
  assert.equal(await sum({'service.type': 'LoadBalancer'}), before);
});

test('agencies find each port under the number that the gateway puts into tokens', async () => {
  const objects = await render('minimal', {'ports.enrollment': 9444, 'ports.mutual': 9443});
  const {enrollment, mutual} = JSON.parse(gatewayYaml(objects));
  const ports = Object.fromEntries(object(objects, 'Service', 'demo-enlace').spec.ports.map((one) => [one.targetPort, one.port]));
  assert.deepEqual(ports, {mutual: 9443, enrollment: 9444});
  assert.deepEqual([mutual.port, enrollment.port], [9443, 9444]);
});

test('administrators and probes have no port outside of the cluster', async () => {
  const services = (await render('everything')).filter(({kind}) => kind === 'Service');
  const outside = services.filter(({spec}) => spec.type !== 'ClusterIP').flatMap(({spec}) => spec.ports);
  assert.deepEqual(outside.map(({targetPort}) => targetPort), ['mutual', 'enrollment']);
});

test('the gateway may reach nothing, and an empty list admits nobody to administration', async () => {
  const {spec} = object(await render('minimal', {'networkPolicy.administration.from': []}), 'NetworkPolicy');
  assert.deepEqual(spec.policyTypes, ['Ingress', 'Egress']);
  assert.deepEqual(spec.egress, []);
  assert.ok(!spec.ingress.some(({ports}) => ports.some(({port}) => port === 'administration')));
});

test('the root key is not mounted, even if the secret has it', async () => {
  const {sources} = podOf(await render('everything')).volumes.find(({name}) => name === 'authority').projected;
  assert.equal(sources.length, 2);
  for (const {secret} of sources) {
    assert.deepEqual(secret.items.map(({key}) => key), ['root.pem', 'issuing.pem', 'issuing.key']);
  }
});

test('records outlive the release, and a restored claim is used instead of a new one', async () => {
  const made = object(await render('minimal'), 'StatefulSet').spec;
  assert.deepEqual(made.persistentVolumeClaimRetentionPolicy, {whenDeleted: 'Retain', whenScaled: 'Retain'});
  assert.equal(made.replicas, 1);
  const restored = object(await render('restored'), 'StatefulSet').spec;
  assert.equal(restored.volumeClaimTemplates, undefined);
  assert.ok(restored.template.spec.volumes.some((one) => one.persistentVolumeClaim?.claimName === 'state-of-yesterday'));
});

test('the README has every value with its meaning and default', () => {
  const file = path.join(CHART, 'README.md');
  const written = readFileSync(file, 'utf8');
  const made = withValues(written, readFileSync(path.join(CHART, 'values.yaml'), 'utf8'));
  if (process.env.ENLACE_UPDATE_DOCS) writeFileSync(file, made);
  else assert.equal(written, made, 'run this test with ENLACE_UPDATE_DOCS=1');
});

test('a value without a meaning is found', () => {
  assert.throws(() => withValues('<!-- values -->\n<!-- end of values -->\n', 'a:\n  # -- A meaning.\n  b: 1\n  c: 2\n'), /a\.c/);
});

test('alerts are of this gateway and no other, and judge certificates as they are renewed here', async () => {
  const rules = object(await render('everything'), 'PrometheusRule').spec.groups.flatMap((group) => group.rules);
  for (const {alert, expr} of rules) {
    const asked = expr.match(/\benlace_\w+(\{[^}]*\})?/g);
    assert.ok(asked.every((one) => /[{,]namespace="proteccion"\}$/.test(one)), `${alert}: ${expr}`);
  }
  const bounds = rules.map(({expr}) => /(\d+) \* 3600$/.exec(expr)?.[1]).filter(Boolean);
  assert.deepEqual(bounds, ['20', '20']);  // Of the scenario, whose certificates live for 3 days.
});

test('what Helm prints after an installation names the pod, the token and the ports', async () => {
  const printed = await helm('install', 'demo', CHART, '--dry-run=client', '--namespace', 'proteccion', '--values',
                             path.join(CHART, 'ci/minimal.yaml'));
  const notes = printed.slice(printed.indexOf('NOTES:'));
  assert.match(notes, /exec demo-enlace-0 -- cat \/var\/lib\/enlace\/state\/first-administrator\.token/);
  assert.match(notes, /Agencies reach it at enlace\.example\.gob:8443, and enrol at enlace\.example\.gob:8444/);
});

test('it packs into an archive that Helm renders', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'enlace-helm-'));
  try {
    await helm('package', CHART, '--destination', folder);
    const rendered = await helm('template', 'demo', path.join(folder, 'enlace-0.1.0.tgz'), '--values',
                                path.join(CHART, 'ci/minimal.yaml'));
    assert.match(rendered, /kind: StatefulSet/);
  } finally {
    rmSync(folder, {recursive: true});
  }
});
