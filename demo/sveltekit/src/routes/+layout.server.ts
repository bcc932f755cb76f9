import {analytics} from '$lib/server/analytics';
import type {LayoutServerLoad} from './$types';

/** Whoever has decided is not asked: the page comes without a banner, so that none can flash. */
export const load: LayoutServerLoad = () => ({hasDecided: analytics.visitor().consent !== 'unknown'});
