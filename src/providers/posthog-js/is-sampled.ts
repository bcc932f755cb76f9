/** Whether a session (UUIDv7) is among the part (0 to 1, default 1) that is recorded: on each of its pages the same answer. */
export const isSampled = (sessionId: string, rate: unknown = 1): boolean =>
  typeof rate === 'number' && parseInt(sessionId.slice(-8), 16) < rate * 2 ** 32;
