import {ConsentGate} from './consent-gate.js';

customElements.get('consent-gate') ?? customElements.define('consent-gate', ConsentGate);

export {ConsentGate};
