/** What kind of failure a request had. */
export type ErrorCategory = 'validation' | 'auth' | 'not_found' | 'timeout' | 'server_error';

const byStatus: Readonly<Record<number, ErrorCategory>> = {
  401: 'auth',
  403: 'auth',
  407: 'auth',
  404: 'not_found',
  405: 'not_found',
  410: 'not_found',
  408: 'timeout',
  504: 'timeout',
};

const timeouts = /^(ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_\w*TIMEOUT|\w*Timeout\w*)$/i;

const read = (error: unknown, key: 'name' | 'code' | 'type'): string => {
  try {
    const value = (Object(error) as Record<string, unknown>)[key];
    return typeof value === 'string' ? value : '';
  } catch {
    return ''; // a getter in trouble
  }
};

/**
 * The name of an error's class (`TypeError`), or `http_503` for a status that nobody threw. Names that an application makes of other things, and
 * might put anything into, are `Error`.
 */
export const errorTypeOf = (error: unknown, status: number): string => {
  if (error === undefined) return `http_${status}`;
  const name = read(error, 'name');
  return /^[A-Za-z_$][\w$.]{0,59}$/.test(name) ? name : 'Error';
};

/** The category of a failure: by the status that the client was told, and for 5xx also by what the error calls itself. */
export const errorCategoryOf = (error: unknown, status: number): ErrorCategory => {
  const known = byStatus[status];
  if (known) return known;
  if (status >= 400 && status < 500 && status !== 499) return 'validation';
  return timeouts.test(read(error, 'name')) || timeouts.test(read(error, 'code')) ? 'timeout' : 'server_error';
};

const departures = /^(AbortError|ECONNRESET|EPIPE|ECANCELED|ERR_STREAM_PREMATURE_CLOSE|ERR_STREAM_WRITE_AFTER_END)$/;

/** As body-parser has it. */
const bodyGivenUp = 'request.aborted';

/** Whether it only says that the other side is no longer there. */
export const isDeparture = (error: unknown): boolean =>
  departures.test(read(error, 'name')) || departures.test(read(error, 'code')) || read(error, 'type') === bodyGivenUp;
