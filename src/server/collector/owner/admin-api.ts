import {randomBytes} from 'node:crypto';
import {createReadStream, readdirSync, rmSync, statSync} from 'node:fs';
import type {IncomingHttpHeaders, ServerResponse} from 'node:http';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {SetupError} from '../../../lib/problems.js';
import {sameSecret} from '../access.js';
import type {Flags} from '../flags.js';
import {Refusal} from '../refusal.js';
import {json, type Answer, type Call, type Route, type Streaming} from '../route.js';
import {createFlagRoutes} from './flag-routes.js';
import type {KeepForwarded} from './keep-forwarded.js';
import type {Owner} from './owner.js';

export interface AdminApiParts {
  readonly owner: Owner;
  readonly forwarding: KeepForwarded;
  readonly flags: Flags;
  /** The database's file: a backup is made beside it. */
  readonly file: string;
  /** Asked for by every request; without it the admin API is off, on this machine too. */
  readonly token: string | undefined;
}

const bodyBytes = 4_096;

/** Reads a small JSON object; an empty body is an empty one. */
const readFields = async (call: Call): Promise<Readonly<Record<string, unknown>>> => {
  const text = (await call.read()).toString('utf8').trim();
  try {
    const fields: unknown = text === '' ? {} : JSON.parse(text);
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return fields as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new Refusal(400, 'the body is not a JSON object');
};

/** Copies that are being sent, and the time (ms) after which nobody can be reading one any more. */
const copyName = '.askfirst-backup-';
const oldCopyMs = 3_600_000;

/** A copy that was left when the collector was killed holds everybody who was erased since. */
const removeOldCopies = (folder: string): void => {
  try {
    const copies = readdirSync(folder).filter(name => name.startsWith(copyName));
    for (const path of copies.map(name => join(folder, name)))
      if (Date.now() - statSync(path).mtimeMs > oldCopyMs) rmSync(path, {force: true});
  } catch {
    // The folder cannot be listed, or another collector was faster.
  }
};

/** The owner's duties over HTTP: `/api/admin/erase`, `retain`, `backup`, `verify`, `forward`, `flags`. Nothing changes through GET. */
export const createAdminApi = ({owner, forwarding, flags, file, token}: AdminApiParts): Route[] => {
  const folder = file === ':memory:' ? tmpdir() : dirname(file);
  removeOldCopies(folder);
  const check = ({authorization}: IncomingHttpHeaders) => {
    if (token === undefined) throw new Refusal(403, 'the admin API is off: the collector has no admin token');
    const given = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '';
    if (!sameSecret(given, token)) throw new Refusal(401, 'this needs the admin token as "Authorization: Bearer …"');
  };

  const erase = async (call: Call) => {
    const {id, exact} = await readFields(call);
    if (typeof id !== 'string' || id === '' || id.length > 1_000) throw new Refusal(400, 'id is the id of a person, as a text');
    if (exact !== undefined && typeof exact !== 'boolean') throw new Refusal(400, 'exact is true or false');
    return json(owner.erase(id, {exact: exact === true}));
  };

  const backUp = async (): Promise<Streaming> => {
    const copy = join(folder, `${copyName}${randomBytes(8).toString('hex')}.db`);
    const {bytes} = await owner.backUp(copy);
    return {stream: response => void sendFile(response, copy, bytes)};
  };

  const forward = async (call: Call) => {
    if (call.method === 'POST') {
      const {action} = await readFields(call);
      if (action !== 'start' && action !== 'stop') throw new Refusal(400, 'action is start or stop');
      if (forwarding.status().state === 'off') throw new Refusal(409, 'the collector was not told where to forward to');
      if (action === 'start') forwarding.start();
      else await forwarding.stop();
    }
    return json(forwarding.status());
  };

  const route = (name: string, methods: readonly string[], handle: (call: Call) => Promise<Answer | Streaming>): Route => ({
    path: `/api/admin/${name}`,
    methods,
    // Read and admin tokens are two: the handler asks for its own.
    access: 'admin',
    maxBytes: bodyBytes,
    async handle(call) {
      check(call.headers);
      try {
        return await handle(call);
      } catch (error) {
        if (error instanceof SetupError) throw new Refusal(503, error.message);
        throw error;
      }
    },
  });
  return [
    route('erase', ['POST'], erase),
    route('retain', ['POST'], async () => json(await owner.retain())),
    route('backup', ['POST'], backUp),
    route('verify', ['GET'], async () => json(await owner.verify())),
    route('forward', ['GET', 'POST'], forward),
    ...createFlagRoutes({flags, check, hasAdmin: token !== undefined}),
  ];
};

const sendFile = async (response: ServerResponse, file: string, bytes: number): Promise<void> => {
  response.writeHead(200, {
    'Content-Type': 'application/vnd.sqlite3',
    'Content-Length': bytes,
    'Content-Disposition': 'attachment; filename="askfirst-backup.db"',
  });
  try {
    await pipeline(createReadStream(file), response);
  } catch {
    // The reader went away: there is nobody to tell.
  } finally {
    rmSync(file, {force: true});
  }
};
