import {AnalyticsRoot} from './analytics-root.js';

customElements.get('analytics-root') ?? customElements.define('analytics-root', AnalyticsRoot);

export {AnalyticsRoot};
export type * from '../events.js';
