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
