import type {JsonNode} from './json-node.js';
import {literal} from './literal.js';
import type {PlanReader} from './plan-reader.js';
import {under} from './plan-reader.js';

/** What a property may hold. */
export interface PropertyType {
  /** As TypeScript writes it. */
  readonly type: string;
  /** The JSON types that it may have, besides null. */
  readonly kinds: ReadonlySet<string>;
  /** What the type does not say. */
  readonly notes: readonly string[];
  readonly format: string | undefined;
  /** Of the guard's classes; undefined for none. */
  readonly class: string | undefined;
}

type Scalar = string | number | boolean | null;

const scalarTypes: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};
const formats = ['date-time', 'date', 'uuid', 'uri'];
const classes = ['pseudonymous', 'technical', 'aggregated'];
const itemKeys = ['type', 'enum', 'const', 'format', 'minimum', 'maximum', 'description', 'nullable'];
const propertyKeys = [...itemKeys, 'items', 'x-class'];

/** Reads the part of JSON Schema that a flat property needs, and refuses the rest; undefined when it is refused. */
export const propertyType = (node: JsonNode, path: string, reader: PlanReader, isItem = false): PropertyType | undefined => {
  const {say} = reader;
  const schema = reader.members(node, path, isItem ? itemKeys : propertyKeys);
  if (!schema) return undefined;
  const get = (key: string) => schema.get(key);
  const refuse = (key: string, message: string) => void say(get(key) ?? node, get(key) ? under(path, key) : path, message);

  const names = get('type') && typeNames(get('type')!);
  const constants = constantsOf(schema);
  if (!names && !constants) return refuse('type', 'needs a type, enum or const: names of JSON types, or the values themselves');
  if (names?.includes('object')) return refuse('type', 'is an object: properties are flat, so give each part a name of its own');
  const unknown = names?.find(name => !Object.hasOwn(scalarTypes, name) && (isItem || name !== 'array'));
  if (unknown !== undefined)
    return refuse('type', `must be ${Object.keys(scalarTypes).join(', ')}${isItem ? '' : ' or array'}, or a list of these`);
  if (constants?.length === 0)
    return refuse(schema.has('enum') ? 'enum' : 'const', 'must hold single values (text, number, boolean or null), at least one');
  if (names?.includes('array') !== schema.has('items') && (names?.includes('array') || schema.has('items')))
    return refuse('items', 'is there exactly for the type array');
  if (names && constants?.some(value => !names.some(name => isOf(name, value))))
    return refuse(schema.has('enum') ? 'enum' : 'const', 'holds a value of another type');

  const types = new Set(constants ? constants.map(literal) : names!.filter(name => name !== 'array').map(name => scalarTypes[name]!));
  const kinds = new Set(constants ? constants.map(value => typeof value) : [...types].filter(type => type !== 'null'));
  if (constants?.includes(null)) kinds.delete('object');
  if (names?.includes('array')) {
    const items = propertyType(get('items')!, under(path, 'items'), reader, true);
    if (!items) return undefined;
    types.add(items.type.includes(' | ') ? `readonly (${items.type})[]` : `readonly ${items.type}[]`);
    kinds.add('array');
  }
  const nullable = get('nullable')?.value ?? false;
  if (typeof nullable !== 'boolean') refuse('nullable', 'must be true or false');
  if (types.delete('null') || nullable === true) types.add('null');

  const format = reader.text(get('format'), under(path, 'format'));
  if (format !== undefined && !(formats.includes(format) && kinds.has('string')))
    refuse('format', `must be ${formats.join(', ')}, and is for text`);
  const notes = [...(format ? [format] : []), ...(names?.includes('integer') ? ['whole number'] : [])];
  for (const [key, word] of [
    ['minimum', 'at least'],
    ['maximum', 'at most'],
  ] as const) {
    const limit = get(key);
    if (limit && !(typeof limit.value === 'number' && kinds.has('number'))) refuse(key, 'must be a number, and is for numbers');
    else if (limit) notes.push(`${word} ${String(limit.value)}`);
  }
  const privacy = reader.text(get('x-class'), under(path, 'x-class'));
  if (privacy === 'forbidden') refuse('x-class', 'is forbidden, so it must not be in an event at all');
  else if (privacy !== undefined && !classes.includes(privacy)) refuse('x-class', `must be ${classes.join(', ')}`);
  else if (privacy) notes.push(privacy);

  return {type: [...types].join(' | '), kinds, notes, format, class: privacy};
};

const typeNames = ({value}: JsonNode): readonly string[] =>
  (Array.isArray(value) && value.length > 0 ? (value as readonly JsonNode[]).map(item => item.value) : [value]).map(name =>
    typeof name === 'string' ? name : '',
  );

// A number too large for JavaScript reads as infinite, which TypeScript cannot write.
const isScalar = (value: JsonNode['value']): value is Scalar =>
  value === null || (typeof value !== 'object' && value !== Infinity && value !== -Infinity);

/** The values of `enum` or `const`; empty when they are not single values; undefined when there are none. */
const constantsOf = (schema: ReadonlyMap<string, JsonNode>): readonly Scalar[] | undefined => {
  const list = schema.get('enum')?.value;
  if (list === undefined && !schema.has('const')) return undefined;
  const values =
    list === undefined ? [schema.get('const')!.value] : Array.isArray(list) ? (list as readonly JsonNode[]).map(item => item.value) : [];
  return values.every(isScalar) ? values : [];
};

const isOf = (name: string, value: Scalar): boolean =>
  name === 'null' ? value === null : name === 'integer' ? Number.isInteger(value) : name === typeof value;
