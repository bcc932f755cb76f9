import {css} from './css.js';

/** A native checkbox in the shape of a switch; it keeps its own semantics, keyboard and label. */
export default css`
  input {
    appearance: none;
    flex: none;
    position: relative;
    inline-size: 44px;
    block-size: 26px;
    margin: 0;
    border: 2px solid color-mix(in srgb, var(--_ink) 55%, var(--_paper));
    border-radius: 26px;
    cursor: pointer;
  }
  input::before {
    content: '';
    position: absolute;
    inset-block: 3px;
    inset-inline-start: 3px;
    inline-size: 16px;
    border-radius: 16px;
    background: color-mix(in srgb, var(--_ink) 55%, var(--_paper));
  }
  input:checked {
    border-color: var(--_accent);
    background: var(--_accent);
  }
  input:checked::before {
    inset-inline-start: 21px;
    background: var(--_on-accent);
  }
  input:disabled {
    opacity: 0.6;
    cursor: default;
  }
  @media (prefers-reduced-motion: no-preference) {
    input,
    input::before {
      transition: 0.15s;
    }
  }
  @media (forced-colors: active) {
    input,
    input::before {
      forced-color-adjust: none;
      border-color: ButtonText;
      background: ButtonFace;
    }
    input::before {
      background: ButtonText;
    }
    input:checked {
      border-color: Highlight;
      background: Highlight;
    }
    input:checked::before {
      background: HighlightText;
    }
  }
`;
