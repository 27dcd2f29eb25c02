// One story, and then the search: nothing at the gateway, nothing in what the
// agencies' programs keep for themselves or say, everything in the hands of the
// officers.
import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {constants} from 'node:os';
import path from 'node:path';
import {Markers} from './markers.mjs';
import {Searcher} from './search.mjs';
import {Story} from './story.mjs';
import {AGENCIES, World} from './world.mjs';

const {unit, prosecutor, federal} = AGENCIES;

// Problems, one line each; none if the gateway was blind. A step of the story
// that does not happen is a problem as well.
export async function blindness(seed) {
  const markers = new Markers(seed);
  const searcher = new Searcher(markers.cores);
  const world = await World.start();
  const story = new Story(world, markers, searcher);
  try {
    await story.tell();
    const problems = searchMemory(world, markers);
    await story.killAndRestart();
    problems.push(...searchMemory(world, markers), ...searchFolders(world, searcher), ...story.problems);
    problems.push(...(await searchCrash(world, searcher)), ...missingInHands(story, world, markers));
    return problems;
  } catch (error) {
    return [`the story did not go on: ${error.stack}`, `log of the gateway:\n${world.gatewayLog.slice(-2000)}`];
  } finally {
    story.close();
    await world.close();
  }
}

function tell({place, core, encoding, context}) {
  return `${place} holds a marker (${core}, ${encoding}): ${context}`;
}

function searchFolders(world, searcher) {
  const places = [world.gatewayFolder, ...Object.values(AGENCIES).map((agency) => world.stateFolder(agency))
    .filter((folder) => readdirSync(folder).length > 0)];
  const found = places.flatMap((folder) => searcher.inFolder(folder));
  return [...found, ...searcher.inText('output of enlacectl', world.said)].map(tell);
}

// What is sealed never was in the gateway's memory. What a defective client sent
// in clear was received, if only to be refused, and freed memory is not wiped: it
// is looked for on disks and in logs alone.
function searchMemory(world, markers) {
  const {findings} = new Searcher(markers.sealedCores).inMemory(world.gatewayPid);
  return findings.map(tell);
}

// A gateway that aborts leaves no core, though the limit would allow one. The
// shell that started it knows, wherever this machine puts cores.
async function searchCrash(world, searcher) {
  assert.equal(await world.endGateway('SIGABRT'), 128 + constants.signals.SIGABRT);
  const dumped = /Aborted.*core dumped/.test(world.gatewayLog) ? ['the gateway dumped its core'] : [];
  return [...dumped, ...searcher.inFolder(world.gatewayFolder).map(tell)];
}

// The same texts did reach the people that they were for.
function missingInHands(story, world, markers) {
  const missing = [];
  const expect = (holds, what) => holds || missing.push(`${what} did not arrive: the search would prove nothing`);
  const files = world.filesOf(prosecutor, /entrada\//).filter((name) => path.extname(name));
  const texts = files.map((name) => `${name}\n${readFileSync(name, 'utf8')}`).join('\n');
  for (const what of ['persona uno', 'comunidad', 'calle y número', 'relato', 'CURP', 'medidas', 'observación', 'dictamen',
                      'contenido del anexo', 'respuesta', 'croquis adjunto', 'relato por consola', 'relato del sistema',
                      'persona durante', 'persona sin pasarela']) {
    expect(texts.includes(markers.text(what)), what);
  }
  expect(texts.includes(markers.telephone), 'the telephone number');
  expect(texts.includes(markers.fileNumber('uno')), 'the file number');
  for (const what of ['persona uno', 'relato']) {
    expect(story.seenBySystem.includes(markers.text(what)), `${what} at the system of ${federal.id}`);
    expect(story.seenByCommandLine.includes(markers.text(what)), `${what} on the command line`);
  }
  const states = world.filesOf(unit, /estado\.txt$/).map((name) => readFileSync(name, 'utf8')).join('\n');
  for (const what of ['pregunta', 'nota de rechazo', 'nota del sistema']) expect(states.includes(markers.text(what)), what);
  return missing;
}
