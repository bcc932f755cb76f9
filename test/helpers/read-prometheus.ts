/** One line of Prometheus' text that counts something. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/y;
const number = /^(?:[+-]?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Inf)|NaN)$/;

const readLabels = (text: string): Record<string, string> => {
  const labels: Record<string, string> = {};
  label.lastIndex = 0;
  while (label.lastIndex < text.length) {
    const match = label.exec(text);
    if (!match) throw new Error(`no labels: ${text}`);
    if (match[1]! in labels) throw new Error(`a label is there twice: ${text}`);
    labels[match[1]!] = match[2]!.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));
  }
  return labels;
};

/**
 * Reads Prometheus' text format 0.0.4 as strictly as it is written down (prometheus.io/docs/instrumenting/exposition_formats), histograms included.
 * @throws Error Whatever a scraper might take offence at.
 */
export const readPrometheus = (text: string): Sample[] => {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const types = new Map<string, string>();
  const seen = new Set<string>();
  const samples: Sample[] = [];
  let current = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const [, kind, name, rest] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (kind === 'HELP') current = name!;
    if (kind === 'TYPE') {
      if (types.has(name!) || name !== current) throw new Error(`a type out of place: ${line}`);
      if (!/^(counter|gauge|histogram)$/.test(rest!)) throw new Error(`no type: ${line}`);
      types.set(name!, rest!);
    }
    if (kind) continue;
    const [, sample = '', labels = '', value = ''] = sampleLine.exec(line) ?? [];
    const type = types.get(current);
    const family = type === 'histogram' ? sample.replace(/_(bucket|sum|count)$/, '') : sample;
    if (!type || family !== current || !number.test(value)) throw new Error(`out of place, or no number: ${line}`);
    if (type === 'counter' && !sample.endsWith('_total')) throw new Error(`a counter's name ends in _total: ${line}`);
    const key = `${sample}{${labels}}`;
    if (seen.has(key)) throw new Error(`twice: ${line}`);
    seen.add(key);
    samples.push({name: sample, labels: readLabels(labels), value: Number(value.replace('Inf', 'Infinity'))});
  }
  for (const [name, type] of types) if (type === 'histogram') checkHistogram(name, samples);
  return samples;
};

const checkHistogram = (name: string, samples: readonly Sample[]) => {
  const series = new Map<string, Sample[]>();
  for (const sample of samples.filter(each => each.name.startsWith(`${name}_`))) {
    const key = JSON.stringify(Object.entries(sample.labels).filter(([each]) => each !== 'le'));
    series.set(key, [...(series.get(key) ?? []), sample]);
  }
  for (const [key, all] of series) {
    const buckets = all.filter(each => each.name === `${name}_bucket`);
    const bounds = buckets.map(({labels}) => Number(labels['le']!.replace('+Inf', 'Infinity')));
    const isRising = (values: readonly number[], strictly: boolean) =>
      values.every((value, index) => index === 0 || (strictly ? value > values[index - 1]! : value >= values[index - 1]!));
    const counts = buckets.map(({value}) => value);
    const [count] = all.filter(each => each.name === `${name}_count`);
    if (!isRising(bounds, true) || bounds.at(-1) !== Infinity || !isRising(counts, false) || counts.at(-1) !== count?.value)
      throw new Error(`no histogram: ${key}`);
    if (all.filter(each => each.name === `${name}_sum`).length !== 1) throw new Error(`no sum: ${key}`);
  }
};
