import {css} from '../css.js';

/** What the panels of the live page have in common. The colours come from the page. */
export default css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  * {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  h1,
  h2,
  h3,
  p,
  ol,
  ul,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ol,
  ul {
    list-style: none;
  }
  section {
    padding: 1.125rem 1.25rem;
    border: 1px solid var(--line);
    border-radius: 0.875rem;
    background: var(--surface);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0.25rem 1rem;
    margin-block-end: 0.75rem;
  }
  h2 {
    font-size: 1rem;
    font-weight: 650;
    line-height: 1.3;
  }
  .quiet {
    color: var(--quiet);
    font-size: 0.8125rem;
  }
  .empty {
    padding: 1.25rem 0;
    color: var(--quiet);
    text-align: center;
    text-wrap: balance;
  }
  code,
  .mono {
    font-family: var(--mono);
    font-size: 0.8125rem;
  }
  .chip {
    display: inline-block;
    padding: 0 0.4375rem;
    border-radius: 0.375rem;
    background: var(--sunken);
    color: var(--quiet);
    font-size: 0.75rem;
    font-weight: 550;
    white-space: nowrap;
  }
  .chip.warm {
    background: var(--warm-tint);
    color: var(--warm);
  }
  .chip.bad {
    background: var(--bad-tint);
    color: var(--bad);
  }
  button,
  select,
  input {
    min-block-size: 2.25rem;
    padding: 0.25rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: 0.5rem;
    background: var(--surface);
    color: inherit;
    font: inherit;
    font-size: 0.875rem;
  }
  button,
  select,
  summary {
    cursor: pointer;
  }
  button {
    font-weight: 550;
  }
  button:hover,
  select:hover,
  input:hover {
    border-color: var(--quiet);
  }
  button[aria-pressed='true'] {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }
  button.main {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.8125rem;
  }
  th,
  td {
    padding: 0.3125rem 0.5rem;
    border-block-end: 1px solid var(--line);
    text-align: start;
    overflow-wrap: anywhere;
  }
  tr:last-child > * {
    border-block-end: 0;
  }
  th {
    color: var(--quiet);
    font-weight: 550;
  }
  :is(th, td).number {
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
    overflow-wrap: normal;
  }
  :is(th, td):first-child {
    padding-inline-start: 0;
  }
  :is(th, td):last-child {
    padding-inline-end: 0;
  }
  details.table > summary {
    inline-size: fit-content;
    margin-block-start: 0.5rem;
    padding-block: 0.25rem;
    border-radius: 0.25rem;
    color: var(--quiet);
    font-size: 0.8125rem;
  }
  .scroll {
    max-block-size: 20rem;
    overflow: auto;
    overscroll-behavior: contain;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
