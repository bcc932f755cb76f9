/** Whether a manifest's list covers the name; a trailing `*` stands for any ending. */
export const covers = (declared: readonly string[], name: string): boolean =>
  declared.some(pattern => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
