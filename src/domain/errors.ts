/**
 * An error a person can do something about. It is shown as it is: what went wrong, then what to do.
 * Everything else that is thrown is ours: logged in full, and shown only as a reference.
 */
export class UserError extends Error {
  readonly remedy: string | undefined;

  constructor(problem: string, remedy?: string) {
    super(problem);
    this.name = 'UserError';
    this.remedy = remedy;
  }
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Somebody else took what was to be taken: whoever asked reads again and decides anew. */
export class Overtaken extends Error {}
