import type {AnalyticsStats, ConsentState} from '../../src/types.js';

/** A name and what stands beside it. */
export type Fact = readonly [name: string, value: string];

const counts = (prefix: string, sheet: Readonly<Record<string, number>>): readonly Fact[] =>
  Object.entries(sheet).flatMap(([name, count]) => (count ? [[`${prefix}: ${name}`, String(count)] as const] : []));

/** Per category, then who or what decided, when, and on which policy. */
export const decisionFacts = ({decisions, source, timestamp, version, settled}: ConsentState): readonly Fact[] => [
  ...Object.entries(decisions),
  ['source', source ?? (settled ? 'no decision yet' : 'not known yet: is there an <analytics-root>?')],
  ...(timestamp ? [['when', new Date(timestamp).toLocaleString()] as const] : []),
  ['policy version', version || '–'],
];

/** The account of this tab; losses by their reasons. */
export const queueFacts = ({tracked, waiting, delivered, dropped, recovered, resent}: AnalyticsStats): readonly Fact[] => [
  ['tracked', String(tracked)],
  ['waiting', String(waiting)],
  ['delivered', String(delivered)],
  ...counts('dropped', dropped),
  ...(resent ? [['sent again', String(resent)] as const] : []),
  ...(recovered.delivered ? [['delivered for other tabs', String(recovered.delivered)] as const] : []),
  ...counts('dropped for other tabs', recovered.dropped),
];
