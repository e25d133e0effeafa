import { isObject, objectAt, objectsOf, textOf, textsOf, type Json } from '../json.ts';
import { refusalOfView, withBlockIds } from './blocks.ts';
import { refusalOfFiles } from './files.ts';
import { forward, refused, type Method } from './forward.ts';
import type { Workspace } from './workspace.ts';

/** The methods that show modals and the Home tab. Each trigger lives 3 s and works once. */
export const VIEW_METHODS: Readonly<Record<string, Method>> = {
  'views.open': (workspace, args) => show(workspace, 'views.open', args),
  'views.push': (workspace, args) => show(workspace, 'views.push', args),

  'views.update': async (workspace, args) => {
    const view = identifiedView(args['view']);
    const refusal = viewRefusal(workspace, view);
    if (refusal) return refusal;
    const answer = await forward(workspace, 'views.update', { ...args, view });
    if (answer['ok'] === true) replaceModal(workspace, objectAt(answer, 'view'));
    return answer;
  },

  'views.publish': async (workspace, args) => {
    const view = identifiedView(args['view']);
    const refusal = viewRefusal(workspace, view);
    if (refusal) return refusal;
    const answer = await forward(workspace, 'views.publish', { ...args, view });
    if (answer['ok'] === true) workspace.homes.set(textOf(args['user_id']), objectAt(answer, 'view'));
    return answer;
  },
};

/** The modal a person looks at. */
export function topModal(workspace: Workspace, user: string): Json | undefined {
  return workspace.modals.get(user)?.at(-1);
}

/** Closes the modal on top, or all of them; what was closed, the topmost first. */
export function closeModals({ modals }: Workspace, user: string, all: boolean): Json[] {
  const stack = modals.get(user) ?? [];
  return stack.splice(all ? 0 : -1).toReversed();
}

/**
 * What the answer to a submission does to the person's modals: nothing said closes the one submitted.
 * @returns the modals that the bot closed with it
 * @throws Error where Slack would say that it has trouble: a view it would refuse, errors of blocks that are no inputs
 */
export async function afterSubmission(
  workspace: Workspace,
  user: string,
  submitted: Json,
  answer: Json,
): Promise<Json[]> {
  const stack = workspace.modals.get(user) ?? [];
  const viewId = textOf(submitted['id']);
  const view = identifiedView(answer['view']);
  switch (answer['response_action']) {
    case 'errors':
      mustNameInputs(submitted, objectAt(answer, 'errors'));
      return [];
    case 'clear':
      return closeModals(workspace, user, true).filter(({ id }) => id !== viewId);
    case 'update': {
      const updated = await mustTake(workspace, view, () =>
        forward(workspace, 'views.update', { view_id: viewId, view }),
      );
      replaceModal(workspace, updated);
      return [];
    }
    case 'push':
      stack.push(await mustTake(workspace, view, () => open(workspace, 'views.push', user, viewId, view)));
      return [];
    default:
      workspace.modals.set(
        user,
        stack.filter(({ id }) => id !== viewId),
      );
      return [];
  }
}

async function mustTake(workspace: Workspace, view: unknown, show: () => Promise<Json>): Promise<Json> {
  const answer = viewRefusal(workspace, view) ?? (await show());
  if (answer['ok'] === true) return objectAt(answer, 'view');
  const details = textsOf(answer['errors']).join(' ');
  throw new Error(`Slack would refuse the answer to the modal: ${textOf(answer['error'])} ${details}`.trim());
}

function mustNameInputs(view: Json, errors: Json): void {
  const inputs = objectsOf(view['blocks']).filter(({ type }) => type === 'input');
  const stray = Object.keys(errors).find((id) => !inputs.some((block) => block['block_id'] === id));
  if (stray !== undefined) throw new Error(`The modal has no input block "${stray}" to show an error at.`);
}

async function show(workspace: Workspace, method: 'views.open' | 'views.push', args: Json): Promise<Json> {
  const trigger = workspace.triggers.get(textOf(args['trigger_id']));
  if (!trigger) return { ok: false, error: 'invalid_trigger_id' };
  if (trigger.used) return { ok: false, error: 'exchanged_trigger_id' };
  if (Date.now() - trigger.issuedAt >= workspace.triggerLifetime)
    return { ok: false, error: 'expired_trigger_id' };
  const view = identifiedView(args['view']);
  const refusal = viewRefusal(workspace, view);
  if (refusal) return refusal;
  trigger.used = true;
  const answer = await open(workspace, method, trigger.user, trigger.view, view);
  if (answer['ok'] !== true) return answer;
  const shown = objectAt(answer, 'view');
  const stack = workspace.modals.get(trigger.user) ?? [];
  workspace.modals.set(trigger.user, method === 'views.push' ? [...stack, shown] : [shown]);
  return answer;
}

/** The emulator wants a trigger of its own making, whose seconds it rounds; ours has been judged already. */
async function open(
  workspace: Workspace,
  method: string,
  user: string,
  from: string | undefined,
  view: unknown,
): Promise<Json> {
  const trigger = await forward(workspace, 'views.generateTriggerId', {
    user_id: user,
    ...(from ? { view_id: from } : {}),
  });
  return forward(workspace, method, { trigger_id: trigger['trigger_id'], view });
}

function viewRefusal(workspace: Workspace, view: unknown): Json | undefined {
  const blocks = isObject(view) ? view['blocks'] : [];
  return refused(refusalOfView(view) ?? refusalOfFiles(workspace, blocks));
}

function replaceModal(workspace: Workspace, view: Json): void {
  for (const stack of workspace.modals.values()) {
    const index = stack.findIndex((shown) => shown['id'] === view['id']);
    if (index >= 0) stack[index] = view;
  }
}

function identifiedView(view: unknown): unknown {
  return isObject(view) && Array.isArray(view['blocks'])
    ? { ...view, blocks: withBlockIds(objectsOf(view['blocks'])) }
    : view;
}
