/** What hardly any page has, apart from what many have. */
import './analytics-provider/define.js';
import './feature-flag/define.js';
