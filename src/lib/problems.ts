/** Wrong set-up in script: thrown at once, so that the developer meets it and no visitor does. */
export class SetupError extends Error {
  /** @param code A stable, kebab-case word to search the docs for. */
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'SetupError';
  }
}

const told = new Set<string>();

/** Wrong markup and trouble on the way: said on the console once per code and subject. Never put a visitor's data in it. */
export const warn = (code: string, message: string): void => {
  if (told.has(code + message)) return;
  told.add(code + message);
  console.warn(`askfirst: ${message} [${code}]`);
};
