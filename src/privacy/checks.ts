import {exec, swap, toNumber} from './primordials.js';

/**
 * The check digits of an account number, where letters count as 10 to 35 and the remainder by 97 is 1 (ISO 13616), or the check
 * digit of a payment card (ISO/IEC 7812-1).
 */
export const checksOut = (text: string): boolean => {
  const signs = swap(text, /[ .-]/g, () => '');
  const {length} = signs;
  let sum = 0;
  let rest = 0;
  for (let i = 0; i < length; i++) {
    sum += +((length - i) % 2 ? signs[i]! : '0246813579'[+signs[i]!]!);
    rest = +(rest + ('' + toNumber(signs[(i + 4) % length]!, 36))) % 97;
  }
  return exec(/^\d/, text) ? sum % 10 === 0 : rest === 1;
};
