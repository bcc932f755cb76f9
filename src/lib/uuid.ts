/** Hex digits of one id: three of 12 random bits, one of the variant's two, 15 of 60. */
const digits = 20;

// Asking the platform costs far more than the bytes do, so they are fetched for many ids at a time.
const bytes = new Uint8Array((digits / 2) * 100);
let pool = '';
let used = 0;

/**
 * A UUIDv7 (RFC 9562): 48 bits of epoch milliseconds, then 74 random bits from the platform's secure source.
 * Works where `crypto.randomUUID` does not exist (insecure origins).
 */
export const uuidv7 = (time: number): string => {
  if (used === pool.length) {
    pool = Array.from(crypto.getRandomValues(bytes), byte => byte.toString(16).padStart(2, '0')).join('');
    used = 0;
  }
  const random = pool.slice(used, (used += digits));
  const stamp = Math.max(0, Math.floor(time)).toString(16).padStart(12, '0');
  const variant = '89ab'[pool.charCodeAt(used - 1) % 4]!;
  return `${stamp.slice(0, 8)}-${stamp.slice(8, 12)}-7${random.slice(0, 3)}-${variant}${random.slice(3, 6)}-${random.slice(6, 18)}`;
};

/** Whether a stored value is an id that we made ourselves. */
export const isUuidv7 = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(value);
