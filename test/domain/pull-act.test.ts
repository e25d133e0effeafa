import { describe, expect, test } from 'vitest';
import type { Activity } from '../../src/domain/activity.ts';
import { givenIn, pullActsIn, type Given, type PullAct } from '../../src/domain/pull-act.ts';
import { history } from '../support/activity.ts';
import { NOW } from '../support/facts.ts';

describe('what a comment says about merging', () => {
  test.each<[string, PullAct[]]>([
    ['/lgtm', ['lgtm']],
    ['/LGTM  ', ['lgtm']],
    ['/lgtm no-issue', ['lgtm']],
    ['Looks good.\r\n/lgtm\r\n/approve', ['lgtm', 'approve']],
    ['/lgtm cancel', ['lgtm cancel']],
    ['/remove-lgtm', ['lgtm cancel']],
    ['/lgtm but not yet', []],
    ['I would /lgtm this', []],
    [' /approve', []],
    ['/approve no-issue', ['approve']],
    ['/approve cancel', ['approve cancel']],
    ['/remove-approve', ['approve cancel']],
    ['/approver', []],
    ['/hold', ['hold']],
    ['/hold until the freeze is over', ['hold']],
    ['/hold cancel', ['hold cancel']],
    ['/unhold', ['hold cancel']],
    ['/remove-hold', ['hold cancel']],
    ['/holding', []],
    ['', []],
  ])('%j says %j', (text, acts) => {
    expect(pullActsIn(text)).toEqual(acts);
  });
});

/** "lgtm noor · approved dana": whose word stands after such a history; `says` of it are commands. */
function standing(text: string): string {
  const all = history(text, NOW).map((one): Activity => {
    if (one.kind !== 'comment' || one.about === undefined) return one;
    const { about, ...rest } = one;
    return { ...rest, acts: pullActsIn(`/${about}`) };
  });
  const given = givenIn(all.toReversed());
  return (Object.keys(given) as (keyof Given)[])
    .filter((what) => given[what].length > 0)
    .map((what) => `${what} ${given[what].join(' ')}`)
    .join(' · ');
}

describe('whose word stands on a pull request', () => {
  test.each([
    ['nothing was said', '', ''],
    ['a command', '1 noor says lgtm', 'lgtm noor'],
    ['another one', '1 noor says lgtm; 2 dana says approve', 'lgtm noor · approved dana'],
    ['taken back', '1 noor says lgtm; 2 noor says lgtm cancel', ''],
    [
      'a push takes lgtm back, not approve',
      '1 noor says lgtm; 1 dana says approve; 2 mori pushes',
      'approved dana',
    ],
    ['given again after it', '1 noor says lgtm; 2 mori pushes; 3 noor says lgtm', 'lgtm noor'],
    ['however they write themselves', '1 Noor says lgtm; 2 noor says lgtm cancel', ''],
    ['a review approves', '1 noor approves', 'lgtm noor · reviewed noor'],
    ['a review refuses', '1 noor approves; 2 noor refuses', 'refused noor'],
    ['what was refused is approved', '1 noor refuses; 2 noor approves', 'lgtm noor · reviewed noor'],
    ['a push leaves a review standing', '1 noor approves; 2 mori pushes', 'reviewed noor'],
    ['a dismissed review', '1 noor refuses; 2 noor dismissed', ''],
    ['a review that only comments', '1 noor reviews', ''],
    ['a hold', '1 lee says hold', 'held lee'],
    ['anybody ends it', '1 lee says hold; 1 dana says hold; 2 mori says unhold', ''],
    ['whose account is gone', '1 - says lgtm', ''],
  ])('%s', (_what, text, stands) => {
    expect(standing(text)).toBe(stands);
  });

  test('what was deleted counts no more', () => {
    const [said] = history('1 noor says', NOW);
    expect(givenIn(said ? [{ ...said, acts: ['lgtm'], gone: true }] : []).lgtm).toEqual([]);
  });
});
