import {exec, slice, split, strip, test, upper} from './primordials.js';

const NOT_DIGIT = /\D/g;
const toNumber = parseInt;
const SEPARATOR = /[^a-z\d]/gi;

export const digitsOf = (text: string): string => strip(text, NOT_DIGIT);

/** The check digit of payment cards and of several national ids (ISO/IEC 7812-1). */
export const luhn = (digits: string): boolean => {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = +digits[digits.length - 1 - i]! * (1 + (i % 2));
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
};

/** The remainder of a number of any length; letters count as 10 to 35 (ISO 7064, ISO 13616). */
const remainder = (text: string, divisor: number): number => {
  let rest = 0;
  for (let i = 0; i < text.length; i++) {
    const value = toNumber(text[i]!, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % divisor;
  }
  return rest;
};

/** How many characters of `text` are `wanted` letters or digits, with the separators between them; 0 when more follow at once. */
const lengthOf = (text: string, wanted: number): number => {
  for (let i = 0, seen = 0; i < text.length; i++) {
    if (test(/[a-z\d]/i, text[i]!) && ++seen === wanted) return test(/^[a-z\d]/i, slice(text, i + 1)) ? 0 : i + 1;
  }
  return 0;
};

/** Countries by the length of their IBAN, from 15 characters up (SWIFT IBAN registry). */
const IBAN_COUNTRIES = split(
  'NO,BE,,DKFIFONLGL,MKSI,ATBAEEKZLTLUXK,CHCRHRLILV,BGGBDEIEGEMEVARS,AEILGI,ADCZESMDPKROSASESKTNVG,PTST,ISTR,FRGRITMCSM,ALAZBYCYDOGTHULBPLSV,BRPSQAUA,JOKWMU,MT',
  ',',
);

/** The length of the IBAN that `text` begins with, or 0. */
export const iban = (text: string): number => {
  const compact = strip(text, SEPARATOR);
  const country = upper(slice(compact, 0, 2));
  for (let i = 0; i < IBAN_COUNTRIES.length; i++) {
    const countries = IBAN_COUNTRIES[i]!;
    for (let at = 0; at < countries.length; at += 2) {
      if (slice(countries, at, at + 2) !== country) continue;
      const candidate = slice(compact, 0, i + 15);
      const length =
        candidate.length === i + 15 && remainder(slice(candidate, 4) + slice(candidate, 0, 4), 97) === 1 ? lengthOf(text, i + 15) : 0;
      if (length) return length;
    }
  }
  return 0;
};

const CARD = /^(?:4(?:\d{15}|\d{18})|(?:5[1-5]|2[2-7]|6[0245]|5[0678]|35)\d{14}|3[47]\d{13}|3[068]\d{12}|62\d{15,17})$/;

/** The length of the payment card number that `text` begins with, or 0: prefix, length and Luhn must fit. */
export const card = (text: string): number => {
  const digits = digitsOf(text);
  for (let wanted = 19; wanted > 13; wanted--) {
    const candidate = slice(digits, 0, wanted);
    const length = candidate.length === wanted && test(CARD, candidate) && luhn(candidate) ? lengthOf(text, wanted) : 0;
    if (length) return length;
  }
  return 0;
};

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const GROUP = /^[\da-f]{1,4}$/i;

export const isIpv4 = (text: string): boolean => test(IPV4, text);

/** RFC 4291 §2.2, embedded IPv4 included. */
export const isIpv6 = (text: string): boolean => {
  const halves = split(text, '::');
  let groups = 0;
  for (let h = 0; h < halves.length; h++) {
    const parts = halves[h] === '' ? [] : split(halves[h]!, ':');
    for (let i = 0; i < parts.length; i++) {
      if (test(GROUP, parts[i]!)) groups++;
      else if (i === parts.length - 1 && isIpv4(parts[i]!)) groups += 2;
      else return false;
    }
  }
  return halves.length === 2 ? groups < 8 && text !== '::' : halves.length === 1 && groups === 8;
};

export const isIp = (text: string): boolean => isIpv4(text) || isIpv6(text);

/** France: the last two digits are 97 minus the rest of the first thirteen; Corsica writes 2A and 2B. */
export const nir = (text: string): boolean => {
  const corsica = exec(/2([AB])/i, text);
  const digits = corsica
    ? digitsOf(slice(text, 0, corsica.index)) + (corsica[1] === 'A' ? '19' : '18') + digitsOf(slice(text, corsica.index + 2))
    : digitsOf(text);
  return 97 - remainder(slice(digits, 0, 13), 97) === +slice(digits, 13);
};

/** Spain: the letter is the number's remainder by 23; X, Y, Z stand for a leading 0, 1, 2. */
export const dni = (text: string): boolean => {
  const compact = strip(text, SEPARATOR);
  const lead = {X: 0, Y: 1, Z: 2}[compact[0]!] ?? compact[0]!;
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[+(lead + slice(compact, 1, 8)) % 23] === compact[8];
};
