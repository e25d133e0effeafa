import type { Feature } from '../../feature.ts';
import { namesIssue } from '../../issue-meant.ts';
import { moreModal, needsInfoModal } from './blocks.ts';
import type { QueueFilter } from './filter.ts';
import { checkMore, typedOf } from './form.ts';
import { decideByCommand, decideById, issueToDecide } from './triage-decide.ts';
import { acceptFreed } from './triage-held.ts';
import { filterOf, showQueue } from './triage-queue.ts';
import { boardPresses, endBoards, renderBoard, startTogether } from './triage-together.ts';
import { undo } from './triage-undo.ts';
import { startWalk } from './triage-steps.ts';
import { walkPresses, walkSubmits } from './triage-walk.ts';
import { DECISIONS, vocabularyOf } from './words.ts';

/** Deciding about issues: the queue, the one-line command, and the buttons on every card. */
export const triage: Feature = {
  name: 'triage',

  commands: [
    {
      name: 'triage',
      usage: [
        'triage [group] [kind/…] [priority/…] [repository] [oldest|newest|reactions|comments|priority] [answered] [first-timers] [@author]',
        'triage together | list [the same]',
        'triage <issue> accept [priority] [kind] [@person]',
        'triage <issue> needs-info ["question"] | assign @person | duplicate #n | to <group> ["why"] | not-reproducible ["why"] | close ["why"]',
        'triage undo',
      ],
      summary: 'Goes through what waits for a decision, lists it, or decides.',
      inThread: DECISIONS,
      who: 'Anyone may look; the group’s leads and triagers decide.',
      examples: [
        'triage',
        'triage list kind/bug newest',
        'triage together critical-urgent',
        'triage 12345 accept important-soon @lee',
      ],
      run: async (words, call, ports) => {
        const [first = '', ...rest] = words;
        if (namesIssue(first)) return decideByCommand(first, rest, call, ports);
        if (DECISIONS.includes(first.toLowerCase())) return decideByCommand(undefined, words, call, ports);
        if (first.toLowerCase() === 'undo') return undo(call, ports);
        if (first.toLowerCase() === 'together')
          return startTogether(await filterOf(rest, call, ports), call, ports);
        if (first.toLowerCase() === 'list') return showQueue(await filterOf(rest, call, ports), ports);
        return startWalk(await filterOf(words, call, ports), call, ports);
      },
    },
  ],

  presses: {
    'triage:accept': (id, call, ports) => decideById(id, { assign: [], accept: true }, call, ports),
    'triage:assign': (id, call, ports) => decideById(id, { assign: ['me'] }, call, ports),
    'triage:needs-info': async (id, call, ports) => {
      const issue = await issueToDecide(id, call, ports);
      return { view: needsInfoModal(issue), issue };
    },
    'triage:more': async (id, call, ports) => {
      const issue = await issueToDecide(id, call, ports);
      const vocabulary = vocabularyOf(await ports.issues.labels(issue.repo));
      return { view: moreModal(issue, ports.directory.current().groups, vocabulary), issue };
    },
    'triage:give': (value, call, ports) => {
      const [id = '', to = ''] = value.split(' ');
      return decideById(id, { assign: [], to }, call, ports);
    },
    'triage:duplicate': (value, call, ports) => {
      const [id = '', duplicateOf = ''] = value.split(' ');
      return decideById(id, { assign: [], duplicateOf }, call, ports);
    },
    'triage:page': async (value, _call, ports) => {
      const reply = await showQueue(JSON.parse(value) as QueueFilter, ports);
      return { ...reply, replace: true };
    },
    'triage:queue': (group, call, ports) => startWalk({ group, offset: 0 }, call, ports),
    ...walkPresses,
    ...boardPresses,
  },

  async tick(now, ports) {
    const ended = await endBoards(now, ports);
    const freed = await acceptFreed(now, ports);
    return {
      effects: [...ended.effects, ...freed.effects],
      because: [...ended.because, ...freed.because],
    };
  },

  renders: { board: ({ id }, _channel, ports) => renderBoard(id, ports) },

  submits: {
    'triage:needs-info': {
      run: ({ question = '' }, id, call, ports) => {
        const needsInformation = question.trim() === '' ? {} : { question: question.trim() };
        return decideById(id, { assign: [], needsInformation }, call, ports);
      },
    },
    'triage:more': {
      check: checkMore,
      run: (values, id, call, ports) => decideById(id, typedOf(values), call, ports),
    },
    ...walkSubmits,
  },
};
