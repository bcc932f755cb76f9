/**
 * A UUIDv7 (RFC 9562) for epoch milliseconds. Its random bits stand where the platform's own UUIDv4, which every server has at hand, holds them too; a page
 * that is not secure does not, and makes its ids otherwise.
 */
export const eventId = (time: number): string => {
  const stamp = Math.max(0, Math.floor(time)).toString(16).padStart(12, '0');
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${crypto.randomUUID().slice(15)}`;
};
