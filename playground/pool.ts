/** Tokens of one account, used in turn: an emulator stops answering a token after 5,000 requests in an hour. */
export interface Pool {
  tokens: readonly string[];
  next(): string;
}

export function createPool(name: string, size: number): Pool {
  const tokens = Array.from({ length: size }, (_, index) => `${name}-${index}`);
  let used = 0;
  return { tokens, next: () => tokens[used++ % tokens.length] ?? name };
}

/** How many things are done at the same time. */
const AT_ONCE = 8;

/** Does the work for each item, several at a time. */
export async function each<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as T, index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
