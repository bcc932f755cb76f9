/** SQLite's text ends at a NUL for many of its readers. */
export const withoutNul = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '') : text);
