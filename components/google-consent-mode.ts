let loading: Promise<boolean> | undefined;

/**
 * Where the root asks for Google's consent mode, resolves when it is set; a script of others must not run before. False where it could not
 * be loaded: Google's tags would take that for a grant of everything.
 */
export const googleConsentMode = (): Promise<boolean> | true =>
  document.querySelector('[google-consent-mode]')
    ? (loading ??= import('./google-consent.js').then(
        () => true,
        () => false,
      ))
    : true;
