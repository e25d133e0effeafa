import type { IncomingMessage } from 'node:http';

/**
 * Why a request is refused; undefined where it is not. Only the page itself may ask: a name that was made to lead to
 * this machine has another Host, and another site's page has another Origin.
 */
export function refusalOf(req: IncomingMessage, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin } = req.headers;
  if (!hosts.includes(host)) return `This is ${hosts[0]}, not ${host || 'a nameless host'}.`;
  if (origin !== undefined && !hosts.some((own) => origin === `http://${own}`))
    return 'Only the playground’s own page may ask.';
  if (req.method !== 'GET' && !(req.headers['content-type'] ?? '').startsWith('application/json'))
    return 'Send JSON.';
  return undefined;
}
