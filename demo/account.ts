import {analytics, consent} from 'askfirst';
import {byId} from './dom.js';
import {text} from './texts.js';

/** A back end would hand these out. They say nothing about a person. */
const users = [
  {pseudonymized_user_id: 'usr_5b1e09c7a2', created_at: '2026-03-02T09:00:00.000Z'},
  {pseudonymized_user_id: 'usr_c42d7f18e0', created_at: '2026-08-17T15:30:00.000Z'},
] as const;

type User = (typeof users)[number];

const key = 'kettle:user';

const readUser = (): User | undefined => {
  try {
    return users.find(user => user.pseudonymized_user_id === localStorage.getItem(key));
  } catch {
    return undefined; // without storage, one is signed in until the page is closed
  }
};

const writeUser = (user: User | undefined) => {
  try {
    if (user) localStorage.setItem(key, user.pseudonymized_user_id);
    else localStorage.removeItem(key);
  } catch {
    // as above
  }
};

/** Sign in and out, two users in turn: they share a browser, and are never linked. Returns the function that draws the words anew. */
export const startAccount = (): (() => void) => {
  let user = readUser();
  let next = user === users[0] ? 1 : 0;
  const button = byId('sign-in');

  const render = () => {
    byId('who').textContent = user?.pseudonymized_user_id ?? text('signedOut');
    button.textContent = text(user ? 'signOut' : 'signIn');
  };
  const identify = () => {
    if (user) analytics.identify({...user});
  };

  button.addEventListener('click', () => {
    user = user ? undefined : users[next++ % 2];
    writeUser(user);
    if (user) identify();
    else analytics.reset();
    render();
  });
  // Who signed in before saying yes is identified when the yes comes.
  let allowed = false;
  consent.subscribe(() => {
    const now = consent.hasConsent('analytics');
    if (now && !allowed) identify();
    allowed = now;
  });
  render();
  return render;
};
