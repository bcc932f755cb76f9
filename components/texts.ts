/** The words of one language. */
export interface Texts {
  /** The language tag of these words. */
  readonly lang: string;
  /** Given where the language is written from right to left. */
  readonly dir?: 'rtl';
  readonly heading: string;
  readonly text: string;
  /** Stands before the names of the optional categories. */
  readonly optional: string;
  readonly accept: string;
  readonly refuse: string;
  readonly settings: string;
  readonly privacy: string;
  readonly imprint: string;
  readonly saved: string;
  /** Names of the built-in categories. */
  readonly names: Readonly<Record<string, string>>;
  /** The words of the settings; English keeps them with the panel, out of what a page loads first. */
  readonly panel?: PanelTexts;
}

/** The words that only the settings need. */
export interface PanelTexts {
  readonly heading: string;
  readonly save: string;
  readonly withdraw: string;
  readonly close: string;
  readonly alwaysOn: string;
  /** `{date}` and `{version}` are filled in. */
  readonly lastDecision: string;
  readonly noDecision: string;
  readonly byBrowser: string;
  /** What the built-in categories are for. */
  readonly purposes: Readonly<Record<string, string>>;
}

/** The name of a category; one of the owner's own goes by its id. */
export const categoryName = ({names}: Texts, category: string): string =>
  Object.hasOwn(names, category) ? names[category]! : category.charAt(0).toUpperCase() + category.slice(1).replace(/[_-]+/g, ' ');
