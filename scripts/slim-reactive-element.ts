import type {ReactiveElement as Lit} from '@lit/reactive-element';

/** What our elements ask of a property: its attribute (by default its name in lower case), and whether it is a flag. */
type Properties = Readonly<Record<string, {readonly attribute?: string; readonly type?: BooleanConstructor}>>;

/** A helper that lives with its element. Lit's other hooks are not called. */
export interface ReactiveController {
  hostConnected?(): void;
  hostDisconnected?(): void;
  hostUpdate?: never;
  hostUpdated?: never;
}

/** Names that are types only for Lit's users, too. */
export type ReactiveControllerHost = Pick<ReactiveElement, 'addController' | 'requestUpdate' | 'updateComplete'>;

type Part = Pick<
  Lit,
  'renderRoot' | 'hasUpdated' | 'isUpdatePending' | 'requestUpdate' | 'updateComplete' | 'connectedCallback' | 'disconnectedCallback'
>;

const attributeOf = ([name, {attribute = name.toLowerCase()}]: [string, Properties[string]]): string => attribute;

/**
 * What the script-tag build bundles in the place of Lit's ReactiveElement: the part of it that our elements use, with the same promises
 * (updates in a microtask and never before the element is in a page, many changes in one update, properties set before the upgrade kept).
 * `tsconfig.slim.json` compiles the elements against it, so that a part of Lit which it lacks cannot be used unnoticed.
 */
export class ReactiveElement extends HTMLElement implements Part {
  static properties: Properties = {};
  static styles: CSSStyleSheet | CSSStyleSheet[] = [];

  /** The browser asks for it once, when the element is defined: the time to make the accessors. */
  static get observedAttributes(): string[] {
    for (const name of Object.keys(this.properties)) {
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        get(this: ReactiveElement) {
          return this.#values[name];
        },
        set(this: ReactiveElement, value: unknown) {
          if (Object.is(value, this.#values[name])) return;
          this.#values[name] = value;
          this.requestUpdate();
        },
      });
    }
    return Object.entries(this.properties).map(attributeOf);
  }

  readonly #values: Record<string, unknown> = {};
  readonly #early: Record<string, unknown> = {};
  readonly #controllers = new Set<ReactiveController>();
  #enable!: (enabled: boolean) => void;
  #update = new Promise<boolean>(resolve => (this.#enable = resolve));

  declare renderRoot: HTMLElement | DocumentFragment;
  isUpdatePending = false;
  hasUpdated = false;

  get updateComplete(): Promise<boolean> {
    return this.#update;
  }

  get #properties(): Properties {
    return (this.constructor as typeof ReactiveElement).properties;
  }

  constructor() {
    super();
    // What was set before the upgrade hides the accessors; it is put back when all attributes have been read, and wins.
    for (const name of Object.keys(this.#properties)) {
      if (!Object.hasOwn(this, name)) continue;
      this.#early[name] = this[name as keyof this];
      Reflect.deleteProperty(this, name);
    }
    this.requestUpdate();
  }

  addController(controller: ReactiveController): void {
    this.#controllers.add(controller);
    if (this.renderRoot && this.isConnected) controller.hostConnected?.();
  }

  connectedCallback(): void {
    if (!this.renderRoot) {
      const root = this.shadowRoot ?? this.attachShadow({mode: 'open'});
      root.adoptedStyleSheets = [(this.constructor as typeof ReactiveElement).styles].flat();
      this.renderRoot = root;
    }
    this.#enable(true);
    for (const controller of this.#controllers) controller.hostConnected?.();
  }

  disconnectedCallback(): void {
    for (const controller of this.#controllers) controller.hostDisconnected?.();
  }

  attributeChangedCallback(attribute: string, _: string | null, value: string | null): void {
    for (const property of Object.entries(this.#properties)) {
      if (attributeOf(property) === attribute) Object.assign(this, {[property[0]]: property[1].type ? value !== null : value});
    }
  }

  requestUpdate(): void {
    if (!this.isUpdatePending) this.#update = this.#next(this.#update);
  }

  async #next(before: Promise<unknown>): Promise<boolean> {
    this.isUpdatePending = true;
    // An update that failed has been told of as an unhandled rejection, and holds up no later one.
    await before.catch(() => {});
    if (!this.hasUpdated) Object.assign(this, this.#early);
    this.isUpdatePending = false;
    const first = !this.hasUpdated;
    this.hasUpdated = true;
    if (first) this.firstUpdated();
    this.updated();
    return !this.isUpdatePending;
  }

  protected firstUpdated(): void {}

  protected updated(): void {}
}
