import {css} from '../css.js';

/** The frame of the live page. */
export default css`
  :host {
    display: block;
    max-inline-size: 84rem;
    margin-inline: auto;
    padding: 0 clamp(0.75rem, 3vw, 2rem) 3rem;
  }
  .top {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    align-items: center;
    margin: 0 calc(-1 * clamp(0.75rem, 3vw, 2rem)) 1rem;
    padding: 0.75rem clamp(0.75rem, 3vw, 2rem);
    border-block-end: 1px solid var(--line);
    background: var(--ground);
  }
  h1 {
    font-size: 1.125rem;
    font-weight: 700;
    letter-spacing: -0.02em;
  }
  h1 span {
    color: var(--quiet);
    font-weight: 450;
  }
  .state {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    margin-inline-end: auto;
    color: var(--quiet);
    font-size: 0.8125rem;
  }
  .state::before {
    content: '';
    inline-size: 0.5rem;
    block-size: 0.5rem;
    border: 1.5px solid var(--quiet);
    border-radius: 50%;
  }
  .state.live::before {
    border-color: var(--accent);
    background: var(--accent);
    box-shadow: 0 0 0 3px color-mix(in srgb, var(--accent) 20%, transparent);
  }
  .state.lost::before {
    border-color: var(--bad);
    background: var(--bad);
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  .range {
    display: flex;
  }
  .range button {
    border-radius: 0;
  }
  .range button + button {
    margin-inline-start: -1px;
  }
  .range button:first-child {
    border-start-start-radius: 0.5rem;
    border-end-start-radius: 0.5rem;
  }
  .range button:last-child {
    border-start-end-radius: 0.5rem;
    border-end-end-radius: 0.5rem;
  }
  select {
    max-inline-size: 14rem;
  }
  .problem {
    margin-block-end: 1rem;
    padding: 0.75rem 1.25rem;
    border-radius: 0.875rem;
    background: var(--bad-tint);
    color: var(--bad);
  }
  .grid {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    gap: 1rem;
    align-items: start;
    margin-block-start: 1rem;
  }
  .column {
    display: grid;
    gap: 1rem;
  }
  .lock {
    max-inline-size: 26rem;
    margin: 15vh auto;
  }
  .lock form {
    display: flex;
    gap: 0.5rem;
    margin-block-start: 1rem;
  }
  .lock input {
    flex: 1;
    min-inline-size: 0;
  }
  .lock .wrong {
    margin-block-start: 0.5rem;
    color: var(--bad);
  }
  @media (max-width: 56rem) {
    .grid {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @media (max-width: 40rem) {
    .top {
      position: static;
      gap: 0.5rem 0.75rem;
    }
    .controls {
      inline-size: 100%;
    }
    .controls select {
      flex: 1 0 100%;
      max-inline-size: none;
    }
    .range {
      flex: 1;
    }
    .range button {
      flex: 1;
    }
  }
`;
