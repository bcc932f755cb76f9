export {createProxy} from './create-proxy.js';
export type {AnalyticsProxy, ProxyOptions} from './create-proxy.js';
export type {ProxyStats} from './proxy-metrics.js';
export type {RelayForward, RelayOptions} from './relay.js';
export type {RelayVendor} from './relay-vendors.js';
