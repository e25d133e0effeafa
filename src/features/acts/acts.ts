import { UserError } from '../../domain/errors.ts';
import { REASON, type OwnAct } from '../../domain/own-act.ts';
import type { Call, Feature, Press, Reply } from '../../feature.ts';
import { issueMeant, namesIssue } from '../../issue-meant.ts';
import { plainWords } from '../../plain-words.ts';
import type { Ports } from '../../ports.ts';
import { ask, askById, sayIt } from './acts-say.ts';
import { readSaying } from './plan.ts';

const WHO =
  'Whoever could say it on GitHub: it is sent as you, with your own sign-in, or handed to you to paste.';

/** What counts for who says it, said of a pull request from Slack: `/lgtm`, `/approve`, `/hold`. */
export const acts: Feature = {
  name: 'acts',

  commands: [
    {
      name: 'lgtm',
      usage: ['lgtm <pull request>'],
      inThread: ['lgtm'],
      summary: 'Says /lgtm on a pull request, as you.',
      who: WHO,
      examples: ['lgtm 12345', 'lgtm kubernetes/kubernetes#12345'],
      run: (words, call, ports) => judge('lgtm', words, call, ports),
    },
    {
      name: 'approve',
      usage: ['approve <pull request>'],
      inThread: ['approve'],
      summary: 'Says /approve on a pull request, as you.',
      who: WHO,
      examples: ['approve 12345'],
      run: (words, call, ports) => judge('approve', words, call, ports),
    },
    {
      name: 'hold',
      usage: ['hold <pull request> ["why"]', 'hold <pull request> cancel'],
      inThread: ['hold', 'hold cancel'],
      summary: 'Holds a pull request, or ends the hold, as you.',
      who: WHO,
      examples: ['hold 12345 "flaky on arm64"', 'hold 12345 cancel'],
      run: hold,
    },
  ],

  presses: {
    'acts:lgtm': asking('lgtm'),
    'acts:approve': asking('approve'),
    'acts:hold': asking('hold'),
    'acts:unhold': asking('hold cancel'),
    'acts:say': async (value, call, ports) => ({
      ...(await sayIt(readSaying(value), call, ports)),
      replace: true,
    }),
    // The button leads to GitHub, and Slack tells us so.
    'acts:go': () => Promise.resolve({}),
  },

  submits: {
    'acts:say': {
      run: ({ because = '' }, metadata, call, ports) => {
        const said = because.trim();
        return sayIt({ ...readSaying(metadata), because: said === '' ? undefined : said }, call, ports);
      },
    },
  },
};

function asking(act: OwnAct): Press {
  return (value, call, ports) => {
    const [id = '', head] = value.split(' ');
    return askById({ id, act, head }, call, ports);
  };
}

/** "/sig lgtm 12345" */
async function judge(act: OwnAct, words: readonly string[], call: Call, ports: Ports): Promise<Reply> {
  if (words.length > 1)
    throw new UserError(
      `\`/sig ${act}\` takes a pull request, and nothing else.`,
      `For example \`/sig ${act} 12345\`.`,
    );
  return ask(await issueMeant(words[0], act, call, ports), { act }, call, ports);
}

/** "/sig hold 12345 "flaky on arm64"", "/sig hold 12345 cancel" */
async function hold(words: readonly string[], call: Call, ports: Ports): Promise<Reply> {
  const [first = '', ...more] = words;
  const named = namesIssue(first);
  const pull = await issueMeant(named ? first : undefined, 'hold', call, ports);
  const rest = (named ? more : words).join(' ').trim();
  if (rest.toLowerCase() === 'cancel') return ask(pull, { act: 'hold cancel' }, call, ports);
  if (rest.length > REASON) throw new UserError(`A reason has ${REASON} characters at most.`);
  return ask(pull, { act: 'hold', ...(rest && { because: await plainWords(rest, ports) }) }, call, ports);
}
