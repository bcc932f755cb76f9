import type {PageServerLoad} from './$types';

/** A page that fails, to see what is told of it. */
export const load: PageServerLoad = () => {
  throw new RangeError('no water left for jane.doe@example.com');
};
