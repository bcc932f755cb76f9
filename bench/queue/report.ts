import {median, table, times} from './figures.js';
import {burstEvents, isOurs, levels} from './measure.js';
import type {Burst, Measured, Visit} from './measure.js';
import type {Contender} from './pages.js';

/** These keep what waits in memory: what they do not pay for, a page that closes or crashes loses. */
const memoryOnly: readonly Contender[] = ['posthog', 'segment'];

/** Ratios as Markdown, and whether what is asked of askfirst holds. */
export const report = ({visits, bursts, entry}: Measured, contenders: readonly Contender[]): string => {
  const at = (contender: Contender, count: number) => visits[`${contender} ${count}`]!;
  const over = (contender: Contender, count: number, ratio: (visit: Visit) => number) => median(at(contender, count).map(ratio));
  const reached = (contender: Contender, count: number) => at(contender, count)[0]!.waiting;
  /** 5,000 waiting against 100, round by round. */
  const growth = (contender: Contender, of: (visit: Visit) => number) =>
    reached(contender, 5000) < 5000
      ? undefined
      : median(at(contender, 5000).map((visit, round) => of(visit) / of(at(contender, 100)[round]!)));
  const burst = (contender: Contender, of: (burst: Burst) => number) => median(bursts[contender]!.map(of));
  /** To askfirst's, round by round. */
  const toOurs = (contender: Contender, of: (burst: Burst) => number) =>
    bursts['askfirst'] && median(bursts[contender]!.map((burst, round) => of(burst) / of(bursts['askfirst']![round]!)));
  const stopped = (contender: Contender) => {
    const tracked = burst(contender, burst => burst.tracked);
    return tracked < burstEvents ? ` (the first ${tracked})` : '';
  };
  const called = (contender: Contender) => (memoryOnly.includes(contender) ? `${contender} (memory only)` : contender);

  const call = ({call, bare}: Visit) => call / bare;
  const task = ({task, bare}: Visit) => task / bare;
  const cell = (contender: Contender, count: number, ratio: (visit: Visit) => number) => {
    const waiting = reached(contender, count);
    return times(over(contender, count, ratio)) + (waiting < count ? ` (at ${waiting})` : '');
  };
  const perEvent = (ratio: (visit: Visit) => number, of: (visit: Visit) => number) =>
    table(
      ['already waiting', ...levels.map(String), '5000 to 100'],
      contenders.map(contender => [called(contender), ...levels.map(count => cell(contender, count, ratio)), times(growth(contender, of))]),
    );
  const bare = contenders.includes('askfirst') ? growth('askfirst', visit => visit.bare) : undefined;

  const asked = (what: string, holds: boolean) => `- ${holds ? 'holds' : 'MISSED'}: ${what}`;
  const persisting = contenders.filter(contender => !isOurs(contender) && !memoryOnly.includes(contender));
  const verdicts = (contender: Contender) => {
    const most = Math.max(...levels.map(count => over(contender, count, call)));
    const grown = growth(contender, visit => visit.call) ?? Infinity;
    return [
      asked(`${contender}: a call costs at most 3× a bare write (at worst ${times(most)})`, most <= 3),
      asked(`${contender}: with 5000 waiting at most 1.2× what it costs with 100 (${times(grown)})`, grown <= 1.2),
    ];
  };
  const ours = contenders.filter(isOurs);
  const cheapest = Math.min(...persisting.map(contender => toOurs(contender, ({task}) => task) ?? Infinity));

  return [
    `One event a task. A bare setItem of the same ${entry.key + entry.value} characters in the same page = 1. The call:`,
    perEvent(call, visit => visit.call),
    `(The bare write itself: ${times(bare)} from 100 to 5000.)`,
    'The whole task, with its microtasks:',
    perEvent(task, visit => visit.task),
    `${burstEvents} events in one task, per event:`,
    table(
      ['', `the task, to as many bare writes`, "the task, to askfirst's", "all work until quiet, to askfirst's"],
      contenders.map(contender => [
        called(contender) + stopped(contender),
        times(burst(contender, ({task, bareTask}) => task / bareTask)),
        times(toOurs(contender, ({task}) => task)),
        times(toOurs(contender, ({work}) => work)),
      ]),
    ),
    [
      ...ours.flatMap(verdicts),
      ...(persisting.length && ours.includes('askfirst')
        ? [asked(`a burst costs less than with any other that persists (the cheapest: ${times(cheapest)} ours)`, cheapest > 1)]
        : []),
    ].join('\n'),
  ].join('\n\n');
};
