import {css} from '../css.js';

export default css`
  dialog {
    inline-size: min(var(--askfirst-width, 560px), 100% - 2 * var(--_gap));
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
    max-inline-size: var(--askfirst-width, 560px);
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
    inline-size: 32px;
    min-block-size: 32px;
    padding: 0;
    border-color: transparent;
    font-size: 20px;
    line-height: 1;
  }
  .close::before {
    content: '\\00d7' / '';
  }
  ul {
    margin: 12px 0 20px;
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
  li p {
    grid-column: 1;
  }
  li input {
    grid-row: 1 / span 2;
    grid-column: 2;
  }
  label {
    font-weight: 600;
  }
  .always {
    grid-row: 1 / span 2;
    grid-column: 2;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .pair {
    flex: 2 1 20em;
  }
  .actions > button {
    flex: 1 1 8em;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    margin-block-start: 14px;
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
