import {memberName} from './literal.js';
import type {Plan, PlanEvent, PlanProperty} from './plan.js';

export interface TypesOptions {
  /** The plan's file name, for the first line. */
  readonly source: string;
  /** The interface to write; without it the events are merged into `AnalyticsEvents` of this package. */
  readonly name?: string;
}

const comment = (words: readonly string[], indent: string): readonly string[] => {
  const text = words.join(' ').replaceAll('*/', '*\\/');
  return text ? [`${indent}/** ${text} */`] : [];
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');

const propertyLines = ({name, required, type, description, notes}: PlanProperty, indent: string): readonly string[] => [
  ...comment([description, notes.join(', ')].filter(Boolean).map(sentence), indent),
  `${indent}${memberName(name)}${required ? '' : '?'}: ${type};`,
];

const eventLines = ({name, description, properties}: PlanEvent, indent: string): readonly string[] => [
  ...comment([description].filter(Boolean).map(sentence), indent),
  ...(properties.length
    ? [`${indent}${memberName(name)}: {`, ...properties.flatMap(property => propertyLines(property, `${indent}  `)), `${indent}};`]
    : [`${indent}${memberName(name)}: Record<string, never>;`]),
];

/** The plan as TypeScript: a module that declares the events and their properties. The same plan gives the same text. */
export const writeTypes = ({events}: Plan, {source, name}: TypesOptions): string => {
  const indent = name ? '  ' : '    ';
  const members = events.flatMap(event => eventLines(event, indent));
  const head = `// Made by askfirst-events from ${source}: change that file and run the command again.`;
  const body = name
    ? [`export interface ${name} {`, ...members, '}']
    : ["declare module 'askfirst' {", '  interface AnalyticsEvents {', ...members, '  }', '}', '', 'export {};'];
  return [head, '', ...body, ''].join('\n');
};
