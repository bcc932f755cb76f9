import {SetupError} from '../../lib/problems.js';

export type SqlValue = string | number | null;

/** The part of SQLite that the drivers have in common. */
export interface Statement {
  run(...values: SqlValue[]): {changes: number | bigint};
  all(...values: SqlValue[]): unknown[];
}
export interface Database {
  exec(sql: string): unknown;
  prepare(sql: string): Statement;
  close(): unknown;
}

/** Takes all values as one list, which costs less than one by one. */
interface LibsqlDatabase extends Pick<Database, 'exec' | 'close'> {
  prepare(sql: string): {run(values: readonly SqlValue[]): {changes: number | bigint}; all(values: readonly SqlValue[]): unknown[]};
}

type OpenDatabase = (file: string) => Database;
type Loader = () => Promise<OpenDatabase>;

// Names in variables: neither the compiler nor a bundler may insist on a module that this Node or this install does not have.
const builtIn: string = 'node:sqlite';
const prebuilt: string = 'libsql';

interface NodeSqlite {
  readonly DatabaseSync: new (file: string) => Database;
}

/** Node 22 says on standard error that its SQLite is new: among lines of JSON a broken one, about which nothing can be done. */
const loadQuietly = async (): Promise<NodeSqlite> => {
  const {emitWarning} = process;
  const others = ((...said: [string | Error, ...undefined[]]) => {
    if (!String(said[0]).startsWith('SQLite is an experimental feature')) Reflect.apply(emitWarning, process, said);
  }) as typeof emitWarning;
  process.emitWarning = others;
  try {
    return (await import(builtIn)) as NodeSqlite;
  } finally {
    if (process.emitWarning === others) process.emitWarning = emitWarning;
  }
};
let nodeSqlite: Promise<NodeSqlite> | undefined;

const fromNode: Loader = async () => {
  const {DatabaseSync} = await (nodeSqlite ??= loadQuietly());
  return file => new DatabaseSync(file);
};
const fromLibsql: Loader = async () => {
  const {default: Libsql} = (await import(prebuilt)) as {default: new (file: string) => LibsqlDatabase};
  return file => {
    const database = new Libsql(file);
    return {
      exec: sql => database.exec(sql),
      prepare(sql) {
        const statement = database.prepare(sql);
        return {run: (...values) => statement.run(values), all: (...values) => statement.all(values)};
      },
      close: () => database.close(),
    };
  };
};
/** SQLite's result codes BUSY, LOCKED and FULL, in the words of both drivers. */
export const isDatabaseBusy = (error: unknown): boolean => {
  const {code, errcode} = (error ?? {}) as {code?: unknown; errcode?: unknown};
  if (typeof errcode === 'number') return [5, 6, 13].includes(errcode & 0xff);
  return typeof code === 'string' && /^SQLITE_(BUSY|LOCKED|FULL)/.test(code);
};

const ladder: Readonly<Record<DriverName, Loader>> = {'node:sqlite': fromNode, libsql: fromLibsql};

/** `node:sqlite` is in Node from 22.13 on; `libsql` is an optional dependency, prebuilt for Node 20. */
export type DriverName = 'node:sqlite' | 'libsql';

/**
 * Opens a SQLite file with the first driver that this machine has.
 * Throws `SetupError` when there is none, or when the file cannot be opened.
 */
export const openDatabase = async (file: string, drivers: readonly DriverName[] = ['node:sqlite', 'libsql']): Promise<Database> => {
  for (const driver of drivers) {
    let open: OpenDatabase;
    try {
      open = await ladder[driver]();
    } catch {
      // Not on this machine: the next one may be.
      continue;
    }
    try {
      return open(file);
    } catch {
      throw new SetupError('database-file', `the database file cannot be opened by ${driver}; is its folder there and writable?`);
    }
  }
  throw new SetupError('database-driver', 'no SQLite driver found: use Node 22.13 or later, or install the package "libsql"');
};
