import {maskedKinds} from './rollups/schema-rollups.js';

/** Something personal that was masked: where it stood, and of what kind it was. */
export interface MaskedPart {
  /** `properties.page_title`, `properties.items.0.note`. */
  readonly where: string;
  /** `email`, `name`, …: the placeholder without its brackets. */
  readonly kind: string;
}

const placeholder = new RegExp(`\\[(${maskedKinds.join('|')})\\]`, 'g');
const one = new RegExp(placeholder.source);
const most = 50;

/** Whether a text has a placeholder in it: as an id, it would join all whose ids were masked the same way. */
export const isMasked = (text: string): boolean => one.test(text);

/** Finds the guard's placeholders in a value and in the names of its keys; at most 50. */
export const findMasked = (value: unknown, where: string): MaskedPart[] => {
  const found: MaskedPart[] = [];
  const look = (text: string, at: string) => {
    for (const kind of new Set(Array.from(text.matchAll(placeholder), match => match[1]!)))
      if (found.length < most) found.push({where: at, kind});
  };
  const walk = (inner: unknown, at: string) => {
    if (typeof inner === 'string') look(inner, at);
    else if (typeof inner === 'object' && inner !== null)
      for (const [name, next] of Object.entries(inner)) {
        look(name, `${at}.${name}`);
        walk(next, `${at}.${name}`);
      }
  };
  walk(value, where);
  return found;
};
