import {parseArgs} from 'node:util';
import {SetupError} from '../../../lib/problems.js';
import type {EventFilter} from '../read/find-events.js';
import type {ExportFormat} from './export-events.js';

export const commandNames = ['erase', 'export', 'retain', 'backup', 'verify', 'forward'] as const;
export type CommandName = (typeof commandNames)[number];

export const commandUsage = `The owner's duties, on a database that may be in use:

  askfirst-collector erase ID              erase a person: events, counts, their id in the events of others; late replays are kept out
      --exact                              only this very id, not its aliases and the anonymous ids that belonged to it
  askfirst-collector export                write events to standard output
      --format jsonl|csv                   default jsonl
      --person ID  --project KEY  --event NAME  --from DAY  --to DAY
      --exact                              of a person only this very id
  askfirst-collector retain                delete what is older than it may be (the running collector does so once a day)
      --keep KIND=DAYS                     events=760, counts=1826, rejected=90, receipts=1096, tombstones=1096 (again for more)
  askfirst-collector backup FILE           copy the database, without salts, while it is in use
  askfirst-collector verify                check the file, the counts, the erasures and the chain of receipts
  askfirst-collector forward --to ADDRESS  send everything to a PostHog instance; goes on where it ended
      --key KEY                            the project's key there
      --project KEY                        only this project's events
      --follow                             go on with what comes, until it is stopped

  --db events.db                           the database file

What was done is one line of JSON on standard output (forward: standard error). Exit code 1: it could not be done, or something is wrong.
`;

/** What a command was told. */
export interface CommandOptions {
  readonly name: CommandName;
  readonly db: string;
  readonly argument: string | undefined;
  readonly exact: boolean;
  readonly format: ExportFormat;
  readonly filter: EventFilter;
  readonly keep: readonly string[];
  readonly to: string | undefined;
  readonly key: string | undefined;
  readonly follow: boolean;
}

const dayMs = 86_400_000;

/** A day of the calendar (UTC) as its first millisecond; throws `SetupError` for what is none. */
export const readDay = (text: string, name: string): number => {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : NaN;
  // `Date.parse` takes the 30th of February for the 2nd of March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
    throw new SetupError('day', `${name} is not a day such as 2026-11-22`);
  return time;
};

/** Reads the command line after the command's name; undefined when help is asked for. Throws `SetupError` for what it does not understand. */
export const readCommandOptions = (name: CommandName, args: readonly string[]): CommandOptions | undefined => {
  const {values, positionals} = parse(args);
  if (values.help) return undefined;
  const takesArgument = name === 'erase' || name === 'backup';
  if (positionals.length !== (takesArgument ? 1 : 0))
    throw new SetupError('arguments', `${name} takes ${takesArgument ? 'one argument' : 'no arguments'}. Try ${name} --help.`);
  const {format, from, to, person, project, event} = values;
  if (format !== 'jsonl' && format !== 'csv') throw new SetupError('format', '--format is jsonl or csv');
  return {
    name,
    db: values.db,
    argument: positionals[0],
    exact: values.exact,
    format,
    filter: {
      person,
      project,
      event,
      from: from === undefined ? undefined : readDay(from, '--from'),
      // The last day is a part of what is asked for.
      to: to === undefined || name === 'forward' ? undefined : readDay(to, '--to') + dayMs,
    },
    keep: values.keep,
    to,
    key: values.key,
    follow: values.follow,
  };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        db: {type: 'string', default: 'events.db'},
        exact: {type: 'boolean', default: false},
        format: {type: 'string', default: 'jsonl'},
        person: {type: 'string'},
        project: {type: 'string'},
        event: {type: 'string'},
        from: {type: 'string'},
        to: {type: 'string'},
        keep: {type: 'string', multiple: true, default: []},
        key: {type: 'string'},
        follow: {type: 'boolean', default: false},
        help: {type: 'boolean', default: false},
      },
    });
  } catch (error) {
    throw new SetupError('arguments', `${(error as Error).message}. Try --help.`);
  }
};
