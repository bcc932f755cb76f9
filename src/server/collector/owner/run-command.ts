import {once} from 'node:events';
import {existsSync} from 'node:fs';
import type {Writable} from 'node:stream';
import {SetupError} from '../../../lib/problems.js';
import {openStore} from '../store.js';
import {commandNames, commandUsage, readCommandOptions, type CommandName, type CommandOptions} from './command-options.js';
import {findBytes} from './find-bytes.js';
import {createOwner, type Owner} from './owner.js';
import {readTarget} from './read-target.js';
import {isDistinct} from './replace-mentions.js';
import {readRetention} from './retain.js';

export interface CommandWorld {
  readonly out: Writable;
  readonly err: Writable;
  /** Says when to stop: what is long ends soon, and cleanly. */
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** How long a command waits for a server that is writing; nobody waits for the command. */
const busyMs = 30_000;

/** Whether the command line asks for one of the owner's duties rather than for the server. */
export const isCommand = (name: string | undefined): name is CommandName => commandNames.includes(name as CommandName);

/** Does one of the owner's duties; resolves with the exit code. Throws `SetupError` for what it does not understand or cannot open. */
export const runCommand = async (name: CommandName, args: readonly string[], world: CommandWorld): Promise<number> => {
  const options = readCommandOptions(name, args);
  if (!options) {
    world.out.write(commandUsage);
    return 0;
  }
  const retention = readRetention(options.keep);
  // A server makes the file that is not there; a command on it would be about the wrong one.
  if (!existsSync(options.db)) throw new SetupError('database-file', 'there is no such database file: see --db');
  const store = await openStore(options.db, undefined, busyMs);
  let code: number;
  try {
    const owner = createOwner({database: store.database, retention, now: world.now});
    code = await commands[name](owner, options, world);
  } catch (error) {
    const {code, message} = error as {code?: string; message: string};
    if (!/^(ERR_)?SQLITE/.test(code ?? '')) throw error;
    throw new SetupError('database', `the database did not do it: ${message}`);
  } finally {
    store.close();
  }
  return name === 'erase' && stillThere(options, world) ? 1 : code;
};

/** Looks at the bytes themselves, once this process has let go of them. */
const stillThere = ({db, argument}: CommandOptions, {err}: CommandWorld): boolean => {
  const traces = isDistinct(argument!) ? findBytes(db, [argument!]) : [];
  if (traces.length > 0) say(err, {problem: 'the id still stands in a file: a program may hold old pages; erase it again', files: traces});
  return traces.length > 0;
};

type Command = (owner: Owner, options: CommandOptions, world: CommandWorld) => Promise<number>;

const say = (stream: Writable, report: unknown): void => void stream.write(`${JSON.stringify(report)}\n`);

const commands: Readonly<Record<CommandName, Command>> = {
  async erase(owner, {argument, exact}, {out}) {
    say(out, owner.erase(argument!, {exact}));
    return 0;
  },
  async export(owner, {filter, format, exact}, {out, signal}) {
    let ended = false;
    // It rejects when the reader goes away, or `signal` says stop.
    const drained = () => once(out, 'drain', {signal}).catch(() => (ended = true));
    for await (const chunk of owner.export(filter, format, {exact})) {
      if (!signal.aborted && !out.destroyed && !out.write(chunk)) await drained();
      if (ended || signal.aborted || out.destroyed) return 1;
    }
    return 0;
  },
  async retain(owner, _, {out}) {
    say(out, await owner.retain());
    return 0;
  },
  async backup(owner, {argument}, {out}) {
    say(out, await owner.backUp(argument!));
    return 0;
  },
  async verify(owner, _, {out}) {
    const report = await owner.verify();
    say(out, report);
    return report.ok ? 0 : 1;
  },
  async forward(owner, {to, key, filter, follow}, {err, signal}) {
    const host = readTarget(to, '--to');
    if (!key) throw new SetupError('forward', 'forward needs --key, the key of the project at the target');
    const state = await owner.forward(
      {host, key},
      {project: filter.project, follow, signal, onProgress: (now, waiting) => waiting && say(err, {...now, waiting})},
    );
    say(err, {...state, done: !signal.aborted});
    return state.refused > 0 ? 1 : 0;
  },
};
