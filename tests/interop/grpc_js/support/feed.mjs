// Reads one Watch stream the way an adapter does.
import {within} from '../../support/bounded.mjs';

export class FeedReader {
  // `request` is a WatchRequest.
  constructor(connection, request = {}) {
    this.messages = [];
    this.call = connection.feed.Watch(request);
    this.call.on('data', (message) => this.#arrived(message));
    this.call.on('error', () => {});  // The 'status' that follows says the same.
    this.ended = new Promise((resolve) => {
      this.call.on('status', (status) => {
        this.status = status;
        resolve(status);
        this.#wake();
      });
    });
  }

  get items() {
    return this.messages.flatMap((message) => message.items);
  }

  // The first item, present or to come, that `wanted` is true of.
  item(wanted, what) {
    return this.#when(() => this.items.find(wanted), what);
  }

  // Once the gateway has said that nothing older is left.
  caughtUp() {
    return this.#when(() => this.messages.some((message) => message.caught_up), 'the feed catches up');
  }

  // One more message, whatever it holds.
  nextMessage(what) {
    const before = this.messages.length;
    return this.#when(() => this.messages[before], what);
  }

  // The status that the stream ends with.
  end(what) {
    return within(this.ended, what);
  }

  // Ends the stream from our side and waits until it has.
  async cancel() {
    this.call.cancel();
    return this.end('a cancelled stream ends');
  }

  #waiting = new Set();

  #arrived(message) {
    this.messages.push(message);
    this.#wake();
  }

  #wake() {
    for (const look of [...this.#waiting]) look();
  }

  #when(found, what) {
    let look;
    const promise = new Promise((resolve, reject) => {
      look = () => {
        const value = found();
        if (value) resolve(value);
        if (!this.status) return;
        const {code, details} = this.status;
        reject(new Error(`${what}: the stream ended with ${code}: ${details}`));
      };
      this.#waiting.add(look);
      look();
    });
    return within(promise, what).finally(() => this.#waiting.delete(look));
  }
}
