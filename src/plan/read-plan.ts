import type {Kind} from '../lib/event-conventions.js';
import {automaticProperties, isEventName, isPropertyName, kindOf, kindRules} from '../lib/event-conventions.js';
import type {JsonNode, PlanProblem} from './json-node.js';
import {JsonError} from './json-node.js';
import type {Plan, PlanEvent, PlanProperty} from './plan.js';
import type {PlanReader} from './plan-reader.js';
import {createPlanReader, under} from './plan-reader.js';
import type {PropertyType} from './property-type.js';
import {propertyType} from './property-type.js';
import {readJson} from './read-json.js';

export interface PlanOptions {
  /** Also checks the conventions of names and types. */
  readonly conventions: boolean;
}

const longestName = 200;

const fits: Readonly<Record<Kind, (type: PropertyType) => boolean>> = {
  amount: ({kinds, notes}) => only(kinds, 'number') && !notes.some(note => note.startsWith('at least -')),
  flag: ({kinds}) => only(kinds, 'boolean'),
  date: ({kinds, format}) => only(kinds, 'string') && (format === 'date-time' || format === 'date'),
  id: ({kinds}) => only(kinds, 'string'),
};

const only = (kinds: ReadonlySet<string>, kind: string): boolean => kinds.size === 1 && kinds.has(kind);

/** Reads a tracking plan. All that is wrong with it is told at once, in the order of its lines; the plan is of use when nothing is. */
export const readPlan = (text: string, {conventions}: PlanOptions): {readonly plan: Plan; readonly problems: readonly PlanProblem[]} => {
  const problems: PlanProblem[] = [];
  const reader = createPlanReader(problems);
  let events: readonly PlanEvent[] = [];
  try {
    const plan = readJson(text);
    const found = reader.members(plan, '', ['$schema', 'title', 'description', 'events'])?.get('events');
    if (found) events = [...(reader.members(found, 'events') ?? [])].map(([name, node]) => readEvent(name, node, reader, conventions));
    else if (!problems.length) reader.say(plan, '', 'has no "events"');
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    problems.push({line: error.line, path: '', message: error.message});
  }
  return {plan: {events}, problems: problems.sort((a, b) => a.line - b.line)};
};

const readEvent = (name: string, node: JsonNode, reader: PlanReader, conventions: boolean): PlanEvent => {
  const path = under('events', name);
  if (!name.trim() || name.length > longestName) reader.say(node, path, `needs a name of 1 to ${longestName} characters`);
  else if (conventions && !isEventName(name)) reader.say(node, path, 'must be named object_action: two words or more in snake_case');
  const event = reader.members(node, path, ['description', 'owner', 'properties']);
  const description = reader.text(event?.get('description'), under(path, 'description'));
  if (event && (!event.get('description') || description === '')) reader.say(node, path, 'needs a description: when is it tracked?');
  const owner = reader.text(event?.get('owner'), under(path, 'owner'));
  const schema = event?.get('properties');
  return {
    name,
    description: description ?? '',
    ...(owner && {owner}),
    properties: schema ? readProperties(schema, under(path, 'properties'), reader, conventions) : [],
  };
};

const readProperties = (node: JsonNode, path: string, reader: PlanReader, conventions: boolean): readonly PlanProperty[] => {
  const schema = reader.members(node, path, ['type', 'properties', 'required', 'additionalProperties', 'description']);
  if (!schema) return [];
  if (schema.get('type')?.value !== 'object') reader.say(schema.get('type') ?? node, path, 'must be a JSON Schema with "type": "object"');
  const more = schema.get('additionalProperties');
  if (more && more.value !== false)
    reader.say(more, under(path, 'additionalProperties'), 'must be false: an event has the properties that the plan names');
  const members =
    (schema.get('properties') && reader.members(schema.get('properties')!, under(path, 'properties'))) ?? new Map<string, JsonNode>();
  const required = reader.texts(schema.get('required'), under(path, 'required'));
  for (const {text: name, node: at} of required)
    if (!members.has(name)) reader.say(at, under(path, 'required'), `names ${JSON.stringify(name)}, which is not among the properties`);

  return [...members].flatMap(([name, member]) => {
    const place = under(under(path, 'properties'), name);
    const type = propertyType(member, place, reader);
    if (conventions) checkProperty(name, type, message => reader.say(member, place, message));
    if (!type) return [];
    const description = reader.text((member.value as ReadonlyMap<string, JsonNode>).get('description'), under(place, 'description')) ?? '';
    return [
      {
        name,
        required: required.some(({text}) => text === name),
        type: type.type,
        notes: type.notes,
        description,
        ...(type.class && {class: type.class}),
      },
    ];
  });
};

const checkProperty = (name: string, type: PropertyType | undefined, say: (message: string) => void): void => {
  const kind = kindOf(name);
  if (!isPropertyName(name)) say('must be in snake_case');
  if (automaticProperties.has(name)) say('is added by itself and not set by hand');
  else if (kind && type && !fits[kind](type)) say(kindRules[kind] + (kind === 'date' ? ', with the format date-time or date' : ''));
};
