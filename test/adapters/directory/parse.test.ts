import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseDirectory } from '../../../src/adapters/directory/parse.ts';
import { DEFAULT_KINDS as kinds } from '../../../src/config/file.ts';
import { UserError } from '../../../src/domain/errors.ts';
import type { Directory, Group, GroupOverlay } from '../../../src/domain/group.ts';

function parse(yaml: string, overlay: Record<string, GroupOverlay> = {}): Directory {
  return parseDirectory(yaml, { kinds, overlay });
}

function only(yaml: string): Group {
  const [group, ...others] = parse(yaml).groups;
  if (!group || others.length > 0) throw new Error('one group expected');
  return group;
}

function doubts(directory: Directory): string[] {
  return directory.doubts.map(({ severity, about, text }) => `${severity} ${about}: ${text}`);
}

const HARBOR = `
sigs:
  - dir: sig-tide
    name: Tide
    mission_statement: >
      Keeps the water
      where it belongs.
    charter_link: charter.md
    label: tide
    leadership:
      chairs:
        - {github: mara-quill, name: Mara Quill, email: mara@harbor.example}
      tech_leads:
        - {github: Mara-Quill, name: Mara Quill}
        - {github: ivo-sand, name: Ivo Sand}
      emeritus_leads:
        - {github: old-salt, name: Old Salt}
    meetings:
      - description: Regular Meeting
        day: Tuesday
        time: 9:00
        tz: PT (Pacific Time)
        frequency: biweekly
        url: https://zoom.us/j/123?pwd=hunter2&from=addon
        archive_url: https://docs.example/notes
        recordings_url: https://video.example/tide
      - description: Private Security Meeting
        day: Friday
        url: https://zoom.us/j/999
    contact:
      slack: sig-tide
      mailing_list: https://groups.example/g/sig-tide
    subprojects:
      - name: locks
        meetings:
          - description: Lock Keepers
            day: first Monday
            url: https://zoom.us/j/456
          - description: Keys
            private: true
            archive_url: https://docs.example/keys
      - name: 1.30
`;

test('a group as the family writes it', () => {
  const { groups } = parseDirectory(HARBOR, {
    kinds,
    overlay: {},
    home: 'https://github.com/harbor/community/blob/main',
  });
  expect(groups).toEqual([
    {
      id: 'sig-tide',
      kind: 'sig',
      name: 'Tide',
      title: 'SIG Tide',
      mission: 'Keeps the water where it belongs.',
      charterUrl: 'https://github.com/harbor/community/blob/main/sig-tide/charter.md',
      mailingListUrl: 'https://groups.example/g/sig-tide',
      label: 'sig/tide',
      channel: { name: 'sig-tide' },
      leads: [
        { github: 'mara-quill', name: 'Mara Quill', role: 'chair' },
        { github: 'ivo-sand', name: 'Ivo Sand', role: 'tech lead' },
      ],
      meetings: [
        {
          description: 'Regular Meeting',
          day: 'Tuesday',
          time: '9:00',
          tz: 'PT (Pacific Time)',
          frequency: 'biweekly',
          url: 'https://zoom.us/j/123?from=addon',
          notesUrl: 'https://docs.example/notes',
          recordingsUrl: 'https://video.example/tide',
        },
        { description: 'Private Security Meeting', day: 'Friday', private: true },
        {
          description: 'Lock Keepers',
          day: 'first Monday',
          url: 'https://zoom.us/j/456',
          subproject: 'locks',
        },
        { description: 'Keys', subproject: 'locks', private: true },
      ],
      subprojects: ['locks', '1.30'],
      paused: false,
      pullRequests: false,
    },
  ]);
});

test('a meeting is private where the operator says so', () => {
  const { groups } = parseDirectory(HARBOR, {
    kinds,
    overlay: { 'sig-tide': { meetings: [{ description: 'regular meeting', private: true }] } },
  });
  expect(groups[0]?.meetings[0]).toMatchObject({ description: 'Regular Meeting', private: true });
});

test.each([
  ['sigs', 'Node', 'SIG Node', 'Node'],
  ['sigs', 'SIG Policy', 'SIG Policy', 'Policy'],
  ['sigs', 'sig-policy', 'SIG policy', 'policy'],
  ['sigs', 'Special Interest Group Policy', 'SIG Policy', 'Policy'],
  ['sigs', 'Harbor Perf and Scale SIG', 'Harbor Perf and Scale SIG', 'Harbor Perf and Scale SIG'],
  ['sigs', 'Harbor CI Operations Group', 'Harbor CI Operations Group', 'Harbor CI Operations Group'],
  ['sigs', 'SIG', 'SIG', 'SIG'],
  ['workinggroups', 'Batch', 'WG Batch', 'Batch'],
  ['wgs', 'Working Group Batch', 'WG Batch', 'Batch'],
  ['usergroups', 'Big Data', 'UG Big Data', 'Big Data'],
  ['committees', 'Steering', 'Steering Committee', 'Steering'],
  ['committees', 'Steering Committee', 'Steering Committee', 'Steering'],
  ['tags', 'TAG Security', 'TAG Security', 'TAG Security'],
])('under %s, %j is called %j', (key, written, title, name) => {
  expect(only(`${key}: [{name: ${written}}]`)).toMatchObject({ title, name });
});

test.each([
  ['sigs', 'node', 'sig/node'],
  ['sigs', 'sig/ci', 'sig/ci'],
  ['sigs', 'area/ci', 'area/ci'],
  ['workinggroups', 'batch', 'wg/batch'],
  ['committees', 'steering', 'committee/steering'],
  ['tags', 'tag-security', 'tag-security'],
  ['sigs', '1.30', 'sig/1.30'],
  ['sigs', 'no', 'sig/no'],
  ['sigs', '""', undefined],
  ['sigs', '~', undefined],
  ['sigs', 'null', undefined],
  ['sigs', 'TBD', undefined],
  ['sigs', '[node]', undefined],
])('under %s, the label %j is %j', (key, written, label) => {
  expect(only(`${key}: [{name: x, label: ${written}}]`).label).toBe(label);
});

test.each([
  ['contact: {slack: sig-x}', { name: 'sig-x' }],
  ['contact: {slack: "#sig-x"}', { name: 'sig-x' }],
  ['contact: {slack: C0123456789}', { id: 'C0123456789' }],
  ['chat_link: https://harbor.slack.com/archives/C0123456789', { id: 'C0123456789' }],
  ['contact: {slack: TBD, chat_link: https://harbor.slack.com/messages/sig-x}', { name: 'sig-x' }],
  ['contact: {slack: {name: "#sig-x", id: C0123456789}}', { id: 'C0123456789', name: 'sig-x' }],
  ['contact: {slack: example-channel}', undefined],
  ['contact: {slack: [sig-x]}', undefined],
  ['contact: sig-x', undefined],
  ['contact:', undefined],
])('%s', (line, channel) => {
  expect(only(`sigs:\n  - name: x\n    ${line}\n`).channel).toEqual(channel);
});

test.each([
  ['"@mara-quill"', 'mara-quill'],
  ['https://github.com/mara-quill/', 'mara-quill'],
  ['TBD', undefined],
  ['examplehandle', undefined],
  ['mara@harbor.example', undefined],
  ['Mara Quill', undefined],
])('the login %s is %j', (written, login) => {
  expect(
    only(`sigs: [{name: x, leadership: {chairs: [{name: M, github: ${written}}]}}]`).leads[0]?.github,
  ).toBe(login);
});

test('whatever has the wrong type is said and left out', () => {
  const directory = parse(`
sigs:
  - name: a
    label: [x]
    leadership: [mara-quill]
    meetings: every Tuesday
    contact: 5
    subprojects: {one: two}
    mission_statement: {why: x}
  - just text
  - [a, list]
  -
  - {label: orphan}
  - dir: sig-nameless
wgs: {data: {name: Data}}
committees: 5
`);
  expect(directory.groups.map(({ id }) => id)).toEqual(['a', 'sig-nameless']);
  expect(doubts(directory)).toEqual(
    expect.arrayContaining([
      'warning a: label is a list where text is due: not used.',
      'warning a: leadership is a list where a map is due: not used.',
      'warning a: meetings is text where a list is due: not used.',
      'warning a: contact is text where a map is due: not used.',
      'warning a: subprojects is a map where a list is due: not used.',
      'warning a: mission_statement is a map where text is due: not used.',
      'warning sigs[1]: It is text where a group is due: not used.',
      'warning sigs[2]: It is a list where a group is due: not used.',
      'warning sigs[4]: It has neither a name nor a folder: not used.',
      'warning sig-nameless: It has no name: it is called after its folder.',
      'warning wgs: It is a map where a list of groups is due: not used.',
      'warning committees: It is text where a list of groups is due: not used.',
    ]),
  );
});

test('unknown keys are no matter, a list of groups under one is pointed out', () => {
  const directory = parse(`
sigs: [{name: a, label: a, contact: {slack: a}, stakeholders: [b], nonsense: {deep: [1]}}]
gb_rep: {github: mara-quill}
teams: [{name: Sail, dir: team-sail}]
`);
  expect(doubts(directory)).toEqual([
    'note teams: It looks like a list of groups; to use it, name its kind under directory.kinds.',
  ]);
});

test('two groups in one folder keep apart; a repetition counts once', () => {
  const directory = parse(`
sigs:
  - {dir: sig-a, name: A, label: a, contact: {slack: a}}
  - {dir: sig-a, name: A, label: a, contact: {slack: a}}
  - {dir: SIG-A, name: B, label: b, contact: {slack: b}}
wgs:
  - {name: A, dir: sig-a, label: c, contact: {slack: c}}
`);
  expect(directory.groups.map(({ id, label }) => [id, label])).toEqual([
    ['sig-a', 'sig/a'],
    ['sig-b', 'sig/b'],
    ['wg-a', 'wg/c'],
  ]);
  expect(doubts(directory)).toContain('warning sig-a: It is listed twice: only the first entry is used.');
});

test('two groups on one label are doubted once', () => {
  const directory = parse(`
sigs:
  - {name: a, label: sig/x, contact: {slack: a}}
  - {name: b, label: SIG/X, contact: {slack: a}}
`);
  expect(doubts(directory)).toEqual([
    'warning sig/x: It is the label of a and b: an issue that has it goes to all of them.',
  ]);
});

test('the overlay counts more than the file, and settles its doubts', () => {
  const file = `
sigs:
  - {dir: sig-a, name: A, label: TBD, contact: {slack: example-channel}}
  - {dir: sig-b, name: B, label: b, contact: {slack: sig-b}}
`;
  expect(doubts(parse(file))).toEqual([
    'warning sig-a: Its label "TBD" is a placeholder: no issue reaches it.',
    'warning sig-a: Its channel is given as "example-channel": a placeholder or not a Slack channel, so its issues get no cards.',
  ]);
  const { groups, doubts: left } = parse(file, {
    'SIG-A': { label: 'area/a', channel: '#a-triage', pullRequests: true, name: 'Alpha' },
    'sig-b': { paused: true },
    'sig-bb': { paused: true },
  });
  expect(groups).toMatchObject([
    {
      label: 'area/a',
      channel: { name: 'a-triage' },
      pullRequests: true,
      paused: false,
      title: 'SIG Alpha',
      name: 'Alpha',
    },
    { label: 'sig/b', channel: { name: 'sig-b' }, pullRequests: false, paused: true },
  ]);
  expect(left).toEqual([
    {
      severity: 'warning',
      about: 'groups.sig-bb',
      text: 'The directory has no such group: not used. Did you mean sig-b?',
    },
  ]);
});

describe('YAML', () => {
  test.each([
    ['not YAML', 'sigs:\n\t- name: x'],
    ['broken brackets', 'sigs: [{name: x'],
    ['nothing', ''],
    ['a list', '- name: x'],
    ['text', 'Not found'],
    ['no groups', 'sigs: []\nwgs:\n'],
    ['an unknown alias', 'sigs: *none'],
    ['brackets without end', '['.repeat(50_000)],
  ])('%s is refused in words', (_, yaml) => {
    expect(() => parse(yaml)).toThrow(UserError);
  });

  test('an error names line and column, and shows nothing of the file', () => {
    expect(() => parse('sigs:\n  - name: x\n   email: mara@harbor.example\n')).toThrow(
      /\(line 3, column \d+: [^@]*\)/,
    );
  });

  test('anchors, aliases and merge keys are followed', () => {
    const { groups } = parse(`
base: &base {label: a, contact: &contact {slack: sig-a}}
sigs:
  - {name: A, <<: *base}
  - {name: B, label: b, contact: *contact}
`);
    expect(groups.map(({ label, channel }) => [label, channel?.name])).toEqual([
      ['sig/a', 'sig-a'],
      ['sig/b', 'sig-a'],
    ]);
  });

  test('an alias used by hundreds of groups is fine', () => {
    const entries = Array.from(
      { length: 300 },
      (_, index) => `  - {name: g${index}, label: g${index}, contact: *slack}`,
    );
    expect(parse(`slack: &slack {slack: general}\nsigs:\n${entries.join('\n')}\n`).groups).toHaveLength(300);
  });

  test('a file made of aliases upon aliases is refused', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join()}]`,
    );
    expect(() => parse(`l0: &l0 [x]\n${levels.join('\n')}\nsigs: *l12\n`)).toThrow(UserError);
  });

  test('endless lists are cut', () => {
    const directory = parse(
      `sigs: [{name: a, subprojects: [${Array.from({ length: 5000 }, (_, n) => `s${n}`).join()}]}]`,
    );
    expect(directory.groups[0]?.subprojects).toHaveLength(200);
    expect(doubts(directory)).toContain(
      'warning a: subprojects has 5000 entries: only the first 200 are used.',
    );
  });

  test('a repeated key and a second document are said', () => {
    const directory = parse('sigs:\n  - name: a\n    name: b\n---\nother: document\n');
    expect(directory.groups.map(({ name }) => name)).toEqual(['b']);
    expect(doubts(directory)).toEqual(
      expect.arrayContaining([
        'warning line 3: The key name stands there a second time: the last one counts.',
        'warning file: It holds several YAML documents: only the first is used.',
      ]),
    );
  });
});

describe('what must not leave the file', () => {
  test.each([
    ['Write to mara@harbor.example today', 'Write to (address removed) today'],
    ['<mara@harbor.example>', '<(address removed)>'],
    ['Join (Passcode: 77777)', 'Join ('],
    ['https://medium.com/@mara.quill/tides', 'https://medium.com/@mara.quill/tides'],
    ['@harbor/sig-tide-leads', '@harbor/sig-tide-leads'],
    ['nul\u0000 and bell\u0007', 'nul and bell'],
  ])('%j becomes %j', (written, mission) => {
    expect(only(stringify({ sigs: [{ name: 'x', mission_statement: written }] })).mission).toBe(mission);
  });

  test.each([
    ['https://zoom.us/j/1?pwd=abc', 'https://zoom.us/j/1'],
    ['https://zoom.us/j/1?pwd=abc&a=b', 'https://zoom.us/j/1?a=b'],
    ['https://zoom.us/j/1?a=b&PWD=abc#x', 'https://zoom.us/j/1?a=b#x'],
    ['https://zoom.us/j/1?passcode=abc', 'https://zoom.us/j/1'],
    ['https://calendar.example/?src=mara%40harbor.example', undefined],
    ['javascript:alert(1)', undefined],
    ['see the calendar', undefined],
  ])('the link %j becomes %j', (written, url) => {
    expect(
      only(stringify({ sigs: [{ name: 'x', meetings: [{ description: 'm', url: written }] }] })).meetings[0]
        ?.url,
    ).toBe(url);
  });

  const KEYS = [
    'dir',
    'name',
    'label',
    'leadership',
    'chairs',
    'leads',
    'github',
    'contact',
    'slack',
    'mailing_list',
    'meetings',
  ];
  const MORE = [
    'description',
    'url',
    'archive_url',
    'mission_statement',
    'charter_link',
    'subprojects',
    'chat_link',
    'EMAIL',
  ];
  const leaf = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'EMAIL',
      'Write EMAIL now',
      'mailto:EMAIL',
      'https://zoom.us/j/1?pwd=x&to=EMAIL',
      'pwd=pwd=x',
      'ppwd=wd=x',
      'EMAIL EMAIL',
    ),
    fc.constantFrom<unknown>(null, true, 1.3, ''),
  );
  const { node } = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...KEYS, ...MORE), fc.string()), tie('node'), { maxKeys: 4 }),
    ),
  }));
  const groupLike = fc.record(
    {
      name: leaf,
      dir: leaf,
      label: leaf,
      mission_statement: leaf,
      contact: fc.record({ slack: node, mailing_list: leaf }),
      leadership: fc.record({
        chairs: fc.array(fc.record({ github: leaf, name: leaf, email: leaf }), { maxLength: 3 }),
        leads: node,
      }),
      meetings: fc.array(fc.record({ description: leaf, url: leaf, time: leaf, archive_url: leaf }), {
        maxLength: 3,
      }),
      subprojects: node,
    },
    { requiredKeys: [] },
  );
  const file = fc.dictionary(
    fc.constantFrom('sigs', 'wgs', 'tags', 'committees', 'EMAIL', 'x'),
    fc.oneof(node, fc.array(groupLike, { maxLength: 4 })),
  );

  test('no e-mail address and no passcode of any file comes out, and only UserError is thrown', () => {
    fc.assert(
      fc.property(file, fc.emailAddress(), (content, email) => {
        const yaml = stringify(content).replaceAll('EMAIL', () => email);
        const out = outcomeOf(yaml);
        expect(out).not.toContain(email);
        expect(out).not.toMatch(/pwd=/i);
      }),
      { numRuns: 100 },
    );
  });

  test('any text at all is read or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (a, b) => {
        expect(outcomeOf(`sigs: [${a}]\n${b}`)).not.toBe('');
        expect(outcomeOf(`sigs:\n - name: ${a}\n   label: ${b}`)).not.toBe('');
      }),
      { numRuns: 100 },
    );
  });

  function outcomeOf(yaml: string): string {
    try {
      return JSON.stringify(parse(yaml));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return error.message;
    }
  }
});

describe('real files', () => {
  const at = (path: string) => new URL(`../../../../shared/data/${path}`, import.meta.url);
  const read = (path: string) => parse(readFileSync(at(path), 'utf8'));

  test.skipIf(!existsSync(at('kubernetes-community/sigs.yaml')))('Kubernetes (../shared/data)', () => {
    const directory = read('kubernetes-community/sigs.yaml');
    const byId = new Map(directory.groups.map((group) => [group.id, group]));
    expect(byId.size).toBe(35);
    expect(directory.groups.flatMap(({ meetings }) => meetings)).toHaveLength(102);
    expect(byId.get('sig-node')).toMatchObject({
      title: 'SIG Node',
      label: 'sig/node',
      channel: { name: 'sig-node' },
    });
    expect(byId.get('wg-batch')).toMatchObject({ title: 'WG Batch', label: 'wg/batch' });
    expect(byId.get('committee-steering')).toMatchObject({
      title: 'Steering Committee',
      label: 'committee/steering',
    });
    expect(doubts(directory)).toEqual([
      'note committee-steering: A meeting is marked private: it is not shown.',
      'warning committee-security-response: It has no Slack channel, so its issues get no cards. Give it one under groups.',
    ]);
    expect(JSON.stringify(directory)).not.toMatch(/users\.example\.invalid|pwd=/);
  });

  test.skipIf(!existsSync(at('communities/kubeflow-community/wgs.yaml')))('Kubeflow (../shared/data)', () => {
    const directory = read('communities/kubeflow-community/wgs.yaml');
    expect(directory.groups.map(({ title }) => title)).toContain('WG ML Experience');
    expect(directory.groups.every(({ label }) => label === undefined)).toBe(true);
    expect(directory.doubts.filter(({ text }) => text.startsWith('It has no label'))).toHaveLength(5);
  });

  test.skipIf(!existsSync(at('communities/cilium-community/sigs.yaml')))('Cilium (../shared/data)', () => {
    const directory = read('communities/cilium-community/sigs.yaml');
    expect(directory.groups.map(({ title, channel }) => [title, channel?.id])).toEqual([
      ['SIG community', 'C08MR0FQRCM'],
      ['SIG Policy', 'CDLN7836J'],
      ['SIG Scalability', 'C069SNDMLA2'],
      ['SIG Template', undefined],
    ]);
    expect(doubts(directory).join('\n')).toContain(
      'sig-template: Its channel is given as "cilium.slack.com/archives/example-channel"',
    );
  });
});
