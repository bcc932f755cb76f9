import {CollectorLive} from './collector-live.js';
import {ConsentPanel} from './consent-panel.js';
import {FeedPanel} from './feed-panel.js';
import {FlagsPanel} from './flags-panel.js';
import {MaskedPanel} from './masked-panel.js';
import {NamesPanel} from './names-panel.js';
import {OverviewPanel} from './overview-panel.js';
import {RejectedPanel} from './rejected-panel.js';

customElements.define('collector-live-consent', ConsentPanel);
customElements.define('collector-live-feed', FeedPanel);
customElements.define('collector-live-flags', FlagsPanel);
customElements.define('collector-live-masked', MaskedPanel);
customElements.define('collector-live-names', NamesPanel);
customElements.define('collector-live-overview', OverviewPanel);
customElements.define('collector-live-rejected', RejectedPanel);
customElements.define('collector-live', CollectorLive);
