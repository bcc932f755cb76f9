import type {Plan, PlanEvent, PlanProperty} from './plan.js';

const text = (words: string): string => words.replace(/[\\|<>`*_[\]#]/g, '\\$&');

/** Inline code in a table's cell: a `|` ends the cell even there, and backticks end the code. */
const code = (words: string): string => {
  const fence = '`'.repeat(1 + Math.max(0, ...[...words.matchAll(/`+/g)].map(([run]) => run.length)));
  const gap = fence.length > 1 ? ' ' : '';
  return fence + gap + words.replaceAll('|', '\\|') + gap + fence;
};

const row = ({name, type, required, notes, description}: PlanProperty): string =>
  `| ${code(name)} | ${code(type)} | ${required ? 'yes' : 'no'} | ${text([description, notes.join(', ')].filter(Boolean).join(' · '))} |`;

const section = ({name, description, owner, properties}: PlanEvent): readonly string[] => [
  `## ${code(name)}`,
  '',
  text(description),
  '',
  ...(owner ? [`Owner: ${text(owner)}`, ''] : []),
  ...(properties.length
    ? ['| property | type | required | what it is |', '| --- | --- | --- | --- |', ...properties.map(row)]
    : ['No properties.']),
  '',
];

/** The plan as a Markdown page for people. The same plan gives the same text. */
export const writeCatalogue = ({events}: Plan, source: string): string =>
  [
    '# Events',
    '',
    `Made by askfirst-events from ${code(source)}: change that file and run the command again.`,
    '',
    '| event | when |',
    '| --- | --- |',
    ...events.map(({name, description}) => `| ${code(name)} | ${text(description)} |`),
    '',
    ...events.flatMap(section),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
