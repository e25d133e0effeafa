import type { GroupKind } from '../../domain/group.ts';

/** The prefix that a community of the sigs.yaml family puts before a group's label; '' where there is no custom. */
const LABEL_PREFIX: Readonly<Record<GroupKind, string>> = {
  sig: 'sig/',
  wg: 'wg/',
  ug: 'ug/',
  committee: 'committee/',
  group: '',
};

/** The whole label: verbatim where it has a prefix ("sig/ci"), else with its kind's ("node" -> "sig/node"). */
export function wholeLabel(label: string, kind: GroupKind): string {
  return label.includes('/') ? label : LABEL_PREFIX[kind] + label;
}

const KIND_WORDS: Readonly<Record<GroupKind, RegExp | undefined>> = {
  sig: /^(?:sig|special interest group)[\s:_-]+/i,
  wg: /^(?:wg|working group)[\s:_-]+/i,
  ug: /^(?:ug|user group)[\s:_-]+/i,
  committee: /^committee[\s:_-]+(?:on\s+|for\s+)?|\s+committee$/i,
  group: undefined,
};

/** The name without its kind's word: "SIG Policy" -> "Policy", "Steering Committee" -> "Steering". */
export function bareName(name: string, kind: GroupKind): string {
  const word = KIND_WORDS[kind];
  return (word && name.replace(word, '').trim()) || name;
}

const SAYS_ITS_KIND = /\b(?:sigs?|wg|ug|tag|committee|groups?|team|council)\b/i;

/** How the group is called in full: "SIG Node", "WG Batch", "Steering Committee"; as written where the name says its kind. */
export function titleOf(name: string, kind: GroupKind): string {
  const bare = bareName(name, kind);
  if (kind === 'group' || SAYS_ITS_KIND.test(bare)) return bare;
  return kind === 'committee' ? `${bare} Committee` : `${kind.toUpperCase()} ${bare}`;
}

/** "API Machinery" -> "api-machinery"; letters of any script stay. */
export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
}
