/**
 * A constructed style sheet: allowed by the strictest Content Security Policy, and shared by all elements that adopt it. (Lit's own tag
 * falls back to `<style>` elements for browsers that cannot run this package anyway, which a page would pay for before consent.) Where nothing is rendered, on a server, there is nothing to construct.
 */
export const css = ([text = '']: TemplateStringsArray): CSSStyleSheet => {
  if (typeof document === 'undefined') return {} as CSSStyleSheet;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
};
