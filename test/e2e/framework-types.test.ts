import assert from 'node:assert/strict';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import ts from 'typescript';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** As much of the frameworks' own types as ours stand on; the real ones agree, but are not installed here. */
const frameworks = `
declare module 'react' {
  export interface HTMLAttributes<T> {id?: string; className?: string; onClick?: (event: {currentTarget: T}) => void}
  export type DetailedHTMLProps<E, T> = E & {ref?: (element: T | null) => void};
  export namespace JSX { interface IntrinsicElements {div: object} }
}
declare module 'vue' {
  export interface HTMLAttributes {id?: string}
  export interface PublicProps {class?: unknown}
  export interface GlobalComponents {}
}
declare module 'svelte/elements' {
  export interface HTMLAttributes<T> {id?: string; onclick?: (event: {currentTarget: T}) => void}
  export interface SvelteHTMLElements {div: object}
}`;

const written = (framework: string, type: (tag: string) => string, event: string, attribute: (name: string) => string) => `
import type {} from '${dist}/types/${framework}.js';
import type {${framework === 'vue' ? 'GlobalComponents' : framework === 'react' ? 'JSX' : 'SvelteHTMLElements'}} from '${framework === 'svelte' ? 'svelte/elements' : framework}';
export const root: ${type('analytics-root')} = {
  id: 'x', provider: 'posthog', '${attribute('api-key')}': 'phc_demo', '${attribute('expires-days')}': 30, debug: true, gpc: 'refuse',
  '${event}': event => event.consent.analytics === (event.source === 'banner'),
};
export const banner: ${type('consent-banner')} = {'${attribute('privacy-url')}': '/privacy', modal: true, texts: {accept: 'Yes', panel: {save: 'Keep'}}};
export const flag: ${type('feature-flag')} = {flag: 'composer', variant: 'b'};
// @ts-expect-error -- no such word
export const never: ${type('analytics-root')} = {gpc: 'never'};
// @ts-expect-error -- no such text
export const wrong: ${type('consent-banner')} = {texts: {acept: 'Yes'}};
// @ts-expect-error -- no such tag
export type None = ${type('consent-baner')};
`;

const plain = `
import '${dist}/npm/components/analytics-root/define.js';
document.addEventListener('consent-change', event => event.previous.marketing === event.consent.marketing);
document.querySelector('analytics-root')!.addEventListener('analytics-problem', event => event.code.length + event.message.length);
`;

const kebab = (name: string) => name;
const camel = (name: string) => name.replace(/-./g, part => part[1]!.toUpperCase());

const wrongsIn = (files: readonly string[]): string[] =>
  ts
    .getPreEmitDiagnostics(
      ts.createProgram(files, {
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
        skipDefaultLibCheck: true,
        types: [],
      }),
    )
    .map(({file, messageText}) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);

/** Told by the built package, as a stranger's compiler reads it. */
describe('the types that the package ships', () => {
  let folder: string;
  let wrongs: string[];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'askfirst-types-'));
    const sources = {
      'frameworks.d.ts': frameworks,
      'react.ts': written('react', tag => `JSX.IntrinsicElements['${tag}']`, 'onconsent-change', kebab),
      'vue.ts': written('vue', tag => `InstanceType<GlobalComponents['${tag}']>['$props']`, 'onConsentChange', camel),
      'svelte.ts': written('svelte', tag => `SvelteHTMLElements['${tag}']`, 'onconsent-change', kebab),
      'plain.ts': plain,
    };
    for (const [name, source] of Object.entries(sources)) await writeFile(join(folder, name), source);
    // Apart, as what the frameworks' files bring in would make up for what it lacks.
    const together = Object.keys(sources).filter(name => name !== 'plain.ts');
    wrongs = [together, ['plain.ts']].flatMap(names => wrongsIn(names.map(name => join(folder, name))));
  });
  after(() => rm(folder, {recursive: true, force: true}));

  const about = (name: string) => wrongs.filter(wrong => wrong.startsWith(join(folder, name)));

  it('know our tags, attributes, texts and events in React', () => assert.deepEqual(about('react'), []));
  it('know them in Vue', () => assert.deepEqual(about('vue'), []));
  it('know them in Svelte', () => assert.deepEqual(about('svelte'), []));
  it("know the root's events with one element alone", () => assert.deepEqual(about('plain'), []));
  it('are right in themselves', () =>
    assert.deepEqual(
      wrongs.filter(wrong => !wrong.startsWith(folder)),
      [],
    ));
});
