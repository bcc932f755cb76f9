import {error} from '@sveltejs/kit';
import {findTea} from '$lib/teas';
import type {PageLoad} from './$types';

export const load: PageLoad = ({params}) => ({tea: findTea(params.slug) ?? error(404, 'No such tea')});
