import {SetupError} from '../../../lib/problems.js';
import type {Flags} from '../flags.js';
import {limits} from '../limits.js';
import {parseJson} from '../parse-json.js';
import {Refusal} from '../refusal.js';
import {json, type Answer, type Call, type Route} from '../route.js';

export interface FlagRouteParts {
  readonly flags: Flags;
  /** Throws a `Refusal` when the request does not carry the admin token. */
  check(headers: Call['headers']): void;
  /** Whether there is an admin token, so that anybody may save at all. */
  readonly hasAdmin: boolean;
}

/** `GET /api/flags`, for those who read: all feature flags. `PUT /api/admin/flags`, for the owner: these, in the place of all before. */
export const createFlagRoutes = ({flags, check, hasAdmin}: FlagRouteParts): Route[] => {
  const answer = (): Answer => json({source: flags.source, editable: hasAdmin && flags.source === 'database', flags: flags.written()});
  const save = async (call: Call): Promise<Answer> => {
    check(call.headers);
    if (flags.source === 'file')
      throw new Refusal(409, 'the flags come from the file that the collector was started with: change them there');
    const given = parseJson((await call.read()).toString('utf8'));
    try {
      flags.save(given);
    } catch (error) {
      throw error instanceof SetupError ? new Refusal(400, error.message) : error;
    }
    return answer();
  };
  return [
    {path: '/api/flags', methods: ['GET'], access: 'read', maxBytes: 0, handle: answer},
    {path: '/api/admin/flags', methods: ['PUT'], access: 'admin', maxBytes: limits.flagBytes, handle: save},
  ];
};
