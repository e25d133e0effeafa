import { isObject, parseJson, textOf, type Json } from '../json.ts';
import type { Look, PageState } from '../serve/page-state.ts';

/** Hears of what the page looks at; returns what ends that. */
export function listen(
  look: Look,
  hear: (state: PageState) => void,
  connected: (yes: boolean) => void,
): () => void {
  const query = new URLSearchParams(Object.entries(look).map(([key, value]) => [key, String(value)]));
  const source = new EventSource(`/api/state?${query.toString()}`);
  source.addEventListener('open', () => connected(true));
  source.addEventListener('error', () => connected(false));
  source.addEventListener('message', (event: MessageEvent<string>) =>
    hear(JSON.parse(event.data) as PageState),
  );
  return () => source.close();
}

/**
 * Asks the server to do something.
 * @throws Error in the server's words where it cannot
 */
export async function ask(said: Json): Promise<Json> {
  const response = await fetch('/api/act', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(said),
  });
  const body = parseJson(await response.text());
  const answered = isObject(body) ? body : { failed: 'The playground does not answer.' };
  const failed = textOf(answered['failed']) || (response.ok ? '' : textOf(answered['message']));
  if (failed !== '') throw new Error(failed);
  return answered;
}
