/** Why there was no answer of the upstream, or not all of it. */
export type FailureReason = 'refused' | 'unresolved' | 'untrusted' | 'timeout' | 'reset' | 'malformed' | 'cut_off' | 'failed';

export interface UpstreamFailure {
  readonly reason: FailureReason;
  readonly status: 502 | 504;
}

/** The upstream has not answered in time. */
export class UpstreamTimeout extends Error {
  override readonly name = 'UpstreamTimeout';
}

const reasons: readonly (readonly [RegExp, FailureReason])[] = [
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/, 'refused'],
  [/^(ENOTFOUND|EAI_\w+)$/, 'unresolved'],
  [/CERT|^ERR_TLS_/, 'untrusted'],
  [/^ETIMEDOUT$/, 'timeout'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED)$/, 'reset'],
  [/^(HPE_\w+|ERR_INVALID_\w+|ERR_HTTP_\w+)$/, 'malformed'],
];

/** What an error of `http.request` means: 504 when the upstream was too slow, else 502. */
export const failureOf = (error: unknown): UpstreamFailure => {
  const code = String((error as {code?: unknown}).code ?? '');
  const reason = error instanceof UpstreamTimeout ? 'timeout' : (reasons.find(([pattern]) => pattern.test(code))?.[1] ?? 'failed');
  return {reason, status: reason === 'timeout' ? 504 : 502};
};
