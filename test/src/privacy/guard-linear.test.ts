import assert from 'node:assert/strict';
import {test} from 'node:test';
import {maskText} from '../../../src/privacy/mask-text.js';
import {createPiiGuard} from '../../../src/privacy/pii-guard.js';

const LONG = 200_000;
/** Opens the way to every pattern: each looks only at texts that hold what it needs. */
const OPENERS = 'Ab 1234 @ ° a:b:c %40 -----B eyJ base64 °1° slack /Users/ ';
const fill = (part: string, length = LONG) => OPENERS + part.repeat(Math.ceil(length / part.length)).slice(0, length);

/** Long strings that nearly match each pattern: what makes a careless pattern slow. */
const NEAR_MISSES = [
  'a',
  'A',
  'é',
  'Ä',
  '1',
  ' ',
  '.',
  '-',
  ':',
  '=',
  '@',
  '%',
  '%4',
  '%40',
  '+',
  '/',
  '(',
  '[',
  '{',
  '"',
  "'",
  ';',
  '&',
  '\n',
  '\\',
  '_',
  '°',
  '<',
  '+4',
  'a@',
  '@a',
  'a.',
  'a@a.',
  'a.b@c.1',
  'a-',
  "a'",
  'eyJ',
  'eyJaaaaaa.',
  'Bearer ',
  'basic ',
  'sk_live_',
  'ghp_',
  '-----BEGIN ',
  'a://',
  'http://a',
  'data:',
  'data:a;base64,',
  'DE89',
  'DE89 3704 ',
  '4111 ',
  '4111-1111-',
  '1 ',
  '12.',
  '1.2.3.',
  '1.2.3.4',
  '::',
  'a:b:',
  'fe80::',
  '12:34:',
  '00:1b:',
  '123-45-',
  '12345678',
  'AB 12 ',
  '2 55 08 ',
  '811218-',
  '52.5200 ',
  '52.5200,',
  "52°31'",
  '12345 ',
  '12 A',
  '12 Ab ',
  'Ab ',
  'Ab-',
  'Ab de ',
  'Ab von der ',
  'A. ',
  'Hauptstraße ',
  'Am ',
  'Am Ab ',
  '12 rue de la ',
  'rue de la ',
  'Calle de la ',
  'Via Ab ',
  '1 Ab Ab ',
  'P.O. Box',
  '0170 ',
  '(0',
  '+49 (',
  '/home/',
  '/Users/',
  '\\Users\\',
  '/reset-',
  '/users/a.',
  'Hi ',
  'Dear Ab ',
  'my name is ',
  'Jane ',
  'Hello, ',
  'x=',
  'a:',
  'a is ',
  'x=1&',
  'password=',
  'password: ',
  'name: Ab ',
  'a[b]',
  'a b c d ',
  '[[',
  '{"a":',
  '"a":"',
  '%25',
  '%2525',
  'a%',
  ' (at) ',
  '&#64;',
  'xn--',
];

const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1]!;
const once = (run: () => void) => {
  const start = process.cpuUsage();
  run();
  const {user, system} = process.cpuUsage(start);
  return (user + system) / 1_000;
};
/** Milliseconds of this process alone, as the machine may be busy; what looks slow at first, before it is compiled, is measured again. */
const timeOf = (run: () => void) => {
  const first = once(run);
  return first < 40 ? first : median([once(run), once(run), once(run)]);
};

test('takes linear time on 200 kB of near misses', () => {
  const guard = createPiiGuard();
  const slow: string[] = [];
  for (const part of NEAR_MISSES) {
    for (const key of ['text', 'first_name', fill(part)]) {
      const time = timeOf(() => guard({[key]: fill(part)}));
      if (time > 200) slow.push(`${JSON.stringify(part)} under ${key.slice(0, 10)}: ${time.toFixed(0)} ms`);
    }
  }
  assert.deepEqual(slow, []);
});

test('takes linear time even where texts are not cut', () => {
  const slow: string[] = [];
  const mask = (kind: string) => `[${kind}]`;
  for (const part of NEAR_MISSES) {
    const half = timeOf(() => maskText(fill(part, LONG / 16), 0, mask));
    const whole = timeOf(() => maskText(fill(part, LONG / 4), 0, mask));
    // Four times the text: four times the time, or too little time to tell.
    if (whole > 1_000 || (whole > 200 && whole > 14 * half))
      slow.push(`${JSON.stringify(part)}: ${half.toFixed(0)} ms, then ${whole.toFixed(0)} ms`);
  }
  assert.deepEqual(slow, []);
});
