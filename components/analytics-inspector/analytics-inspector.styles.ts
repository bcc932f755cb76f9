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
`;
