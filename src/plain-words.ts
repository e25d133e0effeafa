import { peopleIn, plainName, plainText } from './domain/slack-text.ts';
import type { Ports } from './ports.ts';

/** What somebody wrote in Slack, as it goes to GitHub, where nobody knows whom Slack's ids mean: people by name, links as addresses. */
export async function plainWords(text: string, { linking }: Pick<Ports, 'linking'>): Promise<string> {
  const names = new Map<string, string>();
  for (const id of peopleIn(text)) names.set(id, plainName(await linking.nameOf(id)));
  return plainText(text, { person: (id) => names.get(id), channel: () => undefined });
}
