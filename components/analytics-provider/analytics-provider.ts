import {ReactiveElement} from '@lit/reactive-element';

/**
 * One more provider, beside the one that the root names: it stands inside `<analytics-root>`. It gets its own copy of every event whose
 * category is granted, while its own category is granted too; it waits, fails and retries by itself. It may be added, changed and removed
 * while the page runs: a new one is told who the visitor is, and one that is gone is shut down, and what it has stored is removed.
 *
 * @summary Adds a provider to the root that it stands in; shows nothing.
 * @tag analytics-provider
 * @attr {string} name - `posthog`, `plausible`, `matomo`, `http`, `console`, or a name registered by script.
 * @attr {string} category - It works only while this category is granted. Default `analytics`.
 * @attr {string} api-key - The provider's public project key.
 * @attr {string} api-host - The provider's address.
 * @attr {string} site-id - The site's id at the provider (Matomo).
 * @attr {string} domain - The site's name at the provider (Plausible).
 * @attr {string} options - A JSON object (at most 10,000 characters) that is handed to the provider.
 * @attr {string} features - Extras beyond events, separated by spaces.
 */
export class AnalyticsProviderElement extends ReactiveElement {
  #root: (Element & {requestUpdate?(): void}) | null = null;

  constructor() {
    super();
    new MutationObserver(() => this.#tell()).observe(this, {attributes: true});
  }

  override connectedCallback(): void {
    this.#root = this.closest('analytics-root');
    this.#tell();
  }

  override disconnectedCallback(): void {
    this.#tell();
    this.#root = null;
  }

  /** The root reads its children itself. */
  #tell(): void {
    this.#root?.requestUpdate?.();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'analytics-provider': AnalyticsProviderElement;
  }
}
