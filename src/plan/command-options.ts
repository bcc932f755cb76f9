import {resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {SetupError} from '../lib/problems.js';

export const usage = `askfirst-events plan.json: reads a tracking plan, says what is wrong with it, and writes what is made of it.

  --types events.d.ts     write TypeScript types, merged into AnalyticsEvents
  --name ChatEvents       write them as an exported interface of this name instead
  --catalogue EVENTS.md   write a catalogue for people, in Markdown
  --check                 write nothing; fail when a file is not what the plan makes of it
  --no-conventions        leave the conventions of names and types unchecked
  --help                  this text

Fails with the exit code 1.
`;

export interface CommandOptions {
  readonly plan: string;
  readonly types?: string;
  readonly name?: string;
  readonly catalogue?: string;
  readonly check: boolean;
  readonly conventions: boolean;
}

/** Reads the command line; undefined when help is asked for. @throws SetupError `arguments` for what it does not understand. */
export const readCommandOptions = (args: readonly string[]): CommandOptions | undefined => {
  const {values, positionals} = parse(args);
  if (values.help) return undefined;
  const {types, name, catalogue, check = false} = values;
  const [plan] = positionals;
  if (plan === undefined || positionals.length > 1) throw refuse('one plan is needed: askfirst-events plan.json');
  if (name !== undefined && types === undefined) throw refuse('--name is for --types');
  if (name !== undefined && !/^[A-Za-z_$][\w$]*$/.test(name)) throw refuse('--name must be the name of an interface');
  if (check && types === undefined && catalogue === undefined) throw refuse('--check needs --types or --catalogue');
  const files = [plan, types, catalogue].filter(file => file !== undefined).map(file => resolve(file));
  if (new Set(files).size < files.length) throw refuse('the plan, the types and the catalogue are three files');
  return {
    plan,
    check,
    conventions: !values['no-conventions'],
    ...(types !== undefined && {types}),
    ...(name !== undefined && {name}),
    ...(catalogue !== undefined && {catalogue}),
  };
};

const refuse = (message: string) => new SetupError('arguments', `${message}. Try --help.`);

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        types: {type: 'string'},
        name: {type: 'string'},
        catalogue: {type: 'string'},
        check: {type: 'boolean'},
        'no-conventions': {type: 'boolean'},
        help: {type: 'boolean'},
      },
    });
  } catch (error) {
    throw refuse((error as Error).message.replace(/\.$/, ''));
  }
};
