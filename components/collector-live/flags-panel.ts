import {h} from '../dom.js';
import {flagRow, writeVariants, type FlagRow} from './flag-row.js';
import styles from './flags-panel.styles.js';
import {LivePanel} from './live-panel.js';
import type {LiveFlag, LiveFlags} from './live-types.js';

const flagName = /^[\w.-]{1,200}$/;

/** The feature flags: who gets them; and a form to change them, where they are kept in the collector and it has an admin token. */
export class FlagsPanel extends LivePanel<LiveFlags> {
  static override styles = [...super.styles, styles];

  /** Saves all flags in the place of those before; rejects with the reason. */
  declare save: (flags: Readonly<Record<string, LiveFlag>>, adminToken: string) => Promise<LiveFlags>;

  readonly #status = h('p', {role: 'status'});
  readonly #token = h('input', {type: 'password', autocomplete: 'off', required: true}) as HTMLInputElement;
  #rows: FlagRow[] = [];

  protected override show({source, editable, flags}: LiveFlags): Node[] {
    const content = editable ? this.#form(flags) : this.#list(flags, source);
    const where = source === 'file' ? 'from the flags file' : 'kept in the collector';
    return [
      h(
        'section',
        {'aria-labelledby': 'title'},
        h('header', {}, h('h2', {id: 'title'}, 'Feature flags'), h('span', {class: 'quiet'}, where)),
        ...content,
        this.#status,
      ),
    ];
  }

  #list(flags: LiveFlags['flags'], source: LiveFlags['source']): Node[] {
    const cure =
      source === 'file'
        ? 'The file is read again when it has changed.'
        : 'They can be changed here if the collector has an ASKFIRST_ADMIN_TOKEN.';
    const items = Object.entries(flags).map(([key, {rollout, variants}]) =>
      h(
        'li',
        {},
        h('code', {}, key),
        h('span', {class: 'rollout'}, `${rollout} %`),
        variants ? h('p', {class: 'variants quiet'}, writeVariants(variants)) : undefined,
      ),
    );
    return [items.length > 0 ? h('ul', {}, ...items) : h('p', {class: 'empty'}, 'There are no flags.'), h('p', {class: 'quiet'}, cure)];
  }

  #form(flags: LiveFlags['flags']): Node[] {
    const list = h('ul', {'aria-label': 'Flags'});
    const empty = h('p', {class: 'empty'}, 'There are no flags. Name the first one below.');
    const name = h('input', {autocomplete: 'off', spellcheck: 'false', maxlength: '200'}) as HTMLInputElement;
    this.#rows = [];
    const tell = () => (empty.hidden = this.#rows.length > 0);
    const add = (key: string, flag: LiveFlag) => {
      const row = flagRow(key, flag, () => {
        this.#rows = this.#rows.filter(other => other !== row);
        row.element.remove();
        tell();
        name.focus();
      });
      this.#rows.push(row);
      list.append(row.element);
      tell();
      return row;
    };
    const addNamed = () => {
      const key = name.value.trim();
      if (!flagName.test(key)) return this.#say('A flag is named with letters, digits, _ . and - only.', true);
      if (this.#rows.some(row => row.key === key)) return this.#say('There is a flag of this name already.', true);
      this.#say('');
      name.value = '';
      add(key, {rollout: 100}).element.querySelector('input')!.focus();
    };
    for (const [key, flag] of Object.entries(flags)) add(key, flag);
    tell();
    const onEnter = (event: KeyboardEvent) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      addNamed();
    };
    name.addEventListener('keydown', onEnter);
    const submit = (event: Event) => {
      event.preventDefault();
      void this.#submit();
    };
    return [
      h('p', {class: 'quiet'}, 'How many of all visitors get a flag, and below it the variants with their shares.'),
      h(
        'form',
        {submit},
        list,
        empty,
        h('div', {class: 'new'}, h('label', {}, 'A new flag', name), h('button', {type: 'button', click: addNamed}, 'Add')),
        h('div', {class: 'save'}, h('label', {}, 'Admin token', this.#token), h('button', {type: 'submit', class: 'main'}, 'Save all')),
      ),
    ];
  }

  async #submit(): Promise<void> {
    try {
      const flags = Object.fromEntries(this.#rows.map(row => [row.key, row.read()]));
      this.data = await this.save(flags, this.#token.value.trim());
      this.#say('Saved. It counts from now on.');
    } catch (error) {
      this.#say((error as Error).message, true);
    }
  }

  #say(words: string, wrong = false): void {
    this.#status.textContent = words;
    this.#status.classList.toggle('wrong', wrong);
  }
}
