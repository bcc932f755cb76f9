import {connect, type Socket} from 'node:net';

/** A connection that stays open, for one request after the other. */
export interface Connection {
  /** Resolves with what the answer took (µs). */
  ask(): Promise<number>;
  close(): void;
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

export const openConnection = async (port: number, head: string): Promise<Connection> => {
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
  return {
    async ask() {
      const asked = performance.now();
      await new Promise<void>(resolve => {
        answered = resolve;
        socket.write(head);
      });
      return (performance.now() - asked) * 1000;
    },
    close: () => void socket.destroy(),
  };
};

/** Asks so often on so many connections at once. Resolves with what all of it took (s). */
export const load = async (port: number, head: string, requests: number, connections: number): Promise<number> => {
  const open = await Promise.all(Array.from({length: connections}, () => openConnection(port, head)));
  let left = requests;
  const began = performance.now();
  await Promise.all(
    open.map(async connection => {
      while (left-- > 0) await connection.ask();
      connection.close();
    }),
  );
  return (performance.now() - began) / 1000;
};
