import { isObject, textOf, type Json } from '../json.ts';
import type { Acting } from './acting.ts';
import { blocksOf, formState, type Choice } from './inputs.ts';
import { base } from './payloads.ts';
import { mustSee } from './press.ts';
import type { Ack } from './send.ts';
import { afterSubmission, closeModals } from './views.ts';
import { issueTrigger } from './workspace.ts';

/** What came of a modal's submission; `errors` by block id where the bot refused the input. */
export interface Submitted {
  ack: Ack;
  errors: Record<string, string> | undefined;
}

/** A person sends the modal on top, or the one given, with these values by action_id. */
export async function submit(
  acting: Acting,
  given: Json | undefined,
  values: Readonly<Record<string, Choice>>,
): Promise<Submitted> {
  const { workspace, person, line } = acting;
  const view = given ?? mustSee(acting);
  const id = textOf(view['id']);
  const payload = {
    ...base('view_submission', person),
    trigger_id: issueTrigger(workspace, person.id, id),
    view: { ...view, state: { values: formState(blocksOf(view), values) } },
    response_urls: [],
  };
  const ack = await line().interaction(payload);
  if (ack.status < 200 || ack.status >= 300) return { ack, errors: undefined };
  const cleared = await afterSubmission(workspace, person.id, view, ack.body);
  await tellClosed(acting, cleared, true);
  return { ack, errors: errorsIn(ack.body) };
}

/** A person closes the modal on top, or all of them; the bot hears of those that asked to be told. */
export async function dismiss(acting: Acting, all: boolean): Promise<void> {
  mustSee(acting);
  await tellClosed(acting, closeModals(acting.workspace, acting.person.id, all), all);
}

async function tellClosed({ person, line }: Acting, views: Json[], isCleared: boolean): Promise<void> {
  for (const view of views.filter((one) => one['notify_on_close'] === true))
    await line().interaction({ ...base('view_closed', person), view, is_cleared: isCleared });
}

function errorsIn(answer: Json): Record<string, string> | undefined {
  if (answer['response_action'] !== 'errors' || !isObject(answer['errors'])) return undefined;
  return Object.fromEntries(Object.entries(answer['errors']).map(([block, error]) => [block, textOf(error)]));
}
