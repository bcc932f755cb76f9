import {connect} from 'node:net';

/**
 * Sends each body once over `connections` sockets, one request at a time on each; gives the seconds until all were answered with 200.
 * Bare sockets, so that it takes as little as can be of the processor that it shares with the server. Rejects with any other answer.
 */
export const load = async (url: string, bodies: readonly string[], connections: number): Promise<number> => {
  const {hostname, port} = new URL(url);
  let next = 0;
  const drive = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      const send = () => {
        const body = bodies[next++];
        if (body === undefined) {
          socket.end();
          return resolve();
        }
        socket.write(
          `POST /batch/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
      };
      let answer = '';
      socket.on('data', chunk => {
        answer += chunk.toString('latin1');
        if (answer.startsWith('HTTP/1.1 200') && !answer.endsWith('{"status":1}')) return;
        if (!answer.startsWith('HTTP/1.1 200')) {
          socket.destroy();
          return reject(new Error(`not taken: ${answer.slice(0, 400)}`));
        }
        answer = '';
        send();
      });
      socket
        .on('error', reject)
        .on('close', () => reject(new Error('the connection was closed')))
        .on('connect', send);
    });
  const start = performance.now();
  await Promise.all(Array.from({length: connections}, drive));
  return (performance.now() - start) / 1_000;
};
