import type {Database} from '../database.js';

/** Milliseconds of a day; days are counted in UTC from 1970-01-01. */
export const dayMs = 86_400_000;

/** The columns whose values are counted per day and event. */
export const facets = [
  'source',
  'host',
  'path',
  'referrer_domain',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'browser',
  'os',
  'device_type',
  'app_version',
  'environment',
] as const;
export type Facet = (typeof facets)[number];

/** What the guard puts in the place of something personal, without the brackets. */
export const maskedKinds = ['email', 'name', 'address', 'phone', 'ip', 'account', 'id', 'secret', 'position', 'erased'] as const;

const facetNames = [...facets, 'masked'].map(facet => `'${facet}'`).join(', ');
const day = (row: string) => `${row}.time / ${dayMs}`;

const uncountFacet = (facet: Facet) => `
  UPDATE facets_daily SET events = events - 1
    WHERE facet = '${facet}' AND day = ${day('OLD')} AND event = OLD.event AND project = OLD.project AND value = OLD.${facet};`;
const uncountMasked = `
  UPDATE facets_daily SET events = events - 1
    WHERE facet = 'masked' AND day = ${day('OLD')} AND event = OLD.event AND project = OLD.project
      AND instr(OLD.properties, '[' || value || ']') > 0;`;

const recountFacet = (facet: Facet) => `
  UPDATE facets_daily SET events = events - 1 WHERE OLD.${facet} IS NOT NEW.${facet}
    AND facet = '${facet}' AND day = ${day('OLD')} AND event = OLD.event AND project = OLD.project AND value = OLD.${facet};
  INSERT INTO facets_daily (facet, day, event, project, value, events)
    SELECT '${facet}', ${day('NEW')}, NEW.event, NEW.project, NEW.${facet}, 1 WHERE OLD.${facet} IS NOT NEW.${facet} AND NEW.${facet} IS NOT NULL
    ON CONFLICT (facet, day, event, project, value) DO UPDATE SET events = events + 1;`;

/**
 * Counts per day, so that no question about counts walks through the events.
 * `folded` is the last event that the counts contain; what is newer is added by `fold`, a group of rows at a time, so that taking events in
 * costs nothing more than before. Ids only grow, so an event that is dated in the past but arrives today is counted like any other.
 * What is deleted is taken out of the counts in the same transaction by triggers, whoever deletes it; `keep_counts` is 1 while retention
 * takes the events of a day away and leaves its counts, which name nobody. The event `''` stands for all events together.
 */
const creation = `
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS rollup_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  folded INTEGER NOT NULL,
  keep_counts INTEGER NOT NULL
) STRICT;
INSERT OR IGNORE INTO rollup_state VALUES (1, 0, 0);

CREATE TABLE IF NOT EXISTS events_daily (
  day INTEGER NOT NULL,
  event TEXT NOT NULL,
  project TEXT NOT NULL,
  events INTEGER NOT NULL,
  visitors INTEGER NOT NULL,
  PRIMARY KEY (day, event, project)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS visitors_daily (
  event TEXT NOT NULL,
  day INTEGER NOT NULL,
  project TEXT NOT NULL,
  distinct_id TEXT NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (event, day, project, distinct_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS facets_daily (
  facet TEXT NOT NULL,
  day INTEGER NOT NULL,
  event TEXT NOT NULL,
  project TEXT NOT NULL,
  value TEXT NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (facet, day, event, project, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS rejected_daily (
  day INTEGER NOT NULL,
  route TEXT NOT NULL,
  status INTEGER NOT NULL,
  reason TEXT NOT NULL,
  requests INTEGER NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (day, route, status, reason)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS events_by_time ON events (time);

CREATE TRIGGER IF NOT EXISTS visitor_seen AFTER INSERT ON visitors_daily BEGIN
  UPDATE events_daily SET visitors = visitors + 1 WHERE day = NEW.day AND event = NEW.event AND project = NEW.project;
END;
CREATE TRIGGER IF NOT EXISTS visitor_gone AFTER DELETE ON visitors_daily WHEN (SELECT keep_counts FROM rollup_state) = 0 BEGIN
  UPDATE events_daily SET visitors = visitors - 1 WHERE day = OLD.day AND event = OLD.event AND project = OLD.project;
END;
CREATE TRIGGER IF NOT EXISTS visitor_left AFTER DELETE ON events WHEN OLD.id <= (SELECT folded FROM rollup_state) BEGIN
  UPDATE visitors_daily SET events = events - 1
    WHERE event IN (OLD.event, '') AND day = ${day('OLD')} AND project = OLD.project AND distinct_id = OLD.distinct_id;
  DELETE FROM visitors_daily
    WHERE event IN (OLD.event, '') AND day = ${day('OLD')} AND project = OLD.project AND distinct_id = OLD.distinct_id AND events <= 0;
END;
CREATE TRIGGER IF NOT EXISTS event_uncounted AFTER DELETE ON events
WHEN OLD.id <= (SELECT folded FROM rollup_state) AND (SELECT keep_counts FROM rollup_state) = 0 BEGIN
  UPDATE events_daily SET events = events - 1
    WHERE day = ${day('OLD')} AND event IN (OLD.event, '') AND project = OLD.project;
  DELETE FROM events_daily WHERE day = ${day('OLD')} AND event IN (OLD.event, '') AND project = OLD.project AND events <= 0;
  ${facets.map(uncountFacet).join('')}${uncountMasked}
  DELETE FROM facets_daily WHERE day = ${day('OLD')} AND event = OLD.event AND project = OLD.project AND events <= 0
    AND facet IN (${facetNames});
END;
CREATE TRIGGER IF NOT EXISTS event_rewritten AFTER UPDATE OF ${facets.join(', ')} ON events
WHEN OLD.id <= (SELECT folded FROM rollup_state) BEGIN
  ${facets.map(recountFacet).join('')}
  DELETE FROM facets_daily WHERE day = ${day('OLD')} AND event = OLD.event AND project = OLD.project AND events <= 0
    AND facet IN (${facetNames});
END;
COMMIT;`;

/** Makes the tables of the counts and their triggers if they are not there. Needs the table `events`. */
export const prepareRollups = (database: Database): void => {
  database.exec(creation);
};
