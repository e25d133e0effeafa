import { parseIssueRef } from '../../domain/issue.ts';
import { messageOf } from '../../domain/errors.ts';
import type { FormValues } from '../../feature.ts';
import type { TypedDecision } from './words.ts';

/** What is wrong with the "More…" form, by field. */
export function checkMore(values: FormValues): Record<string, string> | undefined {
  const { duplicate, to, because, outcome } = values;
  if (Object.values(values).every((value) => value === undefined || value.trim() === '')) {
    return { duplicate: 'Choose at least one thing to do.' };
  }
  if ([duplicate, to, outcome].filter((value) => value !== undefined).length > 1) {
    return { duplicate: 'Choose one: duplicate, hand over, not reproducible, or close.' };
  }
  if (because !== undefined && [to, duplicate, outcome].every((value) => value === undefined)) {
    return { because: 'Choose a group, a duplicate or an outcome that this is about, or leave it empty.' };
  }
  return duplicate === undefined ? undefined : checkRef(duplicate);
}

/** The "More…" form as a typed decision. */
export function typedOf({ priority, kind, to, because, duplicate, outcome }: FormValues): TypedDecision {
  return {
    assign: [],
    ...(priority === undefined ? {} : { priority }),
    ...(kind === undefined ? {} : { kind }),
    ...(to === undefined ? {} : { to }),
    ...(because === undefined ? {} : { because: because.trim() }),
    ...(duplicate === undefined ? {} : { duplicateOf: duplicate }),
    ...(outcome === 'not-reproducible' ? { notReproducible: true } : {}),
    ...(outcome === 'not_planned' ? { close: true } : {}),
  };
}

function checkRef(text: string): Record<string, string> | undefined {
  try {
    parseIssueRef(text);
    return undefined;
  } catch (error) {
    return { duplicate: messageOf(error) };
  }
}
