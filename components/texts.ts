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
  /** Marks a category that the visitor has not been asked about before. */
  readonly isNew: string;
  /** Names of the built-in categories. */
  readonly names: Readonly<Record<string, string>>;
  /** The words of the settings; English keeps them with the panel, out of what a page loads first. */
  readonly panel?: PanelTexts;
  /** The words of a gate's placeholder; English keeps them with the gate. */
  readonly gate?: GateTexts;
  /** The words that offer a reload after a withdrawal; English keeps them with the panel. */
  readonly reload?: ReloadTexts;
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
  /** Two buttons: the receipt of the last decision, and the erasing of what is stored about the visitor. */
  readonly receipt: string;
  readonly forget: string;
  /** What a category's services are called, store (`{what}`) and for how long (`{time}`), and who gets it (`{name}`). */
  readonly services: string;
  readonly stores: string;
  readonly storesNothing: string;
  readonly keptFor: string;
  readonly recipient: string;
  /** What the built-in categories are for. */
  readonly purposes: Readonly<Record<string, string>>;
}

/** The words that only a gate's placeholder needs. */
export interface GateTexts {
  readonly heading: string;
  /** `{host}` and `{category}` are filled in. */
  readonly text: string;
  readonly once: string;
  readonly always: string;
}

/** The words that offer to reload the page, where a withdrawn service stops only then. */
export interface ReloadTexts {
  readonly text: string;
  readonly now: string;
}

/** The name of a category; one of the owner's own goes by its id. */
export const categoryName = ({names}: Texts, category: string): string =>
  Object.hasOwn(names, category) ? names[category]! : category.charAt(0).toUpperCase() + category.slice(1).replace(/[_-]+/g, ' ');
