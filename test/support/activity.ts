import type { Activity, ReviewState } from '../../src/domain/activity.ts';
import { HOUR, type Instant } from '../../src/domain/time.ts';

/** What the words of a history do. */
const VERBS: Readonly<Record<string, Partial<Activity> & Pick<Activity, 'kind'>>> = {
  says: { kind: 'comment' },
  commands: { kind: 'comment', speaks: false },
  deleted: { kind: 'comment', gone: true },
  remarks: { kind: 'remark' },
  reviews: review('commented'),
  approves: review('approved'),
  refuses: review('changes_requested'),
  dismissed: review('dismissed'),
  pushes: { kind: 'push', speaks: false },
  asks: { kind: 'request', speaks: false },
  assigns: { kind: 'assignment', speaks: false },
  sets: { kind: 'label', speaks: false },
};

function review(state: ReviewState): Pick<Activity, 'kind' | 'review'> {
  return { kind: 'review', review: state };
}

/**
 * "1 mori says; 2 dana+ asks lee; 3 prow* commands" as activity: hours after `from`, who (+ is of the project, * a bot's
 * account, "-" an account that is gone), what they do, and with whom or what.
 */
export function history(text: string, from: Instant): Activity[] {
  return text
    .split(';')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line, index) => {
      const [hours, who = '', verb = '', ...about] = line.split(' ');
      const does = VERBS[verb];
      if (!does) throw new Error(`"${line}": nobody knows how to ${verb}`);
      const at = from + Number(hours) * HOUR;
      const name = who.replace(/[+*]$/, '');
      return {
        id: `${does.kind}/${index + 1}`,
        at,
        changedAt: at,
        by: name === '-' ? undefined : name,
        robot: who.endsWith('*'),
        insider: who.endsWith('+'),
        speaks: true,
        ...does,
        ...(about.length > 0 ? { about: about.join(' ') } : {}),
      };
    });
}
