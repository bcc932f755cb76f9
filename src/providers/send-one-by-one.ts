import {isSendError} from '../lib/send-errors.js';
import type {SendResult} from '../provider-types.js';
import type {EventRecord} from '../types.js';

/**
 * Delivers the records in order, each on its own, and stops at the first that must wait, so that the order stays.
 * A failure of the very first is thrown as it is, with its delay, unless its outcome is unknown; others are told per record.
 */
export const sendOneByOne = async (
  records: readonly EventRecord[],
  deliver: (record: EventRecord) => Promise<unknown>,
): Promise<SendResult> => {
  const failed = new Map<string, 'retry' | 'rejected' | 'unknown'>();
  for (const [index, record] of records.entries()) {
    try {
      await deliver(record);
    } catch (error) {
      const known = isSendError(error) ? error : undefined;
      const unknown = known?.kind === 'retry' && known.unknown;
      // Of those behind it is known that they have not arrived.
      if (index === 0 && !(unknown && records.length > 1)) throw error;
      if (known?.kind === 'rejected' || known?.kind === 'too-large') {
        failed.set(record.uuid, 'rejected');
        continue;
      }
      for (const {uuid} of records.slice(index)) failed.set(uuid, 'retry');
      if (unknown) failed.set(record.uuid, 'unknown');
      break;
    }
  }
  return failed.size ? failed : undefined;
};
