import {css} from '../css.js';

export default css`
  dialog {
    inline-size: min(var(--askfirst-width, 36em), 100% - 2 * var(--_gap));
    max-inline-size: none;
    max-block-size: calc(100dvb - 2 * var(--_gap));
    padding: 0;
    border: 0;
    border-radius: var(--_radius);
    background: none;
    box-shadow: var(--askfirst-shadow, 0 12px 40px #0004);
    overflow: auto;
    overscroll-behavior: contain;
  }
  ::backdrop {
    background: var(--askfirst-backdrop, #0008);
  }
  .inline {
    max-inline-size: var(--askfirst-width, 36em);
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 16px;
    min-block-size: 32px;
  }
  .close {
    flex: none;
    inline-size: 36px;
    min-block-size: 36px;
    margin: -6px;
    padding: 0;
    border-color: transparent;
    font-size: 22px;
    line-height: 1;
  }
  .close::before {
    content: '\\00d7' / '';
  }
  ul {
    margin: 8px 0 20px;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    gap: 2px 20px;
    padding-block: 12px;
    border-block-end: 1px solid var(--_line);
  }
  li > * {
    grid-column: 1;
  }
  li input,
  .always {
    grid-row: 1 / span 3;
    grid-column: 2;
  }
  .always {
    max-inline-size: 8em;
    text-align: end;
  }
  label,
  strong {
    font-weight: 600;
  }
  .new {
    justify-self: start;
    padding: 1px 8px;
    border: 1px solid;
    border-radius: 1em;
    font-size: 0.75em;
    font-weight: 600;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    margin-block-start: 12px;
  }
  .text {
    min-block-size: 24px;
    padding: 2px 0;
    border: 0;
    background: none;
    color: var(--_ink);
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  footer a {
    padding-block: 2px;
  }
  @media (width < 480px) {
    dialog {
      inline-size: 100%;
      margin-block-end: 0;
      border-end-start-radius: 0;
      border-end-end-radius: 0;
    }
    .dialog {
      padding-block-end: calc(16px + env(safe-area-inset-bottom));
      border-width: 1px 0 0;
      border-radius: inherit;
    }
  }
  @media print {
    dialog {
      display: none;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    dialog {
      animation: arrive 0.2s ease-out;
    }
    @keyframes arrive {
      from {
        opacity: 0;
        translate: 0 8px;
      }
    }
  }
`;
