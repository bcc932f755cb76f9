import {digitsOf, isIp} from './checks.js';
import {FULL_NAME, NOT_A_PERSON, PERSON_SEQUENCE} from './person-words.js';
import {exec, test} from './primordials.js';

const PERSON = new RegExp(`^${FULL_NAME}|^${PERSON_SEQUENCE}, ${PERSON_SEQUENCE}`, 'u');
const NUMBER = /^[\p{Lu}\d][\p{Lu}\d ./:<+*-]{2,42}/u;
const SECRET = /^(?:bearer |basic )?[^\s,;&"'<>()]+[^\s,;&"'<>().!?]/i;
const NOTHING =
  /^(?:unknown|none|null|undefined|true|false|yes|no|n\/a|anonymous|guest|user|bot|agent|assistant|system|weak|medium|strong|\W*)$|^\[/i;

/** Per kind of key: how far a value of that kind reaches. */
const REACH: Readonly<Record<string, RegExp>> = {
  email: /^[^\s,;"'<>]*(?:@|%40|\Wat\W)[^\s,;"'<>]+/,
  phone: /^[+(]{0,2}\d(?:[\s()./–-]{0,3}\d){5,14}/,
  ip: /^[\da-f.:]+/i,
  iban: NUMBER,
  card: NUMBER,
  id: NUMBER,
  birthdate: /^\d{1,4}[ ./-]+[\p{L}\d]+[ ./-]+\d{2,4}[\dT:.Z+-]*/u,
  name: /^[\p{L}\d][^\s,;|&]*/u,
  'name?': PERSON,
  address: /^(?=[\p{Lu}\d])[^\n;|"<>=:]{1,80}/u,
  position: /^-?\d+[.,]\d\d[^a-z&]*/i,
  password: SECRET,
  secret: SECRET,
};

/** What a value of that length must prove. */
const proves = (kind: string, value: string): boolean => {
  const digits = digitsOf(value).length;
  switch (kind) {
    case 'ip':
      return isIp(value);
    case 'card':
      return digits > 11 || test(/^\d{3,4}$/, value);
    case 'iban':
    case 'id':
    case 'birthdate':
      return digits > 3;
    case 'address':
      return digits > 0 || (test(/[^A-Z\d]/, value) && !test(/^http/, value));
    case 'name?':
      return !test(NOT_A_PERSON, value);
    case 'secret':
      return digits > 3 || (value.length > 3 && test(/\d|[!#$%^*+]|[A-Z]{2}.*[a-z]|^\S{24}/, value));
    default:
      return !test(NOTHING, value);
  }
};

/** Whether a value is wholly what its key announces, and so goes wholly. */
export const fits = (kind: string, value: string): boolean => {
  if (!kind || kind === 'bare') return false;
  if (kind === 'name') return test(/\p{L}/u, value) && proves(kind, value);
  if (kind === 'password' || (kind === 'secret' && test(/[A-Z\d]/, value))) return proves(kind, value);
  return exec(REACH[kind]!, value)?.[0].length === value.length && proves(kind, value);
};

/** What follows `key:` or `key is` in a sentence and belongs to that key; empty if nothing there is of its kind. */
export const valueBehind = (kind: string, text: string, assigned: boolean): string => {
  const found =
    exec(kind === 'name' ? NAMED : REACH[kind]!, text)?.[0] ?? (kind === 'name' && assigned ? exec(REACH.name!, text)?.[0] : '') ?? '';
  return found && proves(kind === 'password' ? 'secret' : kind, found) ? found : '';
};
const NAMED = new RegExp('^' + PERSON_SEQUENCE, 'u');

/** The class that a kind of key is masked as. */
export const classOf = (kind: string): string => (kind === 'name?' || kind === 'bare' ? 'name' : kind === 'password' ? 'secret' : kind);
