import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An issue of the measurement. Reports with the same `about` are of the same matter; without it of none that another has. */
export interface Report {
  title: string;
  body: string;
  about?: string;
}

/** Reports and questions: for each asked one, whether something alike is among the reports. */
export interface Trial {
  name: string;
  mirrored: Report[];
  asked: Report[];
}

/** What is read of the data folder. */
export interface Material {
  /** Release notes of real pull requests. */
  notes: { number: number; text: string }[];
  /** Titles of real issues, by number. */
  issues: { repo: string; number: number; title: string }[];
}

/** The data folder's texts; undefined where it is not there. */
export function readMaterial(folder: string): Material | undefined {
  const [notes, issues] = ['pull-requests-1.37.jsonl', 'issues.jsonl'].map((name) =>
    join(folder, 'issues', name),
  );
  if (notes === undefined || issues === undefined || !existsSync(notes) || !existsSync(issues))
    return undefined;
  const all = linesOf<Material['issues'][number] & { title_is: string }>(issues);
  // The rest are titles of enhancements: many are what the notes tell of, and nobody has said which.
  return { notes: linesOf(notes), issues: all.filter(({ title_is }) => title_is === 'paraphrase') };
}

function linesOf<Line>(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

/** Numbers from 0 to 1, the same in each run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Two people report each matter. A matter is a real release note of some length; each person keeps a share of its words
 * by chance, on their own, bends some of them, adds words of other matters, and writes it into an issue form.
 * Every second matter was reported before, the others were not: there every suggestion is wrong.
 */
export function madeReports({ notes, issues }: Material, kept: number): Trial {
  const random = randomFrom(Math.round(kept * 1000));
  const matters = notes.filter(({ text }) => text.split(/\s+/).length >= 14);
  const known = matters.filter((_, index) => index % 2 === 0);
  const tell = ({ number, text }: { number: number; text: string }) =>
    report(text, `note ${number}`, kept, matters, random);
  return {
    name: `two reports of one matter, each with ${Math.round(kept * 100)} % of its words`,
    mirrored: [
      ...issues.map(({ title }) => ({ title, body: form(title, random) })),
      ...notes
        .filter((note) => !matters.includes(note))
        .map(({ text }) => ({ title: text, body: form('', random) })),
      ...known.map(tell),
    ],
    asked: matters.map(tell),
  };
}

function report(
  text: string,
  about: string,
  kept: number,
  matters: Material['notes'],
  random: () => number,
): Report {
  const words = text.split(/\s+/).flatMap((word) => (random() < kept ? bend(word, random) : []));
  const other = matters[Math.floor(random() * matters.length)]?.text.split(/\s+/) ?? [];
  const noise = other.filter(() => random() < 0.3);
  const cut = Math.max(5, Math.round(words.length * 0.4));
  const title = words.slice(0, cut).join(' ');
  return { title, body: form([...words.slice(cut), ...noise].join(' '), random), about };
}

/** Every fifth word ends differently, every fourth compound is written apart. */
function bend(word: string, random: () => number): string {
  if (/[a-z][A-Z-]/.test(word) && random() < 0.25)
    return word.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('-', ' ');
  if (!/^[a-z]{5,}$/.test(word) || random() > 0.2) return word;
  const root = word.replace(/(?:ed|ing|s)$/, '');
  return `${root}${['', 's', 'ed', 'ing'][Math.floor(random() * 4)]}`;
}

/** Kubernetes' form for bugs, as far as it is the same in each report. */
function form(text: string, random: () => number): string {
  const version = `v1.${30 + Math.floor(random() * 7)}.${Math.floor(random() * 9)}`;
  return [
    '### What happened?',
    text,
    '### What did you expect to happen?',
    'It should work as documented.',
    '### How can we reproduce it (as minimally and precisely as possible)?',
    'Create a cluster and deploy the workload, then look at the logs.',
    '### Anything else we need to know?',
    '_No response_',
    '### Kubernetes version',
    `<details>\n\n\`\`\`console\n$ kubectl version\nClient Version: ${version}\nServer Version: ${version}\n\`\`\`\n\n</details>`,
    '### Cloud provider',
    'bare metal',
    '### OS version',
    '<details>\n\n```console\n# On Linux:\n$ cat /etc/os-release\n# paste output here\n$ uname -a\n# paste output here\n```\n\n</details>',
    '### Install tools',
    'kubeadm',
    '### Container runtime (CRI) and version (if applicable)',
    'containerd',
    '### Related plugins (CNI, CSI, ...) and versions (if applicable)',
    '_No response_',
  ].join('\n\n');
}

/** Issues with nothing but a title, by number, that a reader would take for the same matter. */
const SAME: readonly (readonly number[])[] = [
  [51835, 93925, 66159, 116954, 118286],
  [45244, 44650, 56835],
  [102114, 104427],
  [91548, 90107],
  [140094, 46797, 139804],
  [81729, 135323],
];

/** Real issues of which only a title is known, each asked against all others. Judged by reading the titles. */
export function judgedTitles({ issues }: Material): Trial {
  const reports = issues.map(({ number, title }) => {
    const group = SAME.findIndex((numbers) => numbers.includes(number));
    return { title, body: '', ...(group >= 0 && { about: `group ${group}` }) };
  });
  return { name: 'titles of real issues, judged by reading', mirrored: reports, asked: reports };
}
