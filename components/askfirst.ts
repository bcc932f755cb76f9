/** The script-tag build: registers what every page needs, loads the other elements where a page has them, and gives scripts the names of the package. */
import './analytics-root/define.js';
import './consent-banner/define.js';

export * from '../src/index.js';
