import {css} from '../css.js';

/** The table of events, and its narrow form. */
export default css`
  th,
  td {
    padding: 4px 8px;
    text-align: start;
    vertical-align: baseline;
    font-weight: 400;
  }
  :is(th, td):first-child {
    padding-inline-start: 16px;
  }
  tbody {
    border-block-start: 1px solid var(--_line);
  }
  .time {
    color: var(--_soft);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .name {
    min-block-size: 28px;
    padding: 2px 0;
    min-inline-size: 9em;
    border: 0;
    background: none;
    color: inherit;
    text-align: start;
  }
  .name::before {
    content: '▸' / '';
    margin-inline-end: 6px;
    font-weight: 400;
  }
  .name[aria-expanded='true']::before {
    content: '▾' / '';
  }
  .name + span {
    margin-inline-start: 8px;
  }
  td {
    line-height: 1.7;
  }
  .chip,
  .tag {
    --_hue: var(--_soft);
    display: inline-block;
    padding: 0 8px;
    border: 1px solid color-mix(in srgb, var(--_hue) 60%, var(--_paper));
    border-radius: 1em;
    background: color-mix(in srgb, var(--_hue) 10%, var(--_paper));
    font-size: 12px;
    line-height: 1.5;
    overflow-wrap: normal;
  }
  .chip,
  .tag {
    margin-inline-end: 6px;
  }
  code + .tag {
    margin-inline-start: 6px;
  }
  [data-stage='acknowledged'] {
    --_hue: light-dark(#12763f, #58c98a);
  }
  :is([data-stage='retrying'], [data-stage='waiting'], [data-stage='sent']) {
    --_hue: light-dark(#8a5a00, #e5b454);
  }
  :is([data-stage='dropped'], [data-stage='problem']),
  .mask {
    --_hue: light-dark(#b3261e, #ff8a80);
  }
  .more > td {
    padding: 0 16px 12px;
    background: var(--_quiet);
  }
  .details {
    display: grid;
    gap: 2px;
    padding-block-start: 10px;
  }
  .details h4:not(:first-child) {
    margin-block-start: 10px;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: minmax(8em, 16em) minmax(0, 1fr);
    align-items: baseline;
    gap: 0 12px;
    padding-block: 2px;
  }
  code {
    font:
      12px/1.5 ui-monospace,
      monospace;
  }
  .key {
    color: var(--_soft);
  }
  .none {
    padding: 16px;
  }
  @container inspector (width < 34em) {
    .time,
    thead th:first-child {
      position: absolute;
      clip-path: inset(50%);
    }
    tbody th {
      padding-inline-start: 16px;
    }
    thead th:nth-child(2) {
      padding-inline-start: 16px;
    }
    li {
      grid-template-columns: minmax(0, 1fr);
      padding-block: 4px;
    }
    .name {
      font-size: 13px;
    }
  }
  @media print {
    .docked {
      display: none;
    }
  }
`;
