/** What of posthog-js one feature needs, beside its core. */
export interface Feature {
  /** Given to posthog-js as `__extensionClasses`. */
  readonly extensions: Readonly<Record<string, unknown>>;
  /** The configuration that the feature needs. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** What PostHog's servers would say of the project (`/array/{key}/config`); as it is said here, nobody asks them. */
  readonly project?: Readonly<Record<string, unknown>>;
  /** What its code has put into `__PosthogExtensions__` when it was loaded; there only while posthog-js runs. */
  readonly globals?: Readonly<Record<string, unknown>>;
}
