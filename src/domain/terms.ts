import { ownWords } from './body.ts';

/** What an issue is compared by: the distinct terms of its title, and those that its body adds. */
export interface Terms {
  title: readonly string[];
  body: readonly string[];
}

/** Terms of a body that count; those of a long log that come after are left out. */
const BODY_TERMS = 200;
const LONGEST = 40;

/** The terms of an issue, without what its form wrote. `body` is Markdown. */
export function termsOf(title: string, body: string): Terms {
  const ofTitle = wordTerms(title);
  const known = new Set(ofTitle);
  const ofBody = wordTerms(ownWords(body)).filter((term) => !known.has(term));
  return { title: ofTitle, body: ofBody.slice(0, BODY_TERMS) };
}

/**
 * The distinct terms of a text, in order: words without case and ending. A compound counts by its parts, so that
 * `NodePublishVolume`, `--feature-gates` and `pkg/kubelet/kubelet_pods.go` meet whoever writes the words apart (measured
 * better than the whole, alone or beside them). A version is one term. What differs in every report is none: addresses,
 * mentions, hashes, ids, times, plain numbers. Chinese and Japanese put no spaces between words: there each two signs
 * side by side are a term. Letters, digits and "." only, 40 characters at most.
 */
export function wordTerms(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .replace(/\bhttps?:\/\/\S+/gi, ' ')
    .replace(/(^|[^\w/])[@#][\w-]+(?:\/[\w-]+)?/g, '$1 ')
    .replace(/\b\p{L}+n['’]t\b/giu, ' ')
    .replace(/(\p{L})['’](?:s|re|ve|ll|d|m)\b/giu, '$1');
  const compounds = plain.match(COMPOUND) ?? [];
  return [...new Set(compounds.flatMap(scripts).flatMap(termsOfPart))];
}

const COMPOUND = /[\p{L}\p{N}]+(?:[._/-]+[\p{L}\p{N}]+)*/gu;

/** A sign of a script that is written without spaces; the mark that lengthens a vowel belongs to it. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]/u;

/** "Pod停止中" -> Pod, 停止中 */
function scripts(compound: string): string[] {
  return compound.match(new RegExp(`(?:${UNSPACED.source})+|(?:(?!${UNSPACED.source}).)+`, 'gu')) ?? [];
}

function termsOfPart(part: string): string[] {
  return UNSPACED.test(part) ? pairs(part) : termsOfCompound(part);
}

/** "停止中" -> 停止, 止中; a sign alone says too little. */
function pairs(run: string): string[] {
  const signs = [...run];
  return signs.slice(1).map((sign, at) => `${signs[at]}${sign}`);
}

function termsOfCompound(compound: string): string[] {
  if (ID.test(compound)) return [];
  const version = /^v?(\d+(?:\.\d+)+)(?:[+-].*)?$/i.exec(compound)?.[1];
  if (version !== undefined) return version.split('.').length > 3 ? [] : [version];
  return compound
    .split(/[._/-]+/)
    .flatMap(humps)
    .flatMap(wordTerm);
}

/** UUIDs, and what carries a date or a time. */
const ID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-|^\d{4}-\d\d-\d\d|^\d+(?:ms|s|m|h|mi|gi|ki|mb|gb)?$/i;

/** "NodePublishVolume" -> Node, Publish, Volume; "CSIDriver" -> CSI, Driver; "IPv6" and "v1beta1" stay whole. */
function humps(word: string): string[] {
  if (/^(?:IPv[46]|[A-Z]\d[A-Z])s?$/.test(word)) return [word];
  return word
    .replace(/(\p{Ll}|\d)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll}{2})/gu, '$1 $2')
    .split(' ');
}

function wordTerm(word: string): string[] {
  // The small letter of İ comes with a mark of its own.
  const lower = word.toLowerCase().replace(/\p{M}/gu, '');
  if (lower.length < 2 || lower.length > LONGEST || isNoise(lower) || STOP.has(lower)) return [];
  const term = stem(lower);
  return STOP.has(term) ? [] : [term];
}

/** Numbers, hashes and the random ends of pods' names. */
function isNoise(word: string): boolean {
  if (/^\d+[a-z]{0,2}$/i.test(word)) return true;
  const digits = word.replace(/\D/g, '').length;
  return (word.length >= 7 && digits >= 3 && /^[\da-z]+$/i.test(word)) || /^(?=.*\d)[\da-f]{7,}$/i.test(word);
}

/** Cuts the endings by which the same word differs: fails, failed, failing -> fail; copies -> copy. */
function stem(word: string): string {
  if (!/^[a-z]{4,}$/.test(word) || /(?:ss|us|is)$/.test(word)) return word;
  const single = word.replace(/ies$/, 'y').replace(/([a-z]{3})s$/, '$1');
  const root = single.replace(/([a-z]{3})(?:ing|ed|ion)$/, '$1');
  const undoubled = root === single ? root : root.replace(/([bdgmnprt])\1$/, '$1');
  return undoubled.replace(/([a-z]{3})e$/, '$1');
}

/** Words that say nothing about what an issue is about: English's small words, and those of every report. */
const STOP = new Set(
  `a about above after again all also always am an and any anyone anything are as at be because been before being
  below between both but by can cannot cause could did do does doing don down during each else even ever every few for
  from further get gets got had has have having he her here hi hello him his how however i if in instead into is it
  its itself just know let like make makes many may me might more most much must my need needs no nor not nothing now of
  off on once one only or other our out over own per please same see seem seems shall she should since so some something
  still such sure than thank thanks that the their them then there these they thing this those though through to too
  try tried trying under until up us use used uses using very via want was way we well were what when where whether
  which while who why will with within without would yes yet you your
  actual actually bug describe description error expect expected expectation happen happened happening happens issue
  issues kind problem question report reproduce reproduced steps todo current currently behavior behaviour following
  example etc seen saw found look looks`.split(/\s+/),
);
