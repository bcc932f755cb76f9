import type {Properties} from '../types.js';

/** The visitor's time zone (IANA name) and local hour (0–23) at the event's time (epoch ms). */
export const timeProperties = (time: number): Properties => ({
  timezone: (zone ??= new Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC'),
  local_hour: new Date(time).getHours(),
});

// Asking Intl costs far more than everything else here, and the zone hardly changes under an open page.
let zone: string | undefined;
