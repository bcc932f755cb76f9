/**
 * The address of the client, when `hops` proxies of one's own stand in front and each has added who it heard from to `X-Forwarded-For`: what
 * stands further left was written by the client, and anybody can write anything. Without hops the header is not read.
 */
export const clientAddress = (peer: string | undefined, forwarded: string | undefined, hops: number): string | undefined => {
  if (hops <= 0) return peer;
  const heard = (forwarded ?? '')
    .split(',')
    .map(part => part.trim())
    .filter(Boolean);
  // Fewer entries than proxies: the request did not come through all of them.
  return heard.at(-hops) ?? heard[0] ?? peer;
};
