import {readFileSync, writeFileSync} from 'node:fs';
import {basename} from 'node:path';
import {SetupError} from '../lib/problems.js';
import type {CommandOptions} from './command-options.js';
import {readCommandOptions, usage} from './command-options.js';
import {readPlan} from './read-plan.js';
import {writeCatalogue} from './write-catalogue.js';
import {writeClasses} from './write-classes.js';
import {writeTypes} from './write-types.js';

/** Where the command speaks: what was done, and what is wrong. */
export interface CommandOutput {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** In the first lines of everything that the command writes. */
const mark = 'Made by askfirst-events';

const reasonOf = (error: unknown): string =>
  ({ENOENT: 'there is no such file or folder', EISDIR: 'it is a folder'})[codeOf(error)] ?? codeOf(error);
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SetupError('file', `${file} cannot be read: ${reasonOf(error)}`);
  }
};

const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new SetupError('file', `${file} cannot be read: ${reasonOf(error)}`);
  }
};

/** Git may have given a file the line ends of Windows. */
const same = (a: string | undefined, b: string): boolean => a?.replaceAll('\r\n', '\n') === b;

const write = (file: string, text: string, before: string | undefined): void => {
  if (before?.trim() && !before.slice(0, 200).includes(mark))
    throw new SetupError('file', `${file} is not a file of this command's, so it is not overwritten: move it, or name another`);
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new SetupError('file', `${file} cannot be written: ${reasonOf(error)}`);
  }
};

const execute = (
  {plan: file, types, name, classes, catalogue, check, conventions}: CommandOptions,
  {out, error}: CommandOutput,
): number => {
  const {plan, problems} = readPlan(read(file), {conventions});
  for (const {line, path, message} of problems) error(`${file}:${line}: ${path ? `${path}: ` : ''}${message}\n`);
  if (problems.length) return 1;
  const source = basename(file);
  const files = [
    ...(types === undefined ? [] : [{to: types, text: writeTypes(plan, {source, ...(name !== undefined && {name})})}]),
    ...(classes === undefined ? [] : [{to: classes, text: writeClasses(plan, source)}]),
    ...(catalogue === undefined ? [] : [{to: catalogue, text: writeCatalogue(plan, source)}]),
  ];
  const stale = files.map(made => ({...made, before: readIfThere(made.to)})).filter(({before, text}) => !same(before, text));
  for (const {to, text, before} of stale) {
    if (check) error(`${to} is not what ${file} makes of it: run askfirst-events again without --check\n`);
    else {
      write(to, text, before);
      out(`${to} written\n`);
    }
  }
  if (check && stale.length) return 1;
  out(`${file}: ${plan.events.length} events, ${plan.events.reduce((sum, {properties}) => sum + properties.length, 0)} properties\n`);
  return 0;
};

/** The command `askfirst-events`; returns its exit code. Expected trouble is told as one sentence; everything else is thrown. */
export const runCommand = (args: readonly string[], output: CommandOutput): number => {
  try {
    const options = readCommandOptions(args);
    if (options) return execute(options, output);
    output.out(usage);
    return 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    output.error(`${error.message}\n`);
    return 1;
  }
};
