import {css} from '../css.js';

/** The feature flags and their form. */
export default css`
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto auto;
    gap: 0.375rem 0.5rem;
    align-items: center;
    padding-block: 0.625rem;
    border-block-end: 1px solid var(--line);
  }
  li code {
    grid-column: 1;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  li .chip {
    grid-column: 2;
  }
  li .rollout {
    grid-column: 3;
    display: inline-flex;
    align-items: center;
    gap: 0.25rem;
    justify-self: end;
    font-variant-numeric: tabular-nums;
  }
  li input {
    min-inline-size: 0;
  }
  li .rollout input {
    inline-size: 5rem;
    text-align: end;
  }
  li .variants {
    grid-column: 1 / 3;
    font-family: var(--mono);
    font-size: 0.8125rem;
  }
  li p.variants {
    grid-column: 1 / -1;
  }
  li button {
    grid-column: 3;
    justify-self: end;
  }
  .new,
  .save {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    align-items: end;
    margin-block-start: 1rem;
  }
  label {
    display: grid;
    flex: 1 1 12rem;
    gap: 0.25rem;
    color: var(--quiet);
    font-size: 0.8125rem;
  }
  label input {
    min-inline-size: 0;
    color: var(--text);
    font-family: var(--mono);
    font-size: 0.8125rem;
  }
  [role='status'] {
    margin-block-start: 0.75rem;
    font-size: 0.875rem;
  }
  [role='status'].wrong {
    color: var(--bad);
  }
`;
