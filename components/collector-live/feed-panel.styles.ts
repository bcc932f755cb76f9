import {css} from '../css.js';

/** The rows of the feed. */
export default css`
  section {
    padding-inline: 0;
    padding-block-end: 0;
    overflow: clip;
  }
  header {
    padding-inline: 1.25rem;
    margin: 0;
    padding-block-end: 0.75rem;
  }
  ol {
    max-block-size: max(24rem, calc(100dvh - 9rem));
    overflow: auto;
    overscroll-behavior: contain;
    border-block-start: 1px solid var(--line);
  }
  li {
    border-block-end: 1px solid var(--line);
  }
  li:last-child {
    border: 0;
  }
  li.fresh {
    animation: settle 1.4s ease-out;
  }
  summary {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 0.75rem;
    padding: 0.5625rem 1.25rem;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary:hover {
    background: var(--sunken);
  }
  summary:focus-visible {
    outline-offset: -2px;
  }
  .name {
    font: 600 0.875rem/1.5 var(--mono);
    overflow-wrap: anywhere;
  }
  .name::before {
    content: '';
    display: inline-block;
    inline-size: 0.375rem;
    block-size: 0.375rem;
    margin: 0 0.5rem 0.125rem 0;
    border: solid var(--quiet);
    border-width: 0 1.5px 1.5px 0;
    transform: rotate(-45deg);
    transition: transform 0.15s;
  }
  [open] .name::before {
    transform: translateY(-1px) rotate(45deg);
  }
  time {
    color: var(--quiet);
    font-size: 0.75rem;
    line-height: 1.75;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .about {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 0.625rem;
    align-items: baseline;
    padding-inline-start: 0.875rem;
    color: var(--quiet);
    font-size: 0.75rem;
  }
  .about > span {
    max-inline-size: 22rem;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .inside {
    padding: 0.25rem 1.25rem 1rem 2.125rem;
  }
  .notes {
    margin-block-end: 0.625rem;
    padding: 0.5rem 0.75rem;
    border-radius: 0.5rem;
    background: var(--warm-tint);
    color: var(--warm);
    font-size: 0.8125rem;
  }
  .notes code {
    overflow-wrap: anywhere;
  }
  dl {
    font: 0.75rem/1.6 var(--mono);
  }
  dl div {
    display: grid;
    grid-template-columns: minmax(6rem, 2fr) minmax(0, 5fr);
    gap: 0.75rem;
  }
  dt {
    color: var(--quiet);
    overflow-wrap: anywhere;
  }
  dd {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  mark {
    padding: 0 0.25em;
    border-radius: 0.25rem;
    background: var(--warm-tint);
    color: var(--warm);
    font-weight: 600;
  }
  .empty {
    padding: 2.5rem 1.5rem;
    border-block-start: 1px solid var(--line);
  }
  @keyframes settle {
    from {
      background: var(--tint);
    }
  }
  @media (max-width: 56rem) {
    ol {
      max-block-size: 70dvh;
    }
  }
  @media (forced-colors: active) {
    mark {
      outline: 1px solid;
    }
  }
`;
