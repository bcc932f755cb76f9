import {NAME_IN_TEXT, WORD} from './person-words.js';
import {groups} from './primordials.js';

/** The class whose numbers must prove themselves. */
export const ACCOUNT = 'account';

const ROMANCE = `(?:rue|avenue|boulevard|Calle|Avenida|Plaza|Via|Piazza|[ua]l\\.|Rua)(?: \\p{Ll}+){0,3} (?:\\p{Ll}')?${WORD}(?:[ -]${WORD}){0,3}`;

/** Classes and their patterns; what an earlier one takes, no later one sees. */
export const PATTERNS: readonly (readonly [kind: string, pattern: RegExp | string])[] = [
  // Keys of well-known services and headers, users of an address, tokens of a path.
  [
    'secret',
    /-----BEGIN [^]*|eyJ[\w-]{5,}\.[\w.-]+|(?:(?:[srp]k|gh\w|xox\w|npm|\w*pat)[-_]|A[KS]IA|AIza)[\w.-]{12,}|(?<=(?:earer|asic) )(?=\S*[\d=])[\w.~+/=-]{6,}|(?<=:\/\/)[^\s/?#@"'<>]+(?=@)|(?<=\/(?:reset|verify|activate|invite|magic)[\w-]*\/)(?=[\w.~=-]*\d)[\w.~=-]{8,}/,
  ],
  // UUID, hash and ULID stay, whatever they look like.
  ['', /[\da-f-]{25,}|[\dA-F]{32,}|\d[\dA-Z]{25}/],
  [
    'email',
    /(?!git@)[\p{L}\d_][\p{L}\d._+'’-]{0,63}(?:@(?!\dx|\d+\.\d)| ?[([]at[)\]] ?)(?:[\p{L}\d-]{1,63}(?:\.| ?[([]dot[)\]] ?)){1,8}(?!svg)\p{L}{2,24}/u,
  ],
  // IBANs and payment cards, if their check digits fit.
  [ACCOUNT, /[A-Z]{2}\d\d(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?|[2-6]\d{3}(?:[ .-]?\d){10,12}/],
  [
    'ip',
    /(?=\S{0,39}::|(?:\w+:){7})(?=\S{0,9}[\da-f]{3})(?:[\da-f]{0,4}:){2,7}[\da-f.]{1,15}|(?<!(?:\bv|ersion |[a-z]\/))(?!127|0)(?=10\.|[\d.]*(?:\d{3}|\d\d\.[\d.]*\d\d))[12]?\d?\d(?:\.[12]?\d?\d){3}(?!\.)/,
  ],
  [
    'id',
    /\d{3}-\d\d-\d{4}|[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]|[XYZ\d]\d{7}-?[A-Z]|[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]|\d{2,3}(?:\.\d{2,4}){2}[-.][\d.]{2,6}|\d\d[0-3]\d[0-3]\d[-+A]\d{3}[\dA-Y]/,
  ],
  ['position', /-?[1-9]\d?\.\d{4,18}[,;/ ] ?-?\d{1,3}\.\d{4,18}/],
  [
    'address',
    `(?:${WORD}[ -])?\\p{L}*?(?:[Ss]tr(?:a(?:ß|ss)e|\\.)|weg|[Aa]llee|straat|gracht|gatan) \\d{1,4}[a-z]?|\\d{1,4}(?: bis)?,? ${ROMANCE}|${ROMANCE},? \\d{1,4}(?:/\\d+)?|\\d{1,5}[A-Z]? (?:\\w+ ){1,2}(?:Street|St|Road|Avenue|Lane)`,
  ],
  [
    'phone',
    /\+\(?\d(?:[ +.()/–-]{0,3}\d){8,13}|\(\+?\d[\d ]{1,5}\)[ -]?\d(?:[ -]?\d){5,9}|(?<!\/)0(?!\d-\d\d-)\d{0,4}[ /–-]{1,3}\d(?:[ -]?\d){5,9}|[2-9]\d\d-\d{3}-\d{4}/,
  ],
  // Home directories.
  ['name', /(?<=[\\/]Users[\\/]{1,2}|[( /]\/home\/)(?!runner)[^\\/:"'<>()]{1,40}(?=[\\/])/],
  ['name', NAME_IN_TEXT],
];

/** All patterns as one, a group for each; a match neither starts nor ends inside a word, nor starts inside an id or a number. */
export const SCANNER = new RegExp(`(?<![\\p{L}\\d_.-])${groups(PATTERNS.map(row => row[1]))}(?![\\p{L}\\d_])`, 'gu');
