import { parseDocument, type Document } from 'yaml';
import { messageOf } from '../domain/errors.ts';
import { scrub } from '../domain/scrub.ts';

/**
 * A text as YAML in which all stays text: a login of digits, a release "1.30". Of several documents the first counts, of
 * a key that stands there twice the last. Never throws: `trouble` says in a sentence why it is no YAML.
 */
export function readYamlText(text: string): { document: Document; data: unknown } | { trouble: string } {
  try {
    const options = { schema: 'failsafe', merge: true, uniqueKeys: false, logLevel: 'error' } as const;
    const document = parseDocument(text, options);
    const wrong = document.errors.find(({ code }) => code !== 'MULTIPLE_DOCS');
    return wrong ? { trouble: notYaml(wrong.message) } : { document, data: document.toJS() };
  } catch (error) {
    return { trouble: notYaml(messageOf(error)) };
  }
}

/** The parser's message goes on with an excerpt of the file after its first line. */
function notYaml(message: string): string {
  return `It is not YAML: ${scrub(message.split('\n')[0] ?? '').replace(/:$/, '')}.`;
}
