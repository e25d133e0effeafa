import type { Variables } from './environment.ts';
import type { FileConfig } from './file.ts';
import { shown, type Problem } from './problems.ts';
import { isOfKind, looksSecret, secretRemedy } from './tokens.ts';

/** What the variables must be together, beyond what each must be. */
export function variablesTogether(given: Variables): Problem[] {
  const problems: Problem[] = [];
  const has = (key: string) => given[key] !== undefined;
  const lacks = (key: string, remedy: string) => problems.push({ key, value: 'not set', remedy });
  if (!has('SLACK_APP_TOKEN') && !has('SLACK_SIGNING_SECRET')) {
    lacks(
      'SLACK_APP_TOKEN or SLACK_SIGNING_SECRET',
      `For Socket Mode set the first, for HTTP the second. ${secretRemedy('SLACK_APP_TOKEN')} ${secretRemedy('SLACK_SIGNING_SECRET')}`,
    );
  }
  if (has('GITHUB_APP_ID') && !has('GITHUB_PRIVATE_KEY'))
    lacks('GITHUB_PRIVATE_KEY', secretRemedy('GITHUB_PRIVATE_KEY'));
  if (has('GITHUB_PRIVATE_KEY') && !has('GITHUB_APP_ID'))
    lacks('GITHUB_APP_ID', 'Give the App’s id, from its settings page.');
  if (has('GITHUB_CLIENT_SECRET') && !has('GITHUB_CLIENT_ID'))
    lacks('GITHUB_CLIENT_ID', 'Give the App’s client id, from its settings page.');
  if (has('GITHUB_TOKEN') && (has('GITHUB_APP_ID') || has('GITHUB_PRIVATE_KEY'))) {
    problems.push({
      key: 'GITHUB_TOKEN',
      value: 'set beside a GitHub App',
      remedy: 'Keep one of the two: the token, or the App’s id and key.',
    });
  }
  return [...problems, ...(has('SLACK_API_URL') ? [] : unknownTokens(given))];
}

/** Slack's own tokens can be told by their beginning; another Slack (an emulator) may have others. */
function unknownTokens(given: Variables): Problem[] {
  return ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'].flatMap((key) => {
    const token = given[key];
    if (token === undefined || isOfKind(token, key) || looksSecret(token)) return [];
    return [{ key, value: shown(token, true), remedy: secretRemedy(key) }];
  });
}

/** What the file asks for and the variables do not allow; `name` is the file's. */
export function fileOutOfReach(file: FileConfig, name: string, given: Variables): Problem[] {
  const mayWrite = ['GITHUB_TOKEN', 'GITHUB_APP_ID', 'GITHUB_PRIVATE_KEY'].some(
    (key) => given[key] !== undefined,
  );
  const asPerson = ['GITHUB_CLIENT_ID', 'SIGBOT_KEYS'].filter((key) => given[key] === undefined);
  const documents = [
    ...file.meetings.outlets,
    ...Object.values(file.groups).flatMap(({ outlets = [] }) => outlets),
  ];
  const unwritten: Problem = {
    key: `${name} meetings.outlets`,
    value: 'set without a GitHub credential',
    remedy: 'Set GITHUB_TOKEN, or GITHUB_APP_ID and GITHUB_PRIVATE_KEY, or take the outlets out.',
  };
  const repositories = file.repositories.flatMap(({ name: repository, intake, write }, index) => {
    const key = (field: string) => `${name} repositories[${index}].${field} (${repository})`;
    const problems: Problem[] = [];
    if (intake !== 'poll' && given['GITHUB_WEBHOOK_SECRET'] === undefined) {
      problems.push({
        key: key('intake'),
        value: shown(intake),
        remedy: 'Set GITHUB_WEBHOOK_SECRET, or write poll.',
      });
    }
    if (write === 'as-person' && asPerson.length > 0) {
      problems.push({
        key: key('write'),
        value: shown(write),
        remedy: `Set ${asPerson.join(' and ')}, or write handoff.`,
      });
    }
    if (write === 'as-bot' && !mayWrite) {
      problems.push({
        key: key('write'),
        value: shown(write),
        remedy: 'Set GITHUB_TOKEN, or GITHUB_APP_ID and GITHUB_PRIVATE_KEY, or write handoff.',
      });
    }
    return problems;
  });
  return [...repositories, ...(documents.length > 0 && !mayWrite ? [unwritten] : [])];
}
