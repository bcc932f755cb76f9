import type {Clock} from '../../lib/clock.js';
import {isSendError} from '../../lib/send-errors.js';
import type {ProviderHost} from '../../provider-types.js';

export interface SnapshotSenderParts {
  readonly host: Pick<ProviderHost, 'post' | 'warn'>;
  readonly clock: Pick<Clock, 'setTimeout' | 'clearTimeout'>;
  /** `{api-host}/s/` */
  readonly url: string;
  /** Whether the page may be closed any moment now. */
  readonly leaving: () => boolean;
}

const mostWaiting = 4_000_000;
const attempts = 4;
const firstRetryMs = 3000;
const mostKeepalive = 50_000;

const zip = async (text: string): Promise<Uint8Array<ArrayBuffer>> => {
  // Not a Blob, whose end throws the page out of Chromium's back/forward cache.
  const stream = new Response(text).body!.pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

/**
 * Sends parts of a recording one after another, as they make sense in this order only: zipped, tried four times within about 20 s, and at most
 * 4 MB waiting, in memory. They are too large for the queue. What is lost is warned of once.
 */
export const createSnapshotSender = ({host, clock, url, leaving}: SnapshotSenderParts) => {
  const control = new AbortController();
  const {signal} = control;
  let waiting = 0;
  let last = Promise.resolve();

  const wait = (ms: number) =>
    new Promise<void>(resolve => {
      const timer = clock.setTimeout(resolve, ms);
      signal.addEventListener('abort', () => (clock.clearTimeout(timer), resolve()), {once: true});
    });

  const send = async (text: string, attempt = 1): Promise<void> => {
    if (signal.aborted) return;
    try {
      // Zipping takes longer than a page that is being closed has got.
      if (leaving()) await host.post(url, text, {signal, keepalive: text.length < mostKeepalive});
      else await host.post(`${url}?compression=gzip-js`, await zip(text), {signal, keepalive: false});
    } catch (error) {
      if (signal.aborted) return;
      if (!isSendError(error) || error.kind !== 'retry' || attempt === attempts) throw error;
      await wait(Math.max(error.delayMs ?? 0, firstRetryMs * 2 ** (attempt - 1)));
      await send(text, attempt + 1);
    }
  };

  return {
    /** JSON of one event. */
    send(text: string): void {
      const lost = () => host.warn('replay-lost', 'parts of a recording could not be sent');
      if (waiting + text.length > mostWaiting) return lost();
      waiting += text.length;
      // In the same task while the page is being closed: there may be no other.
      const sent = leaving() ? send(text) : last.then(() => send(text));
      last = sent.catch(lost).finally(() => (waiting -= text.length));
    },
    /** Cuts off what is under way, and drops what waits. */
    stop: () => control.abort(),
  };
};
