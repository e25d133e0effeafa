import { isMap, isScalar } from 'yaml';
import type { KepSaid } from '../domain/kep-file.ts';
import { readYamlText } from './yaml-text.ts';

/** A proposal's file, or that of its review, as maps, lists and text. Never throws. */
export function readKepText(text: string): KepSaid {
  const read = readYamlText(text);
  if ('trouble' in read) return read;
  const { contents } = read.document;
  const pairs = isMap(contents) ? contents.items : [];
  const quoted = pairs.flatMap(({ key, value }) =>
    isScalar(key) && isScalar(value) && value.type?.startsWith('QUOTE') === true ? [String(key.value)] : [],
  );
  return { data: read.data, quoted };
}
