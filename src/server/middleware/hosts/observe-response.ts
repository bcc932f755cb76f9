import type {Exchange, Outcome} from '../exchange.js';

const streaming = /^(text\/event-stream|application\/(x-ndjson|jsonl|json-seq))/;

/** Whether the response says of itself that it comes in parts. Others are over when they are handed over, as far as anybody here can see. */
const isStream = ({headers}: Response): boolean =>
  streaming.test(headers.get('content-type') ?? '') || headers.get('transfer-encoding') === 'chunked';

/** Passes on what is asked for when it is asked for, and says once that it is over. */
const observed = (body: ReadableStream<Uint8Array>, onEnd: (cutOffBy?: Outcome['cutOffBy'], error?: unknown) => void) => {
  const reader = body.getReader();
  let left = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const {done, value} = await reader.read();
          if (left) return;
          if (!done) return controller.enqueue(value);
          onEnd();
          controller.close();
        } catch (error) {
          if (left) return;
          onEnd('server', error);
          controller.error(error);
        }
      },
      cancel(reason) {
        left = true;
        onEnd('client');
        return reader.cancel(reason);
      },
    },
    {highWaterMark: 0},
  );
};

/** The response to give in the place of one that streams, or undefined where none is needed. `onEnd` is called once the stream is over. */
const observeStream = (
  exchange: Exchange,
  response: Response,
  onEnd: (cutOffBy: Outcome['cutOffBy'], longLived: boolean) => void,
): Response | undefined => {
  if (!isStream(response) || !response.body) return undefined;
  const longLived = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  const body = observed(response.body, (cutOffBy, error) => {
    if (cutOffBy === 'server') exchange.fail(error);
    onEnd(cutOffBy, longLived);
  });
  return new Response(body, response);
};

/**
 * Ends the exchange with a fetch response: at once, or when its stream ends. Returns the response to give in its place; it is the same one unless it
 * streams, or tells its duration in headers that cannot be changed.
 */
export const observeResponse = (exchange: Exchange, response: Response, route: string | undefined): Response => {
  const timing = exchange.serverTiming();
  const {status} = response;
  const stream = observeStream(exchange, response, (cutOffBy, longLived) => exchange.end({status, route, cutOffBy, longLived}));
  if (!stream) exchange.end({status, route});
  return timing ? withHeader(stream ?? response, timing) : (stream ?? response);
};

const withHeader = (response: Response, timing: string): Response => {
  try {
    response.headers.append('Server-Timing', timing);
    return response;
  } catch {
    // Headers of redirects and fetched responses are immutable.
    const copy = new Response(response.body, response);
    copy.headers.append('Server-Timing', timing);
    return copy;
  }
};
