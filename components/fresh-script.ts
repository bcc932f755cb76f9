/** The one Trusted Types policy of the package: it passes on what the page's own HTML says, for scripts that the visitor has agreed to. */
interface Policy {
  createScript(text: string): string;
  createScriptURL(url: string): string;
}

interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

const asIs: Policy = {createScript: text => text, createScriptURL: url => url};

let policy: Policy | null | undefined;

/** Made with the first script that runs. Null where the page's `trusted-types` does not list it. */
const policyOfPage = (): Policy | null => {
  if (policy !== undefined) return policy;
  const {trustedTypes} = globalThis as {trustedTypes?: Factory};
  try {
    policy = trustedTypes?.createPolicy('askfirst', asIs) ?? asIs;
  } catch {
    // Then a script that the page's parser has written can still run, as the element that it is.
    policy = null;
  }
  return policy;
};

/**
 * A script element that has never been run, to put in the place of this one: what came by `innerHTML` never runs as it is, in no browser.
 * Keeps its attributes, text and nonce, but its type. Where the page forbids to make one, it is this one.
 */
export const freshScript = (script: HTMLScriptElement): HTMLScriptElement => {
  const trust = policyOfPage();
  if (!trust) return script;
  const fresh = script.ownerDocument.createElement('script');
  for (const {name, value} of script.attributes) {
    const trusted = name === 'src' ? trust.createScriptURL(value) : name.startsWith('on') ? trust.createScript(value) : value;
    if (name !== 'type') fresh.setAttribute(name, trusted);
  }
  // Browsers hide it from the attributes.
  fresh.nonce = script.nonce;
  fresh.text = trust.createScript(script.text);
  return fresh;
};
