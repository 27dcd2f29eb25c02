// Lints an OpenAPI document with Redocly's recommended rules; every problem,
// a warning too, is a failure.
//
//   node tests/openapi/lint.mjs <document>
import process from 'node:process';
import {createConfig, lint} from '@redocly/openapi-core';

const [document] = process.argv.slice(2);
if (!document) {
  console.error('usage: node tests/openapi/lint.mjs <document>');
  process.exit(2);
}
const config = await createConfig({extends: ['recommended']});
const problems = await lint({ref: document, config});
for (const {severity, ruleId, message, location} of problems) {
  console.error(`${document}${location[0]?.pointer ?? ''}: ${severity}: ${ruleId}: ${message}`);
}
if (problems.length > 0) process.exit(1);
console.log(`${document}: no problem found`);
