/** What one tab has stored reaches the others a little later than a lock does. */
const reachMs = 100;

/**
 * Does `work` in one tab after the other, so that each sees what the one before has stored. Resolves once it is done here.
 * Where there are no locks, or they are denied, it is done at once.
 */
export const inTurn = (locks: LockManager | undefined, name: string, work: () => void): Promise<void> =>
  new Promise(resolve => {
    const turn = () => {
      work();
      resolve();
      return new Promise(release => setTimeout(release, reachMs));
    };
    if (locks) locks.request(name, turn).catch(turn);
    else void turn();
  });
