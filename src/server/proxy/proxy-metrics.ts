/** What the proxy counts besides requests. */
export interface ProxyStats {
  /** Answers that the backend or the relay's vendor did not give, by reason. */
  readonly failures: Readonly<Record<string, number>>;
  /** Requests for the relay, by outcome. */
  readonly relay: Readonly<Record<string, number>>;
}

const counter = (name: string, help: string, label: string, counts: Readonly<Record<string, number>>): string =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} counter`,
    ...Object.entries(counts).map(([value, count]) => `${name}{${label}="${value}"} ${count}`),
    '',
  ].join('\n');

/** What only the proxy counts, in Prometheus' text format 0.0.4. */
export const proxyMetrics = ({failures, relay}: ProxyStats): string =>
  counter('askfirst_proxy_upstream_failures_total', 'Answers that the upstream did not give, or not whole.', 'reason', failures) +
  counter('askfirst_proxy_relay_requests_total', 'Requests for the relay, by outcome.', 'outcome', relay);
