import {Refusal} from './refusal.js';
import type {Route} from './route.js';

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

const segmentsOf = (path: string) => path.replace(/\/$/, '').split('/');
const parameter = /^[\w.-]{1,100}$/;

/**
 * Finds a route by comparing the path literally: nothing is decoded or normalised, so no trick with dots, slashes or
 * percent signs can mean another path than it says. Undefined: no such path.
 */
export const createRouter = (routes: readonly Route[]): ((path: string) => Match | undefined) => {
  const patterns = routes.map(route => ({route, segments: segmentsOf(route.path)}));
  return path => {
    const asked = segmentsOf(path);
    for (const {route, segments} of patterns) {
      const params: Record<string, string> = {};
      const fits =
        segments.length === asked.length &&
        segments.every((segment, index) => {
          const value = asked[index]!;
          if (!segment.startsWith(':')) return segment === value;
          params[segment.slice(1)] = value;
          return parameter.test(value);
        });
      if (fits) return {route, params};
    }
    return undefined;
  };
};

/** Throws the 405 that a wrong method gets. `X-HTTP-Method-Override` and its like are not looked at. */
export const checkMethod = (route: Route, method: string): void => {
  if (!route.methods.includes(method)) throw new Refusal(405, `only ${route.methods.join(' and ')} here`);
};
