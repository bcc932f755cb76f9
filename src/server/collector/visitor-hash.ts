import {createHmac, randomBytes} from 'node:crypto';

const day = 24 * 3_600_000;

/**
 * Names visitors who have no id: a keyed hash of what the network shows of them, different each day (UTC) and for each project.
 * The key is random, lives in memory only and is overwritten at midnight, so that nobody, we included, can find out later who it was.
 * After a restart, the same visitor counts as a new one for the rest of the day.
 */
export const createVisitorHash = (now: () => number): {name(project: string, address: string, userAgent: string): string; stop(): void} => {
  const key = randomBytes(32);
  let today = Math.floor(now() / day);
  let timer: NodeJS.Timeout;

  const rotate = () => {
    const current = Math.floor(now() / day);
    if (current !== today) randomBytes(32).copy(key);
    today = current;
  };
  const arm = () => {
    timer = setTimeout(
      () => {
        rotate();
        arm();
      },
      day - (now() % day),
    );
    timer.unref();
  };
  arm();

  return {
    name(project, address, userAgent) {
      rotate();
      return (
        'day-' +
        createHmac('sha256', key)
          .update(JSON.stringify([project, address, userAgent]))
          .digest('hex')
          .slice(0, 32)
      );
    },
    stop() {
      clearTimeout(timer);
      key.fill(0);
    },
  };
};
