import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { Got } from './fake-github-answers.ts';

const SLICE = new URL('../../../shared/data/contracts/github-openapi-slice.json', import.meta.url);

/** Whether GitHub's own description of its API is at hand. */
export const hasContract = existsSync(SLICE);

/** What the description's slice leaves out of what we call. */
const BEYOND_THE_SLICE = [
  /^GET \/repos\/[^/]+\/[^/]+$/,
  /^GET \/repositories\//,
  /^GET \/(?:orgs|users)\/[^/]+\/(?:repos|installation)$/,
  /^PUT \/repos\/[^/]+\/[^/]+\/contents\/[^/]+$/,
  /^GET \/repos\/[^/]+\/[^/]+\/git\/ref\/[^/]+$/,
  /^POST \/repos\/[^/]+\/[^/]+\/git\/refs$/,
  /^POST \/repos\/[^/]+\/[^/]+\/pulls$/,
  /^GET \/repos\/[^/]+\/[^/]+\/pulls\/(?:\d+|comments)$/,
  /^GET \/repos\/[^/]+\/[^/]+\/commits\/\w+\/(?:status|check-runs)$/,
  /^POST \/graphql$/,
];

interface Parameter {
  $ref?: string;
  name: string;
  in: string;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: object }> };
}

interface Slice {
  paths: Record<string, Record<string, Operation>>;
  components: { parameters: Record<string, Parameter> };
}

/** Checks requests against GitHub's OpenAPI description; returns what is wrong with each, in words. */
export function contractCheck(): (requests: readonly Got[]) => string[] {
  const slice = JSON.parse(readFileSync(SLICE, 'utf8'), withoutLoneNullable) as Slice;
  const validators = {
    /** In an address everything is text. */
    query: new Ajv({ strict: false, validateFormats: false, coerceTypes: true }).addSchema(slice, 'github'),
    body: new Ajv({ strict: false, validateFormats: false }).addSchema(slice, 'github'),
  };
  return (requests) => requests.flatMap((request) => wrongs(request, slice, validators));
}

/** Ajv refuses OpenAPI's `nullable` where there is no `type`. */
function withoutLoneNullable(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('nullable' in value) || 'type' in value) return value;
  const { nullable: _nullable, ...rest } = value;
  return rest;
}

type Validators = Record<'query' | 'body', Ajv>;

function wrongs({ method, path, query, body }: Got, slice: Slice, ajv: Validators): string[] {
  const where = `${method} ${path}`;
  const templates = Object.keys(slice.paths).filter((one) => {
    const pattern = new RegExp(`^${one.replace(/\{[^}]+\}/g, '[^/]+')}$`);
    return pattern.test(path) && slice.paths[one]?.[method.toLowerCase()];
  });
  // `/issues/comments` is not an issue: the path with the fewest blanks is meant.
  const blanks = (one: string) => one.split('{').length;
  const [template] = templates.toSorted((one, other) => blanks(one) - blanks(other));
  if (template === undefined)
    return BEYOND_THE_SLICE.some((one) => one.test(where)) ? [] : [`${where}: unknown`];
  const operation = slice.paths[template]?.[method.toLowerCase()] ?? {};
  const at = `github#/paths/${template.replaceAll('/', '~1')}/${method.toLowerCase()}`;
  return [
    ...queryWrongs(query, operation, slice, at, ajv.query),
    ...bodyWrongs(body, operation, at, ajv.body),
  ].map((wrong) => `${where}: ${wrong}`);
}

function queryWrongs(
  query: URLSearchParams,
  operation: Operation,
  slice: Slice,
  at: string,
  ajv: Ajv,
): string[] {
  const parameters = operation.parameters ?? [];
  return [...query].flatMap(([name, value]) => {
    const index = parameters.findIndex((parameter) => {
      const ref = parameter.$ref?.split('/').at(-1);
      const full = ref === undefined ? parameter : slice.components.parameters[ref];
      return full?.name === name && full.in === 'query';
    });
    if (index < 0) return [`no parameter ${name}`];
    const ref = parameters[index]?.$ref;
    const schema = ref === undefined ? `${at}/parameters/${index}/schema` : `github${ref}/schema`;
    return ajv.validate({ $ref: schema }, value) ? [] : [`${name}=${value}: ${ajv.errorsText()}`];
  });
}

function bodyWrongs(body: unknown, { requestBody }: Operation, at: string, ajv: Ajv): string[] {
  if (body === undefined) return [];
  if (!requestBody) return ['takes no body'];
  const $ref = `${at}/requestBody/content/application~1json/schema`;
  return ajv.validate({ $ref }, body) ? [] : [ajv.errorsText()];
}
