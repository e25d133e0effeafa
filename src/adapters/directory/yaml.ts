import { isScalar, parseDocument, visit, type Document } from 'yaml';
import { messageOf, UserError } from '../../domain/errors.ts';
import { scrub } from '../../domain/scrub.ts';
import type { Doubts, Node } from './text.ts';

/** Far more than a file written by people uses, far fewer than one made to exhaust the process. */
const MOST_ALIASES = 10_000;

/**
 * The file as text, lists and maps: nothing becomes a number, a date or a boolean ("1.30", "9:00", "no").
 * A repeated key is a doubt, the last one counts.
 * @throws UserError where the text is not YAML
 */
export function readYaml(text: string, doubts: Doubts): Node {
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      merge: true,
      uniqueKeys: false,
      logLevel: 'error',
    });
    for (const error of document.errors) {
      if (error.code !== 'MULTIPLE_DOCS') throw notYaml(error.message, error.linePos?.[0]);
      doubts.add('warning', 'file', 'It holds several YAML documents: only the first is used.');
    }
    reportRepeatedKeys(document, text, doubts);
    return document.toJS({ maxAliasCount: MOST_ALIASES }) as Node;
  } catch (error) {
    throw error instanceof UserError ? error : notYaml(messageOf(error));
  }
}

/** The parser's message goes on with an excerpt of the file after its first line: that stays inside. */
function notYaml(message: string, at?: { line: number; col: number }): UserError {
  const first = scrub(message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
  const place = at ? `line ${at.line}, column ${at.col}: ` : '';
  return new UserError(
    `The directory is not YAML (${place}${first}).`,
    'Correct the file; until then the last good copy is used.',
  );
}

function reportRepeatedKeys(document: Document, text: string, doubts: Doubts): void {
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key) || typeof key.value !== 'string' || key.value === '<<') continue;
        if (seen.has(key.value)) {
          const line = text.slice(0, key.range?.[0] ?? 0).split('\n').length;
          doubts.add(
            'warning',
            `line ${line}`,
            `The key ${scrub(key.value)} stands there a second time: the last one counts.`,
          );
        }
        seen.add(key.value);
      }
    },
  });
}
