import {analyticsHandle, analyticsHandleError} from 'askfirst/server/sveltekit';
import {analytics} from '$lib/server/analytics';

export const handle = analyticsHandle(analytics);
export const handleError = analyticsHandleError(() => ({message: 'The kettle has boiled over.'}));
