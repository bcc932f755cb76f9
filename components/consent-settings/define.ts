import {ConsentSettings} from './consent-settings.js';

customElements.get('consent-settings') ?? customElements.define('consent-settings', ConsentSettings);

export {ConsentSettings};
