/** Something about the consent elements of a page that an authority, or a visitor, could object to. */
export interface Finding {
  /** A stable, kebab-case word. */
  readonly code: string;
  /**
   * What speaks against it: a type of practice in the report of the EDPB's Cookie Banner Taskforce (17 January 2023), such as
   * `EDPB Type A`, or a success criterion of WCAG 2.2.
   */
  readonly basis: string;
  readonly message: string;
  /** Where it was found. */
  readonly element: Element;
}

/** One rule: what it finds on a page. */
export type Rule = (page: Document) => readonly Finding[];
