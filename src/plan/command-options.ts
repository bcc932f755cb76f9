import {resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {SetupError} from '../lib/problems.js';

export const usage = `askfirst-events plan.json: reads a tracking plan, says what is wrong with it, and writes what is made of it.

  --types events.d.ts     write TypeScript types, merged into AnalyticsEvents
  --name ChatEvents       write them as an exported interface of this name instead
  --classes classes.ts    write the classes of the properties, for the guard
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
  readonly classes?: string;
  readonly catalogue?: string;
  readonly check: boolean;
  readonly conventions: boolean;
}

/** Reads the command line; undefined when help is asked for. @throws SetupError `arguments` for what it does not understand. */
export const readCommandOptions = (args: readonly string[]): CommandOptions | undefined => {
  const {values, positionals} = parse(args);
  if (values.help) return undefined;
  const {types, name, classes, catalogue, check = false} = values;
  const [plan] = positionals;
  if (plan === undefined || positionals.length > 1) throw refuse('one plan is needed: askfirst-events plan.json');
  if (name !== undefined && types === undefined) throw refuse('--name is for --types');
  if (name !== undefined && !/^[A-Za-z_$][\w$]*$/.test(name)) throw refuse('--name must be the name of an interface');
  if (check && (types ?? classes ?? catalogue) === undefined) throw refuse('--check needs --types, --classes or --catalogue');
  const files = [plan, types, classes, catalogue].filter(file => file !== undefined).map(file => resolve(file));
  if (new Set(files).size < files.length) throw refuse('the plan and what is made of it are files of their own');
  return {
    plan,
    check,
    conventions: !values['no-conventions'],
    ...(types !== undefined && {types}),
    ...(name !== undefined && {name}),
    ...(classes !== undefined && {classes}),
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
        classes: {type: 'string'},
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
