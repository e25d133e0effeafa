import { readChannel, type ChannelName, type Group, type GroupKind, type Lead } from '../../domain/group.ts';
import { readMeetings } from './meetings.ts';
import { scrub } from '../../domain/scrub.ts';
import { bareName, slugOf, titleOf, wholeLabel } from './names.ts';
import {
  fieldList,
  fieldMap,
  fieldText,
  isAbsent,
  isMap,
  kindOf,
  linkOf,
  textOf,
  type Doubts,
  type Node,
} from './text.ts';

/** One entry of the file, and where doubts about it go. */
interface Entry {
  fields: Record<string, Node>;
  id: string;
  kind: GroupKind;
  doubts: Doubts;
}

/** Reads one entry of a list of groups; undefined, with a doubt, where it has neither a name nor a folder. */
export function readGroup(
  node: Node,
  { kind, place, home, doubts }: { kind: GroupKind; place: string; home: string | undefined; doubts: Doubts },
): Group | undefined {
  if (!isMap(node)) {
    if (!isAbsent(node))
      doubts.add('warning', place, `It is ${kindOf(node)} where a group is due: not used.`);
    return undefined;
  }
  const dir = fieldText(node['dir'], place, 'dir', doubts)?.replace(/^[./]+|\/+$/g, '');
  const written = fieldText(node['name'], dir ?? place, 'name', doubts);
  const id = idOf(dir ?? written ?? '');
  if (id === '') {
    doubts.add('warning', place, 'It has neither a name nor a folder: not used.');
    return undefined;
  }
  if (written === undefined) doubts.add('warning', id, 'It has no name: it is called after its folder.');
  const name = written ?? id;
  const entry: Entry = { fields: node, id, kind, doubts };
  return {
    id,
    kind,
    name: bareName(name, kind),
    title: titleOf(name, kind),
    ...factsOf(entry, dir, home),
    label: readLabel(entry),
    channel: readContactChannel(entry),
    leads: readLeads(entry),
    meetings: readMeetings(entry.fields, id, doubts),
    subprojects: readSubprojects(entry),
    paused: false,
    pullRequests: false,
  };
}

/** A folder is kept as it is written, as long as it can stand in a command; anything else becomes a slug. */
function idOf(text: string): string {
  return /^[\w./-]{1,80}$/.test(text) ? text : slugOf(text);
}

function factsOf(entry: Entry, dir: string | undefined, home: string | undefined) {
  const { fields, id, doubts } = entry;
  const mission = fields['mission_statement'] ?? fields['mission'] ?? fields['description'];
  const contact = fieldMap(fields['contact'], id, 'contact', doubts);
  const list = contact['mailing_list'];
  const mailingListUrl = linkOf(list);
  if (mailingListUrl === undefined && !isAbsent(list)) {
    doubts.add('note', id, 'Its mailing list is not a link (e-mail addresses are left out): not shown.');
  }
  return {
    mission: fieldText(mission, id, 'mission_statement', doubts),
    charterUrl: charterOf(fieldText(fields['charter_link'], id, 'charter_link', doubts), dir, home),
    mailingListUrl,
  };
}

/** "charter.md" lies in the group's folder; a path that begins with the folder is meant from the file's own. */
function charterOf(
  link: string | undefined,
  dir: string | undefined,
  home: string | undefined,
): string | undefined {
  if (link === undefined || /^[a-z]+:/i.test(link)) return linkOf(link);
  if (home === undefined || dir === undefined) return undefined;
  const path = link.replace(/^[./]+/, '');
  return linkOf(`${home}/${path.startsWith(`${dir}/`) ? path : `${dir}/${path}`}`);
}

const NO_LABEL = /^(?:tb[ad]|todo|none|n\/?a|-+|\?+|example.*|placeholder)$/i;

function readLabel({ fields, id, kind, doubts }: Entry): string | undefined {
  const written = fieldText(fields['label'], id, 'label', doubts);
  if (written === undefined) return undefined;
  if (NO_LABEL.test(written)) {
    doubts.add('warning', id, `Its label ${quote(written)} is a placeholder: no issue reaches it.`, 'label');
    return undefined;
  }
  const label = wholeLabel(written, kind);
  if (label !== written && written.toLowerCase().startsWith(`${kind}-`)) {
    doubts.add(
      'note',
      id,
      `Its label ${quote(written)} is read as ${label}; if it is meant as written, say so under groups.`,
      'label',
    );
  }
  return label;
}

function readContactChannel({ fields, id, doubts }: Entry): ChannelName | undefined {
  const contact = isMap(fields['contact']) ? fields['contact'] : {};
  const written = [contact['slack'], contact['chat_link'], fields['slack'], fields['chat_link']].filter(
    (node) => !isAbsent(node),
  );
  for (const node of written) {
    const channel = channelOf(node);
    if (channel) return channel;
  }
  const [first] = written;
  if (first !== undefined) {
    const what = isMap(first) || Array.isArray(first) ? kindOf(first) : quote(textOf(first) ?? '');
    const why = 'a placeholder or not a Slack channel, so its issues get no cards';
    doubts.add('warning', id, `Its channel is given as ${what}: ${why}.`, 'channel');
  }
  return undefined;
}

/** A channel is text, or a map of its id and name as OpenTelemetry writes it. */
function channelOf(node: Node): ChannelName | undefined {
  if (!isMap(node)) return readChannel(textOf(node) ?? '');
  const parts = [node['id'], node['name']].map((part) => readChannel(textOf(part) ?? ''));
  const channel = { id: parts[0]?.id, name: parts[1]?.name };
  return (channel.id ?? channel.name) ? channel : undefined;
}

const ROLES: readonly [key: string, role: Lead['role']][] = [
  ['chairs', 'chair'],
  ['tech_leads', 'tech lead'],
  ['leads', 'lead'],
];

/** Chairs first; who is both chair and tech lead counts once. */
function readLeads({ fields, id, doubts }: Entry): Lead[] {
  const leadership = fieldMap(fields['leadership'], id, 'leadership', doubts);
  const leads = new Map<string, Lead>();
  for (const [key, role] of ROLES) {
    for (const node of fieldList(leadership[key], id, `leadership.${key}`, doubts)) {
      const written = isMap(node) ? node['github'] : node;
      const name = isMap(node) ? textOf(node['name']) : undefined;
      const github = loginOf(textOf(written) ?? '');
      if (github === undefined) {
        if (!isAbsent(node))
          doubts.add('note', id, `${name ?? `An entry of leadership.${key}`} has no GitHub login: not used.`);
      } else if (!leads.has(github.toLowerCase())) {
        leads.set(github.toLowerCase(), { github, name: name ?? github, role });
      }
    }
  }
  return [...leads.values()];
}

const LOGIN = /^[a-z\d](?:[a-z\d-]{0,38})$/i;
const NO_LOGIN =
  /^(?:tb[ad]|todo|none|null|na|vacant|open|example-?(?:handle|user|login)?|(?:your-?)?(?:github-?)?(?:handle|username|user|login))$/i;

/** A login, also written "@dana" or as the profile's address. A placeholder is nobody: somebody may own that account. */
function loginOf(text: string): string | undefined {
  const login = text.replace(/^(?:https?:\/\/)?(?:www\.)?github\.com\/|^@/i, '').replace(/\/$/, '');
  return LOGIN.test(login) && !NO_LOGIN.test(login) ? login : undefined;
}

function readSubprojects({ fields, id, doubts }: Entry): string[] {
  const names = fieldList(fields['subprojects'], id, 'subprojects', doubts).map((node) =>
    textOf(isMap(node) ? node['name'] : node),
  );
  return [...new Set(names.filter((name) => name !== undefined))];
}

function quote(text: string): string {
  const short = scrub(text);
  return `"${short.length > 60 ? `${short.slice(0, 59)}…` : short}"`;
}
