import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SealingKey } from '../config.ts';

/** Encryption at rest, AES-256-GCM. What is sealed for one owner opens for no other. */
export interface Seal {
  /** Whether there is a key at all. */
  able: boolean;
  /** @throws Error where there is no key */
  seal(text: string, owner: string): string;
  /** @throws Error where the key is not known any more, the owner is another, or a byte was changed */
  open(sealed: string, owner: string): string;
  /** Whether it was sealed with another key than the first. */
  isOld(sealed: string): boolean;
}

const VERSION = 'v1';

/** The first key encrypts, all decrypt: a new one is put before the old, and the old goes when nothing needs it. */
export function createSeal(keys: readonly SealingKey[]): Seal {
  const [first] = keys;
  return {
    able: first !== undefined,
    seal(text, owner) {
      if (!first) throw new Error('SIGBOT_KEYS is not set: nothing can be sealed');
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', first.key, iv).setAAD(Buffer.from(owner));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [
        VERSION,
        first.id,
        ...[iv, cipher.getAuthTag(), body].map((part) => part.toString('base64url')),
      ].join('.');
    },
    open(sealed, owner) {
      const [version, id, iv = '', tag = '', body = ''] = sealed.split('.');
      const key = keys.find((candidate) => candidate.id === id)?.key;
      if (version !== VERSION || !key) throw new Error(`no key of SIGBOT_KEYS is called "${id}"`);
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), {
        authTagLength: 16,
      })
        .setAAD(Buffer.from(owner))
        .setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString(
        'utf8',
      );
    },
    isOld: (sealed) => sealed.split('.')[1] !== first?.id,
  };
}
