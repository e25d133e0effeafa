import fc from 'fast-check';

/** Any character there is, and halves of some. (fast-check's own unit 'binary' first takes a second to list them all.) */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat({ max: 0x10ffff })
  .map((code) => String.fromCodePoint(code));
