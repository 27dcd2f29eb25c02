// The table of values in the chart's README, made from the comments of values.yaml.
import yaml from 'js-yaml';

const BEGIN = '<!-- values -->\n';
const END = '<!-- end of values -->\n';

// [{name, meaning, value}] of every value that is no group of others.
function documented(text) {
  const values = yaml.load(text);
  const rows = [];
  const groups = [];  // [{indent, key}] that the line is in.
  let meaning;
  for (const line of text.split('\n')) {
    const said = /^ *# -- (.*)$/.exec(line);
    const key = /^( *)([A-Za-z]+):/.exec(line);
    if (said) meaning = said[1];
    if (!key) continue;
    const indent = key[1].length;
    while (groups.length > 0 && groups.at(-1).indent >= indent) groups.pop();
    // Below a value that has a meaning of its own there is nothing more to say.
    if (groups.some(({whole}) => whole)) continue;
    const names = [...groups.map((group) => group.key), key[2]];
    const value = names.reduce((group, name) => group[name], values);
    const isGroup = value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 0;
    if (!meaning && !isGroup) throw new Error(`${names.join('.')} has no meaning: write "# --" above it`);
    if (meaning) rows.push({name: names.join('.'), meaning, value});
    groups.push({indent, key: key[2], whole: Boolean(meaning)});
    meaning = undefined;
  }
  return rows;
}

// `readme` with the table between its marks made anew.
export function withValues(readme, values) {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error('the README has no marks for its table of values');
  const rows = documented(values).map(
    ({name, meaning, value}) => `| \`${name}\` | ${meaning} | \`${JSON.stringify(value)}\` |\n`);
  return readme.slice(0, begin) + BEGIN + '| value | meaning | default |\n| --- | --- | --- |\n' + rows.join('') +
    readme.slice(end);
}
