import {css} from './css.js';

/** Colours, type and buttons that all elements share. Host pages set `--askfirst-*`; elements read `--_*`. */
export default css`
  :host {
    --_ink: var(--askfirst-color, light-dark(#16181d, #f1f2f4));
    --_soft: var(--askfirst-color-soft, color-mix(in srgb, var(--_ink) 70%, var(--_paper)));
    --_paper: var(--askfirst-background, light-dark(#fff, #1c1e24));
    --_line: var(--askfirst-border, color-mix(in srgb, var(--_ink) 15%, var(--_paper)));
    --_accent: var(--askfirst-accent, var(--_ink));
    --_on-accent: var(--askfirst-on-accent, var(--_paper));
    --_radius: var(--askfirst-radius, 16px);
    --_gap: var(--askfirst-gap, clamp(10px, 2.5vw, 20px));
  }
  :host([hidden]),
  [hidden] {
    display: none;
  }
  :where(.face) {
    all: initial;
    display: block;
    color-scheme: inherit;
  }
  * {
    box-sizing: border-box;
  }
  .face {
    color: var(--_ink);
    font: 400 max(14px, 0.875rem + 0.15vw) / 1.5 a;
    font-family: var(--askfirst-font, inherit);
    overflow-wrap: anywhere;
  }
  .card {
    padding: var(--askfirst-padding, clamp(16px, 2vw, 24px));
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_paper);
    overflow: auto;
    overscroll-behavior: contain;
  }
  h2,
  p {
    margin: 0;
  }
  h2 {
    font-size: 1.15em;
    font-weight: 650;
    line-height: 1.3;
    text-wrap: balance;
    outline: none;
  }
  .soft {
    color: var(--_soft);
  }
  .small {
    font-size: 0.875em;
  }
  a {
    color: inherit;
  }
  button {
    min-block-size: 44px;
    padding: 8px 16px;
    border: 1px solid transparent;
    border-radius: var(--askfirst-button-radius, calc(var(--_radius) * 0.625));
    background: var(--_accent);
    color: var(--_on-accent);
    font: inherit;
    font-weight: 600;
    line-height: 1.25;
    cursor: pointer;
  }
  button:hover {
    opacity: 0.86;
  }
  .quiet {
    border-color: color-mix(in srgb, var(--_ink) 30%, var(--_paper));
    background: var(--_paper);
    color: var(--_ink);
  }
  :is(a, button, input):focus-visible {
    outline: 2px solid var(--askfirst-focus, var(--_ink));
    outline-offset: 2px;
  }
  .pair {
    flex: 2 1 auto;
    display: grid;
    grid: auto-flow 1fr / 1fr 1fr;
    gap: 8px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .actions > button {
    flex: 1 1 auto;
  }
  [role='status'] {
    position: fixed;
    inset: 0 auto auto 0;
    clip-path: inset(50%);
  }
`;
