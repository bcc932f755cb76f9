import {ConsentToggle} from './consent-toggle.js';

customElements.get('consent-toggle') ?? customElements.define('consent-toggle', ConsentToggle);

export {ConsentToggle};
