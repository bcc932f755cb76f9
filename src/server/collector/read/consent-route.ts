import type {Database} from '../database.js';
import type {ReceiptOutcome} from '../receipts/receipt-outcome.js';
import {json, type Call, type Route} from '../route.js';
import {dayMs} from '../rollups/schema-rollups.js';
import {dayText, daysOf, textOf} from './query.js';

/** How many decisions came to what. */
export interface Outcomes {
  /** Decisions on something that was shown, and not made by a script. Who was asked and never answered leaves no trace. */
  readonly shown: number;
  readonly accepted: number;
  readonly refused: number;
  readonly partly: number;
  /** Nothing is granted any more, and something was before. */
  readonly withdrawn: number;
  /** Taken back so that the visitor is asked again. */
  readonly reset: number;
}

interface Row {
  readonly day: number;
  readonly policy: string;
  readonly outcome: ReceiptOutcome;
  readonly decisions: number;
  readonly shown: number;
}

const nothing: Outcomes = {shown: 0, accepted: 0, refused: 0, partly: 0, withdrawn: 0, reset: 0};

const add = (to: Outcomes, {outcome, decisions, shown}: Row): Outcomes => ({
  ...to,
  shown: to.shown + Number(shown),
  [outcome]: to[outcome] + Number(decisions),
});

/**
 * `GET /api/consent`: what visitors decided, per day (UTC, of the decision) and policy version, from the receipts. The opt-in rate is the
 * share of those who granted something among those who decided; a withdrawal does not undo it, and is counted apart.
 */
export const createConsentRoute = (database: Database): Pick<Route, 'path' | 'handle'> => {
  // Receipts are canonical JSON, so that this is how null is written.
  const sql = (
    where: string,
  ) => `SELECT time / ${dayMs} AS day, policy, outcome, count(*) AS decisions, sum(instr(receipt, '"shown":null') = 0) AS shown
    FROM receipts WHERE time >= ? AND time < ?${where} GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2`;
  const all = database.prepare(sql(''));
  const ofSite = database.prepare(sql(' AND site = ?'));

  const handle = ({query, now}: Call) => {
    const {from, to} = daysOf(query, now);
    const site = textOf(query, 'site');
    const range = [from * dayMs, (to + 1) * dayMs];
    const rows = (site === undefined ? all.all(...range) : ofSite.all(...range, site)) as Row[];
    const days = new Map<string, Outcomes & {readonly day: string; readonly policy: string}>();
    for (const row of rows) {
      const key = JSON.stringify([row.day, row.policy]);
      const before = days.get(key) ?? {day: dayText(Number(row.day)), policy: row.policy, ...nothing};
      days.set(key, {...before, ...add(before, row)});
    }
    const total = rows.reduce(add, nothing);
    const granted = total.accepted + total.partly;
    const decided = granted + total.refused;
    return json({
      from: dayText(from),
      to: dayText(to),
      days: [...days.values()],
      total: {...total, opt_in_rate: decided === 0 ? null : granted / decided},
    });
  };
  return {path: '/api/consent', handle};
};
