import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, it} from 'node:test';
import {loadTexts} from '../../components/locale.js';
import {englishGate} from '../../components/locales/en-gate.js';
import {englishPanel, englishReload} from '../../components/locales/en-panel.js';
import english from '../../components/locales/en.js';
import type {Texts} from '../../components/texts.js';

const folder = fileURLToPath(new URL('../../components/locales', import.meta.url));
const codes = readdirSync(folder).flatMap(name => /^([a-z]{2})\.ts$/.exec(name)?.[1] ?? []);
const official = 'bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv'.split(' ');
const others = 'nb is uk tr ar he zh ja ko'.split(' ');
const names = {essential: 'Essential', analytics: 'Analytics', marketing: 'Marketing'};
const whole: Texts = {...english, names, panel: englishPanel, gate: englishGate, reload: englishReload};

/** Every text of a language by its path, such as `panel.purposes.essential`. */
const flat = (texts: object, path = ''): Record<string, string> =>
  Object.assign(
    {},
    ...Object.entries(texts).map(([key, value]) =>
      typeof value === 'string' ? {[path + key]: value} : flat(value as object, `${path}${key}.`),
    ),
  ) as Record<string, string>;

const placeholders = (text: string | undefined) => (text?.match(/\{\w*\}?/g) ?? []).sort();
const known = flat(whole);
const loaded = async (code: string): Promise<Texts> => {
  const texts = await loadTexts(code);
  assert.ok(texts, `${code} should be loaded`);
  return texts;
};

/** Words that a language has in common with English; everything else that reads as English was forgotten. */
const shared: Readonly<Record<string, readonly string[]>> = {
  'names.marketing': ['cs', 'de', 'es', 'fr', 'hr', 'hu', 'it', 'mt', 'nl', 'pl', 'pt', 'ro', 'sk'],
  optional: ['de'],
  'panel.services': ['fr'],
};
const englishWords = /\b(?:the|your|you|this|site|settings|choices?|consent|always|allow|accept|services|policy|data|only)\b/i;
const notEnglish: Readonly<Record<string, RegExp>> = {
  // Words that are spelled like English ones: `site` in Romance languages, `policy` in Swedish, Maltese `data`.
  es: /site/,
  fr: /site|services/i,
  hr: /only/,
  mt: /data/,
  nb: /data/,
  da: /data/,
  pt: /site/,
  ro: /site|accept/,
  sv: /policy/,
};

describe('the languages', () => {
  it('are the 24 official ones of the Union and nine more', () => {
    assert.deepEqual([...codes].sort(), [...official, ...others].sort());
  });

  for (const code of codes.filter(name => name !== 'en')) {
    it(`${code} is complete, with the same blanks to fill in, and says who it is`, async () => {
      const texts = await loaded(code);
      assert.equal(new Intl.Locale(texts.lang).language, code);
      assert.equal(texts.dir, ['ar', 'he'].includes(code) ? 'rtl' : undefined);
      const rest = Object.entries(flat(texts)).filter(([path]) => path !== 'dir');
      assert.deepEqual(rest.map(([path]) => path).sort(), Object.keys(known).sort());
      for (const [path, text] of rest) {
        assert.deepEqual(placeholders(text), placeholders(known[path]), path);
        assert.equal(text, text.trim().normalize('NFC'), path);
        assert.ok(text && text.length <= 1.6 * known[path]!.length + 14, `${code} ${path} is long: ${text}`);
      }
    });

    it(`${code} has no English left in it`, async () => {
      for (const [path, text] of Object.entries(flat(await loaded(code)))) {
        if (path === 'lang' || path === 'dir') continue;
        if (!shared[path]?.includes(code)) assert.notEqual(text.toLowerCase(), known[path]!.toLowerCase(), path);
        const own = text.replace(/\{\w+\}/g, '').replace(new RegExp(notEnglish[code] ?? /(?!)/, 'gi'), '');
        assert.doesNotMatch(own, englishWords, path);
      }
    });

    it(`${code} asks in labels that fit a button, and refusing is as plain as accepting`, async () => {
      const {accept, refuse, gate} = await loaded(code);
      const longest = Math.max(...refuse.split(' ').map(({length}) => length));
      assert.ok(accept.length <= 24 && refuse.length <= 24, `${accept} / ${refuse}`);
      assert.ok(refuse.length <= accept.length + 10 && longest <= 16, `${accept} / ${refuse}`);
      assert.ok(Math.max(gate!.once.length, gate!.always.length) <= 24, `${gate!.once} / ${gate!.always}`);
    });
  }

  it('are found by sensible tags, in any case, and English stands in for the rest', async () => {
    const found: Record<string, string | undefined> = {};
    for (const tag of [
      'de-AT',
      'DE',
      'pt-BR',
      'zh-Hans-CN',
      'zh-TW',
      'no',
      'nn-NO',
      'nb-NO',
      'en-GB',
      'xx',
      'den',
      'constructor',
      'toString',
      '',
    ])
      found[tag] = (await loadTexts(tag))?.lang;
    assert.deepEqual(found, {
      'de-AT': 'de',
      DE: 'de',
      'pt-BR': 'pt',
      'zh-Hans-CN': 'zh-Hans',
      'zh-TW': 'zh-Hans',
      no: 'nb',
      'nn-NO': 'nb',
      'nb-NO': 'nb',
      'en-GB': undefined,
      xx: undefined,
      den: undefined,
      constructor: undefined,
      toString: undefined,
      '': undefined,
    });
  });
});
