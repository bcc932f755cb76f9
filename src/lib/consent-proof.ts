import type {EventRecord} from '../types.js';

const day = 86_400_000;

/**
 * By which a server that asks for consent knows of the visitor's: `analytics 1795305600000`, the category and the day (epoch ms, UTC) since
 * which it is granted. The moment itself would tell visitors apart.
 */
export const consentProof = ({category, epoch}: Pick<EventRecord, 'category' | 'epoch'>): string => `${category} ${epoch - (epoch % day)}`;
