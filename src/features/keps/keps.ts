import { DAY, type Instant } from '../../domain/time.ts';
import { UserError } from '../../domain/errors.ts';
import { passedFreezes } from '../../domain/freeze.ts';
import { mayLead } from '../../domain/person.ts';
import { agendaId } from '../../domain/agenda.ts';
import type { Effect } from '../../effect.ts';
import type { Call, Feature, Plan, Reply } from '../../feature.ts';
import { groupMeant } from '../../group-meant.ts';
import type { Ports } from '../../ports.ts';
import { kepsOf, knownIn, missedBy, recordOf, standingsOf } from '../../radar.ts';
import { kepsMessage, kepsPage, type PageValue, type Shown } from './blocks.ts';
import { openOf, wantedOf } from './plan.ts';
import { readAsked, type AskedKeps } from './words.ts';

/** The community's proposals: where each of a group's is, what it lacks before the next freeze, and who can do it. */
export const keps: Feature = {
  name: 'keps',

  commands: [
    {
      name: 'keps',
      usage: ['keps [group] [milestone | all]'],
      summary: 'Shows a group’s proposals before the next freeze: what each lacks, and who can do it.',
      who: 'Anyone. What is wrong with their files is shown to the group’s leads.',
      examples: ['keps', 'keps node v1.37', 'keps node all'],
      run: async (words, call, ports) => ({
        message: kepsMessage(await shownOf(readAsked(words), call, ports)),
      }),
    },
  ],

  presses: { 'keps:page': turnPage },

  tick,
};

async function turnPage(value: string, call: Call, ports: Ports): Promise<Reply> {
  const { page, turned, ...asked } = JSON.parse(value) as PageValue;
  return { view: kepsPage(await shownOf(asked, call, ports), page), replace: turned === true };
}

/** @throws UserError where no proposals are followed, or none may be told of there */
async function shownOf(asked: AskedKeps, call: Call, ports: Ports): Promise<Shown> {
  const { policy } = ports.keps;
  const group = groupMeant(asked.group, 'keps', call, ports);
  if (!policy)
    throw new UserError(
      'No proposals are followed here.',
      'Whoever runs sigbot names their repository: `proposals.repository` in sigbot.yml.',
    );
  const known = await knownIn(call.channel, ports);
  if (!known)
    throw new UserError(
      `The proposals in ${policy.repository} are not read yet, or may not be told of here.`,
      'They are read after a push, and each night.',
    );
  const isAll = asked.milestone === 'all';
  const wanted = isAll ? undefined : wantedOf(asked.milestone, ports.keps.milestones(), call.now);
  const own = await kepsOf(group, call.channel, ports);
  const open = openOf(own);
  const leads = mayLead(await ports.people.find(call.user), group);
  const over = wanted ? await missedBy(group, 0, call.channel, ports) : [];
  return {
    group,
    repo: known.repo,
    wanted,
    optedIn: policy.optedIn,
    exceptions: policy.exceptions,
    standings: wanted ? await standingsOf(group, wanted, call.channel, ports) : [],
    over: over.filter(({ record }) => record.milestone === wanted?.milestone),
    open,
    warts: leads ? open.filter(({ kep }) => kep.findings.length > 0) : [],
    now: call.now,
  };
}

/** How far back a freeze is noticed at which the bot was away. */
const LATE = 7 * DAY;

/**
 * How proposals stand is kept as soon as a freeze is over; the agendas that stand follow then, and each day while the
 * radar reaches a freeze.
 */
async function tick(now: Instant, ports: Ports, since: Instant): Promise<Plan> {
  const { policy } = ports.keps;
  if (!policy) return NOTHING;
  const effects = await recordsDue(now, ports);
  const isNewDay = Math.floor(now / DAY) > Math.floor(since / DAY);
  const isNear = passedFreezes(ports.keps.milestones(), now, now + policy.radar).length > 0;
  if (effects.length > 0 || (isNewDay && isNear)) effects.push(...(await agendaEdits(now, ports)));
  // What was read anew is made ready here, so that nobody has to wait for it.
  await ports.keps.known();
  return { effects, because: [] };
}

const NOTHING: Plan = { effects: [], because: [] };

/** Until all issues were read nobody can tell what they lack. */
async function recordsDue(now: Instant, ports: Ports): Promise<Effect[]> {
  const passed = passedFreezes(ports.keps.milestones(), now - LATE, now);
  if (passed.length === 0) return [];
  const kept = await ports.keps.records(now - LATE);
  const isKept = (milestone: string, name: string) =>
    kept.some((record) => record.milestone === milestone && record.name === name);
  const missing = passed.filter(({ milestone, name }) => !isKept(milestone, name));
  if (missing.length === 0 || !(await ports.issues.allRead())) return [];
  const records = await Promise.all(missing.map((freeze) => recordOf(freeze, ports)));
  return records.flatMap((record) => (record ? [{ kind: 'freeze.keep', record } as const] : []));
}

async function agendaEdits(now: Instant, { agenda, messages }: Ports): Promise<Effect[]> {
  const standing = await agenda.published(now);
  const posted = await Promise.all(
    standing.map(({ meeting, key }) => messages.of({ kind: 'agenda', id: agendaId(meeting, key) })),
  );
  return posted.flat().map(({ channel, subject }) => ({ kind: 'slack.update', channel, subject }));
}
