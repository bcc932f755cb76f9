import {providersOf, type PageSetup} from './page-setup.js';

export interface ContentSecurityPolicyOptions extends PageSetup {
  /** The origin that serves `askfirst.js`, where that is not the page's own (`https://cdn.example`). */
  readonly scriptOrigin?: string;
  /** The addresses of scripts that wait for a category (`<script type="text/plain" data-consent src>`, or in a gate). */
  readonly gatedScripts?: readonly string[];
  /** As the root has it, where the page has Google's tags. */
  readonly googleConsentMode?: 'basic' | 'advanced';
}

export interface ContentSecurityPolicies {
  /** All that the page needs as long as nobody has agreed: with it a browser enforces "nothing before a yes". */
  readonly before: string;
  /** What it needs once every category is granted; to be sent as the page's policy. */
  readonly after: string;
}

/** What Google's tags for Analytics need (developers.google.com/tag-platform/security/guides/csp). */
const google = {
  script: ['https://*.googletagmanager.com'],
  image: ['https://*.google-analytics.com', 'https://*.googletagmanager.com'],
  connect: ['https://*.google-analytics.com', 'https://*.analytics.google.com', 'https://*.googletagmanager.com'],
};

const originOf = (url: string | undefined): string => (/^https?:/.test(url ?? '') && URL.canParse(url!) ? new URL(url!).origin : '');

/** The Content Security Policies (without your page's own needs) for a configuration. A server that reads the consent cookie can choose between them. */
export const contentSecurityPolicy = (config: ContentSecurityPolicyOptions): ContentSecurityPolicies => {
  const {receiptUrl, scriptOrigin, gatedScripts = [], googleConsentMode} = config;
  const sources = (name: string, origins: readonly (string | undefined)[]) =>
    [`${name} 'self'`, ...new Set(origins.filter(origin => origin && origin !== config.origin))].join(' ');
  const policy = (granted: boolean, connect: readonly string[], scripts: readonly string[]) => {
    const tags = googleConsentMode && (granted || googleConsentMode === 'advanced') ? google : undefined;
    return [
      "default-src 'self'",
      sources('script-src', [scriptOrigin, ...scripts, ...(tags?.script ?? [])]),
      sources('connect-src', [...connect, ...(tags?.connect ?? [])]),
      ...(tags ? [sources('img-src', tags.image)] : []),
      // Google does not promise that its tags work with Trusted Types.
      ...(tags ? [] : ["require-trusted-types-for 'script'", `trusted-types ${scripts.length ? 'askfirst' : "'none'"}`]),
    ].join('; ');
  };
  // The receipt of a decision is the owner's proof, and is sent whatever was decided.
  const receipts = originOf(receiptUrl);
  return {
    before: policy(false, [receipts], []),
    after: policy(true, [receipts, ...providersOf(config).map(({origin}) => origin)], gatedScripts.map(originOf)),
  };
};
