import type {Database} from '../database.js';
import {eventColumns} from '../schema.js';

const replacement = '[erased]';
const pageLength = 1_000;

const texts = eventColumns.filter(
  column => !['project', 'uuid', 'source', 'event', 'time', 'received_at', 'distinct_id', 'anonymous_id', 'properties'].includes(column),
);

/**
 * Whether an id cannot be a word of something else, so that it may be looked for inside other texts. `42`, `anonymous` or `browser` may;
 * a UUID or `user-20931` may not.
 */
export const isDistinct = (id: string): boolean => id.length >= 20 || (id.length >= 8 && /\d/.test(id));

const withoutId = (value: unknown, id: string): unknown => {
  if (value === id) return replacement;
  if (Array.isArray(value)) return value.map(inner => withoutId(inner, id));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutId(inner, id)]));
};

/**
 * Puts `[erased]` where an id stands in the events of others, and returns in how many places or events. A distinct id is replaced wherever it
 * stands; another one only where it is a whole value, as it may also be the name of a property, or a word.
 */
export const createReplaceMentions = (database: Database): ((id: string) => number) => {
  const changes = (sql: string, ...values: string[]) => Number(database.prepare(sql).run(...values).changes);

  const everywhere = (id: string): number => {
    const needle = JSON.stringify(id).slice(1, -1);
    const inJson = 'UPDATE events SET properties = replace(properties, ?, ?) WHERE instr(properties, ?) > 0';
    return texts.reduce(
      (sum, column) =>
        sum + changes(`UPDATE events SET ${column} = replace(${column}, ?, ?) WHERE instr(${column}, ?) > 0`, id, replacement, id),
      changes(inJson, needle, replacement, needle),
    );
  };

  const asValue = (id: string): number => {
    const page = database.prepare('SELECT id, properties FROM events WHERE id > ? AND instr(properties, ?) > 0 ORDER BY id LIMIT ?');
    const write = database.prepare('UPDATE events SET properties = ? WHERE id = ?');
    const needle = JSON.stringify(id);
    let mentions = 0;
    for (let after = 0; ;) {
      const rows = page.all(after, needle, pageLength) as {id: number; properties: string}[];
      if (rows.length === 0) return mentions;
      for (const {id: row, properties} of rows) {
        after = Number(row);
        const cleaned = JSON.stringify(withoutId(JSON.parse(properties), id));
        if (cleaned !== properties) mentions += Number(write.run(cleaned, after).changes);
      }
    }
  };

  return id => (isDistinct(id) ? everywhere(id) : asValue(id));
};
