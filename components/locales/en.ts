import type {Texts} from '../texts.js';

const english: Texts = {
  lang: 'en',
  heading: 'Your privacy, your choice',
  text: 'Optional services on this site start only if you agree. You can change your mind at any time.',
  optional: 'Optional:',
  accept: 'Accept all',
  refuse: 'Essential only',
  settings: 'Settings',
  privacy: 'Privacy policy',
  imprint: 'Legal notice',
  saved: 'Your choice has been saved.',
  isNew: 'New since your last visit',
  // In English the built-in categories go by their ids, as the owner's own do.
  names: {},
};

export default english;
