import {PERSON_SEQUENCE} from './person-words.js';
import {exec, groups} from './primordials.js';

/** Whom a name belongs to. */
const PERSON =
  '(?:user|customer|contact|person|member|employee|patient|guest|sender|recipient|author|owner|assignee|.*nutzer|absender|kunden?|cliente?|usuario|utente|klienta?|klant|traits|set)s?';
const NAME = '(?:n[ao]a?m[ens]*|nombre|nazwa|imi[eę])';

/** A secret gives itself away in a sentence: digits or signs. */
const SIGNED = /^(?=\S*[\d!#$%^*+])[^\s,;&"'<>()[]{3,}[^\s,;&"'<>().!?]/;

/** Class, the words of its keys, what a whole value of it looks like, and how far one reaches in a sentence, if not alike. */
type Row = readonly [kind: string, words: RegExp | string, whole: RegExp, inText?: RegExp];

/*
 * The words that keys are judged by: lower case, one space between two words. English, German, French, Spanish, Italian, Polish and
 * Dutch, with some Portuguese and Nordic.
 */
const ROWS: readonly Row[] = [
  ['phone', /.*(?:phone|t[eé]l[eé]?[fp]|handy|mobi)\S*|tel|gsm|cell\S*|fax|whats ?app/, /^[+(]{0,2}\d(?:[\s()./–-]{0,3}\d){5,14}/],
  [
    'id',
    /.*(?:iban|card(?!h)|kart|steuer|versich|ausweis|pas[sz]?[ae]?po|geburt)\S*|konto|c[vs][cv]|otp|[ps]in|tan|ssn|security|tax|licen[cs]e|national|ident\S+|pesel|bsn|dni|nif|cpf|nhs|dob|birth ?\S*|nacimiento/,
    /^(?=(?:\D{0,12}\d){3})[\p{L}\d][\p{L}\d ./:<+*-]{2,42}/u,
    /^(?=(?:\D{0,12}\d){3})[\p{Lu}\d][\p{Lu}\d ./:<+*-]{2,42}(?![\p{L}\d])/u,
  ],
  ['ip', /.*ips?|ip ?ad\S*/, /^[\da-f]*(?:[.:]+[\da-f]+){2,7}/i],
  [
    'name',
    `(?:[fl]|first|last|full|given|family|sur|middle|nick|login|display|vor|nach|voor|achter|${PERSON}(?: (?:properties|data|profile|\\d+))*) ?${NAME}|${NAME} (?:${PERSON}|comp\\S+|first|last)|(?:${PERSON}|name) (?:first|last)|pr[eé]nom|.*apellidos?|.*cognome|imię|nazwisko|.+holder|.+inhaber`,
    /^.*\p{L}.*/u,
    new RegExp('^' + PERSON_SEQUENCE, 'u'),
  ],
  [
    'address',
    /.*(?:add?ress?e?|street|stra.s?e|post ?code)|anschrift|direcci.n|indirizzo|rue|calle|ulica|zip|postal|plz|postleitzahl|h\S+snummer/,
    /^(?=[\p{Lu}\d])(?=.*?\d|\p{Lu}\p{Ll})[^\n;|"<>=:]{2,80}/u,
  ],
  ['position', /.*(?:lat|lng|lon|itude)|geo|gps|coord\S*/, /^-?\d+[.,]\d\d[^a-z&]*/i],
  ['secret', /.*(?:pass?(?:wor[dt]|phrase|code)|pwd|kennwort)|mot de passe|contrase[nñ]a|clave|senha|has[lł]o|wachtwoord/, /^[^]+/, SIGNED],
  [
    'secret',
    /.*(?:secret|token|auth|sess(?:ion)?id)|(?:api|private|access|session|secret) ?key|jwt|pass|bearer|authorization|cookie|sid|sig(?:nature)?/,
    /^(?=.*\d|\S*[A-Z]{2}).{4,}/,
    SIGNED,
  ],
  ['name', `${PERSON}|\\S+ by|from|to|nome?|naam|nombre`, new RegExp('^(?=.* )' + PERSON_SEQUENCE, 'u')],
];

/** Words that may follow the telling one without changing what the value is. */
const NEUTRAL = '\\d+|value|input|confirm\\S*|n[oruú]\\S*|code|id|key';

/** The last of the rows whose words may stand right before a number: `PESEL 44051401359`. */
export const LAST_NUMBER = 2;

/** What the last words of a key say about its value: a group for each row. */
export const KEY_WORDS = new RegExp(`(?:^| )${groups(ROWS.map(row => row[1]))}(?: (?:${NEUTRAL}))*$`, 'u');

export const classOf = (kind: number): string => ROWS[kind - 1]![0];

/**
 * How many characters of the text belong to the key before it: all, as a whole value; in a sentence, as far as they prove to be of
 * that kind; -1 if nothing there is.
 */
export const reach = (kind: number, text: string, inText?: boolean): number => {
  const row = ROWS[kind - 1];
  return (row && exec((inText && row[3]) || row[2], text)?.[0].length) ?? -1;
};

export const fits = (kind: number, text: string): boolean => reach(kind, text) === text.length;
