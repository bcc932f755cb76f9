import {memberName} from './literal.js';
import type {Plan} from './plan.js';

/** What the plan says of its properties' classes, as a module: for the guard's option `classes`. The same plan gives the same text. */
export const writeClasses = ({events}: Plan, source: string): string => {
  const classes = new Map(events.flatMap(({properties}) => properties.flatMap(({name, class: of}) => (of ? [[name, of] as const] : []))));
  return [
    `// Made by askfirst-events from ${source}: change that file and run the command again.`,
    '',
    'export const classes = {',
    ...[...classes].map(([name, of]) => `  ${memberName(name)}: '${of}',`),
    '} as const;',
    '',
  ].join('\n');
};
