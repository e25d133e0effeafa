const REDIRECTS = [301, 302, 307, 308];
const MAX_HOPS = 3;

/** Name of the error of a request that was never sent: its caller had stopped waiting. */
export const NOT_SENT = 'NotSentError';

/**
 * A `fetch` for Octokit. Each request has its own timeout (ms), which Octokit lacks.
 * A redirected write is repeated as it was, where `fetch` would follow a 301 with a GET and so report a write that
 * never happened. It is repeated only when it still names the same issue on the same host: a renamed repository
 * answers so. Anything else (an issue moved to another repository) becomes a 410 that says where it went.
 */
export function sender(timeout: number, send: typeof fetch = fetch): typeof fetch {
  return async (input, init = {}) => {
    const { signal } = init;
    if (signal?.aborted)
      throw Object.assign(new Error('it waited too long for its turn'), { name: NOT_SENT });
    const limit = AbortSignal.timeout(timeout);
    const bounded = { ...init, signal: signal ? AbortSignal.any([signal, limit]) : limit };
    if (isRead(init.method)) return send(input, bounded);
    return write(String(input), { ...bounded, redirect: 'manual' }, send);
  };
}

/** Whether a request of this method changes nothing. */
export function isRead(method: string | undefined): boolean {
  return method === undefined || method === 'GET' || method === 'HEAD';
}

async function write(url: string, init: RequestInit, send: typeof fetch): Promise<Response> {
  let at = url;
  for (let hop = 0; hop <= MAX_HOPS; hop++) {
    const response = await send(at, init);
    if (!REDIRECTS.includes(response.status)) return response;
    const location = response.headers.get('location');
    const next = location === null ? undefined : new URL(location, at).href;
    if (next === undefined || target(next) !== target(at)) return moved(next);
    at = next;
  }
  return moved(at);
}

/** What an address names, whatever the repository is called. */
function target(address: string): string {
  const url = new URL(address);
  return url.origin + url.pathname.replace(/\/(?:repos\/[^/]+\/[^/]+|repositories\/\d+)(?=\/|$)/, '/');
}

function moved(to: string | undefined): Response {
  return Response.json(
    { message: `It moved to ${to ?? 'an address GitHub does not tell'}` },
    { status: 410 },
  );
}
