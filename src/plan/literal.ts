/** A value as TypeScript writes it, in single quotes where it is text. */
export const literal = (value: string | number | boolean | null): string =>
  typeof value === 'string' ? `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'` : String(value);

/** A name as it stands in an interface. */
export const memberName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name));
