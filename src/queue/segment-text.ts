/**
 * A segment's text: one record a line. What several records have in common stands once, in a line of its own before theirs, marked by a tab
 * (JSON has none outside of a string, and escapes it inside). Taking records out only ever makes the text shorter.
 */
interface Parts {
  readonly base: string;
  readonly rests: readonly string[];
}

const split = (text: string): Parts => {
  const [first = '', ...others] = text.split('\n');
  return first.startsWith('\t') ? {base: first.slice(1), rests: others} : {base: '', rests: [first, ...others]};
};

/** A line that begins like JSON is a whole record. */
const whole = (base: string, rest: string) => (rest.startsWith('{') ? rest : base + rest);

const join = ({base, rests}: Parts) => (base ? `\t${base}\n` : '') + rests.join('\n');

/** The text of records that all begin with `base`. */
export const writeSegment = (base: string, rests: readonly string[]): string =>
  rests.length > 1 ? join({base, rests}) : base + rests.join('');

/** The records, a line of JSON each; none for a segment that is not there, or that has left. */
export const readSegment = (text: string | null): string[] => {
  if (!text) return [];
  const {base, rests} = split(text);
  return rests.map(rest => whole(base, rest));
};

/** The text without these records; empty if none is left. */
export const shrinkSegment = (text: string | null, gone: ReadonlySet<string>): string => {
  const {base, rests} = split(text ?? '');
  const left = rests.filter(rest => rest && !gone.has(whole(base, rest)));
  return left.length ? join({base, rests: left}) : '';
};
