/** The script-tag build: registers what every page needs, loads the other elements where a page has them, and gives scripts the names of the package. */
import './analytics-root/define.js';
import './consent-banner/define.js';
import {pagePair} from '../src/page-pair.js';

export {createAnalytics} from '../src/create-analytics.js';
export {SetupError} from '../src/lib/problems.js';
export {registerProvider} from '../src/providers/register-provider.js';
export type * from '../src/index.js';
export type * from './events.js';

// A script tag is in a page, so the page's pair need not wait until somebody uses it.
export const {analytics, consent} = pagePair();
