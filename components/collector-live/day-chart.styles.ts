import {css} from '../css.js';

/** Bars of a day chart. */
export default css`
  figure {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0.25rem 0.5rem;
  }
  .said {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
    min-block-size: 1.4em;
    margin-block-end: 0.5rem;
    color: var(--quiet);
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  .said b {
    color: var(--text);
    font-weight: 600;
  }
  .key::before {
    content: '';
    display: inline-block;
    inline-size: 0.625rem;
    block-size: 0.625rem;
    margin-inline-end: 0.375rem;
    border-radius: 0.1875rem;
    background: var(--bar);
  }
  .ticks {
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    min-inline-size: 2rem;
    color: var(--quiet);
    font-size: 0.6875rem;
    line-height: 1;
    text-align: end;
    font-variant-numeric: tabular-nums;
    transform: translateY(-0.35em);
    block-size: calc(100% + 0.7em);
  }
  .plot {
    display: flex;
    block-size: 10rem;
    border-block: 1px solid var(--line);
    background: linear-gradient(var(--line), var(--line)) 0 50% / 100% 1px no-repeat;
  }
  .day {
    flex: 1 1 0;
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    min-inline-size: 0;
    padding-inline: clamp(0px, 12%, 3px);
  }
  .day:hover {
    background: color-mix(in srgb, var(--text) 7%, transparent);
  }
  .bar {
    min-block-size: 2px;
    background: var(--bar);
    transition: block-size 0.3s ease-out;
  }
  .bar:first-child {
    border-radius: 3px 3px 0 0;
  }
  .main {
    --bar: var(--accent);
  }
  .soft {
    --bar: var(--soft-bar);
  }
  .neutral {
    --bar: var(--neutral-bar);
  }
  .warm {
    --bar: var(--warm);
  }
  .axis {
    grid-column: 2;
    display: flex;
    justify-content: space-between;
    color: var(--quiet);
    font-size: 0.6875rem;
  }
  @media (forced-colors: active) {
    .bar,
    .key::before {
      forced-color-adjust: none;
    }
  }
`;
