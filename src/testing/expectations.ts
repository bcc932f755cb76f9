/** Fails the test that it stands in; no runner's own assertions are needed. */
export const check = (holds: boolean, expected: string): void => {
  if (!holds) throw new Error(`expected: ${expected}`);
};

/** Fails unless both are the same value. */
export const equal = (actual: unknown, expected: unknown, what: string): void =>
  check(Object.is(actual, expected), `${what} to be ${String(expected)}, not ${String(actual)}`);

/** Resolves with the error; fails if there is none, or one of another kind. */
export const throws = async <E extends Error>(work: () => unknown, kind: new (...args: never[]) => E): Promise<E> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof kind) return error;
    throw new Error(`expected an error of the kind ${kind.name}, not: ${String(error)}`, {cause: error});
  }
  throw new Error(`expected an error of the kind ${kind.name}, and there was none`);
};
