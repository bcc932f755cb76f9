import {AnalyticsInspector} from './analytics-inspector.js';

customElements.get('analytics-inspector') ?? customElements.define('analytics-inspector', AnalyticsInspector);

export {AnalyticsInspector};
