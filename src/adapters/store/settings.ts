import type { Noise } from '../../domain/noise.ts';
import type { Instant } from '../../domain/time.ts';
import type { Session } from './session.ts';

/** What groups' leads chose in Slack. */
export interface Settings {
  noiseOf(group: string): Promise<Partial<Noise>>;
  /** Keeps these over what was chosen before; the other choices stay. */
  change(group: string, noise: Partial<Noise>, by: string, at: Instant): Promise<void>;
}

export function settingsOf({ db }: Session): Settings {
  const noiseOf = async (group: string) => {
    const row = db.selectFrom('settings').select('noise').where('group_id', '=', group);
    const written = (await row.executeTakeFirst())?.noise ?? '{}';
    return JSON.parse(written) as Partial<Noise>;
  };
  return {
    noiseOf,
    async change(group, noise, by, at) {
      const whole = { ...(await noiseOf(group)), ...noise };
      const row = { noise: JSON.stringify(whole, (_key, value: unknown) => value ?? null), by, at };
      await db
        .insertInto('settings')
        .values({ group_id: group, ...row })
        .onConflict((on) => on.column('group_id').doUpdateSet(row))
        .execute();
    },
  };
}
