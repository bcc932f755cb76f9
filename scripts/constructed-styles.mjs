/** What the script-tag build bundles in the place of Lit's `css-tag.js`: all our style sheets are constructed ones, so none needs converting. */
export const getCompatibleStyle = sheet => sheet;

export const adoptStyles = (root, sheets) => {
  root.adoptedStyleSheets = sheets;
};

// Lit passes these on; no element uses them.
export const [CSSResult, css, supportsAdoptingStyleSheets, unsafeCSS] = [];
