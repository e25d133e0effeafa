import { UserError } from '../../domain/errors.ts';
import { findGroup } from '../../domain/group.ts';
import { SHOWN } from '../../domain/similar.ts';
import { answersFrom, bodyOf, textFrom, titleFrom, unticked, type Template } from '../../domain/template.ts';
import type { Call, FormValues, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { open } from './create-open.ts';
import { answersIn, templateModal } from './form-blocks.ts';
import type { Draft, Source } from './plan.ts';

/** What the second step carries: where it began, what was chosen in the first, and whether similar issues were shown. */
interface Begun {
  source: Source;
  repo: string;
  file: string;
  group?: string | undefined;
  kind?: string | undefined;
  seen?: boolean;
}

/** The second step of a new issue: its template, with what was said where it fits. */
export function beginTemplate(template: Template, draft: Draft): Reply {
  const { repo, group, kind, source } = draft;
  const begun: Begun = { source, repo, file: template.file, group: group?.id, kind };
  const isForm = template.fields.length > 0;
  return {
    view: templateModal(
      {
        template,
        repo,
        title: titleFrom(template, draft.title),
        text: isForm ? '' : textFrom(template, draft.text),
        answers: isForm ? answersFrom(template, draft.text) : {},
      },
      JSON.stringify(begun),
    ),
  };
}

/** The second step comes back: what is missing or similar is shown above it, else the issue is opened. */
export async function submitTemplate(
  values: FormValues,
  metadata: string,
  call: Call,
  ports: Ports,
): Promise<Reply> {
  const begun = JSON.parse(metadata) as Begun;
  const { repo, source, kind, seen = false } = begun;
  const template = (await ports.issues.templates(repo)).all.find(({ file }) => file === begun.file);
  if (!template) throw new UserError(`${repo} has no template ${begun.file} any more.`, 'Begin again.');
  const { title = '', text = '' } = values;
  const answers = answersIn(template, values);
  const again = { template, repo, title, text, answers };
  const [missing] = unticked(template, answers);
  if (missing !== undefined)
    return { view: templateModal({ ...again, problem: `${repo} asks you to tick “${missing}”.` }, metadata) };
  const isForm = template.fields.length > 0;
  const body = isForm ? bodyOf(template, answers) : text;
  const similar = seen ? [] : await ports.issues.likeText(repo, { title, body }, SHOWN);
  if (similar.length > 0)
    return { view: templateModal({ ...again, similar }, JSON.stringify({ ...begun, seen: true })) };
  const { groups } = ports.directory.current();
  const group = begun.group === undefined ? undefined : findGroup(groups, begun.group);
  return open({ repo, group, kind, title, text: body, source, template, answers }, call, ports);
}
