/** Has the shadow root that a `<style>` is put into adopt its rules instead: a Content Security Policy forbids inline styles, not these. */
export const adoptStyle = (style: HTMLStyleElement): HTMLStyleElement => {
  const css = style.textContent;
  style.textContent = '';
  queueMicrotask(() => {
    const root = style.getRootNode();
    if (!(root instanceof ShadowRoot)) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  });
  return style;
};
