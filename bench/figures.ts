/** The value below which so many percent of the values lie; NaN of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

/** One figure of the bot over the rounds, and the bare server's beside it. */
export interface Row {
  /** With its unit. */
  what: string;
  /** One value a round. */
  bot: number[];
  /** One value a round; empty where there is nothing to compare with. */
  bare: number[];
}

/** How often the bare server's figure the bot's is: the median of the rounds' own ratios, and its range. */
export function ratioOf({ bot, bare }: Row): { min: number; median: number; max: number } | undefined {
  const ratios = bot.flatMap((value, round) => {
    const floor = bare[round];
    return floor === undefined ? [] : [value / floor];
  });
  if (ratios.length === 0) return undefined;
  return { min: Math.min(...ratios), median: median(ratios), max: Math.max(...ratios) };
}

const HEAD = ['', 'min', 'median', 'max', 'bare', 'ratio (min to max)'];

/** The rows as an aligned table of text. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return cells.map(line).join('\n');
}

function cellsOf(row: Row): string[] {
  const { what, bot, bare } = row;
  const ratio = ratioOf(row);
  return [
    what,
    inWords(Math.min(...bot)),
    inWords(median(bot)),
    inWords(Math.max(...bot)),
    bare.length === 0 ? '' : inWords(median(bare)),
    ratio ? `${inWords(ratio.median)} (${inWords(ratio.min)} to ${inWords(ratio.max)})` : '',
  ];
}

/** Three digits at least: 4211, 38.2, 1.27, 0.39. */
function inWords(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 1 ? value.toPrecision(3) : value.toFixed(2);
}
