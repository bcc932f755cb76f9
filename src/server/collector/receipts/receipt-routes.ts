import {isSealedReceipt, verifyReceipt} from '../../../lib/receipts/verify-receipts.js';
import type {SealedReceipt} from '../../../lib/receipts/receipt.js';
import type {Guard} from '../intake.js';
import {limits} from '../limits.js';
import {parseJson} from '../parse-json.js';
import {Refusal} from '../refusal.js';
import {json, type Answer, type Call, type Route} from '../route.js';
import type {ReceiptLog} from './receipt-log.js';

export interface ReceiptParts {
  readonly receipts: ReceiptLog;
  readonly guard: Guard;
  /** Origins whose receipts are taken; undefined: any. */
  readonly allowOrigins: readonly string[] | undefined;
}

const isOrigin = (site: string): boolean => URL.canParse(site) && new URL(site).origin === site;

/** The owner's words must not hold what the visitor's may not. */
const isImpersonal = (guard: Guard, {policy, library, shown, categories}: SealedReceipt): boolean => {
  const words = [policy, library, shown?.layout ?? '', shown?.locale ?? '', ...categories.flatMap(({id, providers}) => [id, ...providers])];
  return words.every(word => guard({word})?.word === word);
};

/**
 * `POST /receipts` with one sealed receipt as JSON: 200 `{"status": "stored" | "known"}` once it is on disk.
 * `GET /api/receipts/:id`, for the owner: the receipt, when it came, and what it came to.
 */
export const createReceiptRoutes = ({receipts, guard, allowOrigins}: ReceiptParts): Route[] => {
  const take = async (call: Call): Promise<Answer> => {
    const receipt = parseJson((await call.read()).toString('utf8'));
    if (!isSealedReceipt(receipt)) throw new Refusal(400, 'not a consent receipt of a known format');
    if (!(await verifyReceipt(receipt))) throw new Refusal(400, 'the receipt was changed: its hash is another one');
    const {origin} = call.headers;
    if (!isOrigin(receipt.site) || (origin !== undefined && origin !== receipt.site))
      throw new Refusal(403, 'the receipt is of another site than the page that sends it');
    if (allowOrigins && !allowOrigins.includes(receipt.site)) throw new Refusal(403, 'this site is not allowed');
    if (Date.parse(receipt.time) > call.now + limits.futureWindow) throw new Refusal(400, 'the receipt is dated in the future');
    if (!isImpersonal(guard, receipt)) throw new Refusal(400, 'the receipt holds something personal');
    return json({status: receipts.append(receipt, call.now)});
  };
  const give = ({params}: Call): Answer => {
    const found = receipts.byId(params['id']!);
    if (!found) throw new Refusal(404, 'no such receipt');
    return json({...found, received_at: new Date(found.received_at).toISOString()});
  };
  return [
    {path: '/receipts', methods: ['POST'], access: 'open', maxBytes: limits.receiptBytes, handle: take},
    {path: '/api/receipts/:id', methods: ['GET'], access: 'read', maxBytes: 0, handle: give},
  ];
};
