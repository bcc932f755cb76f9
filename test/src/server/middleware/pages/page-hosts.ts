/** What an edge host does around `export default {fetch}`; resolves when the worker may end, with the status. */
export const answerOnEdge = async (
  worker: {fetch(request: Request, env: object, context: {waitUntil(work: Promise<unknown>): void}): Promise<Response>},
  path: string,
  headers: Record<string, string>,
): Promise<number> => {
  const kept: Promise<unknown>[] = [];
  const request = new Request(`https://shop.example${path}`, {headers});
  const status = await worker.fetch(request, {}, {waitUntil: work => void kept.push(work)}).then(
    response => response.status,
    () => 500,
  );
  await Promise.all(kept);
  return status;
};

/** The hooks of a SvelteKit application. */
export interface Handle {
  handle(input: {
    event: {request: Request; route: {id: string | null}; getClientAddress(): string};
    resolve: () => Promise<Response>;
  }): Promise<Response>;
  handleError(input: {error: unknown; event: object; status: number; message: string}): {message: string};
}

/** What SvelteKit does around its hooks: the route before them, an error to `handleError` and then its page. */
export const answerAsSvelteKit = async ({handle, handleError}: Handle, path: string, headers: Record<string, string>): Promise<number> => {
  const found = path.startsWith('/chats/');
  const event = {
    request: new Request(`https://shop.example${path}`, {headers}),
    route: {id: found ? '/chats/[id]' : null},
    getClientAddress: () => '127.0.0.1',
  };
  const resolve = () => {
    if (!found) return Promise.resolve(new Response('Not found', {status: 404}));
    if (!path.includes('lost')) return Promise.resolve(new Response('ok'));
    const error = new TypeError('there is no such chat of jane.doe@example.com');
    return Promise.resolve(new Response(handleError({error, event, status: 500, message: 'Internal Error'}).message, {status: 500}));
  };
  return (await handle({event, resolve})).status;
};
