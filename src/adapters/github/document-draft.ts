import type { Octokit } from '@octokit/rest';
import type { Merged } from '../../domain/region.ts';
import type { Instant } from '../../domain/time.ts';
import type { PublishedDocument } from '../../ports/meeting.ts';
import type { DatedTold, Page } from '../../publishing.ts';

/** What is to stand at an outlet, and what is known of it there. */
export interface Draft extends Page {
  /** Our region's name in the text: "agenda sig-node/weekly/2026-12-03". */
  key: string;
  /** The names under which the occurrence may have a text of ours there already, this one's first. */
  keys: readonly string[];
  told: DatedTold;
  /** What we wrote there last. */
  known: PublishedDocument | undefined;
  /** Where else the occurrence has a text of ours there: its minutes stand below its agenda. */
  beside: PublishedDocument | undefined;
  /** From when on it is looked for where nothing is known of it. */
  since: Instant;
  /** The group's channel in Slack, by its address. */
  back: string | undefined;
}

/** A client, and what every request of one attempt carries. */
export interface Place {
  octokit: Octokit;
  at: { owner: string; repo: string; request: { signal: AbortSignal } };
}

/** What was done to the text that is there, or that it was made. */
export type Did = Extract<Merged, { did: string }>['did'] | 'opened' | 'proposed';

/** How it went: where it stands now, or why people's text was left alone. */
export type Written =
  | { did: Did; place: string; url: string; title: string }
  | { left: 'gone' | 'broken' | 'declined' | 'full'; url: string };

/** GitHub's limit on the text of an issue or a discussion, in characters. */
export const FULL = 65_536;
