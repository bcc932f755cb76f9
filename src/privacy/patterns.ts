import {card, digitsOf, dni, iban, isIpv4, isIpv6, luhn, nir} from './checks.js';
import {NAMES_IN_TEXT, NOT_A_PERSON} from './person-words.js';
import {isPhone} from './phone.js';
import type {Place} from './place.js';
import {exec, lower, slice, test} from './primordials.js';

/** How many characters of the match to mask; 0 for none, a negative number to look again after so many characters. */
type Check = (text: string, place: Place) => number;

/** A class, what to look for (a first group is kept), what a text must hold for it to be worth a look, and the proof. */
export type Pattern = readonly [kind: string, pattern: RegExp, worth?: RegExp, check?: Check];

const DIGITS = /\d\D{0,3}\d\D{0,3}\d\D{0,3}\d/;
const CAPITAL = /\p{Lu}\p{L}/u;
const ANY = /./;

const alone: Check = (text, {before, after}) => (test(/[\w.-]$/, before) || test(/^[\w-]/, after) ? 0 : text.length);
const mixed: Check = text => (test(/\d|[a-z][A-Z]|=$/, text) ? text.length : 0);
/** Looks again behind the first run of letters and digits, as the number may begin there. */
const orLater = (length: number, text: string) => length || -exec(/^[a-z\d]+/i, text)![0].length;

const FILE_TYPES =
  /\.(?:png|jpe?g|gif|svg|webp|[cm]?[jt]sx?|s?css|json|html?|map|vue|md|txt|pdf|zip|mp[34]|service|rc|beta|next)$|^[^@]*@\d+\.\d|^git@/;
const email: Check = text => (test(FILE_TYPES, lower(text)) ? 0 : text.length);

const VERSION_BEFORE = /(?:\bv|versi[oó]n|release|upgrad\w*|updat\w*|build|firmware|driver|[a-z]\/)\D{0,12}$/i;
const IP_BEFORE = /(?:\bip|addr|host|client|remote|peer|connect|econn|request|login|from|von|\/\/|@)\D{0,16}$/i;
const ipv4: Check = (text, {before, after, kind}) => {
  if (!isIpv4(text) || test(/[\w.-]$/, before) || test(/^(?:\w|[.-]\w)/, after)) return 0;
  if (kind() === 'ip') return text.length;
  if (test(/^(?:127|0)\./, text) || (test(VERSION_BEFORE, before) && !test(/\/\/$/, before))) return 0;
  return test(IP_BEFORE, before) || test(/^:\d{2,5}\b/, after) || test(/\d{3}.*\d{3}/, text) ? text.length : 0;
};

const ipv6: Check = (text, {before, after}) => {
  const trimmed = exec(/^.*[^.:]/, text)?.[0] ?? '';
  return !test(/[\w:]$/, before) &&
    !test(/^\w/, after) &&
    isIpv6(trimmed) &&
    test(/[\da-f]{3}.*:|(?:.*:){7}/i, trimmed) &&
    test(/\d/, trimmed)
    ? trimmed.length
    : 0;
};

const position: Check = (text, place) => {
  const both = exec(/(\d+)\D+\d+\D+(\d+)/, text)!;
  return +both[1]! <= 90 && +both[2]! <= 180 && +both[1]! + +both[2]! > 0 ? alone(text, place) : 0;
};

const person: Check = (text, {after}) => (test(NOT_A_PERSON, text) || test(/^\p{L}/u, after) ? 0 : text.length);

/** National ids that are told by their shape; a shape that others share needs its check digits. */
const national: Check = (text, place) => {
  const length = alone(text, place);
  const digits = digitsOf(text);
  if (test(/^[12].*\d$/, text) && digits.length > 12 && digits.length < 16) return nir(text) ? length : 0;
  if (test(/^[\dXYZ][ -]?\d{7}[ -]?[A-Z]$/, text)) return dni(text) ? length : 0;
  if (test(/^\d+[-+]\d{4}$/, text)) return luhn(slice(digits, -10)) ? length : 0;
  return length;
};

const W = "\\p{Lu}[\\p{L}'’.-]{1,24}";
const OF = "(?:d[aeiou](?:l|lla|s)? |l[ao]s? |d?l['’])*?";
const TOWN = `(?:,? (?:[A-Z]{1,2}-)?\\d{4,5} ${W}|(?:,? ${W}){1,2},? [A-Z]{2} \\d{5})?`;
const address = (street: string): Pattern => ['address', new RegExp(street + TOWN, 'gu'), /\d/];

const name = (pattern: string): Pattern => ['name', new RegExp(pattern, 'gu'), CAPITAL, person];

export const PATTERNS: readonly Pattern[] = [
  ['secret', /-----BEGIN [^]*?(?:-----END [^-]*-----|$)/g, /-----B/],
  ['data', /(\bdata:(?!image|font)[^\s,]{0,99};base64,)[\w+/=-]+/g, /base64/],
  ['secret', /((?:^|[^\w-]))eyJ[\w-]{5,}\.[\w.-]+/g, /eyJ/],
  [
    'secret',
    /\b(?:[srp]k[-_](?:live|test|proj|ant)?|gh\w_|github_pat_|glpat-|xox\w-|A[KS]IA|AIza|ya29|hf_|npm_|SG\.|dop_v1_|shp\w\w_|phx_|pypi-|\d{8,10}:AA)[\w.-]{12,}/g,
    ANY,
    mixed,
  ],
  ['secret', /(\b(?:bearer|basic)\s+)[\w.~+/=-]{6,}/gi, ANY, mixed],
  ['secret', /(\b[a-z][a-z\d+]{1,20}:\/\/)[^\s/?#@"'<>]{1,200}(?=@)/gi, /@/],
  ['secret', /(slack\.com\/services\/)[\w/]+/g],
  [
    'email',
    /[\p{L}\d_](?:[\p{L}\d._+'’-]{0,62}[\p{L}\d_+-])?(?:@|\s?[([]at[)\]]\s?|&#64;)(?:[\p{L}\d-]{1,63}(?:\.|\s?[([]dot[)\]]\s?)){1,8}(?:xn--[\w-]{2,30}|\p{L}{2,24})/giu,
    /@|[([]at|&#64;/i,
    email,
  ],
  ['iban', /\b[a-z]{2}\d\d(?:[ .-]?[a-z\d]){11,42}/gi, DIGITS, text => orLater(iban(text), text)],
  ['card', /\d(?:[ .-]?\d){13,24}/g, DIGITS, (text, {before}) => (test(/[\w.,+-]$/, before) ? 0 : orLater(card(text), text))],
  ['ip', /[\da-f:][\da-f:.]{2,44}/gi, /:[^]*:/, ipv6],
  ['id', /\b(?:[\da-f]{2}[:-]){5}[\da-f]{2}\b(?![:-])/gi, /[\da-f]{2}[:-][\da-f]{2}[:-]/i],
  [
    'id',
    /\b(?:\d{3}-\d\d-\d{4}|[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]|[12] ?\d\d ?\d\d ?\d[\dAB] ?\d{3} ?\d{3} ?\d\d|[XYZ\d][ -]?\d{7}[ -]?[A-Z]|[A-Z]{6}\d\d[A-T]\d\d[A-Z]\d{3}[A-Z]|756\.\d{4}\.\d{4}\.\d\d|\d{3}\.\d{3}\.\d{3}-\d\d|\d\d\.\d\d\.\d\d-\d{3}\.\d\d|\d\d [0-3]\d[01]\d{3} [A-Z] \d{3}|(?:\d\d)?\d\d[01]\d[0-3]\d[-+]\d{4}|[0-3]\d[01]\d{3}[-+A]\d{3}[A-Y\d]|[1-9]\d{5}(?:19|20)\d\d[01]\d[0-3]\d{4}[\dX])\b/gi,
    DIGITS,
    national,
  ],
  ['position', /-?\d{1,2}\.\d{4,18}[,;/\s]\s?-?\d{1,3}\.\d{4,18}/g, DIGITS, position],
  ['position', /\d[\d.]{0,12}\s?°[\d.\s'"′″’]{0,20}[NS][,;\s]{1,3}\d[\d.]{0,12}\s?°[\d.\s'"′″’]{0,20}[EWO]/gi, /°/],
  ['ip', /\d{1,3}(?:\.\d{1,3}){3}/g, /\d\.\d+\.\d+\./, ipv4],
  address(
    `\\b${W}?[ -]?(?:[Ss]tra(?:ß|ss)e|[Ss]tr\\.|[Ww]eg|[Gg]asse|[Pp]latz|[Aa]llee|[Rr]ing|[Uu]fer|straat|laan|plein|gracht|gatan|vej|gade) \\d{1,4} ?[a-z]?\\b`,
  ),
  address(`\\b(?:A[mn](?: der)?|Unter den) (?!\\p{L}*(?:tag|och) )${W} \\d{1,4} ?[a-z]?\\b`),
  address(`\\b\\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|bd|place|chemin|allée|impasse|quai|cours) ${OF}${W}(?:[ -]${W}){0,2}`),
  address(
    `\\b(?:[Cc]alle|C/|Avenida|Av\\w*\\.|Plaza|Paseo|Via(?! Email)|Viale|Piazza|Corso|[ua]l\\.|[Uu]lica|Rua) ?${OF}${W}(?: (?:de )?${W}){0,2},? \\d{1,4}(?:/\\d+)?[a-z]?\\b`,
  ),
  address(
    `\\b\\d{1,5}[A-Z]? (?!The |Hour )(?:(?:${W}|\\d+[a-z]{2}) ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Terrace|Square|Place)\\b`,
  ),
  ['address', /\b(?:P\.? ?O\.? ?Box|Postfach|Postbus) [\d ]{2,8}/gi, DIGITS],
  ['phone', /\+?\(?\d(?:[ .()/\u2011–-]{0,3}\d){5,17}/g, DIGITS, isPhone],
  [
    'id',
    /\b[A-Z]{0,5}\d[A-Z\d]*(?:[ ./-][A-Z\d]+){0,6}\b/g,
    DIGITS,
    (text, {kind}) => (digitsOf(text).length > 3 && test(/^(?:id|iban|card|birthdate)$/, kind()) ? text.length : 0),
  ],
  [
    'name',
    /([\\/]Users[\\/]{1,2}|(?:^|[\s("':/])\/home\/(?=[^\s/]+\/[^\s]*\.\w))(?!Shared|Public|runner)(?:[^\\/:"'<>()]{1,40}(?=\\)|[^\s\\/:"'<>()]+)/g,
    /Users|home/,
  ],
  [
    'secret',
    /(\/(?:reset|verify|confirm|activate|invite|magic|unsubscribe)[\w-]*\/)[\w.~=-]{8,}/gi,
    /\//,
    text => (test(/\d.*[a-z]|[a-z].*\d|[a-z][A-Z]/i, text) && test(/\d|[A-Z]/, text) ? text.length : 0),
  ],
  ['name', /(\/(?:users?|u|profiles?|members?|customers?)\/)[a-z]{2,20}\.(?!html|php|json)[a-z]{2,20}\b/g, /\//],
  name(NAMES_IN_TEXT[0]!),
  name(NAMES_IN_TEXT[1]!),
  name(NAMES_IN_TEXT[2]!),
  name(NAMES_IN_TEXT[3]!),
];
