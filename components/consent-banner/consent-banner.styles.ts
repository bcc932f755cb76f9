import {css} from '../css.js';

export default css`
  .panel {
    position: fixed;
    z-index: 2147483647;
    inset: max(var(--_gap), env(safe-area-inset-top)) max(var(--_gap), env(safe-area-inset-right))
      max(var(--_gap), env(safe-area-inset-bottom)) max(var(--_gap), env(safe-area-inset-left));
    inline-size: auto;
    max-inline-size: var(--askfirst-width, 68em);
    block-size: fit-content;
    max-block-size: calc(100dvb - 2 * var(--_gap));
    margin: auto auto 0;
    box-shadow: var(--askfirst-shadow, 0 12px 40px #0003);
  }
  .panel,
  .words,
  .actions {
    display: grid;
    gap: 8px;
  }
  .panel {
    gap: 16px 32px;
  }
  .center {
    margin-block: auto;
  }
  .top:not([data-away]),
  [data-away]:not(.top) {
    margin-block: 0 auto;
  }
  .panel:not(.top, .bottom) {
    max-inline-size: var(--askfirst-width, 27em);
  }
  .bottom-start {
    margin-inline-start: 0;
  }
  .bottom-end {
    margin-inline-end: 0;
  }
  .actions {
    position: sticky;
    inset-block-end: 0;
    background: var(--_paper);
  }
  .links {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
  }
  .links a {
    padding-block: 4px;
  }
  dialog::backdrop {
    background: var(--askfirst-backdrop, #0008);
  }
  @media (width >= 54rem) {
    .top,
    .bottom {
      grid-template-columns: 1fr minmax(20em, auto);
      align-items: center;
    }
  }
  @media print {
    .panel {
      display: none;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .panel {
      animation: arrive 0.25s cubic-bezier(0.2, 0.8, 0.3, 1);
    }
    @keyframes arrive {
      from {
        opacity: 0;
        translate: 0 12px;
      }
    }
  }
`;
