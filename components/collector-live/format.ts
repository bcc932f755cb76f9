const whole = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', {notation: 'compact', maximumFractionDigits: 1});
const share = new Intl.NumberFormat('en', {style: 'percent', maximumFractionDigits: 1});
const clock = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', second: '2-digit'});
const moment = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'});
const day = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', timeZone: 'UTC'});
const longDay = new Intl.DateTimeFormat('en-GB', {weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC'});

/** 12,345 */
export const formatNumber = (value: number): string => whole.format(value);
/** 12.3K */
export const formatShort = (value: number): string => short.format(value);
/** 61.5% */
export const formatShare = (value: number): string => share.format(value);
/** Today the time of day, else the day too; of the reader's clock. */
export const formatTime = (iso: string): string => {
  const date = new Date(iso);
  return date.toDateString() === new Date().toDateString() ? clock.format(date) : moment.format(date);
};
/** 5 Nov; days are UTC. */
export const formatDay = (iso: string): string => day.format(new Date(iso));
/** Thu, 5 Nov 2026 */
export const formatLongDay = (iso: string): string => longDay.format(new Date(iso));
/** `1 event`, `2 events` */
export const plural = (count: number, one: string): string => `${formatNumber(count)} ${one}${count === 1 ? '' : 's'}`;

/** All days from the first to the last, both included. */
export const daysBetween = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let time = Date.parse(from); time <= Date.parse(to); time += 86_400_000) days.push(new Date(time).toISOString().slice(0, 10));
  return days;
};
