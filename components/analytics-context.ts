import {createContext} from '@lit/context';
import type {AnalyticsPair} from '../src/create-analytics.js';

/**
 * The page's consent store and analytics service, by the community context protocol.
 * Subscribe: the value comes with `<analytics-root>`, however late, and is undefined after the page has lost it.
 */
export const analyticsContext = createContext<AnalyticsPair | undefined>(Symbol.for('askfirst'));
