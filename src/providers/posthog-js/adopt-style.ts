/**
 * Has the shadow root that a `<style>` is meant for adopt its rules instead: a Content Security Policy forbids inline styles, not these. Returns
 * what is to be put there in its place.
 */
export const adoptStyle = ({textContent: css}: HTMLStyleElement): HTMLElement => {
  const place = document.createElement('template');
  queueMicrotask(() => {
    const root = place.getRootNode();
    if (!(root instanceof ShadowRoot)) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  });
  return place;
};
