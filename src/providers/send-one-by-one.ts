import {Rejected, TooLarge} from '../lib/send-errors.js';
import type {EventRecord, SendResult} from '../types.js';

/**
 * Delivers the records in order, each on its own, and stops at the first that must wait, so that the order stays.
 * A failure of the very first is thrown as it is, with its delay; later ones are told per record.
 */
export const sendOneByOne = async (
  records: readonly EventRecord[],
  deliver: (record: EventRecord) => Promise<unknown>,
): Promise<SendResult> => {
  const failed = new Map<string, 'retry' | 'rejected'>();
  for (const [index, record] of records.entries()) {
    try {
      await deliver(record);
    } catch (error) {
      if (index === 0) throw error;
      if (error instanceof Rejected || error instanceof TooLarge) {
        failed.set(record.uuid, 'rejected');
        continue;
      }
      for (const {uuid} of records.slice(index)) failed.set(uuid, 'retry');
      break;
    }
  }
  return failed.size ? failed : undefined;
};
