import {css} from '../css.js';

export default css`
  :host {
    display: block;
  }
  .card {
    --_quiet: color-mix(in srgb, var(--_ink) 5%, var(--_paper));
    container: inspector / inline-size;
    padding: 0;
    font-size: 14px;
    hyphens: manual;
  }
  .docked {
    position: fixed;
    inset: auto 0 0;
    z-index: 2147483000;
    max-block-size: min(26em, 60dvb);
    border-width: 1px 0 0;
    border-radius: 0;
    padding-block-end: env(safe-area-inset-bottom);
  }
  header {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 8px 12px 8px 16px;
    background: var(--_paper);
  }
  h2 {
    font-size: 15px;
  }
  h3,
  h4 {
    margin: 0 0 4px;
    font-size: 13px;
    font-weight: 650;
  }
  .title {
    flex: 1;
  }
  .body {
    border-block-start: 1px solid var(--_line);
  }
  .buttons {
    display: flex;
    gap: 6px;
  }
  header button,
  .tools button {
    min-block-size: 32px;
    padding: 4px 10px;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 32px;
    padding: 12px 16px;
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    margin: 0;
  }
  dl > div {
    display: flex;
    gap: 6px;
  }
  dt {
    color: var(--_soft);
  }
  dd {
    margin: 0;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
    padding: 0 16px 12px;
  }
  label {
    display: grid;
    gap: 2px;
  }
  .grow {
    flex: 1 1 12em;
  }
  input,
  select {
    min-block-size: 32px;
    inline-size: 100%;
    padding: 2px 8px;
    border: 1px solid color-mix(in srgb, var(--_ink) 55%, var(--_paper));
    border-radius: calc(var(--_radius) * 0.5);
    background: var(--_paper);
    color: inherit;
    font: inherit;
  }
  ::placeholder {
    color: var(--_soft);
    opacity: 1;
  }
  :is(select, .scroll):focus-visible {
    outline: 2px solid var(--askfirst-focus, var(--_ink));
    outline-offset: -2px;
  }
  .scroll {
    max-block-size: 26em;
    overflow: auto;
    border-block-start: 1px solid var(--_line);
  }
  .docked .scroll {
    max-block-size: none;
    overflow: visible;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    text-align: start;
  }
  thead th {
    color: var(--_soft);
    font-size: 12px;
    font-weight: 600;
  }
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
