import {h} from '../dom.js';
import {css} from '../css.js';
import chart from './day-chart.styles.js';
import {dayChart, type Series} from './day-chart.js';
import {daysBetween, formatShare} from './format.js';
import {LivePanel} from './live-panel.js';
import type {ConsentStatistics, Outcomes} from './live-types.js';
import {table} from './table.js';

const styles = css`
  .rate {
    font-size: 1rem;
    font-weight: 650;
  }
  form {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-block-start: 1rem;
  }
  label {
    flex: 1 0 100%;
    color: var(--quiet);
    font-size: 0.8125rem;
  }
  input {
    flex: 1 1 12rem;
    min-inline-size: 0;
    font-family: var(--mono);
    font-size: 0.8125rem;
  }
  pre {
    margin: 0.75rem 0 0;
    padding: 0.75rem;
    overflow: auto;
    border-radius: 0.5rem;
    background: var(--sunken);
    font: 0.75rem/1.6 var(--mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;

const looks: readonly (readonly [keyof Outcomes, string, NonNullable<Series['look']>])[] = [
  ['accepted', 'Accepted', 'main'],
  ['partly', 'Partly', 'soft'],
  ['refused', 'Refused', 'neutral'],
  ['withdrawn', 'Withdrawn', 'warm'],
];

export interface ConsentData {
  readonly from: string;
  readonly to: string;
  readonly consent: ConsentStatistics;
}

/** What visitors decided, per day and policy version, and a receipt by its id. */
export class ConsentPanel extends LivePanel<ConsentData> {
  static override styles = [...super.styles, chart, styles];

  /** Finds a receipt; rejects with the reason. */
  declare find: (id: string) => Promise<unknown>;

  readonly #form = this.#makeForm();

  protected override show({from, to, consent}: ConsentData): Node[] {
    const days = daysBetween(from, to);
    const series = looks.map(([key, name, look]) => ({
      ...{name, look},
      values: days.map(day => consent.days.filter(row => row.day === day).reduce((sum, row) => sum + row[key], 0)),
    }));
    const policies = consent.days.map(row => [row.day, row.policy, row.shown, ...looks.map(([key]) => row[key])]);
    const rate = consent.total.opt_in_rate;
    const perPolicy = h(
      'details',
      {class: 'table'},
      h('summary', {}, 'By day and policy version'),
      h(
        'div',
        {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Decisions by day and policy version'},
        table('Decisions by day and policy version', ['Day (UTC)', 'Policy', 'Shown', ...looks.map(([, name]) => name)], policies),
      ),
    );
    return [
      h(
        'section',
        {'aria-labelledby': 'title'},
        h(
          'header',
          {},
          h('h2', {id: 'title'}, 'Consent'),
          rate === null ? undefined : h('span', {class: 'quiet'}, 'opt-in rate ', h('span', {class: 'rate'}, formatShare(rate))),
        ),
        ...(consent.days.length > 0
          ? [...dayChart('Decisions per day', days, series), perPolicy]
          : [h('p', {class: 'empty'}, 'No consent receipts in these days. They come when the page’s root has a receipt-url.')]),
        this.#form,
      ),
    ];
  }

  #makeForm(): HTMLElement {
    const input = h('input', {id: 'receipt', name: 'id', autocomplete: 'off', spellcheck: 'false', required: true}) as HTMLInputElement;
    const answer = h('div', {role: 'status'});
    const submit = async (event: Event) => {
      event.preventDefault();
      answer.replaceChildren();
      try {
        answer.append(h('pre', {tabindex: '0'}, JSON.stringify(await this.find(input.value.trim()), null, 2)));
      } catch (error) {
        answer.append(h('p', {class: 'quiet'}, (error as Error).message));
      }
    };
    const form = h(
      'form',
      {submit: (event: Event) => void submit(event)},
      h('label', {for: 'receipt'}, 'A receipt by its id'),
      input,
      h('button', {type: 'submit'}, 'Look up'),
    );
    return h('div', {}, form, answer);
  }
}
