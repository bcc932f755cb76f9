import {providersOf, type PageSetup} from './page-setup.js';

export interface ContentSecurityPolicyOptions extends PageSetup {
  /** The origin that serves `askfirst.js`, where that is not the page's own (`https://cdn.example`). */
  readonly scriptOrigin?: string;
}

export interface ContentSecurityPolicies {
  /** All that the page needs as long as nobody has agreed: with it a browser enforces "nothing before a yes". */
  readonly before: string;
  /** What it needs once every category is granted; to be sent as the page's policy. */
  readonly after: string;
}

const originOf = (url: string | undefined): string => (/^https?:/.test(url ?? '') ? new URL(url!).origin : '');

/** The Content Security Policies (without your page's own needs) for a configuration. A server that reads the consent cookie can choose between them. */
export const contentSecurityPolicy = (config: ContentSecurityPolicyOptions): ContentSecurityPolicies => {
  const policy = (connect: readonly string[]) => {
    const origins = [...new Set(connect)].filter(origin => origin && origin !== config.origin);
    return [
      "default-src 'self'",
      `script-src ${["'self'", config.scriptOrigin].filter(Boolean).join(' ')}`,
      `connect-src ${["'self'", ...origins].join(' ')}`,
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; ');
  };
  // The receipt of a decision is the owner's proof, and is sent whatever was decided.
  const receipts = originOf(config.receiptUrl);
  return {before: policy([receipts]), after: policy([receipts, ...providersOf(config).map(({origin}) => origin)])};
};
