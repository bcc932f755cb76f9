import {SetupError} from '../../../lib/problems.js';

/** The origin of a PostHog instance; throws `SetupError` for what is no http(s) address. */
export const readTarget = (address: string | undefined, option: string): string => {
  if (address === undefined || !URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new SetupError('forward', `${option} is an address such as https://eu.i.posthog.com`);
  return new URL(address).origin;
};
