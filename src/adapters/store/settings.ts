import type { AgendaChoice } from '../../domain/agenda-policy.ts';
import type { Noise } from '../../domain/noise.ts';
import type { SettingsChoice } from '../../domain/settings.ts';
import type { Instant } from '../../domain/time.ts';
import type { Session } from './session.ts';

/** What groups' leads chose in Slack. */
export interface Settings {
  noiseOf(group: string): Promise<Partial<Noise>>;
  agendaOf(group: string): Promise<AgendaChoice>;
  /** Keeps these over what was chosen before; the other choices stay. */
  change(group: string, chosen: SettingsChoice, by: string, at: Instant): Promise<void>;
}

export function settingsOf({ db }: Session): Settings {
  const read = async (group: string, column: 'noise' | 'agenda') => {
    const row = db.selectFrom('settings').select(column).where('group_id', '=', group);
    const written = (await row.executeTakeFirst()) as Partial<Record<typeof column, string>> | undefined;
    return JSON.parse(written?.[column] ?? '{}') as object;
  };
  const noiseOf = (group: string): Promise<Partial<Noise>> => read(group, 'noise');
  const agendaOf = (group: string): Promise<AgendaChoice> => read(group, 'agenda');
  return {
    noiseOf,
    agendaOf,
    async change(group, { noise = {}, agenda = {} }, by, at) {
      const loud = { ...(await noiseOf(group)), ...noise };
      const row = {
        noise: JSON.stringify(loud, (_key, value: unknown) => value ?? null),
        agenda: JSON.stringify({ ...(await agendaOf(group)), ...agenda }),
        by,
        at,
      };
      await db
        .insertInto('settings')
        .values({ group_id: group, ...row })
        .onConflict((on) => on.column('group_id').doUpdateSet(row))
        .execute();
    },
  };
}
