// A client under test: one process that executes orders (../README.md).
import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {PATIENCE_MS, within} from '../support/bounded.mjs';

// One call under way. `end` is {code, message, status} once it has one.
class Call {
  messages = [];
  #waiting = new Set();

  get items() {
    return this.messages.flatMap((message) => message.items ?? []);
  }

  // What `found` gives as soon as it is truthy; rejects if the call ends first.
  until(found, what) {
    let look;
    const promise = new Promise((resolve, reject) => {
      look = () => {
        const value = this.defect ? undefined : found(this);
        if (value) resolve(value);
        else if (this.defect) reject(new Error(`the client failed: ${this.defect}`));
        else if (this.end) reject(new Error(`${what}: the call ended with ${JSON.stringify(this.end)}`));
      };
      this.#waiting.add(look);
      look();
    });
    return within(promise, what).finally(() => this.#waiting.delete(look));
  }

  take({message, end, defect}) {
    if (message) this.messages.push(message);
    if (end) this.end = end;
    if (defect) this.defect = defect;
    for (const look of [...this.#waiting]) look();
  }
}

// A name may have several values.
function pairs(metadata) {
  return Object.entries(metadata).flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
}

export class Client {
  #calls = [];

  constructor(command, args) {
    this.process = spawn(command, args, {stdio: ['pipe', 'pipe', 'inherit']});
    this.process.on('error', (error) => this.#fail(error.message));
    this.process.stdin.on('error', () => {});  // 'exit' says the same.
    createInterface({input: this.process.stdout}).on('line', (line) => {
      const {id, ...event} = JSON.parse(line);
      this.#calls[id].take(event);
    });
    this.exited = new Promise((resolve) => this.process.on('close', (code, signal) => {
      this.#fail(`it ended with ${code ?? signal}`);
      resolve(code);
    }));
  }

  // `identity` names files: {key, chain, roots}. `method` is Service.Method.
  start({method, path, stream = false, identity, request, metadata = {}, deadlineMs = PATIENCE_MS}) {
    const [service, name] = method.split('.');
    const stem = `${service.replace('Service', '').toLowerCase()}_service`;
    const call = new Call();
    const id = this.#calls.push(call) - 1;
    call.cancel = () => this.#write({id, cancel: true});
    if (this.gone) call.take({defect: this.gone});
    else this.#write({id, service, stem, method: name, path, stream, identity, request, metadata: pairs(metadata), deadlineMs});
    return call;
  }

  // Ends the client in good order.
  async close() {
    this.process.stdin.end();
    await within(this.exited, 'the client ends').finally(() => this.process.kill('SIGKILL'));
  }

  #write(order) {
    this.process.stdin.write(`${JSON.stringify(order)}\n`);
  }

  #fail(why) {
    this.gone = why;
    for (const call of this.#calls) if (!call.end) call.take({defect: why});
  }
}
