import { createCalendar, type Calendar } from './calendar.ts';
import { createGitHub, type GitHubWorld } from './github/github.ts';
import type { RepoSeed } from './github/hub.ts';
import type { ChannelSeed, PersonSeed } from './slack/roster.ts';
import type { Transport } from './slack/send.ts';
import { createSlack, type SlackWorld } from './slack/slack.ts';
import { until } from './until.ts';

export interface WorldSeed {
  channels: ChannelSeed[];
  people: (PersonSeed & {
    /** GitHub login, where they have one. */
    github?: string;
  })[];
  repos: RepoSeed[];
  /** Logins beyond those of `people`. */
  logins?: readonly string[];
  /** GitHub logins of the organisations' members; everybody of `people` who is no guest where it is not said. */
  orgMembers?: readonly string[];
  /** The bot comes as a GitHub App that is installed in every organisation, instead of with a token. */
  githubApp?: boolean;
}

/** An emulated Slack and an emulated GitHub, for a bot that knows nothing of it. */
export interface World {
  slack: SlackWorld;
  github: GitHubWorld;
  calendar: Calendar;
  /** The environment the bot needs; with a transport only that transport's secret. */
  env(transport?: Transport): Record<string, string>;
  /** Tells Slack and GitHub where the bot listens. */
  connect(bot: {
    /** The bot's /slack/events. */
    slackUrl?: string;
    /** The bot's /github/webhook. */
    githubUrl?: string;
    transport: Transport;
    /** Milliseconds before each repetition of an unacknowledged event. */
    retryAfter?: readonly number[];
    /** Milliseconds the bot has to acknowledge; 3,000 as in Slack. */
    within?: number;
  }): void;
  /** Looks every 10 ms until the condition holds; throws after `within` ms (5,000). */
  until: typeof until;
  close(): Promise<void>;
}

/** @param calendar the time there; the machine's where none is given */
export async function createWorld(seed: WorldSeed, calendar = createCalendar()): Promise<World> {
  const { channels, people, repos, logins = [], orgMembers, githubApp = false } = seed;
  const withLogin = people.filter(({ github }) => github !== undefined);
  const members = orgMembers ?? withLogin.filter(({ guest }) => !guest).map(({ github }) => github ?? '');
  const everybody = [...withLogin.map(({ github }) => github ?? ''), ...logins, ...members];
  const [slack, github] = await Promise.all([
    createSlack({ channels, people }, calendar),
    createGitHub({ repos, logins: everybody, members, app: githubApp }, calendar),
  ]);

  return {
    slack,
    github,
    calendar,
    env: (transport) => ({
      SLACK_BOT_TOKEN: slack.botToken.value,
      SLACK_API_URL: slack.apiUrl,
      ...(transport === 'socket' ? {} : { SLACK_SIGNING_SECRET: slack.signingSecret }),
      ...(transport === 'http' ? {} : { SLACK_APP_TOKEN: slack.appToken }),
      ...(github.app
        ? { GITHUB_APP_ID: github.app.id, GITHUB_PRIVATE_KEY: github.app.privateKey }
        : { GITHUB_TOKEN: github.token.value }),
      GITHUB_WEBHOOK_SECRET: github.webhookSecret,
      GITHUB_API_URL: github.apiUrl,
    }),
    connect({ slackUrl, githubUrl, ...how }) {
      slack.connect({ ...how, ...(slackUrl === undefined ? {} : { url: slackUrl }) });
      github.connect({ url: githubUrl });
    },
    until,
    async close() {
      await Promise.all([slack.close(), github.close()]);
    },
  };
}
