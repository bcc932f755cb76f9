/** How many of each ten figures are left out at the top: a machine that does other things too makes some far too high. */
const outliers = 0.1;

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** The mean without the highest tenth. A browser's clock ticks in 5 µs, and a mean of many readings is finer than their median. */
export const level = (values: readonly number[]): number => {
  const kept = [...values].sort((a, b) => a - b).slice(0, Math.ceil(values.length * (1 - outliers)));
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
};

/** `12.3×`, or a dash for what was not measured. */
export const times = (ratio: number | undefined): string =>
  ratio === undefined || !Number.isFinite(ratio) ? '–' : `${ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(2)}×`;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, at) => (at ? '--:' : '---')), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
