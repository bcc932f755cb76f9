import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {root} from './setup.mjs';

const {modules} = JSON.parse(readFileSync(join(root, 'dist/custom-elements.json'), 'utf8'));
const declarations = modules.flatMap(module => (module.declarations ?? []).map(declaration => ({...declaration, path: module.path})));
const elements = new Map(declarations.filter(({tagName}) => tagName).map(element => [element.tagName, element]));
const tags = readdirSync(join(root, 'components')).filter(name => existsSync(join(root, 'components', name, 'define.ts')));

const wrongs = tags.flatMap(tag => {
  const element = elements.get(tag);
  if (!element) return [`<${tag}> is registered but not in the manifest: its class comment needs "@tag ${tag}"`];
  const undescribed = ['attributes', 'slots', 'cssParts', 'cssProperties', 'events'].flatMap(kind =>
    (element[kind] ?? []).filter(item => !item.description).map(item => `<${tag}> ${kind}: "${item.name || 'default'}" has no description`),
  );
  return [
    ...(existsSync(join(root, element.path)) ? [] : [`<${tag}> points to ${element.path}, which is not shipped`]),
    ...(element.summary ? [] : [`<${tag}> has no @summary`]),
    ...undescribed,
  ];
});

console.log(`${elements.size} elements in the manifest: ${[...elements.keys()].sort().join(', ')}`);
wrongs.forEach(wrong => console.error(wrong));
process.exitCode = wrongs.length > 0 ? 1 : 0;
