import type {SqlValue} from '../database.js';

/** A spreadsheet takes a cell that begins so for a formula; full-width signs too. */
const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/**
 * One cell as RFC 4180 has it. Text that a spreadsheet would run is made harmless with an apostrophe before it
 * (https://owasp.org/www-community/attacks/CSV_Injection); numbers stay numbers.
 */
export const csvCell = (value: SqlValue | undefined): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** One line, with its end. */
export const csvLine = (cells: readonly (SqlValue | undefined)[]): string => `${cells.map(csvCell).join(',')}\r\n`;
