import { randomBytes } from 'node:crypto';
import type { Story } from './bot.ts';

const PUBLIC = 'https://sigbot.example.org';

/** What lets people show their GitHub account in a browser. */
export const BROWSER = {
  GITHUB_CLIENT_ID: 'Iv23liplayground',
  GITHUB_CLIENT_SECRET: 'playground-client-secret',
  PUBLIC_URL: PUBLIC,
};

/** A key for people's tokens. */
export const aKey = (name: string) => `${name}:${randomBytes(32).toString('base64')}`;

/** Begins a link in Slack and returns the address that its button leads to. */
export async function linkAddress({ ask, world }: Story, person: string): Promise<string> {
  await ask(person, '/sig link', 'random');
  const said = JSON.stringify(world.slack.as(person).ephemeral('random').at(-1));
  return /"url":"([^"]*authorize[^"]*)"/.exec(said)?.[1] ?? '';
}

/** What the browser shows at an address of the bot's. */
export async function visit({ bot }: Story, address: string): Promise<string> {
  return (await fetch(address.replace(PUBLIC, bot.url))).text();
}

/** Presses one of the page's buttons. */
export async function answer({ bot }: Story, page: string, choice: string): Promise<string> {
  const secret = /name="secret" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const response = await fetch(`${bot.url}/github/callback`, {
    method: 'POST',
    body: new URLSearchParams({ secret, choice }),
  });
  return response.text();
}

/** Links somebody with an account; with "keep" the bot may write as them. */
export async function linkInBrowser(
  story: Story,
  person: string,
  login: string,
  choice = 'none',
): Promise<string> {
  const back = story.world.github.oauth.agree(await linkAddress(story, person), login);
  return answer(story, await visit(story, back), choice);
}
