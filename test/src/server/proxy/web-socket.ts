import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {request, type IncomingMessage} from 'node:http';
import type {Socket} from 'node:net';

/** A frame of less than 126 bytes, masked as clients must (RFC 6455 §5.3). */
const frame = (opcode: number, text: string): Buffer => {
  const payload = Buffer.from(text);
  const mask = randomBytes(4);
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | payload.length]), mask, payload.map((byte, index) => byte ^ mask[index % 4]!)]);
};

/** Node 20 has no WebSocket: this one says and hears short texts. `refused` is the status of a server that does not agree. */
export const openWebSocket = async (address: string) => {
  const headers = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
  };
  const asked = request(address, {headers}).end();
  const answered = new Promise<{refused: number} | {socket: Socket; first: Buffer}>((resolve, reject) => {
    asked
      .once('error', reject)
      .once('response', (response: IncomingMessage) => resolve({refused: response.resume().statusCode!}))
      .once('upgrade', (_, socket: Socket, first: Buffer) => resolve({socket, first}));
  });
  const answer = await answered;
  if ('refused' in answer) return {refused: answer.refused};
  const {socket} = answer;
  let heard = answer.first;
  socket.on('data', chunk => (heard = Buffer.concat([heard, chunk as Buffer]))).on('error', () => {});
  return {
    refused: undefined,
    socket,
    say: (text: string) => socket.write(frame(1, text)),
    /** The next frame: a text, or the code that the server closes with; undefined when the connection is gone. */
    async next(): Promise<string | number | undefined> {
      while (heard.length < 2 || heard.length < 2 + (heard[1]! & 127)) {
        if (socket.destroyed || socket.readableEnded) return undefined;
        await Promise.race([once(socket, 'data'), once(socket, 'close'), once(socket, 'end')]);
      }
      const size = heard[1]! & 127;
      const [isClose, payload] = [(heard[0]! & 15) === 8, heard.subarray(2, 2 + size)];
      heard = heard.subarray(2 + size);
      return isClose ? payload.readUInt16BE() : payload.toString();
    },
  };
};
