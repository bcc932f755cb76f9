const dashes = new Set([4, 6, 8, 10]);
const hex = Array.from({length: 256}, (_, byte) => byte.toString(16).padStart(2, '0'));

// Asking the platform costs far more than the bytes do, so they are fetched for many ids at a time.
const pool = new Uint8Array(1024);
let used = pool.length;

/**
 * A UUIDv7 (RFC 9562): 48 bits of epoch milliseconds, then 74 random bits from the platform's secure source.
 * Works where `crypto.randomUUID` does not exist (insecure origins).
 */
export const uuidv7 = (time: number): string => {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, (used += 16));
  let rest = Math.max(0, Math.floor(time));
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  let id = '';
  for (let i = 0; i < 16; i++) id += (dashes.has(i) ? '-' : '') + hex[bytes[i]!];
  return id;
};

/** Whether a stored value is an id that we made ourselves. */
export const isUuidv7 = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(value);
