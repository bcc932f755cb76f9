// Taken once, so that what the page does to JSON later does not reach the queue.
const {stringify, parse} = JSON;
const encoder = new TextEncoder();

/** Looks at each value behind the back of a `toJSON` that some old library has put on every array or object. */
function untouched(this: Record<string, unknown>, key: string): unknown {
  return this[key];
}

const patched = () => [[], '', 0].some(value => 'toJSON' in Object(value));

/** One line of JSON, made once: these are the bytes that are stored and sent, however often. */
export const serialise = (record: unknown): string => (patched() ? stringify({r: record}, untouched).slice(5, -1) : stringify(record));

export {parse};

/** UTF-8 length. */
export const byteLength = (text: string): number => encoder.encode(text).length;
