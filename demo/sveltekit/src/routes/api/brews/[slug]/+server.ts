import {error, json} from '@sveltejs/kit';
import {analytics} from '$lib/server/analytics';
import {findTea} from '$lib/teas';
import type {RequestHandler} from './$types';

let today = 0;

export const POST: RequestHandler = ({params}) => {
  const tea = findTea(params.slug) ?? error(404, 'No such tea');
  analytics.track('brew_started', {tea: tea.slug, brews_today: ++today});
  return json({minutes: tea.minutes}, {status: 201});
};
