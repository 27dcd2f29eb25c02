// The two small languages of cases.json: patterns and places.

// Says where `actual` differs from `pattern`; undefined if nowhere. An object
// matches if each of its keys does, a list element by element, null what is
// absent, "/x/" a text with x in it, {"$some": p} a list with a member like p.
export function difference(pattern, actual, at = 'the answer') {
  if (pattern === null) return actual === undefined ? undefined : `${at} is there: ${JSON.stringify(actual)}`;
  if (typeof pattern === 'string' && /^\/.+\/$/.test(pattern)) {
    const matches = typeof actual === 'string' && new RegExp(pattern.slice(1, -1), 'su').test(actual);
    return matches ? undefined : `${at} is ${JSON.stringify(actual)}, not like ${pattern}`;
  }
  if (typeof pattern !== 'object') {
    return pattern === actual ? undefined : `${at} is ${JSON.stringify(actual)}, not ${JSON.stringify(pattern)}`;
  }
  if ('$some' in pattern) {
    if (actual?.some((one) => difference(pattern.$some, one) === undefined)) return undefined;
    return `${at} has nothing like ${JSON.stringify(pattern.$some)}: ${JSON.stringify(actual)}`;
  }
  if (Array.isArray(pattern) && pattern.length !== (actual ?? []).length) {
    return `${at} has ${(actual ?? []).length} members, not ${pattern.length}: ${JSON.stringify(actual)}`;
  }
  for (const [key, expected] of Object.entries(pattern)) {
    const found = difference(expected, actual?.[key], `${at}.${key}`);
    if (found) return found;
  }
  return undefined;
}

// The value at "status.referrals.0.legs.[recipient.agencyId=cndh].legId". The
// empty place is the value itself.
export function valueAt(place, value) {
  let found = value;
  for (const [step, key, wanted] of place.matchAll(/\[([^=]+)=([^\]]+)\]|[^.]+/g)) {
    found = key ? found?.find((one) => valueAt(key, one) === wanted) : found?.[step];
    if (found === undefined) throw new Error(`there is nothing at ${place}`);
  }
  return found;
}

// `template` with each "${place}" replaced by the value there in `known`; a text
// that is nothing else becomes the value itself, of whatever type.
export function filled(template, known) {
  if (typeof template === 'string') {
    const whole = /^\$\{([^}]+)\}$/.exec(template);
    if (whole) return valueAt(whole[1], known);
    return template.replace(/\$\{([^}]+)\}/g, (_, place) => valueAt(place, known));
  }
  if (Array.isArray(template)) return template.map((one) => filled(one, known));
  if (template === null || typeof template !== 'object') return template;
  return Object.fromEntries(Object.entries(template).map(([key, one]) => [key, filled(one, known)]));
}
