import type {Properties} from '../types.js';

const quarterMs = 15 * 60_000;

/** The visitor's time zone (IANA name) and local hour (0–23) at an event's time (epoch ms). The same object within an hour. */
export const createTimeEnricher = (): ((event: {readonly time: number}) => Properties) => {
  // Asking Intl costs far more than everything else here, and the zone hardly changes under an open page.
  const timezone = new Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC';
  let known: Properties = {};
  let quarter = NaN;
  return ({time}) => {
    // So is asking for the hour; nowhere does one begin but at a quarter of UTC's.
    if (Math.floor(time / quarterMs) === quarter) return known;
    quarter = Math.floor(time / quarterMs);
    const hour = new Date(time).getHours();
    return known['local_hour'] === hour ? known : (known = {timezone, local_hour: hour});
  };
};
