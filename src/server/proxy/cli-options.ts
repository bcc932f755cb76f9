import {parseArgs} from 'node:util';
import {SetupError} from '../../lib/problems.js';
import type {MiddlewareOptions, ProviderChoice} from '../middleware/options.js';
import type {ProxyOptions} from './create-proxy.js';
import type {RelayForward, RelayOptions} from './relay.js';

export const usage = `askfirst-proxy: a reverse proxy that gives any backend request tracking, after the visitor's consent.

  --upstream URL           the backend, such as http://127.0.0.1:8000
  --port 8080              port to listen on; 0 takes any free one
  --host 127.0.0.1         address to listen on
  --openapi /openapi.json  where the backend describes its routes, or file:openapi.json (again for mounted applications)
  --route TEMPLATE         a route that is in no description, such as /ws/{room} (again for more)
  --timeout 60             seconds that the backend may take to begin an answer
  --trusted-hops 0         proxies of your own in front, whose X-Forwarded-* is believed
  --metrics-port N         serves Prometheus' text on this machine

Events:
  --provider noop          posthog, http, console or noop; the key of posthog is taken from ASKFIRST_API_KEY or --api-key
  --api-key KEY  --api-host URL  --environment NAME  --release VERSION
  --consent-cookie NAME    the widget's cookie, default askfirst_consent
  --policy-version 1.0     as on the page
  --exclude PATTERN        neither told nor counted: /health, /assets/* (again for more)
  --sensitive PATTERN      only counted: /patients/* (again for more)
  --sample 1               the share of requests that is told; failed and slow ones always are
  --slow 1000              from how many ms on a request is slow

Relay, for the page's own events:
  --relay VENDOR=URL       posthog=https://eu.i.posthog.com, plausible=…, matomo=… (again for more)
  --relay-path /ingest     what api-host on the page names
  --relay-forward NAME     user-agent, accept-language, referer or address: also given to the vendor (again for more)
  --help                   this text
`;

const text = {type: 'string'} as const;
const many = {type: 'string', multiple: true} as const;

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{upstream: text, port: text, host: text, openapi: many, route: many, timeout: text, 'trusted-hops': text, 'metrics-port': text},
        ...{provider: text, 'api-key': text, 'api-host': text, environment: text, release: text, 'consent-cookie': text},
        ...{'policy-version': text, exclude: many, sensitive: many, sample: text, slow: text},
        ...{relay: many, 'relay-path': text, 'relay-forward': many, help: {type: 'boolean'}},
      },
    }).values;
  } catch (error) {
    throw new SetupError('arguments', `${(error as Error).message}. Try --help.`);
  }
};

type Values = ReturnType<typeof parse>;

/** A number between bounds, or undefined where the option is not given. */
const number = (values: Values, name: keyof Values & string, most: number, whole = true): number | undefined => {
  const value = values[name] as string | undefined;
  if (value === undefined) return undefined;
  if (!(whole ? /^\d{1,9}$/ : /^\d{1,9}(\.\d+)?$/).test(value) || Number(value) > most)
    throw new SetupError('number', `--${name} is not a ${whole ? 'whole ' : ''}number from 0 to ${most}`);
  return Number(value);
};

const readRelay = (values: Values): RelayOptions | undefined => {
  const allowed: readonly string[] = ['user-agent', 'accept-language', 'referer', 'address'] satisfies RelayForward[];
  const forward = values['relay-forward'] ?? [];
  if (!forward.every(name => allowed.includes(name)))
    throw new SetupError('relay-forward', `--relay-forward is one of ${allowed.join(', ')}`);
  if (!values.relay) return undefined;
  const to = values.relay.map(pair => {
    const [, vendor, address] = /^(\w+)=(.+)$/.exec(pair) ?? [];
    if (!vendor || !address) throw new SetupError('relay', '--relay looks like posthog=https://eu.i.posthog.com');
    return [vendor, address] as const;
  });
  const path = values['relay-path'];
  return {to: Object.fromEntries(to), ...(path && {path}), forward: forward as RelayForward[]};
};

const readProvider = (values: Values, apiKey: string | undefined): ProviderChoice => {
  const {provider: name = 'noop', 'api-host': apiHost} = values;
  if (name === 'noop' || name === 'console') return name;
  if (name !== 'posthog' && name !== 'http') throw new SetupError('provider', '--provider is posthog, http, console or noop');
  return {name, ...(apiKey && {apiKey}), ...(apiHost && {apiHost})};
};

const readAnalytics = (values: Values, apiKey: string | undefined): MiddlewareOptions => {
  const {environment, release, exclude, sensitive, 'consent-cookie': cookie, 'policy-version': policyVersion} = values;
  const [sample, slowMs] = [number(values, 'sample', 1, false), number(values, 'slow', 3_600_000)];
  return {
    provider: readProvider(values, apiKey),
    consent: {...(cookie && {cookie}), ...(policyVersion && {policyVersion})},
    routes: {...(exclude && {exclude}), ...(sensitive && {sensitive})},
    trustedHops: number(values, 'trusted-hops', 20) ?? 0,
    ...(environment && {environment}),
    ...(release && {release}),
    ...(sample !== undefined && {sample}),
    ...(slowMs !== undefined && {slowMs}),
  };
};

/** Reads the command line; undefined when help is asked for. Throws `SetupError` for what it does not understand. */
export const readCliOptions = (
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ProxyOptions | undefined => {
  const values = parse(args);
  if (values.help) return undefined;
  const {upstream, host, openapi, route: routes} = values;
  if (!upstream) throw new SetupError('upstream', '--upstream is missing: the address of the backend, such as http://127.0.0.1:8000');
  const [port, metricsPort, seconds] = [
    number(values, 'port', 65_535),
    number(values, 'metrics-port', 65_535),
    number(values, 'timeout', 86_400),
  ];
  const relay = readRelay(values);
  return {
    upstream,
    analytics: readAnalytics(values, values['api-key'] ?? environment['ASKFIRST_API_KEY']),
    ...(port !== undefined && {port}),
    ...(host && {host}),
    ...(openapi && {openapi}),
    ...(routes && {routes}),
    ...(seconds !== undefined && {timeoutMs: seconds * 1000}),
    ...(metricsPort !== undefined && {metricsPort}),
    ...(relay && {relay}),
  };
};
