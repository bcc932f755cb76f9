import {SetupError} from '../../../lib/problems.js';
import type {OwnerOptions} from './attend.js';
import {readRetention} from './retain.js';
import {readTarget} from './read-target.js';

/** The server's command line and environment, as far as the owner's duties go. Throws `SetupError` for what it does not understand. */
export const readOwnerOptions = (
  values: {readonly keep?: string[] | undefined; readonly 'forward-to'?: string | undefined},
  environment: Readonly<Record<string, string | undefined>>,
): OwnerOptions => {
  const {ASKFIRST_ADMIN_TOKEN: adminToken, ASKFIRST_FORWARD_KEY: key} = environment;
  const {keep, 'forward-to': forwardTo} = values;
  if (forwardTo !== undefined && !key)
    throw new SetupError('forward', '--forward-to needs the project key of the target in ASKFIRST_FORWARD_KEY');
  return {
    ...(adminToken && {adminToken}),
    ...(keep && {retention: readRetention(keep)}),
    ...(forwardTo !== undefined && key && {forwardTo: {host: readTarget(forwardTo, '--forward-to'), key}}),
  };
};
