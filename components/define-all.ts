import './analytics-root/define.js';
import './consent-banner/define.js';
import './consent-settings/define.js';
import './consent-toggle/define.js';
