import {ConsentBanner} from './consent-banner.js';

customElements.get('consent-banner') ?? customElements.define('consent-banner', ConsentBanner);

export {ConsentBanner};
