/** Waits for a condition by asking again and again; fails with `what` when it does not come true in time (ms). */
export const until = async <T>(what: string, ask: () => T | Promise<T>, timeout = 10_000): Promise<NonNullable<T>> => {
  const deadline = performance.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer) return answer as NonNullable<T>;
    if (performance.now() > deadline) throw new Error(`waited ${timeout} ms in vain: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 25));
  }
};
