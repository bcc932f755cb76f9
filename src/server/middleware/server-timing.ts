/** Collects the parts of a `Server-Timing` header (W3C Server Timing). */
export interface ServerTiming {
  add(name: string, durationMs: number, description?: string): void;
  /** The header's value, the whole duration first. */
  value(totalMs: number): string;
}

const mostParts = 20;
const isToken = (name: string) => /^[\w!#$%&'*+.^`|~-]{1,40}$/.test(name);
const number = (ms: number) => String(Math.round(Math.max(0, ms) * 10) / 10);

export const createServerTiming = (): ServerTiming => {
  const parts: string[] = [];
  return {
    add(name, durationMs, description) {
      if (parts.length >= mostParts || !isToken(name) || !Number.isFinite(durationMs)) return;
      const plain = description?.replace(/[^\x20-\x7e]|["\\]/g, '').slice(0, 60);
      parts.push(`${name};dur=${number(durationMs)}${plain ? `;desc="${plain}"` : ''}`);
    },
    value: totalMs => [`app;dur=${number(totalMs)}`, ...parts].join(', '),
  };
};
