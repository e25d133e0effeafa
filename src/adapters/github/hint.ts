import type { Activity } from '../../domain/activity.ts';
import type { IssueChange, IssueSnapshot } from '../../domain/issue.ts';
import type { Check, PullTold } from '../../domain/pull.ts';
import type { PullRead } from '../store/store.ts';
import type { Comment, Sender } from './said.ts';

/** What a delivery tells: where to look, and what GitHub said there. */
export type Hint =
  /** `change` is what the event itself is about; absent where the snapshot was read from the API. */
  | {
      kind: 'issue';
      snapshot: IssueSnapshot;
      opened: boolean;
      change?: IssueChange;
      /** Who caused the event. */
      by?: Sender | undefined;
      /** A comment that was just made. */
      comment?: Comment | undefined;
      /** What it tells of what people did there. */
      activity?: readonly Activity[] | undefined;
      /** What it tells of the pull request that it is. */
      pull?: PullTold | undefined;
    }
  | {
      kind: 'issue-gone';
      repoId: number;
      repo: string;
      number: number;
      how: 'deleted' | 'transferred';
      /** The issue's new address. */
      movedTo?: string;
    }
  /** What a list of comments tells of an issue. */
  | { kind: 'activity'; repo: { id: number; name: string }; number: number; activity: readonly Activity[] }
  /** What a commit's checks say; none where there is something to ask. */
  | { kind: 'checks'; repo: { id: number; name: string }; sha: string; checks: readonly Check[] }
  /** What was read of an open pull request. */
  | { kind: 'pull'; repo: { id: number; name: string }; number: number; told?: PullTold; read: PullRead }
  /** `from` is the name it had before; `gone` where it was deleted; `private` where the payload says whether it is. */
  | { kind: 'repository'; id: number; name: string; from?: string; gone?: boolean; private?: boolean }
  /** A renamed label is both: the old name removed, the new one added. */
  | { kind: 'label'; repo: { id: number; name: string }; add?: string; remove?: string }
  /** These files of its default branch have changed; without `paths`, any of them may have. */
  | { kind: 'pushed'; repo: { id: number; name: string }; paths: readonly string[] | undefined }
  /** Names of the repositories that an App's installation gained and lost. */
  | { kind: 'installation'; added: string[]; removed: string[] }
  | { kind: 'ignored'; why: string };
