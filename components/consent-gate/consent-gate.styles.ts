import {css} from '../css.js';

export default css`
  :host {
    display: block;
  }
  .panel {
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 8px;
    text-align: center;
  }
  .heading {
    font-weight: 650;
  }
  .choice {
    inline-size: min(100%, 24em);
    margin-block-start: 8px;
  }
  .stage {
    block-size: 100%;
    outline: none;
  }
  @media print {
    .panel {
      display: none;
    }
  }
`;
