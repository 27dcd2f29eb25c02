// The language between the table and a client in JavaScript: see ../README.md.
import {createInterface} from 'node:readline';

export function emit(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

// Runs `execute(order, signal)` for each order of stdin; it returns the end of
// the call. A cancelled order's signal aborts.
export function serve(execute) {
  const running = new Map();
  const lines = createInterface({input: process.stdin});
  lines.on('close', () => process.exit(0));
  lines.on('line', (line) => {
    const order = JSON.parse(line);
    if (order.cancel) {
      running.get(order.id).abort();
      return;
    }
    const abort = new AbortController();
    running.set(order.id, abort);
    execute(order, abort.signal).then(
      (end) => emit({id: order.id, end}), (error) => emit({id: order.id, defect: String(error?.stack ?? error)}));
  });
}

// One value per identity, made by `make` when it is first needed.
export function perIdentity(make) {
  const known = new Map();
  return (identity) => {
    const name = JSON.stringify(identity);
    if (!known.has(name)) known.set(name, make(identity));
    return known.get(name);
  };
}
