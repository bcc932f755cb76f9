import type {ProviderHost} from '../provider-types.js';
import type {Clock} from './clock.js';
import {addressTrouble} from './endpoint.js';
import {createKeepaliveLedger} from './keepalive-ledger.js';
import type {KeepaliveLedger} from './keepalive-ledger.js';
import {parseRetryAfter} from './retry-after.js';
import {Misconfigured, Rejected, RetryLater, TooLarge} from './send-errors.js';

export interface PostParts extends Pick<Clock, 'now' | 'setTimeout' | 'clearTimeout'> {
  /** Asked for at each request, so that a fetch replaced later is the one used. */
  readonly fetch: () => typeof fetch | undefined;
  /** `location.protocol`: an https page sends nothing over http, except to its own machine. */
  readonly pageProtocol: string;
  /** For the whole exchange, reply included (ms). */
  readonly timeoutMs?: number;
  /** What all requests of the page share; where there is no room, a request goes without keepalive. */
  readonly ledger?: KeepaliveLedger;
}

const mostReply = 64 * 1024;

/**
 * Makes `ProviderHost.post`. What becomes of a request:
 * - 2xx is the acknowledgement, even if the reply's text is cut off later (it is then empty); at most 64 KiB of it are read.
 * - 408, 425, 429, 5xx: `RetryLater` with the server's `Retry-After` where it can be read; 504 and 524 are `unknown`, as a gateway gave up waiting.
 * - 413: `TooLarge`. 401, 403, 404, 405, 407 and every redirect: `Misconfigured`. Other 4xx: `Rejected`.
 * - Timed out or aborted after it had begun: `RetryLater`, unknown.
 * - Failed in the network: `RetryLater`, not unknown. Browsers tell a refused connection, a blocker, a failed CORS check and a reset by one and
 *   the same error; nearly always nothing has arrived, and "unknown" would let at-most-once delivery drop everything that is tracked offline.
 */
export const createPost = ({
  fetch,
  now,
  setTimeout,
  clearTimeout,
  pageProtocol,
  timeoutMs = 15_000,
  ledger = createKeepaliveLedger(),
}: PostParts): ProviderHost['post'] =>
  async function post(url, body, {signal, keepalive: wanted, contentType = 'text/plain', headers}) {
    const trouble = addressTrouble(parse(url), pageProtocol);
    if (trouble) throw new Misconfigured(`the provider's address ${trouble}`);
    if (signal.aborted) throw new RetryLater('cancelled before it was sent');

    // Not by a Blob, whose end, whenever the garbage collector gets to it, throws the page out of Chromium's back/forward cache.
    const size = wanted ? (typeof body === 'string' ? new TextEncoder().encode(body) : body).length : 0;
    const keepalive = wanted && size <= ledger.left();
    const giveBack = ledger.take(keepalive ? size : 0);
    const control = new AbortController();
    let accepted = false;
    let cut = () => {};
    const cutOff = new Promise<string>((resolve, reject) => {
      cut = () => {
        if (accepted) resolve('');
        else reject(new RetryLater('the request was cut off', undefined, true));
        control.abort();
      };
    });

    const exchange = async (): Promise<string> => {
      let response: Response;
      try {
        response = await fetch()!(url, {
          method: 'POST',
          body,
          headers: {'Content-Type': contentType, ...headers},
          mode: 'cors',
          // To other origins no cookies; the site's own relay reads the decision from them.
          credentials: 'same-origin',
          cache: 'no-store',
          // Not followed either way; `error` would look like a broken network, and nobody would learn of the wrong address.
          redirect: 'manual',
          referrerPolicy: 'no-referrer',
          keepalive,
          signal: control.signal,
        });
        accepted = response.status >= 200 && response.status < 300;
      } catch {
        throw new RetryLater('the request failed in the network', undefined, false, true);
      }
      if (!accepted) throw failureOf(response, now());
      return readText(response).catch(() => '');
    };

    const timer = setTimeout(cut, timeoutMs);
    signal.addEventListener('abort', cut);
    try {
      // A race, as a replaced fetch may ignore the signal.
      return await Promise.race([exchange(), cutOff]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', cut);
      giveBack();
      // Frees the connection of a reply that was not read to its end.
      control.abort();
    }
  };

const parse = (url: string): URL => {
  try {
    return new URL(url);
  } catch {
    throw new Misconfigured("the provider's address is no address");
  }
};

const failureOf = ({status, headers}: Response, now: number): Error => {
  const message = `the provider answered ${status}`;
  if ([408, 425, 429].includes(status) || status >= 500)
    return new RetryLater(message, parseRetryAfter(headers.get('Retry-After'), now), status === 504 || status === 524);
  if (status === 413) return new TooLarge(message);
  // An opaque redirect has the status 0.
  if (status < 400) return new Misconfigured('the provider redirects: its address is another one');
  if ([401, 403, 404, 405, 407].includes(status)) return new Misconfigured(message);
  return new Rejected(message);
};

/** Never trusts a length: a reply may be endless, or small and unpack to gigabytes. */
const readText = async ({body}: Response): Promise<string> => {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; reader && size < mostReply;) {
    const {done, value} = await reader.read();
    if (done) break;
    text += decoder.decode(value.subarray(0, mostReply - size), {stream: true});
    size += value.length;
  }
  return text;
};
