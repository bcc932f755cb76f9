import {css} from '../css.js';

// Fits itself to the room without a width or height query: WebKit does not look again at those of a style sheet that elements share.
export default css`
  .panel {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 16px 32px;
    position: fixed;
    z-index: 2147483647;
    inset: max(var(--_gap), env(safe-area-inset-top), env(safe-area-inset-bottom))
      max(var(--_gap), env(safe-area-inset-left), env(safe-area-inset-right));
    inline-size: auto;
    max-inline-size: var(--askfirst-width, 72em);
    block-size: fit-content;
    max-block-size: calc(100dvb - 2 * var(--_gap));
    margin: auto auto 0;
    box-shadow: var(--askfirst-shadow, 0 12px 40px #0003);
  }
  .words {
    flex: 99 1 26em;
    display: grid;
    gap: 6px;
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
    flex: 1 1 auto;
    position: sticky;
    inset-block-end: min(0px, (100dvb - 24em) * 99);
    background: var(--_paper);
  }
  .meta,
  .links {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 16px;
  }
  .links a {
    padding-block: 4px;
  }
  dialog::backdrop {
    background: var(--askfirst-backdrop, #0008);
  }
  @media print {
    .panel {
      display: none;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .panel {
      animation: arrive 0.25s ease-out;
    }
    @keyframes arrive {
      from {
        opacity: 0;
        translate: 0 12px;
      }
    }
  }
`;
