// The line between a client and the gateway, which a case can cut: connections of
// TCP, handed on byte by byte.
import {once} from 'node:events';
import {connect, createServer} from 'node:net';

export class Cable {
  #sockets = new Set();

  // To `port` of 127.0.0.1.
  static async to(port) {
    const cable = new Cable();
    cable.server = createServer((near) => cable.#join(near, connect(port, '127.0.0.1'))).listen(0, '127.0.0.1');
    await once(cable.server, 'listening');
    return cable;
  }

  get port() {
    return this.server.address().port;
  }

  // Every connection ends by a reset, as when a router forgets them.
  cut() {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  close() {
    this.server.close();
    this.cut();
  }

  #join(near, far) {
    for (const [socket, other] of [[near, far], [far, near]]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});  // 'close' follows.
      socket.on('close', (failed) => {
        this.#sockets.delete(socket);
        // What came before a good end, an alert perhaps, is still on its way.
        if (failed) other.resetAndDestroy();
        else other.end();
      });
      socket.pipe(other);
    }
  }
}
