import type {Database} from '../database.js';
import {checkReceiptLog} from '../receipts/check-receipt-log.js';
import {dayMs} from '../rollups/schema-rollups.js';
import {openTombstones} from './tombstones.js';

/** What was looked at, and what is wrong with it, one sentence each; nothing wrong: all is well. */
export interface VerifyReport {
  readonly ok: boolean;
  readonly events: number;
  readonly receipts: number;
  readonly problems: readonly string[];
}

const pageLength = 10_000;

/** Checks the database's own structure, the counts against the events, that no erased person is back, and the chain of receipts. */
export const verify = async (database: Database): Promise<VerifyReport> => {
  try {
    return await check(database);
  } catch (error) {
    const problems = [`the file is damaged, SQLite cannot read it: ${(error as Error).message}`];
    return {ok: false, events: 0, receipts: 0, problems};
  }
};

const check = async (database: Database): Promise<VerifyReport> => {
  const ask = <Row>(sql: string, ...values: number[]) => database.prepare(sql).all(...values) as Row[];
  const problems = ask<{integrity_check: string}>('PRAGMA integrity_check(20)')
    .map(row => row.integrity_check)
    .filter(line => line !== 'ok')
    .map(line => `the file is damaged: ${line}`);

  const [total] = ask<{events: number; oldest: number | null}>('SELECT count(*) AS events, min(time) AS oldest FROM events');
  const events = Number(total?.events);
  const wrongDays = ask<{day: number}>(
    `SELECT counted.day FROM (SELECT day, sum(events) AS events FROM events_daily WHERE event = '' GROUP BY day) AS counted
    LEFT JOIN (SELECT time / ${dayMs} AS day, count(*) AS events FROM events WHERE id <= (SELECT folded FROM rollup_state) GROUP BY 1) AS real
    ON real.day = counted.day WHERE counted.day > ? AND counted.events IS NOT real.events`,
    // The first day may have lost a part of its events to retention.
    Math.floor(Number(total?.oldest ?? 0) / dayMs),
  );
  if (wrongDays.length > 0) problems.push(`the counts of ${wrongDays.length} days are not those of their events`);

  const tombstones = openTombstones(database);
  tombstones.refresh();
  let returned = 0;
  for (let after = 0; tombstones.size > 0;) {
    const page = ask<{id: number; distinct_id: string; anonymous_id: string | null}>(
      'SELECT id, distinct_id, anonymous_id FROM events WHERE id > ? ORDER BY id LIMIT ?',
      after,
      pageLength,
    );
    if (page.length === 0) break;
    after = Number(page.at(-1)!.id);
    returned += page.filter(({distinct_id, anonymous_id}) => tombstones.has(distinct_id) || tombstones.has(anonymous_id ?? '')).length;
  }
  if (returned > 0) problems.push(`${returned} events are of persons who were erased: a backup of before was put back; erase them again`);

  const {receipts, problems: broken} = await checkReceiptLog(database);
  problems.push(...broken);
  return {ok: problems.length === 0, events, receipts, problems};
};
