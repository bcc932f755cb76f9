import {ReactiveElement} from '@lit/reactive-element';
import {h} from '../dom.js';
import frame from './collector-live.styles.js';
import {ConsentPanel} from './consent-panel.js';
import {FeedPanel} from './feed-panel.js';
import {FlagsPanel} from './flags-panel.js';
import {createLiveApi, type LiveApi} from './live-api.js';
import {createLiveModel, type LiveModel, type LiveState} from './live-model.js';
import {lockForm} from './lock-form.js';
import {MaskedPanel} from './masked-panel.js';
import {NamesPanel} from './names-panel.js';
import {OverviewPanel} from './overview-panel.js';
import styles from './panel.styles.js';
import {RejectedPanel} from './rejected-panel.js';

const states: Readonly<Record<LiveState['connection'], string>> = {
  connecting: 'connecting',
  live: 'live',
  paused: 'paused',
  lost: 'the collector does not answer; trying again',
  locked: 'locked',
};
const ranges = [7, 30, 90];

/** The live page of the collector: what comes in, what was refused, and what visitors decided. Reads from its own origin only. */
export class CollectorLive extends ReactiveElement {
  static override styles = [styles, frame];

  readonly #api: LiveApi = createLiveApi();
  readonly #model: LiveModel = createLiveModel({
    api: this.#api,
    onState: state => this.#show(state),
    onEvents: (events, restart) => this.#feed.add(events, restart),
  });

  readonly #feed = new FeedPanel();
  readonly #overview = new OverviewPanel();
  readonly #names = new NamesPanel();
  readonly #rejected = new RejectedPanel();
  readonly #masked = new MaskedPanel();
  readonly #consent = new ConsentPanel();
  readonly #flags = new FlagsPanel();

  readonly #state = h('span', {class: 'state', role: 'status'});
  readonly #pause = h('button', {type: 'button', click: () => this.#model.pause(this.#model.state.connection !== 'paused')}, 'Pause');
  readonly #range = ranges.map(days => h('button', {type: 'button', click: () => this.#model.choose({rangeDays: days})}, `${days} days`));
  readonly #only = h('select', {
    'aria-label': 'Event',
    change: ({target}: Event) => this.#model.choose({event: (target as HTMLSelectElement).value}),
  }) as HTMLSelectElement;
  readonly #problem = h('p', {class: 'problem', role: 'alert', hidden: true});
  readonly #lock = lockForm(token => this.#model.unlock(token));
  readonly #content = h('main', {});

  protected override firstUpdated(): void {
    this.#consent.find = id => this.#api.get(`/api/receipts/${encodeURIComponent(id)}`);
    this.#flags.save = (flags, adminToken) => this.#api.put('/api/admin/flags', flags, adminToken);
    const controls = h(
      'div',
      {class: 'controls'},
      this.#only,
      h('div', {class: 'range', role: 'group', 'aria-label': 'Days'}, ...this.#range),
      this.#pause,
    );
    const columns = [
      [this.#feed, this.#rejected, this.#flags],
      [this.#consent, this.#names, this.#masked],
    ].map(panels => h('div', {class: 'column'}, ...panels));
    this.#content.append(this.#problem, this.#overview, h('div', {class: 'grid'}, ...columns));
    const title = h('h1', {}, 'askfirst ', h('span', {}, 'collector'));
    this.renderRoot.append(h('header', {class: 'top'}, title, this.#state, controls), this.#lock.element, this.#content);
    this.#model.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#model.stop();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#model.start();
  }

  #show(state: LiveState): void {
    const {connection, overview, rangeDays, event, problem, rejections, wrongToken} = state;
    const locked = connection === 'locked';
    this.#state.className = `state ${connection}`;
    if (this.#state.textContent !== states[connection]) this.#state.textContent = states[connection];
    this.#pause.textContent = connection === 'paused' ? 'Go on' : 'Pause';
    this.#lock.show(locked, wrongToken);
    this.#content.hidden = locked;
    this.#pause.parentElement!.hidden = locked;
    this.#problem.hidden = problem === '';
    this.#problem.textContent = problem;
    this.#range.forEach((button, at) => button.setAttribute('aria-pressed', String(ranges[at] === rangeDays)));
    if (!overview) return;
    this.#overview.data = overview;
    this.#names.data = overview.names;
    this.#masked.data = overview.masked;
    this.#rejected.data = {recent: rejections, days: overview.rejected};
    this.#flags.data = overview.flags;
    this.#consent.data = {from: overview.from, to: overview.to, consent: overview.consent};
    this.#offer(
      overview.names.map(row => row.event ?? ''),
      event,
    );
  }

  #offer(names: readonly string[], chosen: string): void {
    const wanted = ['', ...new Set([...names, ...(chosen ? [chosen] : [])])];
    if (wanted.join('\n') !== Array.from(this.#only.options, option => option.value).join('\n'))
      this.#only.replaceChildren(...wanted.map(name => Object.assign(h('option', {}, name || 'All events'), {value: name})));
    this.#only.value = chosen;
  }
}
