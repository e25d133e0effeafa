import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { App } from '../../app.ts';
import { channelLink } from '../../blocks.ts';
import { DAY } from '../../domain/time.ts';
import type { Send, Subject } from '../../effect.ts';
import { canvasKey } from '../../lanes.ts';
import type { Attempt, Outcome } from '../../outbox.ts';
import type { Ports } from '../../ports.ts';
import type { PublishedDocument } from '../../ports/meeting.ts';
import { cutLines, leftAlone, toldOf, toPage, unpublishable, type Page } from '../../publishing.ts';
import { outcomeOf, refusalOfExtra, slackError } from './errors.ts';

interface Canvases {
  client: WebClient;
  app: Pick<App, 'document'>;
}

/** What of a document stands in a canvas, in characters: it is there to be glanced at. */
const ROOM = 8000;

/**
 * Writes a document into the channel's canvas as one section, which is ours from its title to the line that says so;
 * everything else there is people's. A meeting has one for its agenda and one for its minutes: the next one takes the
 * place of the one before, wherever people have moved that. A workspace may have no canvases for us: then that is noted once, and not tried again
 * for a day.
 */
export async function writeCanvas(
  { channel, subject }: Extract<Send, { kind: 'slack.canvas' }>,
  attempt: Attempt,
  ports: Ports,
  { client, app }: Canvases,
): Promise<Outcome> {
  const why = await unpublishable(subject, undefined, ports);
  if (why !== undefined) return { skipped: why };
  const document = await app.document(subject, ports);
  if (!document) return { skipped: 'there is nothing to say' };
  const page = toPage(document);
  const outlet = canvasKey(channel);
  const { known, later, earlier } = await besides(subject, outlet, ports);
  if (known?.print === page.print) return { skipped: 'it shows that already' };
  const away = async (): Promise<Outcome> => ({
    skipped: GONE,
    also: await leftAlone(
      subject,
      { key: outlet, text: `the canvas of ${channelLink(channel)}` },
      GONE,
      ports,
    ),
  });
  try {
    const place = known?.place ?? (await canvasOf(channel, client));
    const before = known ? [] : await givingWay(earlier, ports, app);
    const marks = [subject, ...before].map(markOf);
    const wrote = await put({ canvas: place, channel, marks, known }, sectionOf(subject, page), client);
    if (wrote === undefined) return later ? { skipped: 'the next one stands in its place' } : away();
    const kept = { subject, outlet, place: wrote, url: '', title: page.title, print: page.print };
    return { done: 'written', document: kept };
  } catch (error) {
    if (known && slackError(error) === 'canvas_not_found') return away();
    return refused(error, attempt, ports);
  }
}

const GONE = 'somebody took it away';

/** What stands in a canvas of a subject's meeting: itself, whether a later one does, and the earlier ones, latest first. */
async function besides(subject: Subject, outlet: string, { documents }: Ports) {
  const { meeting, key } = toldOf(subject);
  const there = (await documents.at(outlet)).filter(
    (one) => one.subject.kind === subject.kind && toldOf(one.subject).meeting === meeting,
  );
  const keyed = there.map((one) => ({ one, key: toldOf(one.subject).key }));
  return {
    known: keyed.find((other) => other.key === key)?.one,
    later: keyed.some((other) => other.key > key),
    earlier: keyed
      .filter((other) => other.key < key)
      .toSorted((a, b) => (a.key < b.key ? 1 : -1))
      .map(({ one }) => one.subject),
  };
}

/** How many earlier ones are looked at and for: what nobody took away is one of the last. */
const LOOKED_FOR = 4;

/** Those that give their place away: minutes do when there are later ones, an agenda when its meeting has been held. */
async function givingWay(
  earlier: readonly Subject[],
  ports: Ports,
  app: Canvases['app'],
): Promise<readonly Subject[]> {
  const last = earlier.slice(0, LOOKED_FOR);
  const isLive = await Promise.all(
    last.map(async (one) => one.kind === 'agenda' && (await app.document(one, ports)) !== undefined),
  );
  return last.filter((_one, index) => !isLive[index]);
}

/** The words by which a section of ours is found again. */
function markOf(subject: Subject): string {
  return `${subject.kind} ${subject.id}, kept by sigbot`;
}

/**
 * One block, so that one call replaces it: a canvas has no marks that nobody sees, and its sections cannot be read, only
 * looked for. Headings and lists, which would be blocks of their own, become lines.
 */
function sectionOf(subject: Subject, { title, markdown }: Page): string {
  const lines = cutLines(markdown, ROOM)
    .split('\n')
    .map((line) =>
      line
        .replace(/^\s*#{1,6}\s+(.*)$/, '**$1**')
        .replace(/^(\s*)[-*+]\s+/, '$1• ')
        .replace(/^(\s*)(\d+)[.)]\s+/, '$1$2\\. ')
        .replace(/^\s*(?:```|~~~|---+$|\*\*\*+$).*/, ''),
    )
    .filter((line) => line.trim() !== '');
  const last = `_This block is the ${markOf(subject)}: write above or below it._`;
  return [`**${title}**`, ...lines, last].join('\n');
}

const infoSchema = z.object({
  channel: z.object({
    properties: z.object({ canvas: z.object({ file_id: z.string() }).optional() }).optional(),
  }),
});

async function canvasOf(channel: string, client: WebClient): Promise<string | undefined> {
  const answer = await client.conversations.info({ channel });
  return infoSchema.safeParse(answer).data?.channel.properties?.canvas?.file_id;
}

interface Spot {
  canvas: string | undefined;
  channel: string;
  /** By which the section is found, or one whose place it takes; the first that is there. */
  marks: readonly string[];
  known: PublishedDocument | undefined;
}

/** Returns the canvas's id; undefined where our section was there and is not any more. */
async function put(
  { canvas, channel, marks, known }: Spot,
  markdown: string,
  client: WebClient,
): Promise<string | undefined> {
  const document_content = { type: 'markdown', markdown } as const;
  if (canvas === undefined) {
    const made = await client.conversations.canvases.create({ channel_id: channel, document_content });
    return made.canvas_id ?? '';
  }
  const id = await sectionWith(marks, canvas, client);
  if (id === undefined && known) return undefined;
  const change =
    id === undefined
      ? ({ operation: 'insert_at_end', document_content } as const)
      : ({ operation: 'replace', section_id: id, document_content } as const);
  await client.canvases.edit({ canvas_id: canvas, changes: [change] });
  return canvas;
}

async function sectionWith(
  marks: readonly string[],
  canvas_id: string,
  client: WebClient,
): Promise<string | undefined> {
  for (const mark of marks) {
    const found = await client.canvases.sections.lookup({ canvas_id, criteria: { contains_text: mark } });
    const id = found.sections?.[0]?.id;
    if (id !== undefined) return id;
  }
  return undefined;
}

/**
 * Plans and settings decide over canvases under many names (missing_scope, team_tier_cannot_create_channel_canvases,
 * canvas_disabled_user_team, free_team_canvas_tab_already_exists, restricted_action …), and none of them stops messages.
 */
function refused(error: unknown, attempt: Attempt, { calendar }: Ports): Outcome {
  const word = refusalOfExtra(error);
  if (word === undefined) return outcomeOf(error, attempt);
  const text = `The agenda could not be written into a canvas: Slack answered ${word}. ${REMEDY[word] ?? OTHERWISE}`;
  const once = `canvas:${word}:${Math.floor(attempt.plannedAt / DAY)}`;
  const also = [{ kind: 'slack.notice', text, once } as const];
  const why = `Slack answered ${word}`;
  return calendar.now() - attempt.plannedAt < DAY ? { retry: why, after: DAY, also } : { failed: why, also };
}

const OTHERWISE = 'It is tried again tomorrow; `canvas: false` under `meetings` in sigbot.yml ends that.';

const REMEDY: Readonly<Record<string, string>> = {
  missing_scope:
    'Give the app the scopes canvases:write and canvases:read, or write `canvas: false` in sigbot.yml.',
};
