import {connect, createServer} from 'node:net';

/**
 * The line between the visitor's page and the collector: a TCP relay on 127.0.0.1 that can be cut. While it is cut every
 * connection is reset, those in use too, so the page's requests fail as they do on a dead network; nothing is simulated in the page.
 * @param {number} collectorPort
 * @returns {Promise<{url: string, cut: boolean, stop(): Promise<void>}>} `cut` may be set at any time.
 */
export const openLine = async collectorPort => {
  const sockets = new Set();
  const drop = () => sockets.forEach(socket => socket.resetAndDestroy());
  let cut = false;

  const server = createServer(page => {
    if (cut) return void page.resetAndDestroy();
    const collector = connect(collectorPort, '127.0.0.1');
    for (const [socket, other] of [
      [page, collector],
      [collector, page],
    ]) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    get cut() {
      return cut;
    },
    set cut(wanted) {
      cut = wanted;
      if (cut) drop();
    },
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        drop();
      }),
  };
};
