/** What a condition gives while it does not hold. */
type Nothing = false | 0 | '' | null | undefined;

/**
 * Looks every 10 ms until the condition gives something true, and returns that.
 * @param within milliseconds
 * @throws Error naming what was waited for
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  within = 15_000,
  what: string | (() => string) = () => condition.toString(),
): Promise<Exclude<T, Nothing>> {
  const end = Date.now() + within;
  for (;;) {
    const result = await condition();
    if (result) return result as Exclude<T, Nothing>;
    if (Date.now() > end) {
      throw new Error(`Waited ${within} ms for: ${typeof what === 'string' ? what : what()}`);
    }
    await pause(10);
  }
}

/** @param ms milliseconds */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
