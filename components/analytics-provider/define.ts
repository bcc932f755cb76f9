import {AnalyticsProviderElement} from './analytics-provider.js';

customElements.get('analytics-provider') ?? customElements.define('analytics-provider', AnalyticsProviderElement);

export {AnalyticsProviderElement};
