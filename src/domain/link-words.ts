/** The buttons' actions, by which the answer finds the feature. */
const LINK = 'people:link';

/** Somebody in Slack, as they are named there. */
export interface SlackName {
  user: string;
  name: string;
}

/**
 * What is asked before an account is linked, and the answers there are. It names both accounts: whoever entered a code
 * that somebody else sent them sees here whose it is.
 */
export function shownText(
  {
    login,
    githubId,
    owner,
    keepable,
  }: { login: string; githubId: number; owner?: string | undefined; keepable: boolean },
  { user, name }: SlackName,
  secret: string,
): { text: string; choices: { label: string; action: string; value: string }[] } {
  if (owner !== undefined && owner !== user) return { text: takenText(login, owner), choices: [] };
  const text = `GitHub says that this is the account ${login} (number ${githubId}).\nYou are ${plain(name)} in Slack (${user}).\nLink the two only if both are yours.`;
  const choice = (label: string, what: string) => ({ label, action: `${LINK}-${what}`, value: secret });
  return {
    text,
    choices: [
      ...(keepable
        ? [choice('Link, and write as me', 'keep'), choice('Link, and write as me for 10 minutes', 'once')]
        : []),
      choice(keepable ? 'Link only' : 'Link', 'none'),
      choice('Cancel', 'cancel'),
    ],
  };
}

/** Why an account cannot be linked: somebody else has it, and who may help. */
export function takenText(login: string, owner: string): string {
  return `The GitHub account ${login} is linked with another Slack account already, <@${owner}>. One account of the one is one account of the other: if both are yours, write \`/sig unlink\` there first; else ask whoever runs sigbot.`;
}

/** A name in Slack's text, which must not be a mention or a link. */
function plain(name: string): string {
  return name.replace(/[<>&*_`~]/g, '').slice(0, 80);
}
