const mebibyte = 1024 * 1024;

/** The bounds of everything that a stranger can send. Times in ms, sizes in bytes. */
export const limits = {
  /** One event, as sent and as decompressed (PostHog's own limit). */
  eventBytes: 2 * mebibyte,
  /** One `/batch/`, as sent and as decompressed (PostHog's own limit). */
  batchBytes: 20 * mebibyte,
  /** One `/s/`, read and thrown away (PostHog's own limit). */
  recordingBytes: 25 * mebibyte,
  /** One question for flags. */
  flagBytes: mebibyte / 4,
  /** One consent receipt. */
  receiptBytes: 64 * 1024,
  /** All requests together, from the first byte until they are on disk; beyond it the answer is 503. */
  inFlightBytes: 64 * mebibyte,
  /** Arrays and objects inside each other. */
  jsonDepth: 64,
  /** Values in one request. */
  jsonValues: 1_000_000,
  eventsPerRequest: 10_000,
  keysPerEvent: 2_000,
  /** Identifiers, event names and promoted columns are cut here (characters). */
  nameLength: 200,
  columnLength: 1_000,
  headerBytes: 16 * 1024,
  headerCount: 100,
  headersTimeout: 5_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 5_000,
  /** How long the rest of a refused body is read and thrown away, so that the client gets to read the answer. */
  lingerTimeout: 5_000,
  drainTimeout: 10_000,
  connections: 1_000,
  liveClients: 50,
  /** Events dated further away than this are dated by their arrival. */
  pastWindow: 366 * 24 * 3_600_000,
  futureWindow: 24 * 3_600_000,
} as const;
