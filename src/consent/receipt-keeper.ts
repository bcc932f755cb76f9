import {canonicalJson} from '../lib/receipts/canonical-json.js';
import type {Receipt, SealedReceipt} from '../lib/receipts/receipt.js';
import {sealReceipt, textsHash} from '../lib/receipts/receipt.js';
import {version} from '../lib/version.js';
import type {Problem} from '../types.js';
import {decisionKey, dueKey, inJournal} from './consent-journal.js';
import {shownOn} from './shown.js';

/** A decision made on this page. */
export interface Decided {
  /** As it stands on disk. */
  readonly text: string;
  /** The path of the click that it was made by; empty where there was none. */
  readonly path: readonly EventTarget[];
}

export interface ReceiptKeeperParts {
  /** The name of the journal. */
  readonly name: string;
  readonly config: {readonly provider?: string; readonly receiptUrl?: string};
  readonly onProblem: (problem: Problem) => void;
}

/** A receipt as it lies in the browser. */
interface Kept {
  readonly receipt: SealedReceipt;
  readonly posted: boolean;
}

const mostKept = 50;
const receiptsKey = 'receipts';

/** One tab at a time: two at once would make two chains. */
const alone = <T>(name: string, work: () => Promise<T>): Promise<T> => navigator.locks.request(`${name}:receipts`, work);

const find = async (name: string): Promise<readonly Kept[]> =>
  ((await inJournal(name, true, journal => journal.get(receiptsKey))) as readonly Kept[] | undefined) ?? [];

const store = (name: string, kept: readonly Kept[], due: boolean): Promise<unknown> =>
  inJournal(name, true, journal => {
    if (due) journal.put(true, dueKey);
    else journal.delete(dueKey);
    return journal.put(kept.slice(-mostKept), receiptsKey);
  });

/** The same with every text well-formed, as nothing else has a canonical form. */
const wellFormed = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
    typeof inner === 'string' ? inner.replace(/\p{Surrogate}/gu, '\ufffd') : inner,
  ) as T;

const seal = async ({text, path}: Decided, previous: Kept | undefined, {config}: ReceiptKeeperParts): Promise<Kept> => {
  const decision = JSON.parse(text) as Record<string, unknown>;
  const shown = wellFormed(shownOn(path));
  const receipt: Receipt = {
    v: 1,
    id: crypto.randomUUID(),
    previous: previous?.receipt.hash ?? null,
    time: String(decision['timestamp']),
    site: location.origin,
    policy: String(decision['version']),
    library: `askfirst ${version}`,
    method: String(decision['source']),
    shown: shown && {...shown, texts: await textsHash(shown.texts)},
    categories: Object.entries(decision)
      .filter(([id, granted]) => typeof granted === 'boolean' && id !== 'essential' && id !== 'reset')
      .map(([id, granted]) => ({
        id,
        granted: granted as boolean,
        providers: id === 'analytics' && config.provider ? [config.provider] : [],
      })),
    reset: decision['reset'] === true,
  };
  return {receipt: await sealReceipt(wellFormed(receipt)), posted: false};
};

const timeOf = (text: string): number => Date.parse((JSON.parse(text) as {timestamp: string}).timestamp);

/** Makes the receipts of these decisions, and of the one in the journal where the page was closed before its receipt was made. */
const makeReceipts = (parts: ReceiptKeeperParts, decided: readonly Decided[]): Promise<readonly Kept[]> =>
  alone(parts.name, async () => {
    const {name, config} = parts;
    // Asked for before any decision, there are none; and nothing may be stored for that.
    if (!decided.length && (origin === 'null' || !(await indexedDB.databases()).some(base => base.name === name))) return [];
    const kept = [...(await find(name))];
    const last: unknown = await inJournal(name, true, journal => journal.get(decisionKey));
    const due = [...decided, ...(typeof last === 'string' && !decided.length ? [{text: last, path: []}] : [])];
    for (const decision of due) {
      if (kept.some(({receipt}) => Date.parse(receipt.time) === timeOf(decision.text))) continue;
      kept.push(await seal(decision, kept.at(-1), parts));
    }
    await store(name, kept, !!config.receiptUrl && kept.some(({posted}) => !posted));
    return kept.slice(-mostKept);
  });

/** Posts the oldest receipt that has not been acknowledged. Resolves with whether another one waits; rejects when it was not accepted. */
const postNext = ({name}: ReceiptKeeperParts, url: string): Promise<boolean> =>
  alone(name, async () => {
    const kept = await find(name);
    const next = kept.findIndex(({posted}) => !posted);
    if (next < 0) return false;
    const {ok} = await fetch(url, {
      method: 'POST',
      body: canonicalJson(kept[next]!.receipt),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      keepalive: true,
      signal: AbortSignal.timeout(15_000),
    });
    if (!ok) throw new Error('not acknowledged');
    const after = kept.map((item, index) => (index === next ? {...item, posted: true} : item));
    const more = after.some(({posted}) => !posted);
    await store(name, after, more);
    return more;
  });

/** The wait (ms) after so many failures in a row. */
const pause = (failures: number): number => Math.min(300_000, 5000 * 2 ** failures);

let posting = false;

const post = async (parts: ReceiptKeeperParts, url: string, failures = 0): Promise<void> => {
  if (posting) return;
  posting = true;
  try {
    while (await postNext(parts, url));
  } catch {
    setTimeout(() => void post(parts, url, failures + 1), pause(failures));
  }
  posting = false;
};

const addressOf = ({config, onProblem}: ReceiptKeeperParts): string | undefined => {
  if (!config.receiptUrl) return undefined;
  try {
    const {href, protocol} = new URL(config.receiptUrl, document.baseURI);
    if (/^https?:$/.test(protocol)) return href;
  } catch {
    // no address: told below
  }
  onProblem({code: 'bad-receipt-url', message: 'receipt-url needs to be http(s) or relative: receipts are kept in the browser only'});
  return undefined;
};

/**
 * Makes the receipts of these decisions, and posts what has not been acknowledged where the owner wants them posted. Gives the newest 50, oldest first.
 * Its own chunk, loaded after a decision. A receipt that arrives while another page posts is that page's to post, or the next one's.
 * @throws where the browser has no WebCrypto, no locks (both need https or localhost) or no IndexedDB.
 */
export const keepReceipts = async (parts: ReceiptKeeperParts, decided: readonly Decided[]): Promise<readonly SealedReceipt[]> => {
  const kept = await makeReceipts(parts, decided);
  const url = addressOf(parts);
  if (url && kept.some(({posted}) => !posted)) void post(parts, url);
  return kept.map(({receipt}) => receipt);
};
