import { SECOND } from './domain/time.ts';

/** Work that is looked for again and again. */
export interface Loop {
  start(): void;
  /** Looks for work now; cheap to call often. */
  wake(): void;
  /** Begins no other turn, and waits for the one under way. */
  stop(): Promise<void>;
}

/**
 * Does a turn when it is woken, and at the latest after as many ms as the turn before answered. One turn at a time;
 * none before start(). A turn that rejects is told to `failed` and tried again in a second.
 */
export function createLoop(turn: () => Promise<number>, failed: (error: unknown) => void): Loop {
  let open = false;
  let wanted = false;
  let timer: NodeJS.Timeout | undefined;
  let turns: Promise<void> = Promise.resolve();

  function wake(): void {
    if (wanted || !open) return;
    wanted = true;
    turns = turns.then(oneTurn);
  }

  async function oneTurn(): Promise<void> {
    wanted = false;
    clearTimeout(timer);
    if (!open) return;
    const rest = await turn().catch((error: unknown) => {
      failed(error);
      return SECOND;
    });
    clearTimeout(timer);
    timer = setTimeout(wake, rest);
  }

  return {
    start() {
      open = true;
      wake();
    },
    wake,
    async stop() {
      open = false;
      await turns;
      clearTimeout(timer);
    },
  };
}
