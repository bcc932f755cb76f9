const minuteMs = 60_000;

let known = NaN;
let start = '';

/** Epoch ms as ISO 8601, UTC: what `toISOString` says. Asking it for every event is slow, and most happen in the minute of the one before. */
export const timestampOf = (time: number): string => {
  const minute = Math.floor(time / minuteMs);
  if (minute !== known) {
    start = new Date(time).toISOString().slice(0, -7);
    known = minute;
  }
  const rest = String(Math.floor(time - minute * minuteMs)).padStart(5, '0');
  return `${start}${rest.slice(0, 2)}.${rest.slice(2)}Z`;
};
