import {css} from '../css.js';

/** The row of figures. */
export default css`
  .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr));
    gap: 1px;
    margin-block-end: 1rem;
    overflow: hidden;
    border: 1px solid var(--line);
    border-radius: 0.875rem;
    background: var(--line);
  }
  .tile {
    padding: 0.875rem 1.25rem;
    background: var(--surface);
  }
  dt {
    color: var(--quiet);
    font-size: 0.8125rem;
  }
  dd b {
    display: block;
    font-size: 1.625rem;
    font-weight: 650;
    letter-spacing: -0.02em;
    line-height: 1.25;
    font-variant-numeric: tabular-nums;
  }
  @media (max-width: 40rem) {
    .tiles {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .tile {
      padding: 0.625rem 0.875rem;
    }
    .tile:first-child {
      grid-column: 1 / -1;
    }
  }
`;
