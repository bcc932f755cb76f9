import type {Stage, Way} from './trace-log.js';

/** What a developer reads for each stage. */
export const stageWords: Readonly<Record<Stage, string>> = {
  read: 'nothing to send',
  waiting: 'waiting',
  sent: 'sent',
  retrying: 'retrying',
  acknowledged: 'acknowledged',
  dropped: 'dropped',
  elsewhere: 'left by another tab',
  problem: 'problem',
};

/** The stage in words, with the reason and the number of attempts. */
export const stageText = ({stage, why, attempts}: Way): string =>
  stageWords[stage] + (why && stage !== 'problem' ? `: ${why}` : '') + (attempts > 1 ? ` (sent ${attempts} times)` : '');
