import type {Database} from '../database.js';
import {isMasked} from '../find-masked.js';

/** Events by which PostHog's SDKs say that two ids are one person, and the property that holds the other id. */
export const mergeProperties: Readonly<Record<string, string>> = {
  $create_alias: 'alias',
  $merge_dangerously: 'alias',
  $identify: '$anon_distinct_id',
};

const other = `CASE event ${Object.entries(mergeProperties)
  .map(([event, property]) => `WHEN '${event}' THEN json_extract(properties, '$."${property}"')`)
  .join(' ')} END`;
const aliasing = Object.keys(mergeProperties).filter(event => mergeProperties[event] === 'alias');
const aliases = aliasing.map(event => `'${event}'`).join(', ');

/** Goes from project to project through the index, which begins with them; a walk over all events would take seconds. */
const projects = `project IN (
  WITH RECURSIVE found (name) AS (
    SELECT min(project) FROM events UNION ALL SELECT (SELECT min(project) FROM events WHERE project > name) FROM found WHERE name IS NOT NULL
  ) SELECT name FROM found WHERE name IS NOT NULL)`;

/**
 * All ids of the person who has this one, it first: ids that were declared to be the same by an alias, in either direction and over several
 * steps, and the anonymous ids that any of them had before. An anonymous id leads no further: two persons may have shared the device.
 */
export const personIds = (database: Database, id: string): string[] => {
  const ask = (sql: string) => {
    const statement = database.prepare(sql);
    return (...values: string[]) =>
      (statement.all(...values) as {id: unknown}[])
        .map(row => (typeof row.id === 'number' ? String(row.id) : row.id))
        .filter((one): one is string => typeof one === 'string' && one !== '');
  };
  const anonymousOf = ask(`SELECT DISTINCT anonymous_id AS id FROM events WHERE ${projects} AND distinct_id = ?`);
  const identifiedFrom = ask(`SELECT DISTINCT ${other} AS id FROM events WHERE ${projects} AND event = '$identify' AND distinct_id = ?`);
  const aliasesOf = ask(`SELECT DISTINCT ${other} AS id FROM events WHERE ${projects} AND event IN (${aliases}) AND distinct_id = ?`);
  const aliasedBy = ask(`SELECT DISTINCT distinct_id AS id FROM events WHERE ${projects} AND event IN (${aliases}) AND ${other} = ?`);

  const same = new Set([id]);
  const anonymous = new Set<string>();
  // What is added to a set while it is walked is walked too.
  for (const one of same) {
    for (const alias of [...aliasesOf(one), ...aliasedBy(one)]) if (!isMasked(alias)) same.add(alias);
    for (const before of [...anonymousOf(one), ...identifiedFrom(one)]) if (!isMasked(before)) anonymous.add(before);
  }
  return [...new Set([...same, ...anonymous])];
};
