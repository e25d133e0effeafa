/** The two weights everything is set in. */
export type Weight = 400 | 600;

/** What a chart must know of the typeface it is set in. */
export interface Lettering {
  /** How wide a text is in em: times the size in pixels, its width in pixels. */
  width(text: string, weight: Weight): number;
  /** Whether every character of it can be drawn. */
  has(text: string): boolean;
}

/** A chart as it is drawn: standalone SVG. */
export interface Drawing {
  svg: string;
  /** The texts of which the typeface lacks characters, as they were given; something readable stands in their place. */
  replaced: readonly string[];
}
