import type {GateTexts} from '../texts.js';

/** English for the placeholder of a gate; loaded with it. */
export const englishGate: GateTexts = {
  heading: 'This content needs your consent',
  text: 'It comes from {host} and belongs to “{category}”. It loads only if you agree.',
  once: 'Load once',
  always: 'Always allow',
};
