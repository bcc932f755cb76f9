import type {JsonNode, PlanProblem} from './json-node.js';

/** Takes values of a plan as what they should be, and notes where they are not. */
export interface PlanReader {
  say(node: JsonNode, path: string, message: string): void;
  /** The members of an object with no other keys than these (any, where none are given); undefined for what is no object. */
  members(node: JsonNode, path: string, keys?: readonly string[]): ReadonlyMap<string, JsonNode> | undefined;
  /** Text on one line; undefined where it is missing or no text. */
  text(node: JsonNode | undefined, path: string): string | undefined;
  /** The names in a list of texts. */
  texts(node: JsonNode | undefined, path: string): readonly {readonly text: string; readonly node: JsonNode}[];
}

const plainName = /^[\w$-]+$/;

/** `events.message_sent`; a name that is no plain word is quoted. */
export const under = (path: string, name: string): string =>
  plainName.test(name) ? (path ? `${path}.${name}` : name) : `${path}[${JSON.stringify(name)}]`;

export const isObject = (value: JsonNode['value']): value is ReadonlyMap<string, JsonNode> => value instanceof Map;

export const createPlanReader = (problems: PlanProblem[]): PlanReader => {
  const say: PlanReader['say'] = ({line}, path, message) => void problems.push({line, path, message});

  const members: PlanReader['members'] = (node, path, keys) => {
    if (!isObject(node.value)) return void say(node, path, 'must be an object');
    for (const [key, member] of node.value)
      if (keys && !keys.includes(key)) say(member, under(path, key), `is not supported here; what is: ${keys.join(', ')}`);
    return node.value;
  };

  const text: PlanReader['text'] = (node, path) => {
    if (!node) return undefined;
    if (typeof node.value === 'string') return node.value.replace(/\s+/g, ' ').trim();
    return void say(node, path, 'must be text');
  };

  const texts: PlanReader['texts'] = (node, path) => {
    if (!node) return [];
    if (!Array.isArray(node.value)) return (say(node, path, 'must be a list of texts'), []);
    return (node.value as readonly JsonNode[]).flatMap(item => {
      if (typeof item.value === 'string') return [{text: item.value, node: item}];
      say(item, path, 'must be a list of texts');
      return [];
    });
  };

  return {say, members, text, texts};
};
