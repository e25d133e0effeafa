/**
 * The colours of our pictures. Text stands out from the paper by 4.5 to 1 at least, marks by 3 to 1 (WCAG 2.2, 1.4.3 and
 * 1.4.11), and what differs by colour differs by shape as well.
 */
export const PALETTE = {
  /** Opaque: Slack puts it on white and on near black. */
  paper: '#fcfcfa',
  ink: '#1d2129',
  /** Text that explains. */
  quiet: '#596070',
  /** What there is, what came out well. */
  calm: '#0a62a8',
  /** What waits, what came in, what broke a rule. */
  alert: '#b3430a',
  /** What was called off, what is missing from a row. */
  faint: '#7f8794',
  /** Lines of a scale, which nothing is told by. */
  rule: '#dfe2e6',
} as const;
export type Colour = keyof typeof PALETTE;

/** Sizes of text, in units. A picture is 400 units wide and shown 360 pixels wide at least: none is below 11 pixels. */
export const SIZE = { head: 19, title: 13, text: 12.5 } as const;

/** The width of every picture, in units. */
export const WIDTH = 400;
