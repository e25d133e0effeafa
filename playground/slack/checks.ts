import { isObject, objectAt, textOf, type Json } from '../json.ts';

/** Collects what is wrong: where, as a JSON pointer, and what. */
export type Say = (at: string, problem: string) => void;

/** Looks at one value and says what is wrong with it. */
export type Check = (value: unknown, at: string, say: Say) => void;

interface Size {
  min?: number;
  max?: number;
}

/** Slack counts characters, not UTF-16 units: an emoji is one. */
export function charactersOf(text: string): number {
  return [...text].length;
}

export function string({ min = 0, max = Infinity }: Size): Check {
  return (value, at, say) => {
    if (typeof value !== 'string') return say(at, 'must be a string');
    sized(charactersOf(value), { min, max }, 'characters', at, say);
  };
}

/** Text of a given form, which `like` names. */
export function form(pattern: RegExp, like: string): Check {
  return (value, at, say) => {
    if (typeof value !== 'string' || !pattern.test(value)) say(at, `must be ${like}`);
  };
}

export function number({ min = -Infinity, max = Infinity }: Size): Check {
  return (value, at, say) => {
    if (typeof value !== 'number') return say(at, 'must be a number');
    if (value < min) say(at, `must be at least ${min}`);
    if (value > max) say(at, `must be at most ${max}`);
  };
}

/** A text object, plain_text or mrkdwn; plain_text only where that is asked for. */
export function text(max = 3000, kind?: 'plain_text' | 'mrkdwn'): Check {
  return (value, at, say) => {
    if (!isObject(value)) return say(at, 'must provide an object');
    const allowed = kind ? [kind] : ['plain_text', 'mrkdwn'];
    if (!allowed.includes(String(value['type']))) say(`${at}/type`, `must be ${allowed.join(' or ')}`);
    string({ min: 1, max })(value['text'], `${at}/text`, say);
  };
}

export function list(each: Check, { min = 0, max = Infinity }: Size): Check {
  return (value, at, say) => {
    if (!Array.isArray(value)) return say(at, 'must be an array');
    sized(value.length, { min, max }, 'items', at, say);
    value.forEach((item: unknown, index) => each(item, `${at}/${index}`, say));
  };
}

interface Shape {
  required?: Record<string, Check>;
  optional?: Record<string, Check>;
  /** What concerns several of its fields. */
  also?: (thing: Json, at: string, say: Say) => void;
}

export function shape({ required = {}, optional = {}, also }: Shape): Check {
  return (value, at, say) => {
    if (!isObject(value)) return say(at, 'must provide an object');
    for (const [key, check] of Object.entries(required)) {
      if (value[key] === undefined || value[key] === null) say(at, `missing required field: ${key}`);
      else check(value[key], `${at}/${key}`, say);
    }
    for (const [key, check] of Object.entries(optional)) {
      if (value[key] !== undefined && value[key] !== null) check(value[key], `${at}/${key}`, say);
    }
    also?.(value, at, say);
  };
}

/** One of several kinds of thing, told apart by `type`. */
export function oneOf(kinds: Readonly<Record<string, Check>>): Check {
  return (value, at, say) => {
    if (!isObject(value)) return say(at, 'must provide an object');
    const check = kinds[String(value['type'])];
    if (check) check(value, at, say);
    else say(at, `unsupported type: ${String(value['type'])}`);
  };
}

/** The text of a text object, or of a thing that has one. */
export function labelOf(thing: Json): string {
  return typeof thing['text'] === 'string' ? thing['text'] : textOf(objectAt(thing, 'text')['text']);
}

export const anything: Check = () => {};

function sized(size: number, { min = 0, max = Infinity }: Size, unit: string, at: string, say: Say): void {
  if (size < min) say(at, `must be more than ${min - 1} ${unit}`);
  if (size > max) say(at, `must be less than ${max + 1} ${unit}`);
}
