/** An event came before the grant by so much (ms) at most, as clocks differ. */
const skew = 5 * 60_000;
/** No grant is believed to last longer (ms); the widget asks again after 182 days unless told otherwise. */
const longest = 400 * 24 * 3_600_000;

/**
 * Whether an event carries the proof that the widget sends along: `<category> <epoch>`, as in `analytics 1795000000000`, the category that
 * covers the event and since when (epoch ms) it is granted. It is the sender's word, and shows that it has asked; no visitor can be known by it.
 */
export const isConsentProof = (proof: unknown, time: number, now: number): boolean => {
  const epoch = typeof proof === 'string' ? /^[a-z][\w-]{0,31} (\d{13})$/.exec(proof)?.[1] : undefined;
  if (epoch === undefined) return false;
  const granted = Number(epoch);
  return granted <= time + skew && granted <= now + skew && granted > now - longest;
};
