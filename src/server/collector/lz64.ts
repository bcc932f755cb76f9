import {Refusal} from './refusal.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=';
const sextets = new Map([...alphabet].map((character, index) => [character, index]));
const damaged = () => new Refusal(400, 'failed to decode request: damaged lz64');

/**
 * Decodes what `LZString.compressToBase64` makes (very old PostHog SDKs send it), to at most `maxLength` characters.
 * Throws a `Refusal` with 413 beyond that and with 400 for damaged data.
 */
export const decodeLz64 = (text: string, maxLength: number): string => {
  let position = 0;
  let sextet = 0;
  let mask = 0;
  const read = (width: number): number => {
    let value = 0;
    for (let i = 0; i < width; i++) {
      if (mask === 0) {
        const next = sextets.get(text.charAt(position++));
        if (next === undefined) throw damaged();
        sextet = next;
        mask = 32;
      }
      if (sextet & mask) value |= 1 << i;
      mask >>= 1;
    }
    return value;
  };
  const character = (code: number) => String.fromCharCode(read(code === 0 ? 8 : 16));

  const first = read(2);
  if (first === 2) return '';
  if (first === 3) throw damaged();
  let previous = character(first);
  // Codes 0 to 2 are instructions, so the words start at 3.
  const words = ['', '', '', previous];
  const parts = [previous];
  let length = 1;
  let width = 3;
  let untilWider = 4;
  const widen = () => {
    if (untilWider > 0) return;
    untilWider = 2 ** width;
    width++;
  };
  for (;;) {
    let code = read(width);
    if (code === 2) return parts.join('');
    if (code < 2) {
      words.push(character(code));
      code = words.length - 1;
      untilWider--;
    }
    widen();
    const word = code === words.length ? previous + previous.charAt(0) : words[code];
    if (!word) throw damaged();
    length += word.length;
    if (length > maxLength) throw new Refusal(413, `the body is larger than ${maxLength} characters when decompressed`);
    parts.push(word);
    words.push(previous + word.charAt(0));
    untilWider--;
    previous = word;
    widen();
  }
};
