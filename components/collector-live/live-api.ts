/** The collector asks for its read token. */
export class TokenNeeded extends Error {}

export interface LiveApi {
  /** Throws `TokenNeeded`, or an error with the collector's reason. */
  get<T>(path: string, parameters?: Readonly<Record<string, string | undefined>>): Promise<T>;
  /** Reads server-sent events until the collector or `signal` ends them; `onMessage` gets each one's name and data. */
  watch(path: string, after: number | undefined, onMessage: (name: string, data: unknown) => void, signal: AbortSignal): Promise<void>;
  /** Replaces what is at `path`, with the admin token; throws an error with the collector's reason. */
  put<T>(path: string, body: unknown, adminToken: string): Promise<T>;
  setToken(token: string): void;
}

const tokenKey = 'askfirst-collector-token';

const readToken = (): string => {
  try {
    return sessionStorage.getItem(tokenKey) ?? '';
  } catch {
    return ''; // storage is off
  }
};

/** Speaks with the collector that served the page, and with nobody else. `EventSource` cannot send a token, so streams are read by `fetch`. */
export const createLiveApi = (): LiveApi => {
  let token = readToken();

  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = {...(init.headers as Record<string, string>), ...(token !== '' && {Authorization: `Bearer ${token}`})};
    const response = await fetch(path, {...init, headers, credentials: 'omit', cache: 'no-store'});
    if (response.status === 401) throw new TokenNeeded();
    if (!response.ok) throw new Error((await response.text()) || `the collector answered ${response.status}`);
    return response;
  };

  return {
    async get<T>(path: string, parameters: Readonly<Record<string, string | undefined>> = {}) {
      const said = Object.entries(parameters).filter((entry): entry is [string, string] => !!entry[1]);
      const query = new URLSearchParams(said).toString();
      return (await (await ask(query ? `${path}?${query}` : path)).json()) as T;
    },
    async watch(path, after, onMessage, signal) {
      const {body} = await ask(after === undefined ? path : `${path}?after=${after}`, {signal});
      const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
      let buffer = '';
      for (;;) {
        const {value, done} = await reader.read();
        if (done) return;
        buffer += value;
        const messages = buffer.split('\n\n');
        buffer = messages.pop()!;
        for (const message of messages) {
          const field = (name: string) =>
            message
              .split('\n')
              .find(line => line.startsWith(`${name}: `))
              ?.slice(name.length + 2);
          const data = field('data');
          if (data !== undefined) onMessage(field('event') ?? 'message', JSON.parse(data));
        }
      }
    },
    async put<T>(path: string, body: unknown, adminToken: string) {
      const headers = {Authorization: `Bearer ${adminToken}`, 'Content-Type': 'application/json'};
      const response = await fetch(path, {method: 'PUT', headers, body: JSON.stringify(body), credentials: 'omit'});
      if (response.status === 401) throw new Error('That is not the admin token.');
      if (!response.ok) throw new Error((await response.text()) || `the collector answered ${response.status}`);
      return (await response.json()) as T;
    },
    setToken(next) {
      token = next;
      try {
        sessionStorage.setItem(tokenKey, next);
      } catch {
        // Storage is off: the token lives as long as the page.
      }
    },
  };
};
