import {ConsentTrigger} from './consent-trigger.js';

customElements.get('consent-trigger') ?? customElements.define('consent-trigger', ConsentTrigger);

export {ConsentTrigger};
