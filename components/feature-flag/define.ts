import {FeatureFlag} from './feature-flag.js';

customElements.get('feature-flag') ?? customElements.define('feature-flag', FeatureFlag);

export {FeatureFlag};
