import type { StateReason } from './issue.ts';
import type { Instant } from './time.ts';
import type { VerdictKind } from './verdict.ts';

/**
 * Something that happened and bears on the verdicts of an issue. Facts are only ever added; the verdicts are what they
 * come to, in whatever order they were heard.
 */
export type Fact = { at: Instant } &
  /** In Slack, for a group. */
  (
    | {
        what: 'decided';
        by: string;
        group: string;
        kind: VerdictKind;
        note?: string | undefined;
        because?: string | undefined;
      }
    /**
     * A comment asks a robot for a label. `groups`: those of the issue's for which the writer speaks; where the label is
     * a group's own, those of that label.
     */
    | {
        what: 'commanded';
        by: string;
        groups: readonly string[];
        label: string;
        does: 'add' | 'remove';
        /** The issue carried the label when this was heard. */
        there: boolean;
      }
    /** Without `by` a robot set it, or it is not known who. `groups` as above. */
    | { what: 'labelled'; by?: string | undefined; groups: readonly string[]; label: string }
    /** `bare`: the issue's labels no longer say that it is triaged. `groups` where the label is a group's own. */
    | {
        what: 'unlabelled';
        by?: string | undefined;
        groups?: readonly string[] | undefined;
        label: string;
        bare: boolean;
      }
    /** A person's comment asks a robot to close it. */
    | { what: 'close-asked'; by: string; groups: readonly string[] }
    /** Without `by` a robot closed it. */
    | {
        what: 'closed';
        by?: string | undefined;
        groups: readonly string[];
        reason?: StateReason | undefined;
      }
    | { what: 'reopened'; by?: string | undefined }
    /** A group that had handed the issue on has got it back. */
    | { what: 'returned'; by?: string | undefined; group: string }
    /** Who decided for the group in Slack took it back: what was decided at `of`, their last where that is not known. */
    | { what: 'undone'; by: string; group: string; of?: Instant | undefined }
  );

/** The fact in words, for the audit: "accepted for sig-node". */
export function factText(fact: Fact): string {
  switch (fact.what) {
    case 'decided':
      return `${fact.kind}${fact.note === undefined ? '' : ` (${fact.note})`} for ${fact.group}${reason(fact)}`;
    case 'commanded':
      return `asked on GitHub to ${fact.does} ${fact.label}`;
    case 'labelled':
      return `${fact.label} was added on GitHub`;
    case 'unlabelled':
      return `${fact.label} was removed on GitHub`;
    case 'close-asked':
      return 'asked on GitHub to close it';
    case 'closed':
      return `closed on GitHub${fact.reason === undefined ? '' : ` (${fact.reason.replace('_', ' ')})`}`;
    case 'reopened':
      return 'reopened on GitHub';
    case 'undone':
      return `taken back for ${fact.group}`;
    case 'returned':
      return `given back to ${fact.group}`;
  }
}

function reason({ because }: { because?: string | undefined }): string {
  return because === undefined ? '' : `: "${because}"`;
}
