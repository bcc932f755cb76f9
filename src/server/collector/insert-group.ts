/** What became of a group that is on disk now. */
export interface GroupResult {
  /** How many rows were new. */
  readonly added: number;
  /** Positions of the rows that the database does not take, ever. */
  readonly refused: readonly number[];
}

/** SQLite's result codes that a value causes, and not the state of the disk: TOOBIG, CONSTRAINT, MISMATCH, RANGE. */
const causedByRow = new Set([18, 19, 20, 25]);

const isCausedByRow = (error: unknown): boolean => {
  const {code, errcode} = error as {code?: string; errcode?: number};
  if (typeof errcode === 'number') return causedByRow.has(errcode & 0xff);
  return error instanceof TypeError || /^SQLITE_(TOOBIG|CONSTRAINT|MISMATCH|RANGE)|^ERR_INVALID_ARG/.test(code ?? '');
};

/**
 * Writes a group through `insert`, which takes all rows or throws. A row that the database does not take is found by halving, so that
 * it costs its neighbours nothing. Throws what concerns every row: a full disk, a locked file.
 */
export const insertGroup = <Row>(insert: (rows: readonly Row[]) => number, rows: readonly Row[], first = 0): GroupResult => {
  try {
    return {added: insert(rows), refused: []};
  } catch (error) {
    if (!isCausedByRow(error)) throw error;
    if (rows.length === 1) return {added: 0, refused: [first]};
    const middle = rows.length >> 1;
    const [left, right] = [insertGroup(insert, rows.slice(0, middle), first), insertGroup(insert, rows.slice(middle), first + middle)];
    return {added: left.added + right.added, refused: [...left.refused, ...right.refused]};
  }
};
