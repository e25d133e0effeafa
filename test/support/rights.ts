import { nobody, type Person } from '../../src/domain/person.ts';
import { NO_RIGHTS, type Action, type RepositoryRights, type Through } from '../../src/domain/rights.ts';

/** All that a decision can be made of. */
export const ACTIONS: readonly Action[] = ['accept', 'label', 'assign', 'close', 'reopen', 'comment', 'open'];

/** She leads SIG Node. */
const dana: Person = { ...nobody('U0DANA'), github: 'dana', githubId: 101, logins: ['dana'] };
/** He leads nothing. */
export const mori: Person = { ...nobody('U0MORI'), github: 'mori', githubId: 102, logins: ['mori'] };
/** A member of the organisation, who reads. */
export const MEMBER: RepositoryRights = { ...NO_RIGHTS, member: true, collaborator: true };
/** Somebody from outside with the role triage. */
export const TRIAGER: RepositoryRights = { ...NO_RIGHTS, collaborator: true, triage: true };
/** A member with the role write. */
export const MAINTAINER: RepositoryRights = { ...MEMBER, triage: true, push: true };

/** Somebody, and what GitHub would let them do. */
export interface Row {
  who: string;
  person: Person;
  rights: RepositoryRights;
  author?: boolean;
  /** Whether they may decide for SIG Node at all. */
  decides: boolean;
  /** How they may give an issue that no group has to one: as anybody does through Prow, by hand with the role triage. */
  gives: readonly Through[];
  /** What GitHub and Prow would let them do themselves, by the words of both: by comment, and by hand. */
  prow: readonly Action[];
  labels: readonly Action[];
}

const ANYBODY: readonly Action[] = ['label', 'assign', 'comment', 'open'];

/** Who there is. What GitHub lets each do is written out here, not computed. */
export const ROWS: readonly Row[] = [
  {
    who: 'an operator without any right on GitHub',
    person: { ...mori, role: 'operator' },
    rights: NO_RIGHTS,
    decides: true,
    gives: ['prow'],
    prow: ANYBODY,
    labels: ['comment', 'open'],
  },
  {
    who: 'an operator who maintains the repository',
    person: { ...mori, role: 'operator' },
    rights: MAINTAINER,
    decides: true,
    gives: ['prow', 'labels'],
    prow: ACTIONS,
    labels: ACTIONS,
  },
  {
    who: 'a lead who maintains the repository',
    person: dana,
    rights: MAINTAINER,
    decides: true,
    gives: ['prow', 'labels'],
    prow: ACTIONS,
    labels: ACTIONS,
  },
  {
    who: 'a lead without any right on GitHub',
    person: dana,
    rights: NO_RIGHTS,
    decides: true,
    gives: ['prow'],
    prow: ANYBODY,
    labels: ['comment', 'open'],
  },
  {
    who: 'a named triager who is a member of the organisation',
    person: { ...mori, role: 'triager' },
    rights: MEMBER,
    decides: true,
    gives: ['prow'],
    prow: ACTIONS,
    labels: ['comment', 'open'],
  },
  {
    who: 'a member of the organisation',
    person: mori,
    rights: MEMBER,
    decides: false,
    gives: ['prow'],
    prow: ACTIONS,
    labels: ['comment', 'open'],
  },
  {
    who: 'a triager of the repository from outside',
    person: mori,
    rights: TRIAGER,
    decides: false,
    gives: ['prow', 'labels'],
    prow: ['label', 'assign', 'close', 'reopen', 'comment', 'open'],
    labels: ACTIONS,
  },
  {
    who: 'a plain contributor',
    person: mori,
    rights: NO_RIGHTS,
    decides: false,
    gives: ['prow'],
    prow: ANYBODY,
    labels: ['comment', 'open'],
  },
  {
    who: 'the author of the issue',
    person: mori,
    rights: NO_RIGHTS,
    author: true,
    decides: false,
    gives: ['prow'],
    prow: [...ANYBODY, 'close', 'reopen'],
    labels: ['close', 'reopen', 'comment', 'open'],
  },
];

/** Who may do nothing here, whatever they are on GitHub. */
export const NOBODIES: readonly [string, Person][] = [
  ['a guest who leads', { ...dana, standing: 'guest' }],
  ['a stranger who leads', { ...dana, standing: 'stranger' }],
  ['a deactivated account that leads', { ...dana, standing: 'gone' }],
  ['somebody of whom Slack does not tell', { ...dana, standing: 'unknown' }],
];

/** Who is not known for certain. */
export const UNCERTAIN: readonly [string, Person][] = [
  ['somebody who is not linked', nobody('U0MORI')],
  ['a lead whose login belongs to another account now', { ...nobody('U0DANA'), doubt: 'another account' }],
];
