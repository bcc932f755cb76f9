import {parseArgs} from 'node:util';
import {SetupError} from '../../lib/problems.js';
import type {CollectorOptions} from './create-collector.js';
import {readOwnerOptions} from './owner/owner-options.js';

export const usage = `askfirst-collector: takes analytics events over HTTP and keeps them in one SQLite file.

  --port 8010             port to listen on; 0 takes any free one
  --host 127.0.0.1        address to listen on
  --db events.db          the database file, made if it is not there
  --allow-origin ORIGIN   page that may send and read (again for more); default: any may send, pages of this machine may read
  --project KEY           project key, domain or site that is taken (again for more); default: any
  --trust-proxy           believe the last X-Forwarded-For entry, behind a proxy that sets it
  --flags flags.json      feature flags, read again when the file has changed; default: those that are saved on the live page
  --require-consent       store nothing but what comes with the proof of consent that the widget sends
  --events-per-second N   taken from each project, default 5000; 0: no limit
  --requests-per-second N taken over each connection, default 100; 0: no limit
  --keep-bots             keep Plausible events of automated browsers, for tests
  --keep KIND=DAYS        how long data is kept: events=760, counts=1826, rejected=90, receipts=1096, tombstones=1096 (again for more)
  --forward-to ADDRESS    PostHog instance to which everything is forwarded; its project key is ASKFIRST_FORWARD_KEY
  --help                  this text

askfirst-collector erase|export|retain|backup|verify|forward --help tells about the owner's duties.
Reading beyond this machine needs a secret in the environment variable ASKFIRST_READ_TOKEN, the admin API one in ASKFIRST_ADMIN_TOKEN.
`;

const wholePort = (value: string): number => {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port;
  throw new SetupError('port', '--port is not a number from 0 to 65535');
};

const readRates = (events: string | undefined, requests: string | undefined): CollectorOptions['rates'] => {
  for (const rate of [events, requests])
    if (rate !== undefined && !/^\d{1,9}$/.test(rate)) throw new SetupError('rate', 'a rate per second is not a whole number');
  if (events === undefined && requests === undefined) return undefined;
  return {...(events && {eventsPerSecond: Number(events)}), ...(requests && {requestsPerSecond: Number(requests)})};
};

const exactOrigin = (value: string): string => {
  if (value === 'null' || (URL.canParse(value) && new URL(value).origin === value)) return value;
  throw new SetupError('allow-origin', '--allow-origin is not an origin such as https://www.example.org (no path, no slash at the end)');
};

/** Reads the command line; undefined when help is asked for. Throws `SetupError` for what it does not understand. */
export const readCliOptions = (
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CollectorOptions | undefined => {
  const values = parse(args);
  if (values.help) return undefined;
  const rates = readRates(values['events-per-second'], values['requests-per-second']);
  const {ASKFIRST_READ_TOKEN: readToken} = environment;
  return {
    port: wholePort(values.port),
    host: values.host,
    db: values.db,
    trustProxy: values['trust-proxy'],
    keepBots: values['keep-bots'],
    ...(values['require-consent'] && {requireConsent: true}),
    ...(rates && {rates}),
    ...(values.flags && {flags: values.flags}),
    ...(values['allow-origin'] && {allowOrigins: values['allow-origin'].map(exactOrigin)}),
    ...(values.project && {projects: values.project}),
    ...(readToken && {readToken}),
    ...readOwnerOptions(values, environment),
  };
};

const parse = (args: readonly string[]) => {
  try {
    const {values} = parseArgs({
      args: [...args],
      options: {
        port: {type: 'string', default: '8010'},
        host: {type: 'string', default: '127.0.0.1'},
        db: {type: 'string', default: 'events.db'},
        'allow-origin': {type: 'string', multiple: true},
        project: {type: 'string', multiple: true},
        'trust-proxy': {type: 'boolean', default: false},
        'require-consent': {type: 'boolean', default: false},
        'events-per-second': {type: 'string'},
        'requests-per-second': {type: 'string'},
        flags: {type: 'string'},
        'keep-bots': {type: 'boolean', default: false},
        keep: {type: 'string', multiple: true},
        'forward-to': {type: 'string'},
        help: {type: 'boolean', default: false},
      },
    });
    return values;
  } catch (error) {
    throw new SetupError('arguments', `${(error as Error).message}. Try --help.`);
  }
};
