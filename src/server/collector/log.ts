/** One line of JSON an entry; what could end a line or drive a terminal is escaped. */
export type Log = (level: 'info' | 'warn' | 'error', message: string, fields?: Readonly<Record<string, string | number | boolean>>) => void;

// JSON itself escapes C0; these are the rest that some reader takes for a line end or a command.
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Makes a log that hands each finished line (with its line end) to `write`. */
export const createLog =
  (write: (line: string) => void, now: () => number = Date.now): Log =>
  (level, message, fields = {}) => {
    const json = JSON.stringify({time: new Date(now()).toISOString(), level, message, ...fields});
    write(json.replace(unsafe, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`) + '\n');
  };
