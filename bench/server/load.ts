import {connect, type Socket} from 'node:net';

/** What a round of requests took. */
export interface Round {
  readonly requests: number;
  /** Seconds. */
  readonly elapsed: number;
  /** Of each request (µs), ascending. */
  readonly latencies: readonly number[];
}

const connectTo = (port: number) =>
  new Promise<Socket>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.setNoDelay(true))).once('error', reject);
  });

const isWhole = (answer: string): boolean => {
  const end = answer.indexOf('\r\n\r\n');
  const length = /\r\ncontent-length: (\d+)/i.exec(answer)?.[1];
  return end >= 0 && (length === undefined ? answer.endsWith('\r\n0\r\n\r\n') : answer.length >= end + 4 + Number(length));
};

/** Asks one request after the other on each of so many connections that stay open. */
export const load = async (port: number, head: string, requests: number, connections: number): Promise<Round> => {
  const latencies: number[] = [];
  let left = requests;
  const began = performance.now();
  const work = async () => {
    const socket = await connectTo(port);
    let answered = () => {};
    let rest = '';
    socket.on('data', data => {
      rest += data.toString('latin1');
      if (!isWhole(rest)) return;
      if (!rest.startsWith('HTTP/1.1 200')) throw new Error(rest.slice(0, 100));
      rest = '';
      answered();
    });
    while (left-- > 0) {
      const asked = performance.now();
      await new Promise<void>(resolve => {
        answered = resolve;
        socket.write(head);
      });
      latencies.push((performance.now() - asked) * 1000);
    }
    socket.destroy();
  };
  await Promise.all(Array.from({length: connections}, work));
  return {requests, elapsed: (performance.now() - began) / 1000, latencies: latencies.sort((a, b) => a - b)};
};
